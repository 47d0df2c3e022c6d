"""Creates the generated client's model classes, each on first use."""

from __future__ import annotations

from functools import cache
from types import new_class
from typing import Annotated, Any, Literal, get_args, get_origin

from openapi_generated.pinterest_client.adapter import model_tables
from openapi_generated.pinterest_client.adapter.models import LegacyModel
from openapi_generated.pinterest_client.adapter.naming import snake_case
from openapi_generated.pinterest_client.adapter.shapes import get_shape
from openapi_generated.pinterest_client.adapter.simple_models import (
    LegacyEnum,
    LegacyList,
    LegacyMapping,
    LegacyNumber,
    UnionType,
)
from pinterest import schemas
from pinterest.schema import OpenEnum, Schema
from pinterest.utils.forks import ForkSafeLock

_PACKAGE = __name__.partition(".adapter.")[0] + ".model."
# Prevents two threads from both creating the same class.
_lock = ForkSafeLock()


@cache
def list_model_names() -> dict[str, str]:
    """Maps the module name of each model to the name of the model, such as `"board"` to `"Board"`."""
    renamed = set(model_tables.RENAMED_MODELS.values())
    names = [
        name
        for name in dir(schemas)
        if name[:1].isupper() and not name.isupper() and name not in renamed
    ]
    names += [
        *model_tables.RENAMED_MODELS,
        *model_tables.ADDITIONAL_MODELS,
        *model_tables.MODELS_WITHOUT_SCHEMA,
    ]
    return {snake_case(name): name for name in names}


def load_model(name: str) -> Any:
    """Returns the class of a model.

    Raises:
        AttributeError: If the generated client has no model with this name.
    """
    with _lock:
        return _load_model(name)


@cache
def _load_model(name: str) -> Any:
    """Returns the class of a model. The caller must hold `_lock`."""
    free = model_tables.MODELS_WITHOUT_SCHEMA.get(name)
    if free is not None:
        return _create_class(free, name)
    native = model_tables.RENAMED_MODELS.get(name) or model_tables.ADDITIONAL_MODELS.get(name, name)
    return _create_class(getattr(schemas, native), name)


@cache
def find_model(schema: str) -> Any:
    """Returns the model for the name of a schema or enum in `pinterest.schemas`."""
    names = {renamed: name for name, renamed in model_tables.RENAMED_MODELS.items()}
    return load_model(names.get(schema, schema))


def _create_class(native: Any, name: str) -> Any:
    """Creates a model class from a schema, an enum or another type, such as a union of schemas."""
    namespace: dict[str, Any] = {
        "__module__": _PACKAGE + snake_case(name),
        "__qualname__": name,
        "__doc__": native.__doc__,
    }
    if isinstance(native, type) and issubclass(native, OpenEnum):
        texts = {key: member.value for key, member in native.__members__.items()}
        namespace = {**namespace, **texts, "__slots__": ()}
        return new_class(name, (LegacyEnum, native), {}, lambda body: body.update(namespace))
    if isinstance(native, type) and issubclass(native, Schema):
        namespace["_find_model"] = staticmethod(find_model)
        return new_class(name, (LegacyModel, native), {}, lambda body: body.update(namespace))
    namespace["__doc__"] = f"`{name}` of the generated client."
    source = get_args(native)[0] if get_origin(native) is Annotated else native
    if get_origin(source) is Literal:
        return type(name, (LegacyNumber,), namespace)
    shape = get_shape(native)
    if len(shape.schemas) > 1:
        return UnionType(name, (), {**namespace, "kind": native, "find_model": find_model})
    return type(name, (LegacyMapping if shape.item is None else LegacyList,), namespace)
