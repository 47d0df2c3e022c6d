"""The record of what came in, without anything secret."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pinterest.utils.redact import redact, redact_data

_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that came in.

    Attributes:
        method: HTTP verb.
        path: Path below the base address, such as `/ad_accounts`.
        query: Query values by name; values of a repeated name are joined by commas.
        body: Parsed JSON; a mapping for a form; `[N bytes]` where it is neither, or a file; None where there was none.
        status: HTTP status of the answer, None where the connection was dropped.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    status: int | None


class Recording:
    """The newest requests, oldest first."""

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
        """Keeps a request, its secrets removed."""
        values: dict[str, str] = {}
        for name, value in query:
            values[name] = f"{values[name]},{value}" if name in values else value
        shown = redact_data(values)
        assert isinstance(shown, dict)
        self._requests.append(
            RecordedRequest(method, redact(path), shown, redact_data(body), status)
        )

    def requests(self) -> list[RecordedRequest]:
        """Returns the requests so far."""
        return list(self._requests)

    def clear(self) -> None:
        """Forgets them."""
        self._requests.clear()
