"""Finds the kinds of entities that a data set can contain, and which of them have an `id` field."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache

from pinterest.emulator.resources import load_all

_PACKAGE = "pinterest.emulator."


@cache
def list_kinds() -> frozenset[str]:
    """Returns the names of all kinds of entities, such as `ad_account`."""
    # Each kind is a constant of one of the emulator's modules.
    load_all()
    return frozenset(
        kind for kind in _list_string_constants() if kind.islower() and kind.isidentifier()
    )


@cache
def has_id_field(kind: str) -> bool:
    """Returns whether entities of a kind have an `id` field in their schema."""
    import pinterest.schemas  # a slow import that only data sets need

    name = kind.title().replace("_", "")
    # Trying to get a missing name would search all names for a suggestion.
    names = {name, f"{name}Response"}.intersection(dir(pinterest.schemas))
    return any("id" in getattr(pinterest.schemas, one).model_fields for one in names)


def _list_string_constants() -> Iterator[str]:
    """Yields each string in the constants of the emulator's modules: string constants and values of mappings."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(_PACKAGE):
            continue
        for constant, value in list(vars(module).items()):
            if constant.isupper():
                values = value.values() if isinstance(value, Mapping) else [value]
                yield from (text for text in values if isinstance(text, str))
