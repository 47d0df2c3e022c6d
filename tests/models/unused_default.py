"""A default client that fails every test that uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from pinterest.client import PinterestSDKClient


class UnusableSession(requests.Session):
    """A session that records requests and sends nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.recorded: list[str] = []

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.recorded.append(f"{request.method} {request.url}")
        raise requests.ConnectTimeout("the default client must not be used")


@pytest.fixture(autouse=True)
def unused_default() -> Iterator[None]:
    """Sets a default client that must not be used. Fails the test if it sends a request."""
    session = UnusableSession()
    client = PinterestSDKClient("default", base_url="https://default.invalid/v5", session=session)
    PinterestSDKClient.set_default_client(client)
    yield
    PinterestSDKClient.set_default_client(None)
    assert session.recorded == []
