"""What the emulator can remember, as far as a data set needs to know: the kinds, and which of them show their id."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache

from pinterest.emulator.resources import load_all

_PACKAGE = "pinterest.emulator."


@cache
def every_kind() -> frozenset[str]:
    """Returns the kinds there are: a noun's module has the name of each as a constant, alone or in a mapping."""
    load_all()
    return frozenset(kind for kind in _constants() if kind.islower() and kind.isidentifier())


@cache
def shows_id(kind: str) -> bool:
    """Returns whether entities of a kind are known to show their id: the schema of the same name has the field."""
    import pinterest.schemas  # takes its time, and only a data set needs it

    name = kind.title().replace("_", "")
    schemas = [getattr(pinterest.schemas, name + end, None) for end in ("", "Response")]
    return any(schema is not None and "id" in schema.model_fields for schema in schemas)


def _constants() -> Iterator[str]:
    for name, module in list(sys.modules.items()):
        if not name.startswith(_PACKAGE):
            continue
        for constant, value in list(vars(module).items()):
            if constant.isupper():
                values = value.values() if isinstance(value, Mapping) else [value]
                yield from (text for text in values if isinstance(text, str))
