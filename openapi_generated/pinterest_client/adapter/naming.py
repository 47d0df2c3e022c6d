"""Converts names to snake_case as the generated client does."""

from __future__ import annotations

import re
from functools import cache

# Names with a meaning in Python, to which the generated client adds an underscore.
_RESERVED = frozenset({"property"})


@cache
def snake_case(name: str) -> str:
    """Converts a name to snake_case, as in the generated client's attributes and modules."""
    spaced = re.sub(r"([^_-])([A-Z][a-z]+)", r"\1_\2", name)
    spelled = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", spaced).lower().replace("-", "_")
    return f"_{spelled}" if spelled[:1].isdigit() or spelled in _RESERVED else spelled
