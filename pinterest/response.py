"""What came back: the answer to one request, and the rate limit that it told of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["ApiResponse", "RateLimit"]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The quota that an answer told of.

    Attributes:
        limit: Requests allowed in the window that is closest to being used up, None where not told.
        remaining: Requests left in it, None where not told.
        reset: Seconds until it opens again, None where not told.
        windows: Requests allowed, by the length of each window in seconds.
    """

    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None
    windows: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> RateLimit:
        """Reads the `X-RateLimit-*` headers; what is missing or malformed is None."""
        limit, windows = None, {}
        for part in headers.get("X-RateLimit-Limit", "").split(","):
            amount, _, window = part.strip().partition(";w=")
            number = _number(amount)
            if number is None:
                continue
            seconds = _number(window)
            if seconds is None:
                limit = int(number)
            else:
                windows[int(seconds)] = int(number)
        remaining = _number(headers.get("X-RateLimit-Remaining"))
        return cls(
            limit=limit,
            remaining=None if remaining is None else int(remaining),
            reset=_number(headers.get("X-RateLimit-Reset")),
            windows=windows,
        )


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """The answer to one request.

    Attributes:
        status: HTTP status.
        headers: Its headers; names are matched in any case.
        data: Parsed JSON, None where there was no body.
        content: The body as it came.
    """

    status: int
    headers: Mapping[str, str]
    data: Any
    content: bytes = field(default=b"", repr=False)

    @property
    def request_id(self) -> str | None:
        """What Pinterest's support asks for (header `x-pinterest-rid`)."""
        return self.headers.get("x-pinterest-rid")

    @property
    def rate_limit(self) -> RateLimit:
        """The quota that the answer told of."""
        return RateLimit.from_headers(self.headers)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
