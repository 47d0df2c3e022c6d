"""`ApiClient`: the generated client's way to the API, which is this SDK's own."""

from __future__ import annotations

from functools import cached_property
from multiprocessing.pool import ThreadPool

from openapi_generated.pinterest_client.configuration import Configuration
from pinterest.client import PinterestSDKClient

__all__ = ["ApiClient"]


class ApiClient(PinterestSDKClient):
    """A client made of a `Configuration`; it closes itself as a context manager.

    Args:
        configuration: Where the API is and how to sign in; the default configuration unless given.
        header_name: Name of a header to send with every request.
        header_value: Its value.
        cookie: A `Cookie` header to send with every request.
        pool_threads: Threads for calls with `async_req`.
    """

    def __init__(
        self,
        configuration: Configuration | None = None,
        header_name: str | None = None,
        header_value: str | None = None,
        cookie: str | None = None,
        pool_threads: int = 1,
    ) -> None:
        """Makes a client; nothing is sent, and the token may still be set in the configuration."""
        self.configuration = configuration or Configuration.get_default_copy()
        super().__init__(
            configuration=self.configuration,
            app_id=self.configuration.username,
            app_secret=self.configuration.password,
            header_name=header_name,
            header_value=header_value,
            cookie=cookie,
            pool_threads=pool_threads,
        )

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
