"""The rich models and typed methods to test."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from codegen.nouns import read_models
from pinterest import api, schemas
from pinterest.client import PinterestSDKClient
from pinterest.operation import Operation, identifier
from pinterest.operations import all_operations, get
from pinterest.utils.base_model import PinterestBaseModel
from tests.fuzz.signatures import list_methods, valid_arguments

NOUNS: Mapping[str, Any] = read_models()
"""The declarations in `codegen/models.toml`."""

OBJECTS = [noun for noun in NOUNS if "fields" in NOUNS[noun]]
"""The nouns that have objects."""


class Method(NamedTuple):
    """A public method.

    Attributes:
        owner: Its class.
        name: Its name.
    """

    owner: str
    name: str

    def __str__(self) -> str:
        return f"{self.owner}.{self.name}"


@cache
def get_model(noun: str) -> type[PinterestBaseModel]:
    """Returns the class of a rich model."""
    found: type[PinterestBaseModel] = getattr(
        importlib.import_module(f"pinterest.{NOUNS[noun]['module']}"), noun
    )
    return found


# Fields that every update sends. An object without them fetches them first.
_KNOWN = {"Ad": {"pin_id": "5"}, "ProductGroupPromotion": {"ad_group_id": "5"}}


def create_object(
    noun: str, client: PinterestSDKClient, *, knows_fields: bool = False
) -> PinterestBaseModel:
    """Returns an object that is not loaded. Its own ID is 5, unless only some values are valid."""
    cls: Any = get_model(noun)
    ids = {**dict.fromkeys(cls._identity, "5"), **valid_arguments(cls)}
    created: PinterestBaseModel = cls(
        **ids, **(_KNOWN.get(noun, {}) if knows_fields else {}), client=client
    )
    return created


RICH_METHODS = [Method(noun, name) for noun in NOUNS for name in list_methods(get_model(noun))]
TYPED_METHODS = [
    Method(owner, name)
    for owner in sorted(dir(api))
    if owner.endswith("Api")
    for name in list_methods(getattr(api, owner))
]


def get_bound_method(method: Method, client: PinterestSDKClient) -> Callable[..., Any]:
    """Returns a method, bound to an object or class that uses the client."""
    if method.owner not in NOUNS:
        return getattr(getattr(api, method.owner)(client), method.name)  # type: ignore[no-any-return]  # a method
    cls = get_model(method.owner)
    is_of_class = isinstance(inspect.getattr_static(cls, method.name), (classmethod, staticmethod))
    owner = cls if is_of_class else create_object(method.owner, client, knows_fields=True)
    return getattr(owner, method.name)  # type: ignore[no-any-return]  # a method


@cache
def _operations() -> dict[str, Operation]:
    return {identifier(operation.id): operation for operation in all_operations()}


def get_operation(method: Method) -> Operation:
    """Returns the operation of a typed method."""
    return _operations()[method.name]


def get_response_type(operation: Operation) -> Any:
    """Returns the type of the first documented response. For a page, the type of its items. None if it has no body."""
    [answer, *_] = operation.answers
    if answer.schema is None:
        return None
    kind = getattr(schemas, answer.schema)
    return list.__class_getitem__(kind) if answer.many else kind


def get_declared_operation(noun: str, verb: str) -> Operation:
    """Returns the operation of a verb of a noun."""
    declared = NOUNS[noun][verb]
    return get(declared if isinstance(declared, str) else declared["operation"])
