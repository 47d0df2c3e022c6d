"""The base class of the generated schemas, which parses responses leniently and checks requests strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Self, TypeAlias, Union, get_args, get_origin

import pydantic
from pydantic import ConfigDict, GetCoreSchemaHandler, TypeAdapter, model_validator
from pydantic_core import (
    CoreSchema,
    PydanticCustomError,
    PydanticKnownError,
    to_jsonable_python,
)

from pinterest.exceptions import UnknownAttribute, UnknownKey, ValidationError
from pinterest.utils.nested_data import copy_data, is_deep, pack_fields, unpack_fields
from pinterest.utils.open_enum import OpenEnum
from pinterest.utils.redact import redact_scalar_field
from pinterest.utils.request_check import RequestCheck, copy_containers, get_check
from pinterest.utils.scalars import Between, Date, DateTime, Id, MaybeText, PrefixedId, keep_ints
from pinterest.utils.schema_errors import build_validation_error
from pinterest.utils.schema_mapping import SchemaMapping, get_view_method
from pinterest.utils.schema_type import SchemaBase
from pinterest.utils.suggest import escape_name, format_name, plain_name, unknown_name

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
    "parse_as_type",
    "to_request",
]

_TOO_DEEP = "the value contains itself or is nested too deeply"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class Schema(SchemaMapping, SchemaBase):  # type: ignore[misc]  # iterates as a mapping does, over names
    """An object in a request or response. You can read a field as an attribute or as an item.

    A schema is also a mapping of API field names to values, with the fields that are set. For example, you
    can write `dict(schema)`, `requests.post(url, data=schema)` and `pandas.DataFrame(list_of_schemas)`. If a
    schema has a field named `items` or `values`, that field replaces the method.

    A schema from a response accepts everything that the API sends. You can read unknown fields, values of an
    unexpected type stay unchanged, and missing fields are None. A schema that you create accepts only known
    names and valid values.
    """

    __nulls__: ClassVar[frozenset[str]] = frozenset()
    """The API names of the optional fields that may be null in a request."""

    model_config = ConfigDict(
        extra="allow", populate_by_name=True, defer_build=True, protected_namespaces=()
    )

    def __init__(self, values: Mapping[str, object] | None = None, /, **fields: Any) -> None:
        """Checks and stores the fields.

        Args:
            values: Fields by name, as an alternative to keywords.
            **fields: Fields by name.

        Raises:
            ValidationError: If a name is unknown, a required field is missing or a value is not allowed.
        """
        name = type(self).__name__
        try:
            data = copy_containers({**(values or {}), **fields})
            self.__pydantic_validator__.validate_python(
                data, self_instance=self, strict=True, context=RequestCheck()
            )
        except pydantic.ValidationError as error:
            raise build_validation_error(name, error, data) from None
        except RecursionError:
            raise ValidationError(f"{name}: {_TOO_DEEP}") from None

    # Without this mark, pydantic would call this constructor for nested schemas in responses too.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler, /
    ) -> CoreSchema:
        schema: CoreSchema = keep_ints(handler(source))
        return schema

    @model_validator(mode="wrap")
    @classmethod
    def _parse_or_check(cls, data: Any, handler: Callable[[object], Any], info: Any) -> Any:
        """Checks the data of a request, or parses the data of a response."""
        if isinstance(data, SchemaMapping) and not isinstance(data, cls):
            # pydantic would accept any mapping, but passing another schema is most likely a mistake.
            raise PydanticKnownError("model_type", {"class_name": cls.__name__})
        request = get_check(info)
        if request is not None:
            return cls._check_request(data, handler, request)
        try:
            return handler(data)
        except pydantic.ValidationError:
            if not isinstance(data, Mapping):
                raise
            return cls._parse_each_field(data)

    @classmethod
    def _check_request(
        cls, data: Any, handler: Callable[[object], Any], request: RequestCheck
    ) -> Any:
        """Checks the data of a request and returns the data as an instance of the schema."""
        unknown: Mapping[str, object] = {}
        if isinstance(data, cls):
            # Check an existing schema again, because its fields may have changed. Unknown fields of a
            # response are allowed.
            unknown = data._get_unknown_fields()
            # Drop read-only fields of a response, because a request must not contain them.
            read_only = _list_read_only_names(cls)
            fields = data._get_assigned_fields().items()
            data = {name: copy_containers(value) for name, value in fields if name not in read_only}
        if isinstance(data, Mapping):
            data = dict(data)
            known = _list_api_names(cls) if request.on_wire else _map_attributes(cls)
            for name in [name for name in data if name not in known]:
                # Drop unknown fields if `dropped` is a list. Otherwise, raise an error.
                if request.dropped is None:
                    hint = unknown_name(name, known, search=request.may_search())
                    raise PydanticCustomError(
                        "unknown",
                        "{name}: unknown field; {hint}",
                        {"name": plain_name(name), "hint": hint},
                    )
                request.dropped.append(name)
                del data[name]
            if request.on_wire:
                _refuse_nulls(cls, data)
        checked = handler(data)
        if unknown:
            checked._store_unknown_fields(unknown)
        return checked

    @classmethod
    def _parse_each_field(cls, data: Mapping[str, Any]) -> Any:
        """Creates an instance from `data`. A value that does not fit the type of its field stays unchanged."""
        values: dict[str, Any] = {}
        left = dict(data)
        for name, field in cls.model_fields.items():
            key = field.alias if field.alias in left else name
            if key in left:
                values[name] = parse_as_type(_get_field_type(cls, name), left.pop(key))
        found = set(values)
        for name in cls.model_fields:
            values.setdefault(name, None)
        model = cls.model_construct(found, **values)
        model._store_unknown_fields(left)
        return model

    def _store_unknown_fields(self, fields: Mapping[str, object]) -> None:
        """Stores response fields that this version of the SDK does not know."""
        if fields and self.model_extra is not None:
            # The names of these fields may be any strings.
            self.model_extra.update(fields)
            self.model_fields_set.update(fields)

    def _get_unknown_fields(self) -> Mapping[str, Any]:
        return self.model_extra or {}

    def _get_assigned_fields(self) -> dict[str, Any]:
        fields = type(self).model_fields
        return {
            fields[name].alias or name: value
            for name, value in self.__dict__.items()
            if name in self.model_fields_set and name in fields
        }

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        # Leave out fields that are not set, because most schemas have many of them.
        for name, value in super().__repr_args__():
            if name is not None and name in self.model_fields_set:
                yield escape_name(name), redact_scalar_field(name, value)

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        from pinterest.utils import display_html  # only notebooks need it

        return display_html.render_schema(self)

    def to_dict(self) -> dict[str, Any]:
        """Converts the fields that are set to a dict of plain data with API names."""
        try:
            return self.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
        except (ValueError, RecursionError):  # the data is nested too deeply or is not UTF-8
            fields = {**self._get_assigned_fields(), **self._get_unknown_fields()}
            return {name: copy_data(value, _to_plain_data) for name, value in fields.items()}

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        held = (self.__dict__, self.model_extra or {})
        if not any(is_deep(value) for fields in held for value in fields.values()):
            return super().__deepcopy__(memo)
        copied = self.__copy__()
        for fields in (copied.__dict__, copied.model_extra or {}):
            fields.update({name: copy_data(value) for name, value in fields.items()})
        return copied

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        return {
            name: pack_fields(part) if name in _PYDANTIC_ATTRIBUTES else part
            for name, part in state.items()
        }

    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(
            {
                name: unpack_fields(part) if name in _PYDANTIC_ATTRIBUTES else part
                for name, part in state.items()
            }
        )

    def __getitem__(self, name: str) -> Any:
        known = _map_attributes(type(self)).get(name)
        if known is not None:
            return getattr(self, known)
        try:
            return self._get_unknown_fields()[name]
        except KeyError:
            hint = unknown_name(name, _map_attributes(type(self)))
            raise UnknownKey(
                f"{type(self).__name__} has no field {format_name(name)}; {hint}"
            ) from None

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, _map_attributes(type(self)).get(name, name), value)

    def __contains__(self, name: object) -> bool:
        return name in self.model_fields_set or name in self._get_assigned_fields()

    def __getattr__(self, name: str) -> Any:
        # Python only calls this method for names that are not fields.
        try:
            return super().__getattr__(name)  # type: ignore[misc]  # finds unknown fields of a response
        except AttributeError:
            if name.startswith("_"):
                raise
            method = get_view_method(self, name)
            if method is not None:
                return method
            hint = unknown_name(name, _map_attributes(type(self)).values())
            raise UnknownAttribute(f"{type(self).__name__} has no field {name!r}; {hint}") from None


# The attributes in which pydantic stores the fields of a schema.
_PYDANTIC_ATTRIBUTES = ("__dict__", "__pydantic_extra__")


def _to_plain_data(value: object) -> object:
    """Converts a value inside a dict or list to plain data."""
    if isinstance(value, str):  # an enum member, which pydantic refuses if its value is not UTF-8
        return str.__str__(value)
    return value.to_dict() if isinstance(value, Schema) else to_jsonable_python(value)


@cache
def _map_attributes(cls: type[Schema]) -> dict[str, str]:
    """Maps field names to Python names. The keys are the Python names and the API names."""
    names = {name: name for name in cls.model_fields}
    names.update({field.alias: name for name, field in cls.model_fields.items() if field.alias})
    return names


@cache
def _list_api_names(cls: type[Schema]) -> frozenset[str]:
    """Returns the API names of all fields."""
    return frozenset(field.alias or name for name, field in cls.model_fields.items())


def _refuse_nulls(cls: type[Schema], data: Mapping[str, object]) -> None:
    """Raises an error if `data` has null for an optional field that does not accept null."""
    fields, names = cls.model_fields, _map_attributes(cls)
    for name, value in data.items():
        # Required fields are not checked here, because their types state whether null is allowed.
        if value is None and name not in cls.__nulls__ and not fields[names[name]].is_required():
            raise PydanticCustomError(
                "unknown", "{name}: null is not valid; leave it out", {"name": plain_name(name)}
            )


@cache
def _list_read_only_names(cls: type[Schema]) -> frozenset[str]:
    """Returns the API names of the read-only fields, which a request must not contain."""
    return frozenset(
        field.alias or name
        for name, field in cls.model_fields.items()
        if any(getattr(extra, "is_read_only", False) for extra in field.metadata)
    )


@cache
def _get_field_type(cls: type[Schema], name: str) -> Any:
    field = cls.model_fields[name]
    kind: Any = field.annotation
    for extra in field.metadata:
        kind = Annotated[kind, extra]
    return kind


@cache
def _get_adapter(kind: Any) -> TypeAdapter[Any]:
    # Complete the schemas now, because pydantic would otherwise build their validators again for each object.
    for part in (kind, *get_args(kind)):
        if isinstance(part, type) and issubclass(part, Schema):
            part.model_rebuild()
    return TypeAdapter(kind)


def parse_as_type(kind: Any, data: object) -> Any:
    """Converts the data of a response to a type. Leaves a value unchanged if it does not fit its type.

    Args:
        kind: A schema, or a type that contains schemas.
        data: Parsed JSON.
    """
    try:
        return _get_adapter(kind).validate_python(data)
    except pydantic.ValidationError:
        item = _get_item_type(kind)
        if item is None or not isinstance(data, list):
            return data
        return [parse_as_type(item, value) for value in data]


def _get_item_type(kind: Any) -> Any:
    """Returns the item type of a list type, such as `str` for `list[str] | None`. Returns None for other types."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return inner[0]
    members = inner if origin in (Union, UnionType, Annotated) else ()
    return next((item for item in [_get_item_type(member) for member in members] if item), None)


def to_request(kind: Any, value: object, *, subject: str, check: RequestCheck | None = None) -> Any:
    """Checks a body against a type and converts it to plain data. Does not change `value`.

    Args:
        kind: A schema, or a type that contains schemas.
        value: An instance of the schema, or plain data. Any mappings and sequences are accepted.
        subject: The name of the request. Error messages start with this name.
        check: How to check the body. Defaults to `RequestCheck()`.

    Raises:
        ValidationError: If a name is unknown, a required field is missing or a value is not allowed.
    """
    adapter = _get_adapter(kind)
    check = check or RequestCheck()
    try:
        data = copy_containers(value)
        checked = adapter.validate_python(data, strict=check.strict, context=check)
        return adapter.dump_python(
            checked, mode="json", by_alias=True, exclude_unset=True, warnings=False
        )
    except pydantic.ValidationError as error:
        raise build_validation_error(subject, error, data, check.label, check.places) from None
    except RecursionError:
        raise ValidationError(f"{subject}: {_TOO_DEEP}") from None
    except ValueError as error:  # a value in a free-form field is not JSON, or contains itself
        raise ValidationError(f"{subject}: the body cannot be converted to JSON: {error}") from None
