"""Checks and encodes the path and query parameters of operations."""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, TypeGuard

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import (
    describe_allowed_range,
    describe_allowed_values,
    format_name,
    format_value,
    plain_name,
)
from pinterest.utils.value_text import to_query_text

__all__ = ["Parameter", "form_fields", "identifier", "is_valid_date"]

Kind = Literal["string", "integer", "number", "boolean", "object"]

_KIND_NAMES: dict[str, str] = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "True or False",
    "object": "a mapping of names to values",
}

_DATE_EXAMPLES = {"date": "2026-01-31", "date-time": "2026-01-31T10:00:00Z"}

_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A path or query parameter of an operation.

    Attributes:
        name: The name in the API.
        location: Where the parameter is sent: `path` or `query`.
        kind: The type of the parameter. For a list, the type of the items.
        required: Whether the operation requires the parameter.
        many: How to send a list: `csv` as one comma-separated value, `repeat` as one name-value pair per
            item. None if the parameter is not a list.
        enum: The allowed values. For a list, the allowed values of each item. Empty if any value is allowed.
        pattern: The regular expression that a string must match. For a list, each item must match.
        minimum: The smallest allowed number.
        maximum: The largest allowed number.
        min_length: The minimum number of characters.
        max_length: The maximum number of characters.
        min_items: The minimum number of items in a list.
        max_items: The maximum number of items in a list.
        format: The format of the string: `date` or `date-time`. None if the parameter has no format.
        schema: For an object, the name of its schema in `pinterest.schemas`.
        default: The documented default of the API. None if there is no default.
    """

    name: str
    location: Literal["path", "query"]
    kind: Kind = "string"
    required: bool = False
    many: Literal["csv", "repeat"] | None = None
    enum: tuple[str | int, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    format: Literal["date", "date-time"] | None = None
    schema: str | None = None
    default: object = None

    @cached_property
    def argument(self) -> str:
        """The name of the Python argument."""
        return identifier(self.name)

    @cached_property
    def is_id(self) -> bool:
        """Whether the parameter is an ID: a string that callers may also pass as an int."""
        is_named = re.search(r"(^|_)ids?$", self.argument) is not None
        return self.kind == "string" and (is_named or self.is_digits)

    @cached_property
    def is_digits(self) -> bool:
        """Whether the value must be a string of digits."""
        return self.pattern == r"^\d+$"

    def encode(self, value: object) -> list[tuple[str, str]]:
        """Checks a value and returns the name-value pairs to send.

        Raises:
            ValidationError: If the value is not allowed.
        """
        if self.many:
            pairs = self._encode_list(value)
        elif self.kind == "object":
            pairs = self._encode_mapping(value)
        else:
            pairs = [(self.name, self._encode_value(value))]
        if self.location == "path":
            self._check_path_segments(value, pairs)
        return pairs

    def _encode_list(self, value: object) -> list[tuple[str, str]]:
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(
            value, (Sequence, set, frozenset)
        ):
            raise self._build_error(value, f"a list in which each item is {_KIND_NAMES[self.kind]}")
        # An empty list would be sent as one empty value or not at all.
        least = self.min_items or int(self.required or self.many == "csv")
        if len(value) < least or (self.max_items is not None and len(value) > self.max_items):
            allowed = describe_allowed_range(least or None, self.max_items, "items")
            raise ValidationError(f"{self.name}: has {len(value)} items; allowed: {allowed}")
        texts = [self._encode_value(item) for item in value]
        if self.many == "csv":
            for item, text in zip(value, texts, strict=True):
                # The API splits the list at commas, including quoted ones, and drops empty values.
                if "," in text or not text:
                    raise self._build_error(item, "a non-empty string without commas")
            return [(self.name, ",".join(texts))]
        return [(self.name, text) for text in texts]

    def _encode_mapping(self, value: object) -> list[tuple[str, str]]:
        pairs = list(_flatten_mapping(self.name, value)) if isinstance(value, Mapping) else []
        # An empty mapping would be sent as no parameter at all.
        if not isinstance(value, Mapping) or (self.required and not pairs):
            raise self._build_error(value, _KIND_NAMES["object"])
        return pairs

    def _encode_value(self, value: object) -> str:
        """Checks one value and converts it to a string."""
        text = self._to_text(value)
        # Unknown members of open enums are accepted, because callers create them on purpose.
        if self.enum and text not in map(str, self.enum) and not _is_enum_member(value):
            raise self._build_error(value, describe_allowed_values(text, self.enum))
        if self.pattern and not _compile_pattern(self.pattern).search(text):
            allowed = "digits only" if self.is_digits else f"text that matches {self.pattern}"
            raise self._build_error(value, allowed)
        if len(text) < (self.min_length or 0) or (
            self.max_length is not None and len(text) > self.max_length
        ):
            allowed = describe_allowed_range(self.min_length or None, self.max_length, "characters")
            raise self._build_error(value, allowed)
        if isinstance(value, (int, float)) and not self._is_in_range(value):
            raise self._build_error(value, describe_allowed_range(self.minimum, self.maximum))
        if not text.isascii() and not _is_utf8(text):
            raise self._build_error(value, "text that can be encoded as UTF-8")
        return text

    def _to_text(self, value: object) -> str:
        """Converts a value of the right type to a string."""
        if self.kind == "string":
            if _is_enum_member(value) and isinstance(value.value, str):
                return value.value
            if isinstance(value, str):
                if self.format and not is_valid_date(value, self.format):
                    raise self._build_error(
                        value, f"a {self.format} such as {_DATE_EXAMPLES[self.format]}"
                    )
                return value
            if self.format and isinstance(value, datetime.date):
                if self.format == "date" and isinstance(value, datetime.datetime):
                    value = value.date()
                return value.isoformat()
        elif self.kind == "boolean" and isinstance(value, bool):
            return str(value).lower()
        if self._is_number(value) and (text := to_query_text(value)) is not None:
            return text
        allowed = describe_allowed_values(value, self.enum) if self.enum else _KIND_NAMES[self.kind]
        if self.is_id:
            allowed = f"a string{' of digits' if self.is_digits else ''} or an int"
        raise self._build_error(value, allowed)

    def _is_number(self, value: object) -> bool:
        """Returns whether a value is an int or a float that fits the parameter's type."""
        if type(value) is int:
            return self.is_id or self.kind in ("integer", "number")
        return type(value) is float and self.kind == "number"

    def _is_in_range(self, value: float) -> bool:
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )

    def _check_path_segments(self, value: object, pairs: list[tuple[str, str]]) -> None:
        """Raises an error if a value, for example `..`, is not safe in a URL path."""
        for _, text in pairs:
            # Quoting does not make these values safe.
            if text in ("", ".", "..") or _CONTROL_CHARACTER.search(text):
                raise self._build_error(
                    value, "a non-empty string other than '.' and '..', without control characters"
                )

    def _build_error(self, value: object, allowed: str) -> ValidationError:
        return ValidationError(
            f"{self.name}: {format_value(value, name=self.name)} is not valid; allowed: {allowed}"
        )


