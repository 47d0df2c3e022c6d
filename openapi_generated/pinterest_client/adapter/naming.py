"""How the generated client spells names."""

from __future__ import annotations

import re
from functools import cache

# Names to which the generated client adds an underscore, because Python uses them.
_RESERVED = frozenset({"property"})


@cache
def snake_case(name: str) -> str:
    """Returns the generated client's name for a field's attribute or a class's module."""
    spaced = re.sub(r"([^_-])([A-Z][a-z]+)", r"\1_\2", name)
    spelled = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", spaced).lower().replace("-", "_")
    return f"_{spelled}" if spelled[:1].isdigit() or spelled in _RESERVED else spelled
