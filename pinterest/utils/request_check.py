"""The options for validating a request, and a function that copies the data of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pinterest.utils.schema_mapping import SchemaMapping

# The maximum number of searches for the closest valid name per request, because each search takes long.
_MAX_SEARCHES = 20


@dataclass(frozen=True)
class ItemPlaces:
    """Converts the path of a field in a request body to the path in the caller's arguments, for error messages.

    Attributes:
        listed: The field of the body that contains the list of items. Empty if the body itself is the list.
        indexes: The index of each item in the list that the caller passed. None if the caller passed one object.
    """

    listed: str = ""
    indexes: Sequence[int] | None = None

    def locate(self, path: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """Converts a path in the body to the path in the caller's arguments."""
        lead = (self.listed,) if self.listed else ()
        at, rest = path[len(lead) : len(lead) + 1], path[len(lead) + 1 :]
        if path[: len(lead)] != lead or not (at and isinstance(at[0], int)):
            return path
        # Errors about a single object show no index.
        return rest if self.indexes is None else (self.indexes[at[0]], *rest)


class RequestCheck:
    """The pydantic validation context for requests. Responses are validated without this context.

    Attributes:
        dropped: A list to which the names of unknown fields are added. None to raise an error for unknown fields.
        strict: Whether values must have the right type. If False, pydantic may convert values.
        on_wire: Whether the emulator validates the request. IDs must then be strings, and null is only allowed
            where documented.
        label: The name of the body in errors about the whole body. Empty for no name.
        places: Converts field paths in the body to paths in the caller's arguments. None to keep the paths.
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
        """Stores the arguments as attributes."""
        self.dropped = dropped
        self.strict = strict
        self.on_wire = on_wire
        self.label = label
        self.places = places
        self._searches = 0

    def may_search(self) -> bool:
        """Returns whether to search for the closest valid name. Returns False after `_MAX_SEARCHES` calls."""
        self._searches += 1
        return self._searches <= _MAX_SEARCHES


def get_check(info: Any) -> RequestCheck | None:
    """Returns the `RequestCheck` in pydantic's validation info, or None if a response is validated."""
    return info.context if isinstance(info.context, RequestCheck) else None


_ATOMS = frozenset((str, int, float, bool, type(None)))


def copy_containers(value: object) -> Any:
    """Copies the mappings and sequences in a request to dicts and lists. Schema objects are not copied."""
    # A shortcut for scalars, which most values are: `isinstance` with an abstract class is slow.
    if type(value) in _ATOMS or isinstance(value, (str, bytes, bytearray, SchemaMapping)):
        return value
    if isinstance(value, Mapping):
        return {name: copy_containers(item) for name, item in value.items()}
    return [copy_containers(item) for item in value] if isinstance(value, Sequence) else value
