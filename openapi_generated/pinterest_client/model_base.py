"""What the generated client's models can do, on top of the schema that each stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pprint import pformat
from typing import Any, ClassVar

import pydantic

from openapi_generated.pinterest_client import surface
from openapi_generated.pinterest_client.model_values import OfClass
from openapi_generated.pinterest_client.openapi_types import allowed_values, openapi_types
from openapi_generated.pinterest_client.spelling import (
    attributes,
    fitted,
    native_of,
    own_name,
    put_state,
    remade,
    wire_name,
)
from pinterest.exceptions import ValidationError
from pinterest.schema import OpenEnum, Schema, _names, read_answer
from pinterest.utils.request_check import RequestCheck
from pinterest.utils.schema_errors import refusal
from pinterest.utils.schema_types import _fixed


class _ModelType(type(Schema)):  # type: ignore[misc]  # pydantic's metaclass, whatever its name
    """Lets `isinstance` take the answers of the typed methods for what they are."""

    def __instancecheck__(cls, instance: object) -> bool:
        if super().__instancecheck__(instance):
            return True
        return cls is not LegacyModel and type(instance) is native_of(cls)


class LegacyModel(Schema, metaclass=_ModelType):
    """A schema with the habits of the generated client's models.

    Fields can be read and given by that client's names, and required ones by position. What is missing is found when it
    is sent, since the same model may be the body of several methods.
    """

    attribute_map: ClassVar[Any] = OfClass(lambda cls: dict(attributes(native_of(cls))))
    openapi_types: ClassVar[Any] = OfClass(openapi_types)
    allowed_values: ClassVar[Any] = OfClass(allowed_values)

    def __init__(self, *args: Any, **fields: Any) -> None:
        """Checks and takes the fields; that some are missing is no error yet.

        Args:
            *args: Required fields, in the order in which the generated client takes them.
            **fields: Fields by name.

        Raises:
            ValidationError: A name is unknown or a value not allowed.
        """
        native = native_of(type(self))
        data = fitted(native, _given(native, args, fields))
        lost = surface.LOST.get(native.__name__, "").split()
        kept = {name: data.pop(name) for name in lost if name in data}
        try:
            native.__pydantic_validator__.validate_python(
                data, self_instance=self, strict=True, context=RequestCheck()
            )
        except pydantic.ValidationError as error:
            if any(item["type"] != "missing" for item in error.errors(include_url=False)):
                raise refusal(native.__name__, error, data) from None
            self._take(native._tolerate(data))
        self._keep(kept)
        self._take(self)

    # As for every schema: pydantic would call it otherwise.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def _take(self, model: Schema) -> None:
        """Takes the fields of a model, those within as models of the generated client."""
        made = remade(type(self), model, _recast_field)
        put_state(self, made.__dict__, made.model_fields_set, made.model_extra or {})

    @classmethod
    def _from_openapi_data(cls, *args: Any, **fields: Any) -> Any:
        """Returns a model made as if of an answer: whatever comes is taken."""
        native = native_of(cls)
        return recast(read_answer(native, fitted(native, _given(native, args, fields))), cls)

    def to_dict(self) -> dict[str, Any]:
        """Returns the fields that were given or arrived as plain data, by the generated client's names."""
        names = {wire: name for name, wire in attributes(native_of(type(self))).items()}
        found = {**self._set_fields(), **(self.model_extra or {})}
        return {names.get(wire, wire): _plain(value) for wire, value in found.items()}

    def to_str(self) -> str:
        """Returns the fields as text."""
        return pformat(self.to_dict())

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(self._named(name))

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, self._named(name), value)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(self._named(name))

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(self._named(name), value)

    def __getattr__(self, name: str) -> Any:
        # Only names that are no attribute come here: those of other spellings, and fields that no schema knows.
        own = self._named(name)
        return super().__getattr__(name) if own == name else getattr(self, own)

    def _named(self, name: Any) -> Any:
        return own_name(native_of(type(self)), name)


def _given(native: type[Schema], args: tuple[Any, ...], fields: Mapping[str, Any]) -> Any:
    """Returns the fields by their names on the wire, with those that can have one value only."""
    fixed, places = _fixed_fields(native), _places(native)
    if not places and args and (args[0] is None or isinstance(args[0], Mapping)):
        fields, args = {**(args[0] or {}), **fields}, args[1:]
    if len(args) > len(places):
        raise ValidationError(
            f"{native.__name__} takes {len(places)} fields by position, not {len(args)}"
        )
    # A leading underscore marks what steers the generated client's own checks.
    options = {name for name in fields if name.startswith("_") and name not in _names(native)}
    named = {wire_name(native, name): fields[name] for name in fields if name not in options}
    positional = dict(zip(places, args, strict=False))
    twice = sorted(positional.keys() & named.keys())
    if twice:
        raise ValidationError(f"{native.__name__} got {twice[0]!r} twice")
    return {**fixed, **positional, **named}


def _places(native: type[Schema]) -> list[str]:
    """Returns the names on the wire of the fields that may be given by position."""
    if native.__name__ in surface.POSITIONS:
        return [wire_name(native, name) for name in surface.POSITIONS[native.__name__].split()]
    required = [name for name, field in native.model_fields.items() if field.is_required()]
    wires = [wire_name(native, name) for name in required]
    return [wire for wire in wires if wire not in _fixed_fields(native)]


def _fixed_fields(native: type[Schema]) -> dict[str, Any]:
    """Returns the required fields that can have one value only; the generated client fills them in."""
    fixed = {
        field.alias or name: _fixed(field.annotation)
        for name, field in native.model_fields.items()
        if field.is_required()
    }
    return {name: values[0] for name, values in fixed.items() if len(values) == 1}


def _plain(value: Any) -> Any:
    if isinstance(value, Schema):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, OpenEnum) else value


def recast(value: Any, cls: Any = None) -> Any:
    """Returns an answer as the generated client's models, at any depth; of the class that is named where it is a model.

    Args:
        value: What a typed method answered, or a part of it.
        cls: The model to make of it, where it is not the one that stands for its schema.
    """
    kind: Any = type(value)
    convert = _converter(kind)
    if convert is None:
        return value
    return convert(value) if cls is None else remade(cls, value, _recast_field)


def _recast_field(name: str, value: Any) -> Any:
    return recast(value)


@cache
def _converter(kind: type) -> Callable[[Any], Any] | None:
    """Returns what makes a value of that type one of the generated client's, None where it is to stay."""
    from openapi_generated.pinterest_client.modules import legacy_of

    # An answer has thousands of values, most of them texts and numbers, and `isinstance` is slow with pydantic.
    if kind is list:
        return lambda value: [recast(item) for item in value]
    if kind is dict:
        return lambda value: {name: recast(item) for name, item in value.items()}
    if issubclass(kind, Schema) and not issubclass(kind, LegacyModel):
        return lambda value: remade(legacy_of(kind), value, _recast_field)
    if issubclass(kind, OpenEnum):
        made: Callable[[Any], Any] = legacy_of(kind)
        return made
    return None
