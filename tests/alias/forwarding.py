"""Pinterest's own address, answered by an emulator: for scripts that name the address themselves."""

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
    """Passes requests for Pinterest's address on to an emulator, and keeps them.

    Attributes:
        places: What to put in the place of parts of the path, such as the example's made-up ids.
        requests: What came in.
    """

    def __init__(self, emulator: Emulator, places: dict[str, str]) -> None:
        self.emulator = emulator
        self.places = places
        self.requests: list[requests.PreparedRequest] = []

    def __call__(self, request: Any) -> tuple[int, dict[str, str], bytes]:
        self.requests.append(request)
        path = request.url.removeprefix(API)
        for made_up, real in self.places.items():
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
def forwarded(emulator: Emulator, places: dict[str, str] | None = None) -> Iterator[Forwarding]:
    """Catches every request for Pinterest's address as long as the block lasts."""
    forwarding = Forwarding(emulator, places or {})
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.add_passthru(emulator.url)
        for verb in ("GET", "POST", "PATCH"):
            mock.add_callback(verb, re.compile(re.escape(API)), forwarding)
        yield forwarding
