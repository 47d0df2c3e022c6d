"""The log of requests, with secrets redacted."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pinterest.utils.redact import redact, redact_data

_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that the emulator received.

    Attributes:
        method: HTTP method.
        path: Path below the base URL, such as `/ad_accounts`.
        query: Query parameters by name. The values of a repeated name are joined by commas.
        body: Parsed JSON, a mapping for a form, `[N bytes]` for anything else, or None for no body.
        status: HTTP status of the response. None if the connection was dropped.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    status: int | None


class RequestLog:
    """Keeps the newest requests, oldest first."""

    def __init__(self) -> None:
        self._requests: collections.deque[RecordedRequest] = collections.deque(maxlen=_LIMIT)

    def add(
        self,
        method: str,
        path: str,
        query: Iterable[tuple[str, str]],
        body: Any,
        status: int | None,
    ) -> None:
        """Adds a request, with secrets redacted."""
        values: dict[str, str] = {}
        for name, value in query:
            values[name] = f"{values[name]},{value}" if name in values else value
        redacted = redact_data(values)
        assert isinstance(redacted, dict)
        self._requests.append(
            RecordedRequest(method, redact(path), redacted, redact_data(body), status)
        )

    def requests(self) -> list[RecordedRequest]:
        """Returns the requests."""
        return list(self._requests)

    def clear(self) -> None:
        """Removes all requests."""
        self._requests.clear()
