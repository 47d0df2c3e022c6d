"""Generates samples: valid responses for operations without a handler, from the schemas alone.

The same request always gets the same sample. Fields for errors are left out, so that a sample never reports a failure.
"""

from __future__ import annotations

import datetime
import random
import re
import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pydantic

import pinterest.schemas
from pinterest.emulator.handlers.call import Call, Content, Response, Result
from pinterest.emulator.samples import field_values
from pinterest.operation import Answer, Operation
from pinterest.schema import Between, Id, OpenEnum, Schema
from pinterest.utils.schema_types import Choice, Length, Matches

_ITEMS = 3
_MAX_DEPTH = 8
_ERROR_FIELDS = re.compile(
    r"(.*_)?(exceptions?|errors?|error_(code|message|msg)s?|failure_\w+|failed_\w+)"
)
_SUCCESS_FIELDS = re.compile(r"(.*_)?success(ful)?")
_CAMEL_CASE_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_VALUE: Any = object()
_UNIONS = (Union, types.UnionType)
_ID_PATTERN = next(
    item.pattern for item in get_args(Id) if isinstance(item, pydantic.StringConstraints)
)
_CANDIDATES = (
    "12",
    "US",
    "2026-01-31",
    "12:30",
    "1.50",
    "https://www.example.com/",
    "quilts",
    "web",
    "tag",
)


def build_sample(call: Call) -> Result:
    """Returns a sample of the first documented response of an operation."""
    arguments, operation = call.arguments, call.operation
    answer = operation.answers[0]
    path = [arguments[item.argument] for item in operation.parameters if item.location == "path"]
    rng = call.state.random.generator("sample", operation.id, *path)
    known = {name: value for name, value in arguments.items() if value is not None}
    if path and _responds_with_path_id(operation):
        known.setdefault("id", path[-1])
    if isinstance(call.body, Mapping):
        known = {**call.body, **known}
    return Response(answer.status, _build_sample_content(answer, known, rng))


def _responds_with_path_id(operation: Operation) -> bool:
    """Returns whether the response's field `id` contains the last ID in the path."""
    if operation.path.endswith("}"):  # such as `/pins/{pin_id}`
        return True
    schema, last = operation.answers[0].schema, operation.path.rpartition("}")[0].rpartition("{")[2]
    if operation.verb != "GET" or schema is None:
        return False
    kind = getattr(pinterest.schemas, schema)
    is_object = isinstance(kind, type) and issubclass(kind, Schema)
    # If a field such as `ad_account_id` contains the path's ID, the field `id` contains another ID.
    return is_object and last not in {key for key, _ in _list_fields(kind).values()}


def fill_in_fields(
    schema: str, known: Mapping[str, Any], rng: random.Random, *, include_optional: bool = False
) -> dict[str, Any]:
    """Returns the known fields of an object, and generated values for the missing required fields.

    With `include_optional`, also generates values for optional fields.
    """
    kind = getattr(pinterest.schemas, schema)
    made = _Sampler(rng, known, include_optional=include_optional).make_value(kind, "")
    return {**(made if isinstance(made, dict) else {}), **known}


def _build_sample_content(answer: Answer, known: Mapping[str, Any], rng: random.Random) -> Content:
    """Returns the body of a sample response, or None if the response has no body."""
    if answer.schema is None:
        return None
    kind = getattr(pinterest.schemas, answer.schema)
    if not (answer.paged or answer.many):
        return _Sampler(rng, known).make_value(kind, "")  # type: ignore[no-any-return]  # JSON
    # Items of a list get known values from the request, but not the ID from its path.
    shared = {name: value for name, value in known.items() if name != "id"}
    number = min(_ITEMS, known.get("page_size") or _ITEMS)
    items = [_Sampler(rng, shared).make_value(kind, "") for _ in range(number)]
    return {"items": items, "bookmark": None} if answer.paged else items