def identifier(name: str) -> str:
    """Converts a name in the API to a Python identifier."""
    import keyword

    text = re.sub(r"\W+", "_", name)
    if text[:1].isdigit():
        text = "_" + text
    return text + "_" if keyword.iskeyword(text) else text


def is_valid_date(text: str, format: str) -> bool:
    """Returns whether a string is valid in the format `date` or `date-time`."""
    # Dates need hyphens, although `fromisoformat` accepts dates without hyphens too.
    if not re.match(r"\d{4}-\d\d-\d\d" + (r"\Z" if format == "date" else ""), text, re.ASCII):
        return False
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def form_fields(data: object) -> list[tuple[str, str]]:
    """Returns the name-value pairs of a form, without fields that are None."""
    if not isinstance(data, Mapping):
        raise ValidationError(
            f"data: {format_value(data)} is not valid; allowed: a mapping of field names to values"
        )
    pairs = []
    for name in data:
        text, value = to_query_text(data[name]), data[name]
        if value is None:
            continue
        if text is None or not isinstance(name, str):
            raise ValidationError(
                f"{format_name(name)}: {format_value(value, name=plain_name(name))} is not valid; allowed: a string, a "
                "number, True or False"
            )
        pairs.append((name, text))
    return pairs


def _flatten_mapping(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yields the name-value pairs of an object parameter, as `name[key]=value`."""
    # OpenAPI does not define how to send nested objects. The SDK sends `name[key][inner]=value`, and refuses lists
    # inside an object.
    if isinstance(value, Mapping):
        for key in value:
            yield from _flatten_mapping(f"{name}[{key}]", value[key])
    elif (text := to_query_text(value)) is not None:
        yield name, text
    elif value is not None:
        allowed = "a string, a number, True or False, or a mapping of names to these"
        raise ValidationError(f"{name}: {format_value(value)} is not valid; allowed: {allowed}")


def _is_enum_member(value: object) -> TypeGuard[enum.StrEnum]:
    """Returns whether a value is a member of a Python enum or of an `OpenEnum`."""
    return isinstance(value, enum.Enum) or hasattr(value, "is_known")


def _is_utf8(text: str) -> bool:
    """Returns whether a string can be encoded as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:  # the string contains a lone surrogate
        return False
    return True


@cache
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    # In the API description, `$` only matches at the very end. Python's `$` also matches before a final line
    # break.
    return re.compile(re.sub(r"(?<!\\)\$$", r"\\Z", pattern), re.ASCII)
