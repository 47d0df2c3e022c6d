"""`ApiClient`: the generated client's connection to the API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from multiprocessing.pool import ThreadPool
from typing import Any
from urllib.parse import quote

from openapi_generated.pinterest_client.adapter.calls import build_result, run_call
from openapi_generated.pinterest_client.configuration import Configuration
from pinterest.client import PinterestSDKClient
from pinterest.client_options import build_headers
from pinterest.exceptions import ValidationError
from pinterest.utils.protocol import Timeout

__all__ = ["ApiClient"]


class _ApiClientType(type):
    """Makes every `PinterestSDKClient` an instance of `ApiClient`, as in Pinterest's own SDK."""

    def __instancecheck__(cls, instance: object) -> bool:
        return super().__instancecheck__(instance) or (
            cls is ApiClient and isinstance(instance, PinterestSDKClient)
        )

    def __subclasscheck__(cls, subclass: type) -> bool:
        return super().__subclasscheck__(subclass) or (
            cls is ApiClient and issubclass(subclass, PinterestSDKClient)
        )


class ApiClient(PinterestSDKClient, metaclass=_ApiClientType):
    """A client with the settings of a `Configuration`. Use the client as a context manager to close its connections.

    Args:
        configuration: The URL of the API, the credentials and other settings. Defaults to the default configuration.
        header_name: The name of a header to send with every request.
        header_value: The value of that header.
        cookie: A `Cookie` header to send with every request.
        pool_threads: The number of threads for calls with `async_req` (default 1).
        user_agent: The `User-Agent` header. Defaults to the SDK's name and version.
    """

    def __init__(
        self,
        configuration: Configuration | None = None,
        header_name: str | None = None,
        header_value: str | None = None,
        cookie: str | None = None,
        pool_threads: int = 1,
        user_agent: str | None = None,
    ) -> None:
        """Creates a client. The access token can be set later, in the configuration."""
        self.configuration = configuration or Configuration.get_default_copy()
        retries = self.configuration.retries
        options: dict[str, Any] = {} if retries is None else {"max_retries": retries}
        super().__init__(
            configuration=self.configuration,
            app_id=self.configuration.username,
            app_secret=self.configuration.password,
            header_name=header_name,
            header_value=header_value,
            cookie=cookie,
            pool_threads=pool_threads,
            **options,
        )
        if user_agent is not None:
            self.user_agent = user_agent

    @property
    def default_headers(self) -> Mapping[str, str]:
        """The headers of every request. To add a header, call `set_default_header`."""
        return dict(self._transport.headers)

    def set_default_header(self, header_name: str, header_value: str) -> None:
        """Adds a header to all later requests.

        Raises:
            ConfigurationError: If the header is not valid.
        """
        checked = build_headers(header_name, header_value, None)[header_name]
        self._transport.headers = {**self._transport.headers, header_name: checked}

    @property
    def user_agent(self) -> str:
        """The `User-Agent` header."""
        return self._transport.headers["User-Agent"]

    @user_agent.setter
    def user_agent(self, value: str) -> None:
        self.set_default_header("User-Agent", value)

    def call_api(
        self,
        resource_path: str,
        method: str,
        path_params: Mapping[str, object] | None = None,
        query_params: Any = None,
        header_params: Mapping[str, str] | None = None,
        body: Any = None,
        post_params: Any = None,
        *,
        async_req: bool = False,
        _return_http_data_only: bool = False,
        _preload_content: bool = True,
        _request_timeout: Timeout = None,
        **options: Any,
    ) -> Any:
        """Sends a request to any endpoint, including endpoints that have no method in the generated client.

        Args:
            resource_path: The path after the version, with `{name}` for path parameters.
            method: The HTTP verb.
            path_params: The path parameters.
            query_params: The query parameters, as pairs or as a mapping.
            header_params: Headers. Only `Accept` and `Content-Type` are valid; use `set_default_header` for others.
            body: The JSON body: plain data or models.
            post_params: Fields of a form, to send instead of a JSON body.
            async_req: Whether to send the request in another thread. The result's `get()` then waits for the response.
            _return_http_data_only: Whether to return the data without status and headers.
            _preload_content: Whether to parse the response.
            _request_timeout: Seconds to connect and to read.
            **options: Other options of the generated client, without effect.

        Returns:
            The response as plain data, with its status and headers.

        Raises:
            ValidationError: If the request is not valid. Nothing is sent.
            ApiException: If the API returns an error.
        """
        # Imported here, because creating a client must not load every schema.
        from openapi_generated.pinterest_client.adapter.plain_data import to_wire

        refused = {name.lower() for name in header_params or {}} - {"accept", "content-type"}
        if refused:
            raise ValidationError(
                f"header_params: only Accept and Content-Type are valid; add {min(refused)!r} with set_default_header"
            )
        values = {name: quote(str(value), safe="") for name, value in (path_params or {}).items()}
        path = re.sub(r"{(\w+)}", lambda found: values.get(found[1], found[0]), resource_path)

        def send_request() -> Any:
            response = self.request(
                method,
                path,
                params=dict(query_params or {}),
                json=to_wire(body),
                data=dict(post_params) if post_params else None,
                timeout=_request_timeout,
            )
            return build_result(
                response,
                response.data,
                with_response=not _return_http_data_only,
                parsed=_preload_content,
            )

        return run_call(self, send_request, in_background=async_req)

    @classmethod
    def sanitize_for_serialization(cls, obj: Any) -> Any:
        """Converts a model, or data with models in it, to plain data for a JSON body."""
        from pydantic_core import to_jsonable_python

        from openapi_generated.pinterest_client.adapter.plain_data import to_wire

        return to_jsonable_python(to_wire(obj))

    @cached_property
    def pool(self) -> ThreadPool:
        """The threads for calls with `async_req`."""
        return ThreadPool(self.pool_threads)

    def close(self) -> None:
        """Waits until all background calls have finished, then closes threads and connections."""
        pool = self.__dict__.pop("pool", None)
        if pool is not None:
            pool.close()
            pool.join()
        super().close()
