"""Marks a validation as the check of a request, and copies the data of requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinterest.utils.schema_mapping import SchemaMapping

# Searching for the closest valid name takes long, so only the first errors of a request have a hint.
_MAX_SEARCHES = 20


class RequestCheck:
    """The context of a validation that checks a request. Without it, pydantic parses a response.

    Attributes:
        dropped: Collects the names of unknown fields, which are left out. None to refuse unknown fields.
        strict: Whether a value must have the right type already. If False, it may be convertible to it.
        on_wire: Whether the value is JSON as received: IDs are strings, and null is only allowed where the API has it.
        label: What an error calls the value as a whole. Empty for no label.
    """

    def __init__(
        self,
        dropped: list[str] | None = None,
        *,
        strict: bool = True,
        on_wire: bool = False,
        label: str = "body",
    ) -> None:
        """Stores the options."""
        self.dropped = dropped
        self.strict = strict
        self.on_wire = on_wire
        self.label = label
        self._searches = 0

    def may_search(self) -> bool:
        """Returns whether an error may search for the closest valid name, and counts the search."""
        self._searches += 1
        return self._searches <= _MAX_SEARCHES


def get_check(info: Any) -> RequestCheck | None:
    """Returns the check that a validation is part of. None if it parses a response."""
    return info.context if isinstance(info.context, RequestCheck) else None


_ATOMS = frozenset((str, int, float, bool, type(None)))


def copy_containers(value: object) -> Any:
    """Returns a copy of the data of a request, with a dict for every mapping and a list for every sequence.

    Schemas are not copied.
    """
    # Most values are atoms. For each of them, `isinstance` with an abstract class would cost more than the copy.
    if type(value) in _ATOMS or isinstance(value, (str, bytes, bytearray, SchemaMapping)):
        return value
    if isinstance(value, Mapping):
        return {name: copy_containers(item) for name, item in value.items()}
    return [copy_containers(item) for item in value] if isinstance(value, Sequence) else value
