"""Gets and sets the attributes that a user's subclass adds to an object of the SDK."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["get_own_attributes", "set_attributes"]


def get_own_attributes(instance: object, base: type) -> dict[str, Any]:
    """Returns the attributes that a user's subclass of `base` adds to an object."""
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
            except AttributeError:  # the slot has no value
                continue
    return found


def set_attributes(instance: object, attributes: Mapping[str, Any]) -> None:
    """Sets attributes and slots of an object without calling the object's own `__setattr__`."""
    for name, value in attributes.items():
        object.__setattr__(instance, name, value)
