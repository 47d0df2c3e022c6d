"""A renewal that fails while the token is still valid."""

from __future__ import annotations

import time

import pytest

from pinterest.emulator import Emulator
from pinterest.exceptions import ServerError
from pinterest.operations.ad_accounts import AD_ACCOUNTS_LIST


def test_valid_token_is_used_if_its_early_renewal_fails(monkeypatch):
    with Emulator(access_token_lifetime=100) as emulator:
        client = emulator.client(access_token=None, backoff=0.001, max_retries=0)
        client.execute(AD_ACCOUNTS_LIST, {})
        emulator.fail_next(503, times=1, path="/oauth/token")
        set_age = _age_setter(monkeypatch)
        set_age(95)  # of 100 seconds: renewal begins after 90
        assert client.execute(AD_ACCOUNTS_LIST, {}).status == 200
        emulator.fail_next(503, times=1, path="/oauth/token")
        set_age(101)
        with pytest.raises(ServerError):
            client.execute(AD_ACCOUNTS_LIST, {})


def _age_setter(monkeypatch):
    start = time.time()

    def set_age(seconds):
        monkeypatch.setattr(time, "time", lambda: start + seconds)

    return set_age
