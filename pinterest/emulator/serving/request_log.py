"""The log of received requests, with secrets redacted."""

from __future__ import annotations

import collections
import itertools
import json
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pinterest.utils.redact import redact, redact_data

_MAX_REQUESTS = 10_000
_MAX_BYTES = 64 * 1024 * 1024


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
    """The log of the newest requests: at most 10,000 requests, and at most `max_bytes` of text.

    Args:
        max_bytes: The maximum size of the stored text in bytes (default 64 MiB).
    """

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        # Requests are stored as JSON text, because parsed bodies would need much more memory.
        self._texts: collections.deque[bytes] = collections.deque()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._texts)

    def add(
        self,
        method: str,
        path: str,
        query: Iterable[tuple[str, str]],
        body: Any,
        status: int | None,
    ) -> None:
        """Redacts the secrets of a request and adds the request to the log."""
        values: dict[str, str] = {}
        for name, value in query:
            values[name] = f"{values[name]},{value}" if name in values else value
        fields = [method, redact(path), redact_data(values), redact_data(body), status]
        text = json.dumps(fields).encode()
        with self._lock:
            self._texts.append(text)
            self._bytes += len(text)
            while len(self._texts) > _MAX_REQUESTS or self._bytes > self._max_bytes:
                self._bytes -= len(self._texts.popleft())

    def get_requests(self, newest: int | None = None) -> list[RecordedRequest]:
        """Returns the newest requests, sorted from oldest to newest.

        Args:
            newest: How many requests to return. Defaults to all.
        """
        with self._lock:
            skipped = 0 if newest is None else max(0, len(self._texts) - newest)
            texts = list(itertools.islice(self._texts, skipped, None))
        return [RecordedRequest(*json.loads(text)) for text in texts]

    def clear(self) -> None:
        """Removes all requests."""
        with self._lock:
            self._texts.clear()
            self._bytes = 0
