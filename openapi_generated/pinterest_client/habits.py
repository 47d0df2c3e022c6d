"""The generated client's habits: keywords that its methods take beside those of the operation."""

from __future__ import annotations

import atexit
import functools
import importlib
import inspect
from collections.abc import Callable, Mapping
from multiprocessing.pool import ThreadPool
from typing import Any, NoReturn

from openapi_generated.pinterest_client import surface
from openapi_generated.pinterest_client.answers import legacy_answer
from openapi_generated.pinterest_client.spelling import fitted
from pinterest import schemas
from pinterest.exceptions import PinterestError, ValidationError
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


def legacy_api(name: str, module: str) -> type[Api]:
    """Returns a class of the generated client: its methods, which also take that client's keywords.

    Args:
        name: The class's name.
        module: The name of the module that it is imported from.

    Raises:
        AttributeError: It has no class of that name.
    """
    from pinterest import api

    homes = [getattr(api, home) for home in surface.HOMES.get(name, (name,))]
    methods: dict[str, Callable[..., Any]] = {
        method: _gone(f"{name}.{method}", instead)
        for method, instead in surface.GONE_METHODS.get(name, {}).items()
    }
    for home in homes:
        for method, function in vars(home).items():
            if inspect.isfunction(function) and not method.startswith("_"):
                methods.setdefault(method, _method(home, function))
    for method, (home_name, target) in surface.METHODS.get(name, {}).items():
        home = getattr(api, home_name)
        methods[method] = _method(home, getattr(home, target))
    base = homes[0] if homes else Api
    namespace = {
        "__doc__": base.__doc__,
        "__module__": module,
        "__init__": _init,
        "api_client": Api.client,
    }
    return type(name, (base,), {**namespace, **methods})


def _init(self: Api, api_client: Client | None = None) -> None:
    """Remembers the client; nothing is sent."""
    if api_client is None:
        from openapi_generated.pinterest_client.api_client import ApiClient

        api_client = ApiClient()
    Api.__init__(self, api_client)


def _method(home: type[Api], method: Callable[..., Any]) -> Callable[..., Any]:
    operations = home.__module__.replace(".api.", ".operations.")

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
        operation = getattr(importlib.import_module(operations), method.__name__.upper())
        arguments = _arguments(method, args, kwargs)
        _fit_lists(operation, arguments)
        _fit_body(operation, arguments)
        if _request_timeout is not None:
            arguments["timeout"] = _request_timeout
        _check_names(method, arguments)
        client = self.client

        def run() -> Any:
            recorder = _Recorder(client)
            result = method(home(recorder), **arguments)
            response = recorder.response
            assert response is not None
            answer = legacy_answer(operation, response, result) if _preload_content else None
            return returned(response, answer, _return_http_data_only, _preload_content)

        return run_or_submit(client, run, async_req)

    return call


def returned(response: ApiResponse, answer: Any, only_data: bool, read: bool) -> Any:
    """Returns what a call answers: the answer itself, with status and headers, or as it came."""
    if not read:
        return RawResponse(response)
    return answer if only_data else (answer, response.status, response.headers)


def run_or_submit(client: object, run: Callable[[], Any], submit: bool) -> Any:
    """Returns what a call answers, or, where it is to go on by itself, what the answer can be had of."""
    return _pool(client).apply_async(run) if submit else run()


def _arguments(
    method: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    """Returns the arguments by the names that the typed method gives them."""
    name = method.__name__
    renamed = surface.PARAMETERS.get(name, {})
    args = tuple(fitted(None, value) for value in args)
    counting = [key for key in kwargs if key not in _IGNORED]
    given = {renamed.get(key, key): fitted(None, kwargs[key]) for key in counting}
    if name in surface.FORMS:
        first, form = surface.FORMS[name]
        return {form: {**dict(zip((first,), args, strict=False)), **given}}
    parameters = [
        parameter
        for parameter in inspect.signature(method).parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ][1:]
    if len(args) > len(parameters):
        raise ValidationError(
            f"{name}() takes {len(parameters)} arguments by position, not {len(args)}"
        )
    positional = dict(zip([parameter.name for parameter in parameters], args, strict=False))
    twice = sorted(set(positional) & set(given))
    if twice:
        raise ValidationError(f"{name}() got {twice[0]!r} twice")
    return {**positional, **given}


def _check_names(method: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
    """Refuses unknown and missing arguments with an error of the generated client's, which a bare one is not."""
    try:
        inspect.signature(method).bind(None, **arguments)
    except TypeError as error:
        raise ValidationError(f"{method.__name__}() {error}") from None


def _fit_lists(operation: Operation, arguments: dict[str, Any]) -> None:
    """Makes lists of what the generated client takes in their place: one value, or several in a text with commas."""
    for parameter in operation.parameters:
        value = arguments.get(parameter.argument)
        if parameter.many and isinstance(value, (str, int)):
            value = [value]
        if isinstance(value, list) and (parameter.many == "csv" or parameter.is_id):
            value = [part for item in value for part in _parts(item)]
        if value is not None:
            arguments[parameter.argument] = value


def _parts(item: Any) -> list[Any]:
    # Neither an id nor an item that travels between commas has one of its own.
    return item.split(",") if isinstance(item, str) and "," in item else [item]


def _fit_body(operation: Operation, arguments: dict[str, Any]) -> None:
    """Puts a body in the place that the typed method has for it, as that takes it."""
    body = operation.body
    if body is None:
        return
    # One may be left out where the generated client lets it be; whether the API does is checked further on.
    value = arguments.get(body.argument, {})
    kind = getattr(schemas, body.schema)
    arguments[body.argument] = fitted(list.__class_getitem__(kind) if body.many else kind, value)


def _gone(name: str, instead: str) -> Callable[..., Any]:
    def call(self: Api, *args: Any, **kwargs: Any) -> NoReturn:
        raise PinterestError(f"{name}: the API has this operation no more; use {instead}")

    call.__doc__ = f"Gone from the API; use {instead}."
    return call


def _pool(client: object) -> ThreadPool:
    pool = getattr(client, "pool", None)
    return pool if isinstance(pool, ThreadPool) else _shared_pool()


@functools.cache
def _shared_pool() -> ThreadPool:
    pool = ThreadPool(1)
    atexit.register(pool.terminate)
    return pool
