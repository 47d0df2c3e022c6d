"""Options for validating requests, and a function to copy their data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pinterest.utils.schema_mapping import SchemaMapping

# Searching for the closest valid name takes long, so only the first errors of a request have a hint.
_MAX_SEARCHES = 20


@dataclass(frozen=True)
class ItemPlaces:
    """Where the caller passed the items of a request.

    Attributes:
        listed: The field of the body that lists the items. Empty if the body is the list.
        indexes: The index of each item among all items that the caller passed. None if the caller passed one object.
    """

    listed: str = ""
    indexes: Sequence[int] | None = None

    def locate(self, path: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """Converts a path in the body to the path in the arguments of the caller."""
        lead = (self.listed,) if self.listed else ()
        at, rest = path[len(lead) : len(lead) + 1], path[len(lead) + 1 :]
        if path[: len(lead)] != lead or not (at and isinstance(at[0], int)):
            return path
        return rest if self.indexes is None else (self.indexes[at[0]], *rest)


class RequestCheck:
    """The validation context for a request. Without this context, pydantic parses a response.

    Attributes:
        dropped: A list to collect the names of unknown fields, which are dropped. None refuses unknown fields.
        strict: Whether a value must have the right type. If False, it can be converted.
        on_wire: Whether the value is received JSON: IDs must be strings, and null is only allowed where documented.
        label: The name of the whole value in errors. Empty for no name.
        places: Where the caller passed the items. None if errors show the paths in the body.
    """

    def __init__(
        self,
        dropped: list[str] | None = None,
        *,
        strict: bool = True,
        on_wire: bool = False,
        label: str = "body",
        places: ItemPlaces | None = None,
    ) -> None:
        """Stores the options."""
        self.dropped = dropped
        self.strict = strict
        self.on_wire = on_wire
        self.label = label
        self.places = places
        self._searches = 0

    def may_search(self) -> bool:
        """Returns whether an error may search for the closest valid name, and counts the search."""
        self._searches += 1
        return self._searches <= _MAX_SEARCHES


def get_check(info: Any) -> RequestCheck | None:
    """Returns the context of a request's validation. None if a response is parsed."""
    return info.context if isinstance(info.context, RequestCheck) else None


_ATOMS = frozenset((str, int, float, bool, type(None)))


def copy_containers(value: object) -> Any:
    """Copies the data of a request. Mappings become dicts and sequences become lists.

    Schemas are not copied.
    """
    # Most values are scalars, for which `isinstance` with an abstract class would take longer than the copy.
    if type(value) in _ATOMS or isinstance(value, (str, bytes, bytearray, SchemaMapping)):
        return value
    if isinstance(value, Mapping):
        return {name: copy_containers(item) for name, item in value.items()}
    return [copy_containers(item) for item in value] if isinstance(value, Sequence) else value