class _Sampler:
    """Generates sample values of types.

    Args:
        known: Values for top-level fields, by field name.
    """

    def __init__(
        self, rng: random.Random, known: Mapping[str, Any], *, include_optional: bool = True
    ) -> None:
        self._rng = rng
        self._known = known
        self._include_optional = include_optional
        self._inside: list[type[Schema]] = []

    def make_value(self, kind: Any, name: str, limits: tuple[Any, ...] = ()) -> Any:
        """Returns a sample value of a type, or `_NO_VALUE` if the value would contain itself endlessly."""
        kind, limits = _strip_annotations(kind, limits)
        origin, type_args = get_origin(kind), get_args(kind)
        if origin in _UNIONS:
            return self._sample_union(type_args, name, limits)
        if origin is list:
            return self._sample_list(type_args[0], name, limits)
        if origin is dict or kind is dict:
            return self._sample_mapping(type_args, name)
        if isinstance(kind, type) and issubclass(kind, Schema):
            return self._sample_object(kind)
        return self._sample_scalar(kind, name, limits)

    def _sample_union(self, type_args: tuple[Any, ...], name: str, limits: tuple[Any, ...]) -> Any:
        choice = next((item for item in limits if isinstance(item, Choice)), None)
        members = [member for member in type_args if member is not types.NoneType]
        if choice and choice.members:
            return self._sample_discriminated_union(members, name, choice)
        # Prefer schemas that are not for errors.
        members.sort(key=_is_error_schema)
        for member in members:
            value = self.make_value(member, name, limits)
            if value is not _NO_VALUE:
                return value
        return None if types.NoneType in type_args else _NO_VALUE

    def _sample_discriminated_union(self, members: list[Any], name: str, choice: Choice) -> Any:
        """Returns a sample value of one union member, with the member's tag in the field `choice.field`."""
        tags = {
            tag: self._find_member_by_schema(members, schema)
            for tag, schema in choice.members.items()
        }
        tags = {tag: member for tag, member in tags.items() if member is not None}
        tag = self._known.get(choice.field)
        if self._inside or tag not in tags:
            tag = next(iter(tags))
        value = self.make_value(tags[tag], name)
        return value if value is _NO_VALUE else {**value, choice.field: tag}

    @staticmethod
    def _find_member_by_schema(members: list[Any], schema: str) -> Any:
        """Returns the union member with the name `schema`, or None if no member has this name."""
        return next((item for item in members if getattr(item, "__name__", "") == schema), None)

    def _sample_list(self, kind: Any, name: str, limits: tuple[Any, ...]) -> Any:
        length = next((item for item in limits if isinstance(item, Length)), Length())
        number = max(length.least, 1)
        singular = name.removesuffix("s")
        items = [self.make_value(kind, singular) for _ in range(number)]
        return [item for item in items if item is not _NO_VALUE]

    def _sample_mapping(self, type_args: tuple[Any, ...], name: str) -> Any:
        """Returns a sample dict. `type_args` contains the types of its keys and values, or is empty for `dict`."""
        keys, kind = type_args or (str, Any)
        names = (
            get_args(keys)[:1]
            if get_origin(keys) is Literal
            else (field_values.make_text(name, self._rng),)
        )
        values = {key: self.make_value(kind, key) for key in names}
        return {key: value for key, value in values.items() if value is not _NO_VALUE}

    def _sample_object(self, kind: type[Schema]) -> Any:
        if kind in self._inside:
            return _NO_VALUE
        is_top_level = not self._inside
        self._inside.append(kind)
        try:
            found: dict[str, Any] = {}
            for field, (key, required) in _list_fields(kind).items():
                if not required and not self._includes_optional_field(key):
                    continue
                value = self._sample_field(kind, field, key, is_top_level)
                if value is not _NO_VALUE:
                    found[key] = value
                elif required:
                    return _NO_VALUE
            return found
        finally:
            self._inside.pop()

    def _includes_optional_field(self, key: str) -> bool:
        deep = len(self._inside) > _MAX_DEPTH
        return self._include_optional and not deep and not _name_matches(_ERROR_FIELDS, key)

    def _sample_field(self, kind: type[Schema], field: str, key: str, is_top_level: bool) -> Any:
        """Returns a sample value of a field, whose name is `field` in Python and `key` in JSON."""
        info = kind.model_fields[field]
        # A known value from the request can be invalid for the field.
        if is_top_level and key in self._known and fits_field(kind, field, self._known[key]):
            return self._known[key]
        return self.make_value(info.annotation, key, tuple(info.metadata))

    def _sample_scalar(self, kind: Any, name: str, limits: tuple[Any, ...]) -> Any:
        rng = self._rng
        values = _list_enum_values(kind)
        if values:
            return rng.choice(values)
        if kind is datetime.datetime or kind is datetime.date:
            moment = datetime.datetime.fromtimestamp(
                field_values.make_unix_time(name, rng), datetime.UTC
            )
            return moment.isoformat() if kind is datetime.datetime else moment.date().isoformat()
        if kind is bool:
            return _name_matches(_SUCCESS_FIELDS, name) or rng.random() < 0.5
        if kind is int or kind is float:
            make = field_values.make_integer if kind is int else field_values.make_number
            return _clamp_to_limits(make(name, rng), limits)
        if kind is str:
            return self._sample_text(name, limits)
        return field_values.make_word(rng)

    def _sample_text(self, name: str, limits: tuple[Any, ...]) -> str:
        if _has_id_pattern(limits):
            return field_values.make_digits(self._rng)
        text = field_values.make_text(name, self._rng)
        for limit in limits:
            if isinstance(limit, Length):
                text = text[: limit.most].ljust(limit.least, "-")
            if isinstance(limit, Matches):
                matching = (item for item in (text, *_CANDIDATES) if limit._is_allowed(item))
                text = next(matching, text)
        return text


