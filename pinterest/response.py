"""The response of the API to a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pinterest.retry import RateLimit
from pinterest.utils.nested_data import pack, rebuild
from pinterest.utils.suggest import format_value

__all__ = ["ApiResponse", "RateLimit"]


@dataclass(frozen=True, slots=True, repr=False)
class ApiResponse:
    """The response to one request.

    Attributes:
        status: HTTP status.
        headers: HTTP headers. The names are case-insensitive.
        data: The parsed JSON body. None if the response has no body.
        content: The body as bytes.
    """

    status: int
    headers: Mapping[str, str]
    data: Any
    content: bytes = b""
    _close_connection: Callable[[], None] | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        data = format_value(self.data, 200)
        return f"ApiResponse(status={self.status}, request_id={self.request_id!r}, data={data})"

    def __reduce__(self) -> tuple[Any, ...]:
        # The data may be nested too deeply for pickle.
        return rebuild, (type(self), self.status, self.headers, pack(self.data), self.content)

    def drop_connection(self) -> None:
        """Closes the connection that the response came from, unless it is already closed.

        Call this method if the response is for a different request, because later responses on this connection
        may then be wrong too.
        """
        if self._close_connection is not None:
            self._close_connection()

    def without_body(self) -> ApiResponse:
        """Returns a copy with only the status and the headers, which needs less memory."""
        return ApiResponse(status=self.status, headers=self.headers, data=None)

    @property
    def request_id(self) -> str | None:
        """The request ID for Pinterest's support (header `x-pinterest-rid`)."""
        return self.headers.get("x-pinterest-rid")

    @property
    def rate_limit(self) -> RateLimit:
        """The values of the `X-RateLimit-*` headers."""
        return RateLimit.from_headers(self.headers)
