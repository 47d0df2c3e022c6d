"""Annotations for generated schemas: limits, literals and unions. Limits only apply to requests."""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pinterest.schema import (
    Date,
    DateTime,
    Id,
    MaybeText,
    PrefixedId,
    Schema,
    _get_adapter,
    _map_attributes,
)
from pinterest.utils.request_check import get_check
from pinterest.utils.suggest import describe_allowed_range

__all__ = [
    "Choice",
    "DateOrText",
    "DateTimeOrText",
    "DictLike",
    "Exact",
    "IdOrInt",
    "IntOrText",
    "Length",
    "ListLike",
    "Matches",
    "OrMapping",
    "PrefixedIdOrInt",
    "ReadOnly",
    "deferred",
    "load_all",
]

# Types for schemas that only occur in requests. Type checkers see all types that callers may pass. pydantic
# only sees the resulting type, so it builds no unions.
if TYPE_CHECKING:
    _T = TypeVar("_T")
    IdOrInt: TypeAlias = str | int
    PrefixedIdOrInt: TypeAlias = str | int
    IntOrText: TypeAlias = int | str
    DateOrText: TypeAlias = datetime.date | str
    DateTimeOrText: TypeAlias = datetime.datetime | str
    OrMapping: TypeAlias = _T | Mapping[str, object]
    ListLike = Sequence
    DictLike = Mapping
else:
    IdOrInt, PrefixedIdOrInt, DateOrText, DateTimeOrText = Id, PrefixedId, Date, DateTime
    ListLike, DictLike = list, dict
    IntOrText = Annotated[int, MaybeText()]

    class OrMapping:
        """`OrMapping[X]` is `X` at runtime, and `X` or a mapping for type checkers."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return kind


class _Limit:
    """The base class of annotations that limit the values in requests."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._validate, handler(source))

    def _validate(self, value: Any, info: Any) -> Any:
        if get_check(info) and not self._is_allowed(value):
            raise self._build_error()
        return value

    def _build_error(self) -> PydanticCustomError:
        # Each subclass describes the allowed values in `__str__`.
        return PydanticCustomError("range", "allowed: {allowed}", {"allowed": str(self)})

    def _is_allowed(self, value: Any) -> bool:
        raise NotImplementedError


