"""The base class of the generated schemas. It parses responses tolerantly and checks requests strictly."""

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
from pinterest.utils.redact import hide_value
from pinterest.utils.request_check import RequestCheck, copy_containers, get_check
from pinterest.utils.scalars import Between, Date, DateTime, Id, MaybeText, PrefixedId, keep_ints
from pinterest.utils.schema_errors import build_validation_error
from pinterest.utils.schema_mapping import SchemaMapping, view_method
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
    "read_answer",
    "to_request",
]

_TOO_DEEP = "the value contains itself or is nested too deeply"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class Schema(SchemaMapping, SchemaBase):  # type: ignore[misc]  # iterates as a mapping does, over names
    """A value of the API. Read its fields by attribute or by item.

    A schema is a mapping of the fields that are set, by their names on the wire. `dict(schema)` works, and so do
    `requests.post(url, data=schema)` and `pandas.DataFrame(list_of_schemas)`. If a schema has a field named `items` or
    `values`, that field replaces the method.

    A schema from a response accepts what the API sends: unknown fields can be read, a value of an unexpected type stays
    as it is, and a missing field is None. A schema that you create accepts only known names and valid values.
    """

    __nulls__: ClassVar[frozenset[str]] = frozenset()
    """Names on the wire of the fields that are optional in a request and may also be null."""

    model_config = ConfigDict(
        extra="allow", populate_by_name=True, defer_build=True, protected_namespaces=()
    )

    def __init__(self, values: Mapping[str, object] | None = None, /, **fields: Any) -> None:
        """Checks the fields and stores them.

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

    # Without this mark, pydantic would call __init__ for nested schemas, which always checks a request.
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
        if isinstance(data, SchemaMapping) and not isinstance(data, cls):
            # pydantic would accept any mapping, but another schema is most likely a mistake.
            raise PydanticKnownError("model_type", {"class_name": cls.__name__})
        request = get_check(info)
        if request is not None:
            return cls._check(data, handler, request)
        try:
            return handler(data)
        except pydantic.ValidationError:
            if not isinstance(data, Mapping):
                raise
            return cls._parse_each_field(data)

    @classmethod
    def _check(cls, data: Any, handler: Callable[[object], Any], request: RequestCheck) -> Any:
        unknown: Mapping[str, object] = {}
        if isinstance(data, cls):
            # It is checked again, since it may have changed. Unknown fields of a response may be sent back.
            unknown = data._get_unknown_fields()
            # Read-only fields came with the response, and must not be sent back.
            read_only = _read_only_names(cls)
            fields = data._get_assigned_fields().items()
            data = {name: copy_containers(value) for name, value in fields if name not in read_only}
        if isinstance(data, Mapping):
            data = dict(data)
            known = _wire_names(cls) if request.on_wire else _attributes(cls)
            for name in [name for name in data if name not in known]:
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
            checked._keep_unknown(unknown)
        return checked

    @classmethod
    def _parse_each_field(cls, data: Mapping[str, Any]) -> Any:
        """Parses each field separately. Leaves a value as it is if it does not fit its type."""
        values: dict[str, Any] = {}
        left = dict(data)
        for name, field in cls.model_fields.items():
            key = field.alias if field.alias in left else name
            if key in left:
                values[name] = read_answer(_field_type(cls, name), left.pop(key))
        found = set(values)
        for name in cls.model_fields:
            values.setdefault(name, None)
        model = cls.model_construct(found, **values)
        model._keep_unknown(left)
        return model

    def _keep_unknown(self, fields: Mapping[str, object]) -> None:
        """Stores response fields that this version does not declare. Their names may be any strings."""
        if fields and self.model_extra is not None:
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
        # Most fields of most schemas are not set.
        for name, value in super().__repr_args__():
            if name is not None and name in self.model_fields_set:
                yield escape_name(name), hide_value(name, value)

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        from pinterest.utils import display_html  # only notebooks need it

        return display_html.render_schema(self)

    def to_dict(self) -> dict[str, Any]:
        """Returns the fields that are set as plain data, by their names on the wire."""
        try:
            return self.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
        except (ValueError, RecursionError):  # nested too deeply for pydantic, or not UTF-8
            fields = {**self._get_assigned_fields(), **self._get_unknown_fields()}
            return {name: copy_data(value, _to_plain) for name, value in fields.items()}

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
        known = _attributes(type(self)).get(name)
        if known is not None:
            return getattr(self, known)
        try:
            return self._get_unknown_fields()[name]
        except KeyError:
            hint = unknown_name(name, _attributes(type(self)))
            raise UnknownKey(
                f"{type(self).__name__} has no field {format_name(name)}; {hint}"
            ) from None

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, _attributes(type(self)).get(name, name), value)

    def __contains__(self, name: object) -> bool:
        return name in self.model_fields_set or name in self._get_assigned_fields()

    def __getattr__(self, name: str) -> Any:
        # Python calls this only if there is no field of that name.
        try:
            return super().__getattr__(name)  # type: ignore[misc]  # finds unknown fields of a response
        except AttributeError:
            if name.startswith("_"):
                raise
            method = view_method(self, name)
            if method is not None:
                return method
            hint = unknown_name(name, _attributes(type(self)).values())
            raise UnknownAttribute(f"{type(self).__name__} has no field {name!r}; {hint}") from None


# Where pydantic keeps the fields of a schema.
_PYDANTIC_ATTRIBUTES = ("__dict__", "__pydantic_extra__")


def _to_plain(value: object) -> object:
    if isinstance(value, str):  # a member of an enum, which pydantic refuses if it is not UTF-8
        return str.__str__(value)
    return value.to_dict() if isinstance(value, Schema) else to_jsonable_python(value)


@cache
def _attributes(cls: type[Schema]) -> dict[str, str]:
    """Returns the attribute of each field, by its name on the wire and by its own name."""
    names = {name: name for name in cls.model_fields}
    names.update({field.alias: name for name, field in cls.model_fields.items() if field.alias})
    return names


@cache
def _wire_names(cls: type[Schema]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in cls.model_fields.items())


def _refuse_nulls(cls: type[Schema], data: Mapping[str, object]) -> None:
    fields, names = cls.model_fields, _attributes(cls)
    for name, value in data.items():
        # The type of a required field says whether it may be null.
        if value is None and name not in cls.__nulls__ and not fields[names[name]].is_required():
            raise PydanticCustomError(
                "unknown", "{name}: null is not valid; leave it out", {"name": plain_name(name)}
            )


@cache
def _read_only_names(cls: type[Schema]) -> frozenset[str]:
    """Returns the names on the wire of the fields that a request must not contain."""
    return frozenset(
        field.alias or name
        for name, field in cls.model_fields.items()
        if any(getattr(extra, "is_read_only", False) for extra in field.metadata)
    )


@cache
def _field_type(cls: type[Schema], name: str) -> Any:
    field = cls.model_fields[name]
    kind: Any = field.annotation
    for extra in field.metadata:
        kind = Annotated[kind, extra]
    return kind


@cache
def _get_adapter(kind: Any) -> TypeAdapter[Any]:
    # Build the schemas now, so that creating or serializing objects does not build them again.
    for part in (kind, *get_args(kind)):
        if isinstance(part, type) and issubclass(part, Schema):
            part.model_rebuild()
    return TypeAdapter(kind)


def read_answer(kind: Any, data: object) -> Any:
    """Parses a response as a type. Leaves a value as it is if it does not fit its type.

    Args:
        kind: A schema, or a type that contains schemas.
        data: Parsed JSON.
    """
    try:
        return _get_adapter(kind).validate_python(data)
    except pydantic.ValidationError:
        item = _item_type(kind)
        if item is None or not isinstance(data, list):
            return data
        return [read_answer(item, value) for value in data]


def _item_type(kind: Any) -> Any:
    """Returns the type of the items of a list. None if the type is neither a list nor a union with one."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return inner[0]
    members = inner if origin in (Union, UnionType, Annotated) else ()
    return next((item for item in [_item_type(member) for member in members] if item), None)


def to_request(kind: Any, value: object, *, subject: str, check: RequestCheck | None = None) -> Any:
    """Checks a body against a type and returns it as plain data. The value itself is not changed.

    Args:
        kind: A schema, or a type that contains schemas.
        value: An instance, or plain data with any kind of mappings and sequences.
        subject: The name of the request in errors.
        check: The options of the check. Defaults to the options for callers of the SDK.

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
    except ValueError as error:  # a value in a free-form field, or one that contains itself
        raise ValidationError(f"{subject}: the body is not JSON: {error}") from None
