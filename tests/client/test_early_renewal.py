"""A renewal that fails while the token is still good."""

from __future__ import annotations

import pickle

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError, ServerError
from pinterest.operations.ad_accounts import AD_ACCOUNTS_LIST


def test_a_token_that_is_still_good_is_used_when_its_early_renewal_fails(monkeypatch):
    with Emulator(access_token_lifetime=100) as emulator:
        client = emulator.client(access_token=None, backoff=0.001, max_retries=0)
        client.execute(AD_ACCOUNTS_LIST, {})
        emulator.fail_next(503, times=1, path="/oauth/token")
        later = _clock(monkeypatch, 95)  # of 100 seconds: in the tenth at the end
        assert client.execute(AD_ACCOUNTS_LIST, {}).status == 200
        emulator.fail_next(503, times=1, path="/oauth/token")
        later(101)
        with pytest.raises(ServerError):
            client.execute(AD_ACCOUNTS_LIST, {})


def test_a_callback_that_does_not_pickle_is_named():
    client = PinterestSDKClient("a-token", on_token_renewed=lambda tokens: None)
    with pytest.raises(ConfigurationError, match="on_token_renewed does not pickle"):
        pickle.dumps(client)


def _clock(monkeypatch, seconds):
    import time

    began = time.time()

    def later(seconds):
        monkeypatch.setattr(time, "time", lambda: began + seconds)

    later(seconds)
    return later
