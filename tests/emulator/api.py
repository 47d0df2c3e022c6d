"""A plain HTTP session for the emulator."""

from __future__ import annotations

from typing import Any

import requests


class Api(requests.Session):
    """A session with the emulator's base URL and access token."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__()
        self.url = url
        self.trust_env = False
        self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str, path: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # paths only
        return super().request(method, self.url + path, timeout=30, **kwargs)

    def items(self, path: str, **query: Any) -> list[Any]:
        """Returns the items of all pages of a list."""
        found: list[Any] = []
        while True:
            answer = self.get(path, params=query)
            assert answer.status_code == 200, answer.text
            found += answer.json()["items"]
            query["bookmark"] = answer.json()["bookmark"]
            if query["bookmark"] is None:
                return found
