"""Failures that are planned for the next requests."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, get_args, get_type_hints

from pydantic import TypeAdapter
from pydantic import ValidationError as _WrongType

from pinterest.emulator.handlers.problems import RATE_LIMITED
from pinterest.emulator.serving.known_failures import KNOWN_FAILURES, KnownName
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value, unknown_name

_HEADER = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")


class Failure(TypedDict, total=False):
    """The keyword arguments of `Emulator.fail_next`.

    Attributes:
        known: The name of a known failure of the live API, from `pinterest.emulator.serving.known_failures`.
            Other keywords, such as `message`, replace parts of the known failure.
        code: The API's error code. Defaults to the status.
        message: The API's error message.
        body: A body to send instead of the API's error, such as a gateway's HTML. Can be empty or binary.
        content_type: The media type of `body`. Defaults to `text/html`.
        headers: Additional headers.
        reset: Seconds until the quota resets, sent in the rate limit headers. Defaults to 1 with status 429.
        retry_after: The value of a `Retry-After` header.
        latency: Seconds to wait before the response, in real time.
        drop: Close the connection without a response.
        truncate: Close the connection in the middle of the response.
        done: Make the changes that the request asks for, although the client gets no valid response.
        path: Fail only requests whose path contains this string.
        method: Fail only requests with this HTTP method.
    """

    known: KnownName
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
    """A failure that is planned for the next matching requests.

    Attributes:
        status: HTTP status of the error response. None if `options` only delays, truncates or drops the real response.
        options: The keyword arguments of `Emulator.fail_next`.
        pattern: A regular expression for the paths of the requests that fail.
    """

    status: int | None
    options: Failure
    pattern: str = ""

    @classmethod
    def plan(cls, status: int | None, options: Failure) -> PlannedFailure:
        """Validates the arguments of `Emulator.fail_next` and returns the planned failure.

        Raises:
            ValidationError: If a keyword is unknown, or a value is not valid.
        """
        _check_options(options)
        if status is not None and (type(status) is not int or not 200 <= status <= 599):
            raise ValidationError(
                f"status: {format_value(status)} is not valid; allowed: 200 to 599"
            )
        if "known" in options:
            return cls._plan_known_failure(status, options)
        if status is None and "body" in options:
            status = 502
        elif status is None and not {"latency", "drop", "truncate"} & options.keys():
            status = 503
        return cls(status, options)

    @classmethod
    def _plan_known_failure(cls, status: int | None, options: Failure) -> PlannedFailure:
        """Returns the known failure `options["known"]`, overridden by `status` and the other options."""
        known = KNOWN_FAILURES[options["known"]]
        planned = Failure(
            code=known.code, message=known.message.format(seconds=f"{options.get('reset', 1):.15g}")
        )
        if known.method is not None:
            planned["method"] = known.method
        if known.body is not None:
            planned |= {"body": known.body, "content_type": "application/json"}
        return cls(status or known.status, planned | options, known.path)

    @property
    def is_handled(self) -> bool:
        """Whether the emulator still carries out the request and changes the state, although the request fails."""
        replaced = self.status is not None or self.options.get("drop", False)
        return self.options.get("done", False) or not replaced

    @property
    def code(self) -> int:
        """The API's error code."""
        return self.options.get("code", RATE_LIMITED if self.status == 429 else self.status or 0)

    @property
    def headers(self) -> dict[str, str]:
        """The additional headers of the response, such as rate limit headers with status 429."""
        headers: dict[str, str] = {}
        reset = self.options.get(
            "reset", 1 if self.status == 429 and "retry_after" not in self.options else None
        )
        # A known failure has the seconds in its message, not in headers.
        if reset is not None and "known" not in self.options:
            headers["X-RateLimit-Limit"] = "100, 100;w=1, 1000;w=60"
            headers["X-RateLimit-Remaining"] = "0"
            headers["X-RateLimit-Reset"] = f"{reset:.15g}"
        if "retry_after" in self.options:
            headers["Retry-After"] = str(self.options["retry_after"])
        return {**headers, **self.options.get("headers", {})}

    def matches(self, method: str, path: str) -> bool:
        """Returns whether the failure applies to a request."""
        return (
            self.options.get("method", method).upper() == method
            and self.options.get("path", "") in path
            and re.search(self.pattern, path) is not None
        )


def _check_options(options: Failure) -> None:
    """Checks the keyword arguments of `Emulator.fail_next`.

    Raises:
        ValidationError: If a keyword is unknown, or a value is not valid.
    """
    kinds = get_type_hints(Failure)
    for name, value in options.items():
        if name not in kinds:
            raise ValidationError(
                f"fail_next: unknown keyword {name!r}; {unknown_name(name, kinds)}"
            )
        try:
            TypeAdapter(kinds[name]).validate_python(value, strict=True)
        except _WrongType:
            raise _build_invalid_value_error(name, value, _describe_type(kinds[name])) from None
    if not 0 <= options.get("latency", 0) <= threading.TIMEOUT_MAX:
        raise _build_invalid_value_error("latency", options["latency"], "0 seconds or more")
    body = options.get("body", "")
    if isinstance(body, str) and not _is_utf8(body):
        raise _build_invalid_value_error(
            "body", body, "text that can be encoded as UTF-8, or bytes"
        )
    sent = {
        "content_type": options.get("content_type", ""),
        "retry_after": options.get("retry_after", ""),
    }
    for name, value in [
        *sent.items(),
        *(("headers", text) for pair in options.get("headers", {}).items() for text in pair),
    ]:
        if not _HEADER.fullmatch(str(value)):
            raise _build_invalid_value_error(name, value, "one line of Latin-1 text")


def _build_invalid_value_error(name: str, value: object, allowed: str) -> ValidationError:
    return ValidationError(
        f"fail_next: {name}: {format_value(value)} is not valid; allowed: {allowed}"
    )


def _describe_type(kind: Any) -> str:
    """Names a type for an error message, such as `str or bytes` for `str | bytes`. Lists the values of a literal."""
    names = get_args(kind)
    if names and all(isinstance(name, str) for name in names):
        return ", ".join(names)
    if isinstance(kind, type):
        return kind.__name__
    return str(kind).replace("collections.abc.", "").replace(" | ", " or ")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class PlannedFailures:
    """The queue of planned failures, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[PlannedFailure, int]] = []

    def add(self, failure: PlannedFailure, times: int) -> None:
        """Plans a failure for the next `times` matching requests.

        Raises:
            ValidationError: If `times` is not valid.
        """
        if type(times) is not int or times < 1:
            raise ValidationError(f"times: {format_value(times)} is not valid; allowed: 1 or more")
        with self._lock:
            self._waiting.append((failure, times))

    def take_next(self, method: str, path: str) -> PlannedFailure | None:
        """Returns the oldest planned failure that matches a request, or None.

        A failure leaves the queue after it was returned `times` times (see `add`).
        """
        with self._lock:
            for index, (failure, times) in enumerate(self._waiting):
                if failure.matches(method, path):
                    self._waiting[index : index + 1] = [(failure, times - 1)] if times > 1 else []
                    return failure
        return None

    @property
    def count(self) -> int:
        """The number of requests that are still planned to fail."""
        with self._lock:
            return sum(times for _, times in self._waiting)

    def clear(self) -> None:
        """Removes all planned failures."""
        with self._lock:
            self._waiting.clear()
