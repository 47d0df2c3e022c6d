"""What generated schemas say of a type beyond what Python can. Limits bind requests, never answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, ValidationError, core_schema

from pinterest.schema import Schema, _names
from pinterest.utils.request_check import checking

__all__ = ["Choice", "Length", "Matches", "ReadOnly"]


class _Limit:
    """Metadata of a value that a request must keep to a limit; `str()` of it says what is allowed."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._validate, handler(source))

    def _validate(self, value: Any, info: Any) -> Any:
        if checking(info) and not self._holds(value):
            raise PydanticCustomError("range", "allowed: {allowed}", {"allowed": str(self)})
        return value

    def _holds(self, value: Any) -> bool:
        raise NotImplementedError


class Length(_Limit):
    """Metadata of a text, list or mapping: how many characters or members it has."""

    def __init__(self, least: int = 0, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def _holds(self, value: Any) -> bool:
        return self.least <= len(value) and (self.most is None or len(value) <= self.most)

    def __str__(self) -> str:
        if self.most is None:
            return f"a length of {self.least} or more"
        return f"a length of {self.least} to {self.most}"


class Matches(_Limit):
    """Metadata of a text: the regular expression that it matches."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        # `$` of the contract is the very end; Python's would let a final line break through.
        self._regex = re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), re.ASCII)

    def _holds(self, value: Any) -> bool:
        return bool(self._regex.search(str(value)))

    def __str__(self) -> str:
        return f"what matches {self.pattern}"


class ReadOnly(_Limit):
    """Metadata of a field that the API sets: it arrives, and a request must not hold it."""

    is_read_only = True

    def _holds(self, value: Any) -> bool:
        return value is None

    def __str__(self) -> str:
        return "nothing, since the API sets it; leave it out"


class Choice:
    """Metadata of a union of schemas: which of them a mapping is.

    The value of one field tells where there is such a field, otherwise the names and the fixed values that it holds.
    In an answer, what is none of them stays as it came.
    """

    def __init__(self, field: str = "", members: Mapping[str, str] | None = None) -> None:
        """Takes the name of the field that tells, on the wire, and the schema that each of its values stands for."""
        self.field = field
        self.members = dict(members or {})

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        kinds: list[type[Schema]] = []
        others: list[CoreSchema] = []
        for kind in get_args(source):
            if isinstance(kind, type) and issubclass(kind, Schema):
                kinds.append(kind)
            else:
                others.append(handler.generate_schema(kind))
        choices = {kind.__name__: handler.generate_schema(kind) for kind in kinds}
        if others:
            choices[""] = others[0] if len(others) == 1 else core_schema.union_schema([*others])
        pick = self._picker({kind.__name__: kind for kind in kinds}, bool(others))
        union = core_schema.tagged_union_schema(choices, pick)
        return core_schema.with_info_wrap_validator_function(self._validator(pick), union)

    def _picker(
        self, kinds: Mapping[str, type[Schema]], others: bool
    ) -> Callable[[Any], str | None]:
        def pick(value: Any) -> str | None:
            if isinstance(value, Schema):
                name = type(value).__name__
                return name if name in kinds else None
            if not isinstance(value, Mapping):
                return "" if others else None
            told = value.get(self.field) if self.members else None
            if told is not None:
                return self.members.get(str(told))
            return max(kinds, key=lambda name: _likeness(kinds[name], value))

        return pick

    def _validator(
        self, pick: Callable[[Any], str | None]
    ) -> Callable[[Any, Callable[[Any], Any], Any], Any]:
        def validate(value: Any, handler: Callable[[Any], Any], info: Any) -> Any:
            if pick(value) is not None:
                try:
                    return handler(value)
                except ValidationError as error:
                    raise _without_choice(error) from None
            if not checking(info):
                return value
            raise PydanticCustomError(
                "enum", "allowed: {allowed}", {"allowed": self._allowed(value)}
            )

        return validate

    def _allowed(self, value: object) -> str:
        if isinstance(value, Mapping) and self.members:
            return f"{self.field} being one of {', '.join(self.members)}"
        return "a mapping of field names to values"


def _without_choice(error: ValidationError) -> ValidationError:
    """Returns an error whose locations do not name the member that was chosen, only what is in the data."""
    return ValidationError.from_exception_data(
        error.title,
        [
            {
                "type": PydanticCustomError(item["type"], item["msg"], item.get("ctx")),
                "loc": item["loc"][1:],
                "input": item["input"],
            }
            for item in error.errors(include_url=False)
        ],
    )


def _likeness(kind: type[Schema], data: Mapping[str, object]) -> tuple[int, ...]:
    """Tells how well a mapping fits a schema: by fixed values, names it does not know, required ones that are lacking."""
    names = _names(kind)
    differing = agreeing = lacking = 0
    for name, field in kind.model_fields.items():
        key = (field.alias or name) if (field.alias or name) in data else name
        if key not in data:
            lacking += field.is_required()
        elif fixed := _fixed(field.annotation):
            agreeing += data[key] in fixed
            differing += data[key] not in fixed
    known = sum(name in names for name in data)
    return agreeing, known - len(data) - differing, -lacking, known


def _fixed(annotation: Any) -> tuple[object, ...]:
    """Returns the values of a literal type, or of one that may also be None."""
    from typing import Literal, get_origin

    for kind in (annotation, *get_args(annotation)):
        if get_origin(kind) is Literal:
            return get_args(kind)
    return ()
