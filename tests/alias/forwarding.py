"""Redirects requests for Pinterest's own URL to an emulator, for scripts that contain this URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
import responses

from pinterest.emulator import Emulator

API = "https://api.pinterest.com/v5"


class Forwarding:
    """Redirects requests for Pinterest's URL to an emulator and records them.

    Attributes:
        replacements: Parts of the URL to replace, such as the made-up IDs of an example.
        requests: The recorded requests.
    """

    def __init__(self, emulator: Emulator, replacements: dict[str, str]) -> None:
        self.emulator = emulator
        self.replacements = replacements
        self.requests: list[requests.PreparedRequest] = []

    def __call__(self, request: Any) -> tuple[int, dict[str, str], bytes]:
        self.requests.append(request)
        path = request.url.removeprefix(API)
        for made_up, real in self.replacements.items():
            path = path.replace(made_up, real)
        answer = requests.request(
            request.method,
            self.emulator.url + path,
            data=request.body,
            headers={
                "Authorization": f"Bearer {self.emulator.access_token}",
                "Content-Type": request.headers.get("Content-Type", ""),
            },
            timeout=30,
        )
        return answer.status_code, {"Content-Type": "application/json"}, answer.content


@contextmanager
def forward_requests(
    emulator: Emulator, replacements: dict[str, str] | None = None
) -> Iterator[Forwarding]:
    """Forwards every request to Pinterest's URL inside a `with` block."""
    forwarding = Forwarding(emulator, replacements or {})
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.add_passthru(emulator.url)
        for verb in ("GET", "POST", "PATCH"):
            mock.add_callback(verb, re.compile(re.escape(API)), forwarding)
        yield forwarding
