"""The page at `/`, which shows the state of a running emulator."""

from __future__ import annotations

import requests

from pinterest.emulator import Emulator


def test_the_page_shows_entities_and_requests_and_no_tokens() -> None:
    with Emulator(speed=60) as emulator:
        emulator.add_audiences(3)
        requests.get(f"{emulator.url}/ad_accounts", params={"bookmark": "<script>"}, timeout=10)
        page = requests.get(emulator.url.removesuffix("/v5") + "/", timeout=10)
        secrets = (emulator.access_token, emulator.refresh_token, emulator.control_token)
        text = page.text
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<td>audience</td><td>3</td>" in text
    assert "<td>GET /ad_accounts</td>" in text
    assert "60 times as fast as real time" in text
    assert "<script>" not in text
    assert not any(secret in text for secret in secrets)


def test_other_paths_outside_the_api_are_still_404() -> None:
    with Emulator() as emulator:
        root = emulator.url.removesuffix("/v5")
        assert requests.get(f"{root}/status", timeout=10).status_code == 404
        assert requests.post(f"{root}/", timeout=10).status_code == 404


def test_members_and_their_access_are_counted_apart() -> None:
    with Emulator(demo_data=True) as emulator:
        text = requests.get(emulator.url.removesuffix("/v5") + "/", timeout=10).text
    assert "<td>business member</td><td>3</td>" in text
    assert "<td>business member access</td><td>3</td>" in text
