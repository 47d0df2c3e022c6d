"""Makes the classes of the generated client's models, each of the schema that it stands for."""

from __future__ import annotations

from types import new_class
from typing import Annotated, Any, Literal, get_args, get_origin

from openapi_generated.pinterest_client.model_base import LegacyModel
from openapi_generated.pinterest_client.model_values import (
    ChoiceType,
    LegacyEnum,
    LegacyList,
    LegacyMapping,
    LegacyNumber,
)
from openapi_generated.pinterest_client.spelling import shape_of
from pinterest.schema import OpenEnum, Schema


def legacy_model(native: Any, name: str, module: str) -> Any:
    """Returns a model of the generated client.

    Args:
        native: What `pinterest.schemas` has in its place: a schema, an enum or a type made of them.
        name: The class's name.
        module: The name of the module that it is imported from.
    """
    namespace = {"__module__": module, "__qualname__": name, "__doc__": native.__doc__}
    if isinstance(native, type) and issubclass(native, OpenEnum):
        texts = {key: member.value for key, member in native.__members__.items()}
        namespace = {**namespace, **texts, "__slots__": ()}
        return new_class(name, (LegacyEnum, native), {}, lambda made: made.update(namespace))
    if isinstance(native, type) and issubclass(native, Schema):
        return new_class(name, (LegacyModel, native), {}, lambda made: made.update(namespace))
    namespace["__doc__"] = f"`{name}` of the generated client."
    bare = get_args(native)[0] if get_origin(native) is Annotated else native
    if get_origin(bare) is Literal:
        return type(name, (LegacyNumber,), namespace)
    shape = shape_of(native)
    if len(shape.schemas) > 1:
        return ChoiceType(name, (), {**namespace, "kind": native})
    return type(name, (LegacyMapping if shape.item is None else LegacyList,), namespace)
