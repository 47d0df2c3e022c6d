"""The generated client's habits: keywords that its methods take beside those of the operation."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from multiprocessing.pool import ThreadPool
from typing import Any

from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils.base_api import Api
from pinterest.utils.protocol import Client, Timeout

_IGNORED = frozenset(
    "_check_input_type _check_return_type _content_type _host_index _request_auths _spec_property_naming".split()
)


class RawResponse:
    """An answer that was not made into a model, for `_preload_content=False`.

    Attributes:
        status: HTTP status.
        data: The body as it came.
        headers: The headers.
    """

    def __init__(self, response: ApiResponse) -> None:
        """Takes what came."""
        self.status = response.status
        self.data = response.content
        self.headers = response.headers

    def getheaders(self) -> Mapping[str, str]:
        """Returns the headers."""
        return self.headers

    def getheader(self, name: str, default: str | None = None) -> str | None:
        """Returns a header, `default` where the answer has none of that name."""
        return self.headers.get(name, default)


class _Recorder:
    """A client that remembers the last answer of the one behind it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.response: ApiResponse | None = None

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        self.response = self.client.execute(operation, arguments, body=body, timeout=timeout)
        return self.response


def with_habits(api: type[Api]) -> type[Api]:
    """Returns a class of typed methods whose methods also take the generated client's keywords."""
    methods = {
        name: _method(method)
        for name, method in vars(api).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }
    namespace = {
        "__doc__": api.__doc__,
        "__init__": _init,
        "api_client": Api.client,
        **methods,
    }
    return type(api.__name__, (api,), namespace)


def _init(self: Api, api_client: Client | None = None) -> None:
    """Remembers the client; nothing is sent."""
    if api_client is None:
        from openapi_generated.pinterest_client.api_client import ApiClient

        api_client = ApiClient()
    Api.__init__(self, api_client)


def _method(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(
        self: Api,
        *args: Any,
        async_req: bool = False,
        _return_http_data_only: bool = True,
        _preload_content: bool = True,
        _request_timeout: Timeout = None,
        **kwargs: Any,
    ) -> Any:
        for name in _IGNORED:
            kwargs.pop(name, None)
        if _request_timeout is not None:
            kwargs["timeout"] = _request_timeout
        client = self.client

        def run() -> Any:
            recorder = _Recorder(client)
            result = method(_bound(self, recorder), *args, **kwargs)
            response = recorder.response
            assert response is not None
            if not _preload_content:
                return RawResponse(response)
            if not _return_http_data_only:
                return result, response.status, response.headers
            return result

        return _pool(client).apply_async(run) if async_req else run()

    return call


def _bound(api: Api, client: Client) -> Api:
    """Returns the same typed methods, carried out by another client."""
    typed_methods: type[Api] = type(api).__bases__[0]
    return typed_methods(client)


def _pool(client: Client) -> ThreadPool:
    pool = getattr(client, "pool", None)
    return pool if isinstance(pool, ThreadPool) else _shared_pool()


@functools.cache
def _shared_pool() -> ThreadPool:
    return ThreadPool(1)
