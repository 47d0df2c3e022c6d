"""Gets the values of the fields of rich models."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from pinterest.utils.model_values import SCALARS, convert

if TYPE_CHECKING:
    from pinterest.utils.hydration import HydratedModel

__all__ = ["read_field", "refuse_to_set"]


# This is not a method, because looking up a method is slow in a class with `__getattr__`.
def read_field(model: HydratedModel, name: str, kind: str) -> Any:
    """Returns the value of a field, converted to the type `kind`. Fetches the object if necessary."""
    data = model._raw
    if data is None:
        known = model._converted
        data = known[0] if known is not None and name in known[0] else model._hydrate()
    value = data.get(name)
    if value is None or type(value) is SCALARS.get(kind):
        return value
    cached = model._converted
    if cached is None or cached[0] is not data:  # another thread may have refreshed the object
        cached = model._converted = (data, {})
    if name not in cached[1]:
        cached[1][name] = convert(kind, value)
    return cached[1][name]


def refuse_to_set(name: str) -> Callable[[Any, object], NoReturn]:
    """Returns a setter that raises an `AttributeError`, for a read-only field."""

    def refuse(model: Any, value: object) -> NoReturn:
        """Raises an error that says to call `update_fields` instead."""
        raise AttributeError(
            f"{type(model).__name__}.{name} cannot be set; call update_fields({name}=...) to change it in the API"
        )

    return refuse
