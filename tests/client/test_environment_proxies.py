"""Proxies of the environment, on the way to this machine itself."""

from __future__ import annotations

from pinterest.emulator import Emulator


def test_no_proxy_stands_between_a_client_and_an_emulator(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with Emulator() as emulator, emulator.client(max_retries=0) as client:
        assert client.request("GET", "/ad_accounts").status == 200
