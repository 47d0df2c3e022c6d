"""The types of IDs, numbers, dates and times in the generated schemas."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pydantic
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pinterest.utils.parameter import is_valid_date
from pinterest.utils.request_check import get_check
from pinterest.utils.suggest import describe_allowed_range

__all__ = ["Between", "Date", "DateTime", "Id", "MaybeText", "PrefixedId", "keep_ints"]


def _convert_int_id(value: object, info: Any) -> object:
    """Converts an int ID to a string, except when the emulator validates a request."""
    if type(value) is not int:
        return value
    check = get_check(info)
    return value if check is not None and check.on_wire else str(value)


Id = Annotated[
    str, pydantic.BeforeValidator(_convert_int_id), pydantic.StringConstraints(pattern=r"^[0-9]+$")
]
"""An ID that is a string of digits. Callers may also pass an int."""

PrefixedId = Annotated[str, pydantic.BeforeValidator(_convert_int_id)]
"""An ID that may contain letters. Callers may also pass an int."""


class Between:
    """Annotates a number with its allowed range in requests. Responses may contain any number."""

    def __init__(
        self, least: float | None = None, most: float | None = None, *, above: bool = False
    ) -> None:
        """Stores the range.

        Args:
            least: The smallest number. None for no limit.
            most: The largest number. None for no limit.
            above: Whether the number must be greater than `least`.
        """
        self.least = least
        self.most = most
        self.above = above

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._validate, handler(source))

    def _validate(self, value: Any, info: Any) -> Any:
        number = int(value) if isinstance(value, str) else value
        if get_check(info) and (
            (self.least is not None and number < self.least)
            or (self.above and number == self.least)
            or (self.most is not None and number > self.most)
        ):
            raise PydanticCustomError("range", "allowed: {allowed}", {"allowed": str(self)})
        return value

    def __str__(self) -> str:
        if self.above:
            up_to = "" if self.most is None else f", {describe_allowed_range(None, self.most)}"
            return f"more than {self.least:g}{up_to}"
        return describe_allowed_range(self.least, self.most)


# At most 30 digits: more than any number in the API has, but fewer than the limit of Python's `int()`.
_DIGITS = re.compile(r"[0-9]{1,30}")


class MaybeText:
    """Annotates an int that can also be a string of digits, in requests and in responses."""

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_wrap_validator_function(cls._validate, handler(source))

    @staticmethod
    def _validate(value: object, handler: Callable[[object], object], info: Any) -> object:
        if not (isinstance(value, str) and _DIGITS.fullmatch(value)):
            return handler(value)
        number = handler(int(value))
        return value if get_check(info) else number


class _DateFormat:
    """Annotates the type of a date or time, so that requests also accept valid strings and send them unchanged."""

    def __init__(self, format: Literal["date", "date-time"]) -> None:
        self.format = format

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_wrap_validator_function(self._validate, handler(source))

    def _validate(self, value: object, handler: Callable[[object], object], info: Any) -> object:
        if get_check(info):
            if isinstance(value, datetime.datetime) and self.format == "date":
                value = value.date()
            is_text = isinstance(value, str) and is_valid_date(value, self.format)
            return value if is_text else handler(value)
        if not isinstance(value, str):
            return handler(value)
        kind = datetime.datetime if len(value) > 10 else datetime.date
        try:
            return handler(kind.fromisoformat(value))
        except ValueError:
            return handler(value)


Date = Annotated[datetime.date, _DateFormat("date")]
"""A date. Callers may also pass a string such as `2026-01-31`."""

DateTime = Annotated[datetime.datetime, _DateFormat("date-time")]
"""A date and time. Callers may also pass a string such as `2026-01-31T10:00:00`."""


def keep_ints(node: Any) -> Any:
    """Returns a copy of a pydantic core schema that keeps ints in float fields, so that 5 is not sent as 5.0."""
    if isinstance(node, list):
        return [keep_ints(item) for item in node]
    if isinstance(node, tuple):
        return tuple(keep_ints(item) for item in node)
    if not isinstance(node, dict) or node.get("function") == _KEEP_INT:
        return node
    if node.get("type") == "float":
        return core_schema.no_info_wrap_validator_function(
            _keep_int,
            node,
            serialization=core_schema.plain_serializer_function_ser_schema(_serialize_number),
        )
    return {name: keep_ints(item) for name, item in node.items()}


def _serialize_number(value: object) -> object:
    """Returns the number unchanged. Pydantic's own serializer would convert an int to a float."""
    return value


def _keep_int(value: object, handler: Callable[[object], object]) -> object:
    """Returns an int unchanged, and validates other values with `handler`."""
    return value if type(value) is int else handler(value)


_KEEP_INT = {"type": "no-info", "function": _keep_int}
