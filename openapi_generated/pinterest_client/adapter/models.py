"""The generated client's models that have fields. Each model is a subclass of its schema in `pinterest.schemas`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import cache
from pprint import pformat
from typing import Any, ClassVar

import pydantic

from openapi_generated.pinterest_client.adapter import model_tables
from openapi_generated.pinterest_client.adapter.conversion import (
    copy_model,
    set_state,
    to_sdk_value,
)
from openapi_generated.pinterest_client.adapter.field_types import (
    ModelFinder,
    list_field_types,
    list_field_values,
)
from openapi_generated.pinterest_client.adapter.fields import (
    get_attribute_name,
    get_json_name,
    get_native_class,
    map_attribute_names,
)
from openapi_generated.pinterest_client.adapter.plain_data import (
    ResponseDict,
    hide_secrets,
    to_plain,
    to_response_dicts,
)
from openapi_generated.pinterest_client.adapter.simple_models import ComputedByClass, LegacyEnum
from pinterest.exceptions import UnknownAttribute, ValidationError
from pinterest.schema import (
    OpenEnum,
    Schema,
    _get_adapter,
    _get_field_type,
    _map_attributes,
    parse_as_type,
)
from pinterest.utils.request_check import RequestCheck
from pinterest.utils.schema_errors import build_validation_error
from pinterest.utils.schema_types import _get_literal_values


class _ModelType(type(Schema)):  # type: ignore[misc]  # the metaclass of pydantic, whatever its name is
    """A metaclass that makes `isinstance(value, Model)` true for all values with the schema of `Model`."""

    def __instancecheck__(cls, instance: object) -> bool:
        if super().__instancecheck__(instance):
            return True
        found = type(instance)
        return (
            cls is not LegacyModel
            and issubclass(found, Schema)
            and get_native_class(found) is get_native_class(cls)
        )


class LegacyModel(Schema, metaclass=_ModelType):
    """A schema that behaves like a model of the generated client.

    Required fields can be passed by position. Missing fields raise an error only when the model is sent.
    """

    # `model_classes` sets this function on each model.
    _find_model: ClassVar[ModelFinder]
    """Returns the model for the name of a schema or enum."""

    attribute_map: ClassVar[Any] = ComputedByClass(
        lambda cls: dict(map_attribute_names(get_native_class(cls)))
    )
    openapi_types: ClassVar[Any] = ComputedByClass(
        lambda cls: list_field_types(cls, cls._find_model)
    )
    allowed_values: ClassVar[Any] = ComputedByClass(list_field_values)

    def __init__(self, *args: Any, **fields: Any) -> None:
        """Checks and stores the fields. Does not check for missing fields.

        Args:
            *args: Required fields, in the generated client's order.
            **fields: Fields by name.

        Raises:
            ValidationError: If a name is unknown or a value is not valid.
        """
        native = get_native_class(type(self))
        data = to_sdk_value(native, _collect_fields(type(self), args, fields))
        lost = model_tables.REMOVED_FIELDS.get(type(self).__name__, "").split()
        kept = {name: data.pop(name) for name in lost if name in data}
        try:
            native.__pydantic_validator__.validate_python(
                data, self_instance=self, strict=True, context=RequestCheck()
            )
        except pydantic.ValidationError as error:
            # Methods that share a model can require different fields, so missing fields are no error yet.
            if any(item["type"] != "missing" for item in error.errors(include_url=False)):
                raise build_validation_error(type(self).__name__, error, data) from None
            self._copy_fields(_build_incomplete_model(native, data))
        self._store_unknown_fields(kept)
        self._copy_fields(self)

    # As in every schema, this attribute keeps pydantic from calling `__init__` when it validates data.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def _copy_fields(self, model: Schema) -> None:
        """Copies all fields of `model`, with the values converted for the generated client."""
        convert = _get_field_conversion(get_native_class(type(self)), type(self)._find_model)
        made = copy_model(type(self), model, convert)
        set_state(self, made.__dict__, made.model_fields_set, made.model_extra or {})

    @classmethod
    def _from_openapi_data(cls, *args: Any, **fields: Any) -> Any:
        """Returns a model with the fields of a response, without checks."""
        native = get_native_class(cls)
        data = to_sdk_value(native, _collect_fields(cls, args, fields))
        return to_generated_client(parse_as_type(native, data), cls._find_model, cls)

    def to_dict(self) -> dict[str, Any]:
        """Returns the fields that are set, as a dict of plain data. The keys are the generated client's field names."""
        names = {
            wire: name for name, wire in map_attribute_names(get_native_class(type(self))).items()
        }
        found = {**self._get_assigned_fields(), **(self.model_extra or {})}
        return {names.get(wire, wire): to_plain(value) for wire, value in found.items()}

    def to_str(self) -> str:
        """Returns the fields as text."""
        return pformat(self.to_dict())

    def __repr__(self) -> str:
        # Printed text ends up in logs, so it must not contain tokens or personal data.
        return pformat(hide_secrets(self.to_dict()))

    __str__ = __repr__

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(self._resolve_field_name(name))

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, self._resolve_field_name(name), value)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(self._resolve_field_name(name))

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(self._resolve_field_name(name), value)

    def __getattr__(self, name: str) -> Any:
        # Python calls this for the generated client's names, and for fields that the schema does not have.
        own = self._resolve_field_name(name)
        if own != name:
            return getattr(self, own)
        # Pinterest's own SDK reads `items` of every model. Without such a field, this must not return a method.
        if name in ("items", "values") and name not in (self.model_extra or {}):
            raise UnknownAttribute(f"{type(self).__name__} has no field {name!r}")
        return super().__getattr__(name)

    def _resolve_field_name(self, name: Any) -> Any:
        """Returns the name of a field's Python attribute, given any name of the field, such as its JSON name."""
        return get_attribute_name(get_native_class(type(self)), name)


