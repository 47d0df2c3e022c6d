"""The generated client's models without declared fields: enums, lists, numbers, mappings and unions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, get_args

from openapi_generated.pinterest_client.adapter.conversion import to_sdk_value
from openapi_generated.pinterest_client.adapter.plain_data import ResponseDict
from openapi_generated.pinterest_client.adapter.shapes import get_shape
from pinterest.schema import OpenEnum, to_request
from pinterest.utils.schema_types import Choice


class ComputedByClass:
    """A class attribute that is computed on each read."""

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        """Stores the function that computes the value from the class."""
        self.compute = compute

    def __get__(self, instance: object, owner: type) -> Any:
        return self.compute(owner)


class SimpleModel:
    """A mixin for models that are a string, a list or a number."""

    __slots__ = ()

    def get(self, name: str, default: Any = None) -> Any:
        """Returns the model's value if the name is `value`, and otherwise `default`."""
        return getattr(self, "value", default) if name == "value" else default

    def to_str(self) -> str:
        """Returns the value as text."""
        return str(getattr(self, "value"))  # noqa: B009  # the subclass has the attribute


class _EnumType(type(OpenEnum)):  # type: ignore[misc]  # the metaclass has no name that type checkers know
    """Lets callers create an enum member from its value, by position or with the keyword `value`."""

    def __call__(cls, *args: Any, **options: Any) -> Any:
        value = args[0] if args else options.get("value")
        if value is None and len(cls) == 1:
            value = next(iter(cls))
        # `isinstance` accepts the members of the schema's enum. They lack the methods of this class: convert them.
        return super().__call__(value if type(value) is cls else getattr(value, "value", value))

    def __instancecheck__(cls, instance: object) -> bool:
        return super().__instancecheck__(instance) or type(instance) is cls.__bases__[-1]


class LegacyEnum(SimpleModel, OpenEnum, metaclass=_EnumType):
    """A model of the generated client that is an enum."""

    __slots__ = ()

    allowed_values = ComputedByClass(lambda cls: {("value",): get_known_values(cls)})
    openapi_types = ComputedByClass(lambda cls: {"value": (str,)})

    def __getitem__(self, key: Any) -> Any:
        return self.value if key == "value" else super().__getitem__(key)

    def __repr__(self) -> str:
        return str.__str__(self)


def get_known_values(enum: type[OpenEnum]) -> dict[str, str]:
    """Maps the names of an enum's members to their values."""
    return {name: str(member.value) for name, member in enum.__members__.items()}


class LegacyList(SimpleModel, list[Any]):
    """A model of the generated client that is a list."""

    def __init__(self, value: Iterable[Any] = (), **options: Any) -> None:
        """Stores the items and ignores the options."""
        super().__init__(value)

    @property
    def value(self) -> list[Any]:
        """The items as a plain list."""
        return list(self)

    def __getitem__(self, key: Any) -> Any:
        return self.value if key == "value" else super().__getitem__(key)


class LegacyNumber(SimpleModel, int):
    """A model of the generated client that is a number."""

    def __new__(cls, value: int = 0, **options: Any) -> LegacyNumber:
        """Creates the number and ignores the options."""
        return super().__new__(cls, value)

    @property
    def value(self) -> int:
        """The plain number."""
        return int(self)


class LegacyMapping(ResponseDict):
    """A model of the generated client that is a mapping with arbitrary keys."""

    __slots__ = ()

    def __init__(self, *args: Any, **fields: Any) -> None:
        """Accepts the arguments of a dict, and ignores keyword arguments that start with `_`."""
        # The names of the generated client's options start with `_`.
        known = {name: value for name, value in fields.items() if not name.startswith("_")}
        super().__init__(*args, **known)


class UnionType(type):
    """The metaclass of unions of models. Calling a union creates the model that matches the fields.

    Attributes:
        kind: The union of the matching classes in `pinterest.schemas`.
        find_model: A function that returns the model for a schema name.
    """

    kind: Any
    find_model: Callable[[str], Any]

    def __call__(cls, *args: Any, **fields: Any) -> Any:
        known = {name: value for name, value in fields.items() if not name.startswith("_")}
        data = to_sdk_value(cls.kind, args[0] if args else known)
        source, *marks = get_args(cls.kind)
        choice = next(mark for mark in marks if isinstance(mark, Choice))
        member = choice._build_chooser(get_args(source))(data, True)
        if member in get_shape(cls.kind).schemas:
            return cls.find_model(member.__name__)(**data)
        return to_request(cls.kind, data, subject=cls.__name__)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, get_shape(cls.kind).schemas)
