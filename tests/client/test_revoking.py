"""Revoking tokens."""

from __future__ import annotations

import pytest

from pinterest import PinterestSDKClient, UserAccount
from pinterest.exceptions import ConfigurationError, Unauthorized


@pytest.fixture
def app(pinterest_emulator):
    emulator = pinterest_emulator
    with PinterestSDKClient(
        app_id=emulator.app_id, app_secret=emulator.app_secret, base_url=emulator.url
    ) as client:
        yield client


def test_a_revoked_token_no_longer_works(pinterest_emulator, app):
    emulator = pinterest_emulator
    with PinterestSDKClient(emulator.access_token, base_url=emulator.url) as client:
        assert UserAccount(client=client).username
        assert app.revoke_token(emulator.access_token) is True
        with pytest.raises(Unauthorized):
            UserAccount(client=client).refresh()


def test_wrong_calls_send_nothing(pinterest_emulator, app, monkeypatch):
    with pytest.raises(ConfigurationError, match="token is not valid"):
        app.revoke_token("a token")
    monkeypatch.delenv("PINTEREST_APP_SECRET", raising=False)
    with (
        PinterestSDKClient("token", base_url=pinterest_emulator.url) as client,
        pytest.raises(ConfigurationError, match="app_secret"),
    ):
        client.revoke_token("token")
    assert pinterest_emulator.requests == []
