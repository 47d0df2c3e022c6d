"""Marks that what pydantic validates is a request: strict then, tolerant otherwise."""

from __future__ import annotations

from typing import Any


class RequestCheck:
    """The context of a validation that checks a request.

    Attributes:
        dropped: Takes the names of unknown fields where those are to be left out; None where they are refused.
    """

    def __init__(self, dropped: list[str] | None = None) -> None:
        """Takes the list that collects what is left out."""
        self.dropped = dropped


def checking(info: Any) -> RequestCheck | None:
    """Returns the check that is going on, None where an answer is read."""
    return info.context if isinstance(info.context, RequestCheck) else None
