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


def test_urls_in_responses_are_https() -> None:
    pytest.importorskip("trustme", reason="needs the https extra")
    with Emulator(https=True, processing_time=0, demo_data=True) as emulator:
        account, root = f"/ad_accounts/{emulator.ad_account_id}", emulator.url.removesuffix("/v5")
        with emulator.client() as client:
            upload = client.request("POST", "/media", json={"media_type": "video"}).data
            [group, *_] = client.request("GET", f"{account}/ad_groups").data["items"]
            [preview] = client.request(
                "GET", f"{account}/campaign_ad_preview", params={"ad_group_ids": group["id"]}
            ).data
        assert upload["upload_url"] == f"{root}/uploads/"
        assert preview["url"].startswith(f"{root}/downloads/")
        page = requests.get(preview["url"], verify=str(emulator.ca_file), timeout=10)
        assert page.status_code == 200


def test_a_client_that_does_not_speak_tls_does_not_stop_it() -> None:
    pytest.importorskip("trustme", reason="needs the https extra")
    with Emulator(https=True) as emulator:
        plain = emulator.url.replace("https://", "http://")
        with pytest.raises(requests.exceptions.ConnectionError):
            requests.get(plain, timeout=10)
        with emulator.client() as client:
            assert client.request("GET", "/ad_accounts").status == 200


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(ConfigurationError, match=r"extra 'https'.*pip install trustme"):
        Emulator(https=True).start()
