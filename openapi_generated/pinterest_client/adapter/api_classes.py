"""Creates the API classes of the generated client from the classes of `pinterest.api`."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from typing import Any, NoReturn

from openapi_generated.pinterest_client.adapter import method_tables
from openapi_generated.pinterest_client.adapter.arguments import ArgumentConversion
from openapi_generated.pinterest_client.adapter.calls import RecordingClient, build_result, run_call
from openapi_generated.pinterest_client.adapter.naming import snake_case
from openapi_generated.pinterest_client.adapter.responses import to_legacy_response
from openapi_generated.pinterest_client.api_client import ApiClient
from pinterest import api
from pinterest.exceptions import PinterestError
from pinterest.operation import Operation
from pinterest.utils.base_api import Api
from pinterest.utils.forks import ForkSafeLock
from pinterest.utils.protocol import Client, Timeout

_PACKAGE = __name__.partition(".adapter.")[0] + ".api."
# Prevents two threads from both creating the same class.
_lock = ForkSafeLock()


@functools.cache
def list_api_names() -> dict[str, str]:
    """Maps the module name of each API class to the name of the class, such as `"boards_api"` to `"BoardsApi"`."""
    names = [name for name in dir(api) if name[:1].isupper()]
    return {snake_case(name): name for name in (*names, *method_tables.SOURCE_CLASSES)}


def load_api(name: str) -> Any:
    """Returns an API class of the generated client.

    Raises:
        AttributeError: If the generated client has no API class with this name.
    """
    with _lock:
        return _load_api(name)


@functools.cache
def _load_api(name: str) -> type[Api]:
    """Returns an API class. The caller must hold `_lock`."""
    sources = [getattr(api, source) for source in method_tables.SOURCE_CLASSES.get(name, (name,))]
    methods: dict[str, Callable[..., Any]] = {
        method: _build_removed_method(f"{name}.{method}", replacement)
        for method, replacement in method_tables.REMOVED_METHODS.get(name, {}).items()
    }
    for source in sources:
        for method, function in vars(source).items():
            if inspect.isfunction(function) and not method.startswith("_"):
                methods.setdefault(method, _build_legacy_method(source, function))
    for method, (source_name, target) in method_tables.RENAMED_METHODS.get(name, {}).items():
        source = getattr(api, source_name)
        methods[method] = _build_legacy_method(source, getattr(source, target))
    base = sources[0] if sources else Api
    namespace = {
        "__doc__": base.__doc__,
        "__module__": _PACKAGE + snake_case(name),
        "__init__": _init,
        "api_client": Api.client,
    }
    return type(name, (base,), {**namespace, **methods})


def _init(self: Api, api_client: Client | None = None) -> None:
    """Stores the client. Sends no request.

    Args:
        api_client: The client to use. Defaults to a new `ApiClient` with the default configuration.
    """
    Api.__init__(self, ApiClient() if api_client is None else api_client)


def _build_legacy_method(source: type[Api], method: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps a typed method in a method with the arguments and results of the generated client."""

    @functools.cache
    def load_operation() -> tuple[Operation, ArgumentConversion]:
        """Returns the operation of the typed method, and an `ArgumentConversion` for the method."""
        # Created on the first call, because a script uses few of the many methods.
        module = importlib.import_module(source.__module__.replace(".api.", ".operations."))
        operation = getattr(module, method.__name__.upper())
        return operation, ArgumentConversion(method, operation)

    @functools.wraps(method)
    def legacy_method(
        self: Api,
        *args: Any,
        async_req: bool = False,
        _return_http_data_only: bool = True,
        _preload_content: bool = True,
        _request_timeout: Timeout = None,
        **kwargs: Any,
    ) -> Any:
        operation, conversion = load_operation()
        arguments = conversion.convert(args, kwargs, _request_timeout)
        client = self.client

        def send_request() -> Any:
            recording = RecordingClient(client)
            result = method(source(recording), **arguments)
            response = recording.response
            assert response is not None
            answer = to_legacy_response(operation, response, result) if _preload_content else None
            return build_result(
                response,
                answer,
                with_response=not _return_http_data_only,
                parsed=_preload_content,
            )

        return run_call(client, send_request, in_background=async_req)

    return legacy_method


def _build_removed_method(name: str, replacement: str) -> Callable[..., Any]:
    """Returns a method that only raises PinterestError, with the advice to use `replacement`."""

    def removed_method(self: Api, *args: Any, **kwargs: Any) -> NoReturn:
        raise PinterestError(f"{name}: the API no longer has this operation; use {replacement}")

    removed_method.__doc__ = (
        f"Not available: the API no longer has this operation. Use {replacement}."
    )
    return removed_method
