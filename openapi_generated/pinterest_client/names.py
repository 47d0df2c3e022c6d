"""How the generated client spells names."""

from __future__ import annotations

import re


def snake(name: str) -> str:
    """Returns a name as the generated client spells it: a field's attribute, or the module that holds a class."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", spaced).lower()