def to_generated_client(value: Any, find_model: ModelFinder, cls: Any = None) -> Any:
    """Returns a response with models of the generated client instead of schema objects, at any depth.

    Args:
        value: A typed method's return value, or a part of the return value.
        find_model: A function that returns the model for a schema or enum.
        cls: The class of the model to return. Defaults to the model for the value's schema.
    """
    kind: Any = type(value)
    convert = _get_conversion(kind, find_model)
    if convert is None:
        return value
    return (
        convert(value)
        if cls is None
        else copy_model(cls, value, _get_field_conversion(kind, find_model))
    )


@cache
def _get_conversion(kind: Any, find_model: ModelFinder) -> Callable[[Any], Any] | None:
    """Returns a function that converts values of a type for the generated client. None if no conversion is needed."""
    # Cached: a response has thousands of values, and `isinstance` is slow for pydantic classes.
    if kind is list:
        return lambda value: [to_generated_client(item, find_model) for item in value]
    if kind is dict:
        return lambda value: ResponseDict(
            (name, to_generated_client(item, find_model)) for name, item in value.items()
        )
    if issubclass(kind, Schema) and not issubclass(kind, LegacyModel):
        if kind.__name__ in model_tables.PLAIN_DICTS:
            return _to_response_dict
        cls, convert = find_model(kind.__name__), _get_field_conversion(kind, find_model)
        return lambda value: copy_model(cls, value, convert)
    if issubclass(kind, OpenEnum):
        cls = kind if issubclass(kind, LegacyEnum) else find_model(kind.__name__)
        return cls if cls.__name__ in model_tables.ENUM_MODELS else str.__str__
    return None


@cache
def _get_field_conversion(native: Any, find_model: ModelFinder) -> Callable[[str, Any], Any]:
    """Returns a function that takes the name and value of a field, and converts the value for the generated client."""
    models = {
        field: find_model(model)
        for field, (model, schemas) in model_tables.FIELD_MODELS.items()
        if re.fullmatch(schemas, native.__name__)
    }

    def convert_field_value(name: str, value: Any) -> Any:
        """Returns the value of a field, converted for the generated client."""
        model = models.get(name)
        if model is None or value is None:
            return to_generated_client(value, find_model)
        if issubclass(model, LegacyModel):
            return to_generated_client(value, find_model, model)
        converted = to_generated_client(value, find_model)
        return model(converted) if type(converted) in (str, list) else converted

    return convert_field_value


def _to_response_dict(model: Schema) -> Any:
    """Converts a model to a `ResponseDict`."""
    # The generated client parses only dates at the top level.
    dates = {
        name: value
        for name, value in model._get_assigned_fields().items()
        if isinstance(value, datetime.date)
    }
    return to_response_dicts({**model.to_dict(), **dates})


def _build_incomplete_model(native: type[Schema], data: Mapping[str, Any]) -> Schema:
    """Returns an instance of a schema, even if the data lacks required fields."""
    model: Schema = native._parse_each_field(data)
    for name, value in data.items():
        own = get_attribute_name(native, name)
        kind = _get_field_type(native, own)
        try:
            field = _get_adapter(kind).validate_python(value, strict=True, context=RequestCheck())
        except pydantic.ValidationError:
            continue  # the value of the field also lacks required fields
        model.__dict__[own] = field
    return model


def _collect_fields(
    cls: type[LegacyModel], args: tuple[Any, ...], fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Returns the fields of a new model by JSON name, including defaults."""
    native = get_native_class(cls)
    fixed, positions = _find_fixed_fields(native), _list_positional_names(cls)
    if not positions and args and (args[0] is None or isinstance(args[0], Mapping)):
        fields, args = {**(args[0] or {}), **fields}, args[1:]
    if len(args) > len(positions):
        raise ValidationError(
            f"{cls.__name__} takes {len(positions)} fields by position, not {len(args)}; "
            "pass the others by name"
        )
    # A leading underscore marks an option for the generated client's checks.
    options = {name for name in fields if name.startswith("_") and not _is_field(native, name)}
    named = {get_json_name(native, name): fields[name] for name in fields if name not in options}
    positional = dict(zip(positions, args, strict=False))
    twice = sorted(positional.keys() & named.keys())
    if twice:
        raise ValidationError(f"{cls.__name__} got {twice[0]!r} twice; pass it once")
    defaults = model_tables.DEFAULTS.get(cls.__name__, {})
    return {**defaults, **fixed, **positional, **named}


def _is_field(native: type[Schema], name: str) -> bool:
    """Returns whether a schema has a field with this name in Python or in JSON."""
    return get_attribute_name(native, name) in _map_attributes(native)


def _list_positional_names(cls: type[LegacyModel]) -> list[str]:
    """Returns the JSON names of the fields that can be passed by position."""
    native = get_native_class(cls)
    if cls.__name__ in model_tables.POSITIONAL_FIELDS:
        return [
            get_json_name(native, name)
            for name in model_tables.POSITIONAL_FIELDS[cls.__name__].split()
        ]
    required = [name for name, field in native.model_fields.items() if field.is_required()]
    wires = [get_json_name(native, name) for name in required]
    return [wire for wire in wires if wire not in _find_fixed_fields(native)]


@cache
def _find_fixed_fields(native: type[Schema]) -> dict[str, Any]:
    """Returns the values of the required fields that have only one valid value, by JSON name."""
    # The generated client sets these fields automatically.
    fixed = {
        field.alias or name: _get_literal_values(field.annotation)
        for name, field in native.model_fields.items()
        if field.is_required()
    }
    return {name: values[0] for name, values in fixed.items() if len(values) == 1}
