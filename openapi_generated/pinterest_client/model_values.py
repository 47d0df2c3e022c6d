"""The generated client's models that are no records: enums, lists, mappings, numbers and choices between models."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pprint import pformat
from typing import Any, get_args

from openapi_generated.pinterest_client.openapi_types import known_values
from openapi_generated.pinterest_client.spelling import fitted, shape_of
from pinterest.exceptions import UnknownAttribute
from pinterest.schema import OpenEnum, to_request
from pinterest.utils.schema_types import Choice


class OfClass:
    """An attribute of a class that is worked out when it is read."""

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        """Takes the function that does it."""
        self.work_out = work_out

    def __get__(self, instance: object, owner: type) -> Any:
        return self.work_out(owner)


class Valued:
    """A model that holds one value and is that value too."""

    __slots__ = ()

    def get(self, name: str, default: Any = None) -> Any:
        """Returns the value by its name, which is `value`; `default` for any other name."""
        return getattr(self, "value", default) if name == "value" else default

    def to_str(self) -> str:
        """Returns the value as text."""
        return str(getattr(self, "value"))  # noqa: B009  # the attribute is the subclass's


class _EnumType(type(OpenEnum)):  # type: ignore[misc]  # the metaclass has no name that type checkers know
    """Makes members with or without the keyword `value`."""

    def __call__(cls, *args: Any, **options: Any) -> Any:
        value = args[0] if args else options.get("value")
        if value is None and len(cls) == 1:
            value = next(iter(cls))
        return super().__call__(value)

    def __instancecheck__(cls, instance: object) -> bool:
        return super().__instancecheck__(instance) or type(instance) is cls.__bases__[-1]


class LegacyEnum(Valued, OpenEnum, metaclass=_EnumType):
    """An enum with the habits of the generated client's."""

    __slots__ = ()

    allowed_values = OfClass(lambda cls: {("value",): known_values(cls)})
    openapi_types = OfClass(lambda cls: {"value": (str,)})

    def __getitem__(self, key: Any) -> Any:
        return self.value if key == "value" else super().__getitem__(key)


class LegacyList(Valued, list[Any]):
    """A list that is a model."""

    def __init__(self, value: Iterable[Any] = (), **options: Any) -> None:
        """Takes the items; options of the generated client have no effect."""
        super().__init__(value)

    @property
    def value(self) -> list[Any]:
        """The items as a plain list."""
        return list(self)

    def __getitem__(self, key: Any) -> Any:
        return self.value if key == "value" else super().__getitem__(key)


class LegacyNumber(Valued, int):
    """A number that is a model."""

    def __new__(cls, value: int = 0, **options: Any) -> LegacyNumber:
        """Takes the number; options of the generated client have no effect."""
        return super().__new__(cls, value)

    @property
    def value(self) -> int:
        """The plain number."""
        return int(self)


class LegacyMapping(dict[str, Any]):
    """A mapping with free keys that is a model: read by item or by attribute."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        """Takes what a dict does; options of the generated client have no effect."""
        known = {name: value for name, value in fields.items() if not name.startswith("_")}
        super().__init__(*args, **known)

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise UnknownAttribute(f"{type(self).__name__} has no {name!r}") from None

    def to_dict(self) -> dict[str, Any]:
        """Returns it as plain data."""
        from openapi_generated.pinterest_client.model_base import _plain

        plain: dict[str, Any] = _plain(dict(self))
        return plain

    def to_str(self) -> str:
        """Returns it as text."""
        return pformat(self.to_dict())


class ChoiceType(type):
    """Of a choice between models: calling it makes the model that the fields tell, which `isinstance` takes for one."""

    kind: Any

    def __call__(cls, *args: Any, **fields: Any) -> Any:
        from openapi_generated.pinterest_client.modules import legacy_of

        data = fitted(
            cls.kind,
            args[0] if args else {k: v for k, v in fields.items() if not k.startswith("_")},
        )
        source, *marks = get_args(cls.kind)
        choice = next(mark for mark in marks if isinstance(mark, Choice))
        member = choice._chooser(get_args(source))(data, True)
        if member in shape_of(cls.kind).schemas:
            return legacy_of(member)(**data)
        return to_request(cls.kind, data, what=cls.__name__)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, shape_of(cls.kind).schemas)
