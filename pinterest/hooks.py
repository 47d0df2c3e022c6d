"""Hooks: your functions, called before and after each request."""

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
from pinterest.utils.redact import one_line, redact
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
# Whether this thread is inside a hook.
_thread = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInfo:
    """A request that is about to be sent. It has no token, no query and no body.

    Attributes:
        operation: The operation's name in the API description, such as `audiences/list`. None for a request of
            `client.request`.
        verb: HTTP verb.
        path: Path below the base URL, such as `/ad_accounts/549755885175/audiences`. Tokens and email addresses are
            hidden.
        path_template: The path with the names of its parameters, such as `/ad_accounts/{ad_account_id}/audiences`.
            Use it to group requests. The same as `path` for a request of `client.request`.
        base_url: URL of the API with its version.
        quota: The rate limit category, such as `ads_read`. None if it is unknown.
        attempt: Number of the attempt within its call, from 1.
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
    """How a request ended: with a response or without one.

    Attributes:
        request: The request: the object that `on_request` was called with.
        duration: Seconds from sending the request until the response was received and parsed.
        status: HTTP status. None if no response was received.
        request_id: The request ID for Pinterest's support. None if the response has none.
        rate_limit: What the `X-RateLimit-*` headers say about the quota.
        error: The class name of the error of this attempt, such as `RateLimited`. None if it succeeded. The client may
            still retry.
    """

    request: RequestInfo
    duration: float
    status: int | None = None
    request_id: str | None = None
    rate_limit: RateLimit = field(default_factory=RateLimit)
    error: str | None = None


OnRequest: TypeAlias = Callable[[RequestInfo], object]
"""Called before each request is sent."""

OnResponse: TypeAlias = Callable[[ResponseInfo], object]
"""Called after each request, with or without a response."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """The hooks of one client.

    Attributes:
        on_request: Called before each request is sent.
        on_response: Called after each request.
    """

    on_request: OnRequest | None = None
    on_response: OnResponse | None = None

    def with_changes(self, on_request: OnRequest | None, on_response: OnResponse | None) -> Hooks:
        """Returns hooks with some replaced. None keeps a hook."""
        return check_hooks(on_request or self.on_request, on_response or self.on_response)

    @contextmanager
    def wrap_attempt(self, call: Call, base_url: str, secrets: Secrets) -> Iterator[None]:
        """Calls the hooks before and after one attempt, which runs inside a `with` block.

        Args:
            call: The call. Its response is that of the attempt.
            base_url: URL of the API.
            secrets: Returns the values to hide.
        """
        if self.on_request is None and self.on_response is None:
            yield
            return
        request = _describe_request(call, base_url, secrets)
        _run("on_request", self.on_request, request, secrets)
        started = time.perf_counter()
        error: str | None = None
        try:
            yield
        except (
            BaseException
        ) as raised:  # also Ctrl-C: each `on_request` is followed by an `on_response`
            error = type(raised).__name__
            raise
        finally:
            duration = time.perf_counter() - started
            response = _describe_response(call, request, duration, error, secrets)
            _run("on_response", self.on_response, response, secrets)


def check_hooks(on_request: OnRequest | None, on_response: OnResponse | None) -> Hooks:
    """Returns the hooks of a client.

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
    """Refuses a request that a hook sends.

    The hook would call itself without end, or wait for a token that its own thread is renewing.

    Args:
        operation: The operation of the request.

    Raises:
        ConfigurationError: If this thread is inside a hook.
    """
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
    return one_line(redact(shorten(text, _LONGEST_TEXT), secrets()))


def _run(name: str, hook: Callable[[Any], object] | None, info: object, secrets: Secrets) -> None:
    """Calls a hook. Logs its error, since a write that was sent must not fail because of a hook."""
    if hook is None:
        return
    problem: tuple[str, ...] = ()
    _thread.is_in_hook = True
    try:
        hook(info)
    except Exception as error:  # noqa: BLE001  # a function of the user may raise anything
        place = traceback.extract_tb(error.__traceback__)[-1]
        problem = (type(error).__name__, str(error), f"{place.filename}:{place.lineno}")
    finally:
        _thread.is_in_hook = False
    if problem:  # logged here, because a log handler may send requests
        log(logging.WARNING, HOOK_FAILED, name, *problem, secrets=secrets())
