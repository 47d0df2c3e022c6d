"""Failures on demand, for the next requests."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from pinterest.emulator.handlers.problems import RATE_LIMITED
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value, unknown_name


class Failure(TypedDict, total=False):
    """How a request fails: the keywords of `Emulator.fail_next`.

    Attributes:
        code: The API's error code. Defaults to the status.
        message: The API's error message.
        body: A body in place of the API's, such as a gateway's: HTML, nothing, or bytes that are not text.
        content_type: The media type of that body. Defaults to `text/html`.
        headers: Additional headers.
        reset: Seconds until the quota resets, sent in the rate limit headers. Defaults to 1 with status 429.
        retry_after: The value of a `Retry-After` header.
        latency: Seconds to wait before the response, in real time.
        drop: Close the connection without a response.
        truncate: Close the connection in the middle of the response.
        done: Handle the request anyway, so that only its response is lost or wrong.
        path: Fail only requests whose path contains this text.
        method: Fail only requests with this HTTP method.
    """

    code: int
    message: str
    body: str | bytes
    content_type: str
    headers: Mapping[str, str]
    reset: float
    retry_after: float | str
    latency: float
    drop: bool
    truncate: bool
    done: bool
    path: str
    method: str


@dataclass(frozen=True, slots=True)
class PlannedFailure:
    """A failure and its status.

    Attributes:
        status: HTTP status of the response. None keeps the real response.
        options: How the request fails.
    """

    status: int | None
    options: Failure

    @classmethod
    def plan(cls, status: int | None, options: Failure) -> PlannedFailure:
        """Validates a failure and returns it. Without a status, it gets the default status of its keywords.

        Raises:
            ValidationError: If a keyword is unknown, or a value is not valid.
        """
        for name in options:
            if name not in Failure.__annotations__:
                hint = unknown_name(name, Failure.__annotations__)
                raise ValidationError(f"fail_next: unknown keyword {name!r}; {hint}")
        if not 0 <= options.get("latency", 0) < float("inf"):
            raise ValidationError(
                f"latency: {format_value(options['latency'])} is not valid; allowed: 0 seconds or more"
            )
        if status is None and "body" in options:
            status = 502
        elif status is None and not {"latency", "drop", "truncate"} & options.keys():
            status = 503
        if status is not None and not 200 <= status <= 599:
            raise ValidationError(
                f"status: {format_value(status)} is not valid; allowed: 200 to 599"
            )
        return cls(status, options)

    @property
    def lets_through(self) -> bool:
        """Whether the request is handled."""
        replaced = self.status is not None or self.options.get("drop", False)
        return self.options.get("done", False) or not replaced

    @property
    def code(self) -> int:
        """The API's error code."""
        return self.options.get("code", RATE_LIMITED if self.status == 429 else self.status or 0)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the response. For a used-up quota, they include the rate limit headers."""
        headers: dict[str, str] = {}
        reset = self.options.get(
            "reset", 1 if self.status == 429 and "retry_after" not in self.options else None
        )
        if reset is not None:
            headers["X-RateLimit-Limit"] = "100, 100;w=1, 1000;w=60"
            headers["X-RateLimit-Remaining"] = "0"
            headers["X-RateLimit-Reset"] = f"{reset:.15g}"
        if "retry_after" in self.options:
            headers["Retry-After"] = str(self.options["retry_after"])
        return {**headers, **self.options.get("headers", {})}

    def matches(self, method: str, path: str) -> bool:
        """Returns whether it applies to a request."""
        return (
            self.options.get("method", method).upper() == method
            and self.options.get("path", "") in path
        )


class PlannedFailures:
    """The planned failures, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[PlannedFailure, int]] = []

    def add(self, failure: PlannedFailure, times: int) -> None:
        """Plans a failure for the next matching requests.

        Args:
            failure: The failure.
            times: The number of requests that fail.

        Raises:
            ValidationError: If `times` is not valid.
        """
        if type(times) is not int or times < 1:
            raise ValidationError(f"times: {format_value(times)} is not valid; allowed: 1 or more")
        with self._lock:
            self._waiting.append((failure, times))

    def take(self, method: str, path: str) -> PlannedFailure | None:
        """Returns the failure of a request and counts it as used. None if the request does not fail."""
        with self._lock:
            for index, (failure, times) in enumerate(self._waiting):
                if failure.matches(method, path):
                    self._waiting[index : index + 1] = [(failure, times - 1)] if times > 1 else []
                    return failure
        return None

    @property
    def count(self) -> int:
        """The number of requests that will fail."""
        with self._lock:
            return sum(times for _, times in self._waiting)

    def clear(self) -> None:
        """Removes all planned failures."""
        with self._lock:
            self._waiting.clear()
