"""The attributes that a user's subclass adds to an object of the SDK."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["own_attributes", "set_attributes"]


def own_attributes(instance: object, base: type) -> dict[str, Any]:
    """Returns the attributes that subclasses of the base added to an object.

    Args:
        instance: The object.
        base: The class of the SDK. The attributes in its slots are left out.
    """
    found = dict(getattr(instance, "__dict__", {}))
    for cls in type(instance).__mro__:
        if cls in base.__mro__:
            continue
        slots = vars(cls).get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else tuple(slots):
            if slot in ("__dict__", "__weakref__"):
                continue
            private = slot.startswith("__") and not slot.endswith("__")
            name = f"_{cls.__name__.lstrip('_')}{slot}" if private else slot
            try:
                found[name] = object.__getattribute__(instance, name)
            except AttributeError:  # a slot that is empty
                continue
    return found


def set_attributes(instance: object, attributes: Mapping[str, Any]) -> None:
    """Sets the attributes that `own_attributes` returned."""
    for name, value in attributes.items():
        object.__setattr__(instance, name, value)
