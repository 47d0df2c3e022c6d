"""Makes the calls of the generated client's methods. With `async_req`, calls run in another thread."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping
from functools import cache
from multiprocessing.pool import ThreadPool
from typing import Any

from pinterest.operation import Operation, Prepared
from pinterest.response import ApiResponse
from pinterest.utils.protocol import Client, Timeout


class RawResponse:
    """An unparsed response: the result of a method with `_preload_content=False`.

    Attributes:
        status: The HTTP status.
        data: The body, as bytes.
        headers: The headers.
    """

    def __init__(self, response: ApiResponse) -> None:
        """Stores the status, body and headers of a response."""
        self.status = response.status
        self.data = response.content
        self.headers = response.headers

    def getheaders(self) -> Mapping[str, str]:
        """Returns the headers."""
        return self.headers

    def getheader(self, name: str, default: str | None = None) -> str | None:
        """Returns a header, or `default` if the response does not have it."""
        return self.headers.get(name, default)


class RecordingClient:
    """A client that sends requests through another client and stores the last response.

    Attributes:
        client: The client that sends the requests.
        response: The last response. None before the first request.
    """

    def __init__(self, client: Client) -> None:
        """Stores the client that sends the requests."""
        self.client = client
        self.response: ApiResponse | None = None

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object] | Prepared,
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Sends a request. Stores and returns the response."""
        self.response = self.client.execute(operation, arguments, body=body, timeout=timeout)
        return self.response


def build_result(response: ApiResponse, answer: Any, *, with_response: bool, parsed: bool) -> Any:
    """Returns the parsed body, a (body, status, headers) tuple, or a `RawResponse`.

    Args:
        response: The response.
        answer: The parsed body.
        with_response: Whether to return the tuple (`_return_http_data_only=False`).
        parsed: Whether to return the parsed body. False returns a `RawResponse` (`_preload_content=False`).
    """
    if not parsed:
        return RawResponse(response)
    return (answer, response.status, response.headers) if with_response else answer


def run_call(client: object, call: Callable[[], Any], *, in_background: bool) -> Any:
    """Returns the result of `call()`, or an `AsyncResult` if the call runs in a background thread."""
    return _get_thread_pool(client).apply_async(call) if in_background else call()


def _get_thread_pool(client: object) -> ThreadPool:
    """Returns the thread pool for background calls: the pool of an `ApiClient`, or a shared pool for other clients."""
    pool = getattr(client, "pool", None)
    return pool if isinstance(pool, ThreadPool) else _get_shared_thread_pool()


@cache
def _get_shared_thread_pool() -> ThreadPool:
    pool = ThreadPool(1)
    atexit.register(pool.terminate)
    return pool
