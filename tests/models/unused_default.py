"""A default client that fails the test which lets it be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from pinterest.client import PinterestSDKClient


class UnusableSession(requests.Session):
    """A session that notes what it is asked to send, and sends nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self.asked.append(f"{request.method} {request.url}")
        raise requests.ConnectTimeout("nobody should ask here")


@pytest.fixture(autouse=True)
def unused_default() -> Iterator[None]:
    """Makes a client the default one that must not be used: the one that a test passes must be."""
    session = UnusableSession()
    client = PinterestSDKClient("default", base_url="https://default.invalid/v5", session=session)
    PinterestSDKClient.set_default_client(client)
    yield
    PinterestSDKClient.set_default_client(None)
    assert session.asked == []
