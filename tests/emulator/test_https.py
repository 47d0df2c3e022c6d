"""The emulator over HTTPS, with a certificate that is created at the start."""

from __future__ import annotations

import sys

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError


def test_its_client_trusts_it_and_others_need_its_authority() -> None:
    pytest.importorskip("trustme", reason="needs the https extra")
    with Emulator(https=True) as emulator:
        assert emulator.url.startswith("https://")
        with emulator.client() as client:
            assert client.request("GET", "/ad_accounts").status == 200
        root = emulator.url.removesuffix("/v5") + "/"
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(root, timeout=10)
        ca_file = emulator.ca_file
        assert ca_file is not None
        assert requests.get(root, verify=str(ca_file), timeout=10).status_code == 200
    assert not ca_file.exists()


def test_a_client_that_does_not_speak_tls_does_not_stop_it() -> None:
    pytest.importorskip("trustme", reason="needs the https extra")
    with Emulator(https=True) as emulator:
        plain = emulator.url.replace("https://", "http://")
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(plain, timeout=10)
        with emulator.client() as client:
            assert client.request("GET", "/ad_accounts").status == 200


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(ConfigurationError, match=r"extra 'https'.*pip install trustme"):
        Emulator(https=True).start()
