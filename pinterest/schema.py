"""What every generated schema inherits: tolerant when it reads an answer, strict when it checks a request."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias, Union, get_args, get_origin

import pydantic
from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, TypeAdapter, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pinterest.exceptions import UnknownAttribute, UnknownKey
from pinterest.operation import is_moment
from pinterest.utils.open_enum import OpenEnum
from pinterest.utils.request_check import RequestCheck, checking, plain_containers
from pinterest.utils.schema_errors import refusal
from pinterest.utils.suggest import allowed_range, unknown_name

__all__ = [
    "Between",
    "Date",
    "DateTime",
    "Id",
    "Json",
    "MaybeText",
    "OpenEnum",
    "PrefixedId",
    "Schema",
    "read_answer",
    "to_request",
]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def _id_text(value: object, info: Any) -> object:
    if type(value) is not int:
        return value
    check = checking(info)
    return value if check is not None and check.on_wire else str(value)


Id = Annotated[
    str, pydantic.BeforeValidator(_id_text), pydantic.StringConstraints(pattern=r"^[0-9]+$")
]
"""An id: a string of digits, which may be given as an int."""

PrefixedId = Annotated[str, pydantic.BeforeValidator(_id_text)]
"""An id that may begin with letters; one of digits may be given as an int."""


class Between:
    """Metadata of a number: the range that a request must keep. An answer may hold any number."""

    def __init__(
        self, least: float | None = None, most: float | None = None, *, above: bool = False
    ) -> None:
        """Takes both ends; `above` leaves out the lower one itself."""
        self.least = least
        self.most = most
        self.above = above

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._validate, handler(source))

    def _validate(self, value: Any, info: Any) -> Any:
        number = int(value) if isinstance(value, str) else value
        if checking(info) and (
            (self.least is not None and number < self.least)
            or (self.above and number == self.least)
            or (self.most is not None and number > self.most)
        ):
            raise PydanticCustomError("range", "allowed: {allowed}", {"allowed": str(self)})
        return value

    def __str__(self) -> str:
        if self.above:
            up_to = "" if self.most is None else f", {allowed_range(None, self.most)}"
            return f"more than {self.least:g}{up_to}"
        return allowed_range(self.least, self.most)


# More of them than any number of the API has, and fewer than Python refuses to convert.
_DIGITS = re.compile(r"[0-9]{1,30}")


class MaybeText:
    """Metadata of a whole number that may also be given, and may arrive, as a string of digits."""

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
        return value if checking(info) else number


class _Moment:
    """Metadata of a date or time that may be given as text; in a request the text travels as it was written."""

    def __init__(self, form: Literal["date", "date-time"]) -> None:
        self.form = form

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_wrap_validator_function(self._validate, handler(source))

    def _validate(self, value: object, handler: Callable[[object], object], info: Any) -> object:
        if checking(info):
            if isinstance(value, datetime.datetime) and self.form == "date":
                value = value.date()
            is_text = isinstance(value, str) and is_moment(value, self.form)
            return value if is_text else handler(value)
        if not isinstance(value, str):
            return handler(value)
        kind = datetime.datetime if len(value) > 10 else datetime.date
        try:
            return handler(kind.fromisoformat(value))
        except ValueError:
            return handler(value)


Date = Annotated[datetime.date, _Moment("date")]
"""A day; a string such as `2026-01-31` will do."""

DateTime = Annotated[datetime.datetime, _Moment("date-time")]
"""A moment; a string such as `2026-01-31T10:00:00` will do."""


class Schema(BaseModel):
    """A value of the API: read by attribute or by item, checked when it is made by hand.

    Made from an answer it takes what comes: unknown fields stay readable, a value of an unexpected type stays as it
    came, a missing field is None. Made by the caller it takes known names and valid values only.
    """

    __nulls__: ClassVar[frozenset[str]] = frozenset()
    """Names on the wire of the fields that may be left out and may be null too, where a request holds them."""

    model_config = ConfigDict(
        extra="allow", populate_by_name=True, defer_build=True, protected_namespaces=()
    )

    def __init__(self, values: Mapping[str, object] | None = None, /, **fields: Any) -> None:
        """Checks and takes the fields.

        Args:
            values: Fields by name, as an alternative to keywords.
            **fields: Fields by name.

        Raises:
            ValidationError: A name is unknown, a required one missing or a value not allowed.
        """
        data = plain_containers({**(values or {}), **fields})
        try:
            self.__pydantic_validator__.validate_python(
                data, self_instance=self, strict=True, context=RequestCheck()
            )
        except pydantic.ValidationError as error:
            raise refusal(type(self).__name__, error, data) from None

    # Without this mark pydantic would build nested schemas by calling __init__, which knows requests only.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, data: Any, handler: Callable[[object], Any], info: Any) -> Any:
        request = checking(info)
        if request is not None:
            return cls._check(data, handler, request)
        try:
            return handler(data)
        except pydantic.ValidationError:
            if not isinstance(data, Mapping):
                raise
            return cls._tolerate(data)

    @classmethod
    def _check(cls, data: Any, handler: Callable[[object], Any], request: RequestCheck) -> Any:
        from_answer: Mapping[str, object] = {}
        if isinstance(data, cls):
            # It is checked again, since it may have changed; what an answer brought along may travel back.
            from_answer = data.model_extra or {}
            # What the API alone sets stays behind: it came with the answer, and was not written by the caller.
            read_only = _read_only(cls)
            given = data._set_fields().items()
            data = {name: plain_containers(value) for name, value in given if name not in read_only}
        if isinstance(data, Mapping):
            data = dict(data)
            known = _wire_names(cls) if request.on_wire else _names(cls)
            for name in [name for name in data if name not in known]:
                if request.dropped is None:
                    hint = unknown_name(str(name), known)
                    raise PydanticCustomError(
                        "unknown", "{name}: unknown field; {hint}", {"name": name, "hint": hint}
                    )
                request.dropped.append(name)
                del data[name]
            if request.on_wire:
                _refuse_nulls(cls, data)
        checked = handler(data)
        if from_answer:
            checked._keep(from_answer)
        return checked

    @classmethod
    def _tolerate(cls, data: Mapping[str, Any]) -> Any:
        """Reads field by field, and keeps what does not fit as it came."""
        values: dict[str, Any] = {}
        left = dict(data)
        for name, field in cls.model_fields.items():
            key = field.alias if field.alias in left else name
            if key in left:
                values[name] = read_answer(_field_kind(cls, name), left.pop(key))
        found = set(values)
        for name in cls.model_fields:
            values.setdefault(name, None)
        model = cls.model_construct(found, **values)
        model._keep(left)
        return model

    def _keep(self, unknown: Mapping[str, object]) -> None:
        """Takes fields of an answer that this version does not know, whatever their names."""
        if unknown and self.model_extra is not None:
            self.model_extra.update(unknown)
            self.model_fields_set.update(unknown)

    def _set_fields(self) -> dict[str, Any]:
        """Returns the fields that were given, by the name on the wire."""
        fields = type(self).model_fields
        return {
            fields[name].alias or name: value
            for name, value in self.__dict__.items()
            if name in self.model_fields_set and name in fields
        }

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        # Most fields of most schemas are empty: what was given or arrived says more.
        for name, value in super().__repr_args__():
            if name in self.model_fields_set:
                yield name, value

    def to_dict(self) -> dict[str, Any]:
        """Returns the fields that were given or arrived, as plain data by their names on the wire."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)

    def keys(self) -> Iterator[str]:
        """Yields the names of the fields that were given or arrived."""
        yield from self.to_dict()

    def get(self, name: str, default: Any = None) -> Any:
        """Returns a field by its name on the wire, `default` where it was not given and did not arrive."""
        if name not in self:
            return default
        return self[name]

    def __getitem__(self, name: str) -> Any:
        known = _names(type(self)).get(name)
        if known is not None:
            return getattr(self, known)
        try:
            return (self.model_extra or {})[name]
        except KeyError:
            hint = unknown_name(name, _names(type(self)))
            raise UnknownKey(f"{type(self).__name__} has no field {name!r}; {hint}") from None

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, _names(type(self)).get(name, name), value)

    def __contains__(self, name: object) -> bool:
        return name in self.model_fields_set or name in self._set_fields()

    def __getattr__(self, name: str) -> Any:
        # pydantic keeps unknown fields of an answer aside; whatever is nowhere gets a helpful error.
        try:
            return super().__getattr__(name)  # type: ignore[misc]
        except AttributeError:
            if name.startswith("_"):
                raise
            hint = unknown_name(name, _names(type(self)).values())
            raise UnknownAttribute(f"{type(self).__name__} has no field {name!r}; {hint}") from None


