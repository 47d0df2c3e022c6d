"""Marks that what pydantic validates is a request, strict then and tolerant otherwise; and makes plain data of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class RequestCheck:
    """The context of a validation that checks a request.

    Attributes:
        dropped: Takes the names of unknown fields where those are to be left out; None where they are refused.
        strict: Whether a value must have its type already, rather than be convertible to it.
        on_wire: Whether the value is JSON as it came: ids are text then, and null stands only where the API knows it.
        whole: What all of the value is called in an error, empty where that needs no word.
    """

    def __init__(
        self,
        dropped: list[str] | None = None,
        *,
        strict: bool = True,
        on_wire: bool = False,
        whole: str = "body",
    ) -> None:
        """Takes the list that collects what is left out, and how strict to be."""
        self.dropped = dropped
        self.strict = strict
        self.on_wire = on_wire
        self.whole = whole


def checking(info: Any) -> RequestCheck | None:
    """Returns the check that is going on, None where an answer is read."""
    return info.context if isinstance(info.context, RequestCheck) else None


_ATOMS = frozenset((str, int, float, bool, type(None)))


def plain_containers(value: object) -> Any:
    """Returns a copy of a request's data, with a dict for every mapping and a list for every sequence."""
    # Most values are of these; to ask an abstract class about each would cost more than the copy.
    if type(value) in _ATOMS or isinstance(value, (str, bytes, bytearray)):
        return value
    if isinstance(value, Mapping):
        return {name: plain_containers(item) for name, item in value.items()}
    return [plain_containers(item) for item in value] if isinstance(value, Sequence) else value