class Length(_Limit):
    """Annotates a string, list or mapping with its allowed length."""

    def __init__(self, least: int = 0, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_wrap_validator_function(
            self._validate_length_first, handler(source)
        )

    def _validate_length_first(
        self, value: object, handler: Callable[[object], object], info: Any
    ) -> object:
        """Checks the length of a list or mapping first, and then validates the value."""
        # If the list is too long, its items are not checked, because there could be any number of errors.
        if isinstance(value, (list, dict)) and get_check(info) and self._is_too_long(value):
            raise self._build_error()
        return self._validate(handler(value), info)

    def _is_allowed(self, value: Any) -> bool:
        return self.least <= len(value) and not self._is_too_long(value)

    def _is_too_long(self, value: Any) -> bool:
        return self.most is not None and len(value) > self.most

    def __str__(self) -> str:
        return f"a length of {describe_allowed_range(self.least or None, self.most)}"


class Matches(_Limit):
    """Annotates a string with a regular expression that it must match."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        # In the API description, `$` only matches at the very end. Python's `$` also matches before a final
        # line break.
        self._regex = re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), re.ASCII)

    def _is_allowed(self, value: Any) -> bool:
        return bool(self._regex.search(str(value)))

    def __str__(self) -> str:
        return f"text that matches {self.pattern}"


class ReadOnly(_Limit):
    """Annotates a read-only field, which a request must not contain."""

    is_read_only = True

    def _is_allowed(self, value: Any) -> bool:
        return value is None

    def __str__(self) -> str:
        return "nothing, since the API sets it; leave it out"


class Exact:
    """Annotates a `Literal`, so that requests cannot contain a value of another type, such as True for 1."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        allowed = " or ".join(map(str, get_args(source)))

        def validate(value: object, inner: Callable[[object], object], info: Any) -> object:
            """Validates a value. In a request, also checks the type, so that True is not accepted for 1."""
            found = inner(value)
            same_type = isinstance(value, bool) is isinstance(found, bool)
            if get_check(info) and not (same_type and isinstance(value, type(found))):
                raise PydanticCustomError("enum", "allowed: {allowed}", {"allowed": allowed})
            return found

        return core_schema.with_info_wrap_validator_function(validate, handler(source))


class Choice:
    """Annotates a union of schemas, so that a mapping is validated against the schema that fits best."""

    def __init__(self, field: str = "", members: Mapping[str, str] | None = None) -> None:
        """Stores the discriminator and the name of the schema for each value.

        Args:
            field: The API name of the discriminator. Empty if the union has no discriminator.
            members: Maps the values of the discriminator to schema names.
        """
        self.field = field
        self.members = dict(members or {})

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        # The members are loaded when the first value is validated, because most programs use few of the unions.
        choose = cache(lambda: self._build_chooser(get_args(source)))

        def validate(value: Any, info: Any) -> Any:
            """Validates a value against the schema that fits the value best."""
            is_request = get_check(info) is not None
            kind = choose()(value, is_request)
            if kind is not None:
                if is_request:
                    _check_required_fields(kind, value, get_args(source))
                return _validate_as(kind, value, info)
            if not is_request:
                return value  # a mapping that fits no schema stays unchanged
            raise PydanticCustomError(
                "enum", "allowed: {allowed}", {"allowed": self._describe_allowed_values(value)}
            )

        return core_schema.with_info_plain_validator_function(validate)

    def _build_chooser(self, members: tuple[Any, ...]) -> Callable[[Any, bool], Any]:
        """Returns a function that chooses the union member for a value in a request or response."""
        loaded = [_resolve_deferred(member) for member in members]
        kinds = {
            kind.__name__: kind
            for kind in loaded
            if isinstance(kind, type) and issubclass(kind, Schema)
        }
        others = [kind for kind in loaded if kind not in kinds.values()]
        rest = Union[tuple(others)] if others else None  # noqa: UP007  # their number is not known here

        def choose(value: Any, is_request: bool) -> Any:
            """Returns the union member that fits a value, or None if no member fits."""
            if isinstance(value, Schema):
                return kinds.get(type(value).__name__)
            if not isinstance(value, Mapping):
                return rest
            discriminator = value.get(self.field) if self.members else None
            if discriminator is not None:
                return kinds.get(self.members.get(str(discriminator), ""))
            if self.members and not is_request:
                return None
            # Without a discriminator, the field names and literals in the mapping determine the schema.
            best = kinds[max(kinds, key=lambda name: _calculate_fit_score(kinds[name], value))]
            # In a request, pydantic reports the errors of the best match. In a response, the schema may be
            # unknown.
            return best if is_request or _has_required_field(best, value) else None

        return choose

    def _describe_allowed_values(self, value: object) -> str:
        """Describes the values that the union allows instead of `value`."""
        if isinstance(value, Mapping) and not isinstance(value, Schema) and self.members:
            return f"{self.field} being one of {', '.join(self.members)}"
        return "a mapping of field names to values"


def deferred(name: str) -> Any:
    """Returns a placeholder that loads a schema of another module on first use."""
    return type(name, (_DeferredSchema,), {})


def load_all(module: str) -> None:
    """Loads the schemas that the placeholders in a module stand for."""
    for value in list(vars(importlib.import_module(module)).values()):
        _resolve_deferred(value)


class _DeferredSchema:
    """The base class of the placeholders that `deferred` creates."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def validate(value: Any, info: Any) -> Any:
            """Loads the schema that the placeholder stands for, and validates the value against this schema."""
            return _validate_as(_resolve_deferred(cls), value, info)

        return core_schema.with_info_plain_validator_function(validate)


def _resolve_deferred(kind: Any) -> Any:
    """Returns the schema that a placeholder stands for, and any other type unchanged."""
    if not (isinstance(kind, type) and issubclass(kind, _DeferredSchema)):
        return kind
    from pinterest import schemas

    return getattr(schemas, kind.__name__)


def _validate_as(kind: Any, value: Any, info: Any) -> Any:
    """Validates a value against a type, with the same options as the validation in progress."""
    request = get_check(info)
    strict = None if request is None else request.strict
    return _get_adapter(kind).validate_python(value, strict=strict, context=info.context)


def _check_required_fields(kind: type[Schema], value: Any, members: tuple[Any, ...]) -> None:
    """Raises an error if `value` lacks a required field of `kind`, and another member has the same fields as `kind`."""
    if isinstance(value, Schema) or not isinstance(value, Mapping):
        return
    if all(name in value for name in _required_field_names(kind)):
        return
    # Members with the same fields can require different fields, so the error lists those of each member.
    ways = [
        " and ".join(_required_field_names(member))
        for member in map(_resolve_deferred, members)
        if isinstance(member, type)
        and issubclass(member, Schema)
        and _map_attributes(member).keys() == _map_attributes(kind).keys()
    ]
    if len(ways) < 2:
        return
    distinct = list(dict.fromkeys(ways))
    message = "one of these is required: {ways}" if len(distinct) > 1 else "{ways} are required"
    raise PydanticCustomError("incomplete", message, {"ways": "; ".join(distinct)})


@cache
def _required_field_names(kind: type[Schema]) -> list[str]:
    """Returns the API names of a schema's required fields."""
    return [field.alias or name for name, field in kind.model_fields.items() if field.is_required()]


def _calculate_fit_score(kind: type[Schema], data: Mapping[str, object]) -> tuple[int, ...]:
    """Returns a score for how well a mapping fits a schema. A better fit has a higher score."""
    names = _map_attributes(kind)
    differing = agreeing = lacking = 0
    for name, field in kind.model_fields.items():
        key = (field.alias or name) if (field.alias or name) in data else name
        if key not in data:
            lacking += field.is_required()
        elif fixed := _get_literal_values(field.annotation):
            agreeing += data[key] in fixed
            differing += data[key] not in fixed
    known = sum(name in names for name in data)
    # Values that match a literal raise the score. Other values for a literal, unknown names and missing required
    # fields lower the score.
    return agreeing, known - len(data) - differing, -lacking, known


def _has_required_field(kind: type[Schema], data: Mapping[str, object]) -> bool:
    """Returns whether a mapping has at least one required field of a schema.

    If the schema has no required fields, returns whether the mapping has at least one field of the schema.
    """
    required = {name: field for name, field in kind.model_fields.items() if field.is_required()}
    for name, field in (required or kind.model_fields).items():
        for key in {field.alias or name, name} & data.keys():
            # A field with a wrong literal does not count.
            fixed = _get_literal_values(field.annotation)
            if not fixed or data[key] in fixed:
                return True
    return False


def _get_literal_values(annotation: Any) -> tuple[object, ...]:
    """Returns the values of the `Literal` in an annotation, or an empty tuple."""
    for part in (annotation, *get_args(annotation)):
        kind = get_args(part)[0] if get_origin(part) is Annotated else part
        if get_origin(kind) is Literal:
            return get_args(kind)
    return ()