@cache
def _names(cls: type[Schema]) -> dict[str, str]:
    """Returns the attribute of each field, by its name on the wire and by its own."""
    names = {name: name for name in cls.model_fields}
    names.update({field.alias: name for name, field in cls.model_fields.items() if field.alias})
    return names


@cache
def _wire_names(cls: type[Schema]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in cls.model_fields.items())


def _refuse_nulls(cls: type[Schema], data: Mapping[str, object]) -> None:
    fields, names = cls.model_fields, _names(cls)
    for name, value in data.items():
        # Of a required field, its type says whether it may be null.
        if value is None and name not in cls.__nulls__ and not fields[names[name]].is_required():
            raise PydanticCustomError(
                "unknown", "{name}: null is not valid; leave it out", {"name": name}
            )


@cache
def _read_only(cls: type[Schema]) -> frozenset[str]:
    """Returns the names on the wire of the fields that a request must not hold."""
    return frozenset(
        field.alias or name
        for name, field in cls.model_fields.items()
        if any(getattr(extra, "is_read_only", False) for extra in field.metadata)
    )


@cache
def _field_kind(cls: type[Schema], name: str) -> Any:
    field = cls.model_fields[name]
    kind: Any = field.annotation
    for extra in field.metadata:
        kind = Annotated[kind, extra]
    return kind


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    # A schema that is built here need not be built once more when an instance of it is written or made by hand.
    for part in (kind, *get_args(kind)):
        if isinstance(part, type) and issubclass(part, Schema):
            part.model_rebuild()
    return TypeAdapter(kind)


