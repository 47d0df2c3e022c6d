"""`ApiClient`: the generated client's way to the API, which is this SDK's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from multiprocessing.pool import ThreadPool
from typing import Any
from urllib.parse import quote

from openapi_generated.pinterest_client.configuration import Configuration
from pinterest.client import PinterestSDKClient
from pinterest.client_options import build_headers
from pinterest.exceptions import ValidationError
from pinterest.utils.protocol import Timeout

__all__ = ["ApiClient"]


class ApiClient(PinterestSDKClient):
    """A client made of a `Configuration`; it closes itself as a context manager.

    Args:
        configuration: Where the API is and how to sign in; the default configuration unless given.
        header_name: Name of a header to send with every request.
        header_value: Its value.
        cookie: A `Cookie` header to send with every request.
        pool_threads: Threads for calls with `async_req`.
        user_agent: How the client names itself to the API; as the SDK does unless given.
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
        """Makes a client; nothing is sent, and the token may still be set in the configuration."""
        self.configuration = configuration or Configuration.get_default_copy()
        retries = self.configuration.retries
        patience: dict[str, Any] = {} if retries is None else {"max_retries": retries}
        super().__init__(
            configuration=self.configuration,
            app_id=self.configuration.username,
            app_secret=self.configuration.password,
            header_name=header_name,
            header_value=header_value,
            cookie=cookie,
            pool_threads=pool_threads,
            **patience,
        )
        if user_agent is not None:
            self.user_agent = user_agent

    @property
    def default_headers(self) -> Mapping[str, str]:
        """The headers of every request; `set_default_header` adds one."""
        return dict(self._transport.headers)

    def set_default_header(self, header_name: str, header_value: str) -> None:
        """Sends a header with every request from now on.

        Raises:
            ConfigurationError: It cannot be sent.
        """
        checked = build_headers(header_name, header_value, None)[header_name]
        self._transport.headers = {**self._transport.headers, header_name: checked}

    @property
    def user_agent(self) -> str:
        """How the client names itself to the API."""
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
        """Sends a request that no method exists for; its answer is plain data.

        Args:
            resource_path: Path below the host's address, with `{name}` for path parameters.
            method: HTTP verb.
            path_params: Values of the path parameters.
            query_params: The query, as pairs or a mapping.
            header_params: Those that this client sends anyway; others belong to `set_default_header`.
            body: What to send as JSON: plain data or models.
            post_params: Fields of a form to send in its place.
            async_req: As for every method, like the following ones.
            _return_http_data_only: Whether to leave out status and headers.
            _preload_content: Whether to read the answer.
            _request_timeout: Seconds to connect and to read.
            **options: Without effect.

        Raises:
            ValidationError: The request is none; nothing was sent.
            ApiException: The API refused.
        """
        from openapi_generated.pinterest_client.habits import returned, run_or_submit
        from openapi_generated.pinterest_client.spelling import on_the_wire

        own = {name.lower() for name in header_params or {}} - {"accept", "content-type"}
        if own:
            raise ValidationError(f"header_params: use set_default_header for {min(own)!r}")
        values = {name: quote(str(value), safe="") for name, value in (path_params or {}).items()}
        path = re.sub(r"{(\w+)}", lambda found: values.get(found[1], found[0]), resource_path)

        def run() -> Any:
            form = dict(post_params) if post_params else None
            query, json = dict(query_params or {}), on_the_wire(body)
            response = self.request(
                method, path, params=query, json=json, data=form, timeout=_request_timeout
            )
            return returned(response, response.data, _return_http_data_only, _preload_content)

        return run_or_submit(self, run, async_req)

    @classmethod
    def sanitize_for_serialization(cls, obj: Any) -> Any:
        """Returns a model, or data with models in it, as the plain data that travels."""
        from pydantic_core import to_jsonable_python

        from openapi_generated.pinterest_client.spelling import on_the_wire

        return to_jsonable_python(on_the_wire(obj))

    @cached_property
    def pool(self) -> ThreadPool:
        """The threads that calls with `async_req` run in."""
        return ThreadPool(self.pool_threads)

    def close(self) -> None:
        """Waits for calls that are on their way, and closes threads and connections."""
        pool = self.__dict__.pop("pool", None)
        if pool is not None:
            pool.close()
            pool.join()
        super().close()
