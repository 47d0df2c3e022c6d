"""A plain HTTP session that knows where the emulator is."""

from __future__ import annotations

from typing import Any

import requests


class Api(requests.Session):
    """A session that knows the base address and is signed in."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__()
        self.url = url
        self.headers["Authorization"] = f"Bearer {token}"

    def request(self, method: str, path: str, **kwargs: Any) -> requests.Response:  # type: ignore[override]  # paths only
        return super().request(method, self.url + path, timeout=30, **kwargs)

    def items(self, path: str, **query: Any) -> list[Any]:
        """Returns the items of a list, those of all its pages."""
        found: list[Any] = []
        while True:
            answer = self.get(path, params=query)
            assert answer.status_code == 200, answer.text
            found += answer.json()["items"]
            query["bookmark"] = answer.json()["bookmark"]
            if query["bookmark"] is None:
                return found