def read_answer(kind: Any, data: object) -> Any:
    """Returns an answer as the type that the contract gives it; what does not fit stays as it came.

    Args:
        kind: A schema, or a type made of schemas.
        data: Parsed JSON.
    """
    try:
        return _adapter(kind).validate_python(data)
    except pydantic.ValidationError:
        item = _item_kind(kind)
        if item is None or not isinstance(data, list):
            return data
        return [read_answer(item, value) for value in data]


def _item_kind(kind: Any) -> Any:
    """Returns the type of a list's items, None where there is no list among the types that it may be."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return inner[0]
    members = inner if origin in (Union, UnionType, Annotated) else ()
    return next((item for item in [_item_kind(member) for member in members] if item), None)


def to_request(kind: Any, value: object, *, what: str, check: RequestCheck | None = None) -> Any:
    """Checks a body against its schema and returns it as plain data; the value itself is not changed.

    Args:
        kind: A schema, or a type made of schemas.
        value: An instance, or plain data: any mapping and any sequence will do.
        what: What is being asked, for the error.
        check: How strict to be; as strict as the SDK is with its callers unless told.

    Raises:
        ValidationError: A name is unknown, a required one missing or a value not allowed.
    """
    adapter = _adapter(kind)
    data = plain_containers(value)
    check = check or RequestCheck()
    try:
        checked = adapter.validate_python(data, strict=check.strict, context=check)
    except pydantic.ValidationError as error:
        raise refusal(what, error, data, check.whole) from None
    return adapter.dump_python(
        checked, mode="json", by_alias=True, exclude_unset=True, warnings=False
    )
