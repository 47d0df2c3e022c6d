"""Failures on demand: what the next requests meet instead of, or besides, their answer."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from pinterest.emulator.handlers.problems import RATE_LIMITED
from pinterest.exceptions import ValidationError
from pinterest.operation import shown
from pinterest.utils.suggest import unknown_name


class Failure(TypedDict, total=False):
    """How a request fails: the keywords of `Emulator.fail_next`.

    Attributes:
        code: The API's error code; the status unless given.
        message: The API's error message.
        body: A body in place of the API's, as a gateway sends: HTML, nothing, bytes that are no text.
        content_type: The media type of that body; `text/html` unless given.
        headers: Further headers.
        reset: Seconds until the quota opens, told in the API's own headers; 1 with status 429 unless given.
        retry_after: The value of a `Retry-After` header.
        latency: Real seconds to wait first.
        drop: The connection ends without an answer.
        truncate: It ends in the middle of the answer.
        done: The request is carried out all the same: its answer is lost, or wrong.
        path: Only requests whose path holds this text.
        method: Only requests with this verb.
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
class Fault:
    """A failure and the status that it comes with.

    Attributes:
        status: HTTP status to answer with; None leaves the real answer.
        how: The rest of it.
    """

    status: int | None
    how: Failure

    @classmethod
    def plan(cls, status: int | None, how: Failure) -> Fault:
        """Returns a failure, checked; where only its form is given, with the status that goes with it.

        Raises:
            ValidationError: A keyword is unknown, or a value not one that can be.
        """
        for name in how:
            if name not in Failure.__annotations__:
                hint = unknown_name(name, Failure.__annotations__)
                raise ValidationError(f"fail_next: unknown keyword {name!r}; {hint}")
        if not 0 <= how.get("latency", 0) < float("inf"):
            raise ValidationError(
                f"latency: {shown(how['latency'])} is not valid; allowed: 0 seconds or more"
            )
        if status is None and "body" in how:
            status = 502
        elif status is None and not {"latency", "drop", "truncate"} & how.keys():
            status = 503
        if status is not None and not 200 <= status <= 599:
            raise ValidationError(f"status: {shown(status)} is not valid; allowed: 200 to 599")
        return cls(status, how)

    @property
    def lets_through(self) -> bool:
        """Whether the request is carried out."""
        replaced = self.status is not None or self.how.get("drop", False)
        return self.how.get("done", False) or not replaced

    @property
    def code(self) -> int:
        """The API's error code."""
        return self.how.get("code", RATE_LIMITED if self.status == 429 else self.status or 0)

    @property
    def headers(self) -> dict[str, str]:
        """Its headers, those of a used-up quota among them where it is one."""
        headers: dict[str, str] = {}
        reset = self.how.get(
            "reset", 1 if self.status == 429 and "retry_after" not in self.how else None
        )
        if reset is not None:
            headers["X-RateLimit-Limit"] = "100, 100;w=1, 1000;w=60"
            headers["X-RateLimit-Remaining"] = "0"
            headers["X-RateLimit-Reset"] = f"{reset:.15g}"
        if "retry_after" in self.how:
            headers["Retry-After"] = str(self.how["retry_after"])
        return {**headers, **self.how.get("headers", {})}

    def matches(self, method: str, path: str) -> bool:
        """Returns whether a request is one that it was meant for."""
        return self.how.get("method", method).upper() == method and self.how.get("path", "") in path


class Faults:
    """The failures that are still to happen, first come, first served."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Fault, int]] = []

    def add(self, fault: Fault, times: int) -> None:
        """Lets a failure happen to the next so many requests that it is meant for.

        Raises:
            ValidationError: The number is not one that can be.
        """
        if type(times) is not int or times < 1:
            raise ValidationError(f"times: {shown(times)} is not valid; allowed: 1 or more")
        with self._lock:
            self._waiting.append((fault, times))

    def take(self, method: str, path: str) -> Fault | None:
        """Returns the failure that a request meets, None where it meets none; it is then used up once."""
        with self._lock:
            for place, (fault, times) in enumerate(self._waiting):
                if fault.matches(method, path):
                    self._waiting[place : place + 1] = [(fault, times - 1)] if times > 1 else []
                    return fault
        return None

    def clear(self) -> None:
        """Forgets every failure that has not happened yet."""
        with self._lock:
            self._waiting.clear()