def fits_field(kind: type[Schema], field: str, value: Any) -> bool:
    """Returns whether a value is valid in a field of a schema. Returns False for None, objects and lists."""
    if value is None or isinstance(value, (dict, list, tuple)):
        return False
    info = kind.model_fields[field]
    return _is_valid_value(info.annotation, tuple(info.metadata), value)


def _is_valid_value(kind: Any, limits: tuple[Any, ...], value: Any) -> bool:
    kind, limits = _strip_annotations(kind, limits)
    if get_origin(kind) in _UNIONS:
        return any(_is_valid_value(part, limits, value) for part in get_args(kind))
    values = _list_enum_values(kind)
    if values:
        return value in values
    if _has_id_pattern(limits):
        return isinstance(value, str) and value.isascii() and value.isdigit()
    return type(value) is kind and not limits


def _strip_annotations(kind: Any, limits: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Returns a type without `Annotated`, and `limits` plus the annotations of the type."""
    while get_origin(kind) is Annotated:
        limits = (*limits, *kind.__metadata__)
        kind = get_args(kind)[0]
    return kind, limits


def _list_enum_values(kind: Any) -> tuple[Any, ...]:
    """Returns the values of an enum or literal type, or an empty tuple for other types."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    if isinstance(kind, type) and issubclass(kind, OpenEnum):
        return tuple(member.value for member in kind)
    return ()


def _has_id_pattern(limits: tuple[Any, ...]) -> bool:
    """Returns whether the limits of a string type include the pattern for IDs."""
    return any(getattr(item, "pattern", None) == _ID_PATTERN for item in limits)


def _clamp_to_limits(number: float, limits: tuple[Any, ...]) -> float:
    for limit in limits:
        if isinstance(limit, Between):
            least = limit.least if limit.least is not None else number
            number = max(number, least)
            if limit.most is not None and number > limit.most:
                number = type(number)(limit.most)
    return number


@cache
def _list_fields(kind: type[Schema]) -> dict[str, tuple[str, bool]]:
    """Maps the Python name of each field to a pair: the JSON name, and whether the field is required."""
    kind.model_rebuild()
    return {
        name: (info.alias or name, info.is_required()) for name, info in kind.model_fields.items()
    }


def _is_error_schema(kind: Any) -> bool:
    if not (isinstance(kind, type) and issubclass(kind, Schema)):
        return False
    return any(
        required and _name_matches(_ERROR_FIELDS, key)
        for key, required in _list_fields(kind).values()
    )


def _name_matches(pattern: re.Pattern[str], key: str) -> bool:
    """Returns whether a field name, converted to snake_case, matches a pattern."""
    return pattern.fullmatch(_CAMEL_CASE_BORDER.sub("_", key).lower()) is not None
