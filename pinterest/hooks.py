"""Hooks: functions of the user that a client calls before and after each request."""

from __future__ import annotations

import inspect
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pinterest.call import Call
from pinterest.exceptions import ConfigurationError
from pinterest.operation import Operation
from pinterest.response import RateLimit
from pinterest.utils.logs import HOOK_FAILED, log
from pinterest.utils.redact import escape_control_characters, redact
from pinterest.utils.shorten import shorten
from pinterest.utils.suggest import format_value

__all__ = [
    "Hooks",
    "OnRequest",
    "OnResponse",
    "RequestInfo",
    "ResponseInfo",
    "check_hooks",
    "check_outside_hooks",
]

Secrets: TypeAlias = Callable[[], Iterable[str | None]]

_LONGEST_TEXT = 500
# Whether the current thread is running a hook.
_thread = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInfo:
    """Describes a request that is about to be sent, without its token, query and body.

    Attributes:
        operation: The name of the operation in the API description, such as `audiences/list`. None for
            `client.request`.
        verb: HTTP verb.
        path: Path below the base URL, such as `/ad_accounts/549755885175/audiences`. Contains no tokens or
            email addresses.
        path_template: The path with parameter names, such as `/ad_accounts/{ad_account_id}/audiences`. Useful
            to group requests. For `client.request`, this is equal to `path`.
        base_url: URL of the API with its version.
        quota: The rate limit category, such as `ads_read`. None if unknown.
        attempt: The number of this attempt within the call. The first attempt is 1.
    """

    operation: str | None
    verb: str
    path: str
    path_template: str
    base_url: str
    quota: str | None
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseInfo:
    """Describes how a request ended.

    Attributes:
        request: The object that `on_request` was called with.
        duration: Seconds from sending the request to parsing the response.
        status: HTTP status. None if there was no response.
        request_id: The request ID for Pinterest's support. None if the response has no request ID.
        rate_limit: The values of the `X-RateLimit-*` headers.
        error: The class name of the attempt's error, such as `RateLimited`. None if the attempt succeeded.
            After an error, the client may still retry.
    """

    request: RequestInfo
    duration: float
    status: int | None = None
    request_id: str | None = None
    rate_limit: RateLimit = field(default_factory=RateLimit)
    error: str | None = None


OnRequest: TypeAlias = Callable[[RequestInfo], object]
"""A function that is called before each request."""

OnResponse: TypeAlias = Callable[[ResponseInfo], object]
"""A function that is called after each request, even if there was no response."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """The hooks of one client.

    Attributes:
        on_request: A function that is called before each request. None if not set.
        on_response: A function that is called after each request. None if not set.
    """

    on_request: OnRequest | None = None
    on_response: OnResponse | None = None

    def with_changes(self, on_request: OnRequest | None, on_response: OnResponse | None) -> Hooks:
        """Returns a copy with these hooks. If an argument is None, the copy keeps the current hook."""
        return check_hooks(on_request or self.on_request, on_response or self.on_response)

    @contextmanager
    def wrap_attempt(self, call: Call, base_url: str, secrets: Secrets) -> Iterator[None]:
        """Calls the hooks before and after an attempt. Send the request inside the `with` block.

        Args:
            call: The call. After the block, `call.response` must be the response to this attempt, or None.
            base_url: URL of the API.
            secrets: A function that returns the values to hide.
        """
        if self.on_request is None and self.on_response is None:
            yield
            return
        request = _describe_request(call, base_url, secrets)
        _call_hook("on_request", self.on_request, request, secrets)
        started = time.perf_counter()
        error: str | None = None
        try:
            yield
        except (
            BaseException
        ) as raised:  # includes Ctrl-C, so that an `on_response` follows each `on_request`
            error = type(raised).__name__
            raise
        finally:
            duration = time.perf_counter() - started
            response = _describe_response(call, request, duration, error, secrets)
            _call_hook("on_response", self.on_response, response, secrets)


def check_hooks(on_request: OnRequest | None, on_response: OnResponse | None) -> Hooks:
    """Checks the hooks of a client and returns them.

    Raises:
        ConfigurationError: If a hook is not a function, or is a coroutine function.
    """
    for name, hook in (("on_request", on_request), ("on_response", on_response)):
        if hook is None:
            continue
        if not callable(hook):
            raise ConfigurationError(f"{name}: {format_value(hook)} is not valid. Pass a function.")
        if inspect.iscoroutinefunction(hook):
            raise ConfigurationError(
                f"{name} is a coroutine function, which the client does not await. Pass an ordinary function."
            )
    return Hooks(on_request, on_response)


def check_outside_hooks(operation: Operation) -> None:
    """Raises an error if the current thread is running a hook, because a hook must not send requests.

    Args:
        operation: The operation to name in the error.

    Raises:
        ConfigurationError: If the current thread is running a hook.
    """
    # The request would run the hook again, without end. During a token renewal, it would wait for its own thread.
    if getattr(_thread, "is_in_hook", False):
        raise ConfigurationError(
            f"{operation}: on_request and on_response cannot send requests with a client. No request was sent."
        )


def _describe_request(call: Call, base_url: str, secrets: Secrets) -> RequestInfo:
    operation = call.operation
    path = _redact(call.prepared.path, secrets)
    return RequestInfo(
        operation=operation.id if operation.tag else None,
        verb=operation.verb,
        path=path,
        path_template=operation.path if operation.tag else path,
        base_url=base_url,
        quota=operation.quota,
        attempt=call.attempts.number,
    )


def _describe_response(
    call: Call, request: RequestInfo, duration: float, error: str | None, secrets: Secrets
) -> ResponseInfo:
    response = call.response
    if response is None:
        return ResponseInfo(request=request, duration=duration, error=error)
    request_id = response.headers.get("x-pinterest-rid")
    return ResponseInfo(
        request=request,
        duration=duration,
        status=response.status_code,
        request_id=None if request_id is None else _redact(request_id, secrets),
        rate_limit=RateLimit.from_headers(response.headers),
        error=error,
    )


def _redact(text: str, secrets: Secrets) -> str:
    return escape_control_characters(redact(shorten(text, _LONGEST_TEXT), secrets()))


def _call_hook(
    name: str, hook: Callable[[Any], object] | None, info: object, secrets: Secrets
) -> None:
    """Calls a hook, and logs an error of the hook instead of raising it."""
    if hook is None:
        return
    problem: tuple[str, ...] = ()
    _thread.is_in_hook = True
    # An error of the hook is not raised, because the request may have been sent.
    try:
        hook(info)
    except Exception as error:  # noqa: BLE001  # a function of the user may raise anything
        place = traceback.extract_tb(error.__traceback__)[-1]
        problem = (type(error).__name__, str(error), f"{place.filename}:{place.lineno}")
    finally:
        _thread.is_in_hook = False
    if problem:  # log outside the hook, because a log handler may send requests
        log(logging.WARNING, HOOK_FAILED, name, *problem, secrets=secrets())
