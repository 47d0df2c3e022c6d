"""A client whose session returns prepared responses and records the requests. It opens no socket."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import urllib3
from requests.adapters import BaseAdapter

from pinterest.client import PinterestSDKClient
from pinterest.operation import Operation
from pinterest.operations import all_operations

BASE = "https://api.example.com/v5"

Respond = Callable[[Operation | None], tuple[int, Any]]
"""Returns the status and data of the response to a request of this operation. `...` is an empty body."""

_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class CannedAdapter(BaseAdapter):
    """Responds without a network.

    Attributes:
        respond: A function that returns the response to a request.
        sent: The requests.
    """

    def __init__(self) -> None:
        super().__init__()
        self.respond: Respond = lambda operation: (200, {})
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:  # type: ignore[override]  # the options do not matter
        """Records the request and returns the response."""
        self.sent.append(request)
        status, data = self.respond(find_operation(request))
        content = b"" if data is ... else json.dumps(data).encode()
        headers = {"Content-Type": "application/json"}
        response = requests.Response()
        response.status_code = status
        response.reason = "Whatever"
        response.headers.update(headers)
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(content), headers, status, preload_content=False
        )
        response.request = request
        response.url = request.url or ""
        return response

    def close(self) -> None:
        """Does nothing."""

    def __reduce__(self) -> tuple[Any, ...]:
        return CannedAdapter, ()  # a pickled object contains its client and the client's session


class CannedServer:
    """An adapter, and a client for it that has every kind of credentials and does not retry."""

    def __init__(self) -> None:
        self.adapter = CannedAdapter()
        session = requests.Session()
        session.mount("https://", self.adapter)
        self.client = PinterestSDKClient(
            "token",
            app_id="1001",
            app_secret="app-secret",
            conversion_token="conversion-token",
            base_url=BASE,
            max_retries=0,
            session=session,
        )

    @property
    def sent(self) -> list[requests.PreparedRequest]:
        """The requests since the last response was prepared."""
        return self.adapter.sent

    def respond_with(self, respond: Respond) -> None:
        """Sets the function that returns responses, and clears the recorded requests."""
        self.adapter.respond = respond
        self.adapter.sent = []


@cache
def _routes() -> list[tuple[Operation, re.Pattern[str]]]:
    """Returns the operations with their paths as patterns. Paths with fewer parameters come first."""
    operations = sorted(all_operations(), key=lambda item: item.path.count("{"))
    return [(item, re.compile(re.sub(r"{\w+}", "[^/?#]+", item.path))) for item in operations]


def find_operation(request: requests.PreparedRequest) -> Operation | None:
    """Returns the operation of a request. None if no operation matches."""
    path = (request.url or "").removeprefix(BASE).partition("?")[0]
    for operation, pattern in _routes():
        if operation.verb == request.method and pattern.fullmatch(path):
            return operation
    return None


def check_url(request: requests.PreparedRequest) -> None:
    """Checks that no argument changed the path of a request."""
    url = request.url or ""
    assert url.startswith(f"{BASE}/")
    assert url.isascii() and not _CONTROL_CHARACTER.search(url) and " " not in url
    parts = urlsplit(url)
    assert not parts.fragment
    for step in parts.path.split("/")[1:]:
        assert step not in ("", ".", "..")
        assert not _CONTROL_CHARACTER.search(unquote(step))
    assert find_operation(request) is not None, url
