"""Runs the emulator with data for the benchmarks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.child import run_module

if TYPE_CHECKING:
    from pinterest.emulator import Emulator


class Server(NamedTuple):
    """The URL and credentials of the server."""

    url: str
    token: str
    ad_account_id: str


@contextmanager
def run_server(audiences: int, other_objects: int = 0, limit: str = "") -> Iterator[Server]:
    """Runs the emulator in another process.

    Args:
        audiences: The number of audiences.
        other_objects: The number of campaigns, and the number of Pins.
        limit: The rate limit for reading ads, such as `500/2` for 500 requests per 2 seconds. Empty for no limit.
    """
    with run_module("benchmarks.server", audiences, other_objects, limit) as line:
        yield Server(*line.split())


def _add_campaigns_and_pins(emulator: Emulator, count: int) -> None:
    """Creates a campaign and a Pin through the API, and adds copies until there are `count` of each."""
    from pinterest.ads.campaigns import Campaign
    from pinterest.organic.boards import Board
    from pinterest.organic.pins import Pin

    account, client = emulator.ad_account_id, emulator.client()
    Campaign.create(account, "Bench", "AWARENESS", daily_spend_cap=5_000_000, client=client)
    image = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
    Pin.create(Board.create("Many", client=client).id, image, title="Quilt", client=client)
    stored = emulator.dump()
    for kind in ("campaign", "pin"):
        [one] = stored["entities"][kind]
        ids = [str(int(one["id"]) + number) for number in range(count)]
        stored["entities"][kind] = [
            {**one, "id": id, "data": {**one["data"], "id": id}} for id in ids
        ]
    emulator.load(stored)


def main() -> None:
    """Serves until standard input is closed."""
    from pinterest.emulator import Emulator

    limits: dict[str, int | tuple[int, int]] = {}
    if sys.argv[3]:
        requests, seconds = map(int, sys.argv[3].split("/"))
        limits = {"ads_read": (requests, seconds), "all": (100_000, 1)}
    with Emulator(rate_limits=limits or None) as emulator:
        emulator.add_audiences(int(sys.argv[1]))
        if other_objects := int(sys.argv[2]):
            _add_campaigns_and_pins(emulator, other_objects)
            emulator.clear_requests()
        print(emulator.url, emulator.access_token, emulator.ad_account_id, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
