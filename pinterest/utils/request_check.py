"""Marks that what pydantic validates is a request: strict then, tolerant otherwise."""

from __future__ import annotations

from typing import Any


class RequestCheck:
    """The context of a validation that checks a request.

    Attributes:
        dropped: Takes the names of unknown fields where those are to be left out; None where they are refused.
        strict: Whether a value must have its type already, rather than be convertible to it.
    """

    def __init__(self, dropped: list[str] | None = None, *, strict: bool = True) -> None:
        """Takes the list that collects what is left out, and how strict to be."""
        self.dropped = dropped
        self.strict = strict


def checking(info: Any) -> RequestCheck | None:
    """Returns the check that is going on, None where an answer is read."""
    return info.context if isinstance(info.context, RequestCheck) else None
