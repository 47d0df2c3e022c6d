"""Signing out: the tokens are revoked and removed."""

from __future__ import annotations

import pytest
import requests

from pinterest import PinterestSDKClient
from pinterest.exceptions import ConfigurationError, ServerError, TokenStoreError
from pinterest.sign_in import sign_out
from tests.sign_in.person import Person, sign_in_as


def get_status(token, emulator):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{emulator.url}/user_account", headers=headers, timeout=10).status_code


def test_tokens_are_revoked_and_removed(emulator):
    tokens = sign_in_as(Person(), emulator).tokens
    assert get_status(tokens.access_token, emulator) == 200
    done = sign_out(base_url=emulator.url)
    assert (done.was_signed_in, done.revoked, done.reason) == (True, True, None)
    assert get_status(tokens.access_token, emulator) == 401
    with pytest.raises(ConfigurationError, match="pinterest login"):
        PinterestSDKClient(base_url=emulator.url)
    again = sign_out(base_url=emulator.url)
    assert (again.was_signed_in, again.revoked) == (False, False)


def test_tokens_that_the_api_does_not_revoke_are_removed(emulator, tmp_path):
    store = tmp_path / "tokens.json"
    tokens = sign_in_as(Person(), emulator, token_store=store).tokens
    emulator.fail_next(403, code=29, message="Only system users", path="/oauth/token/revoke")
    done = sign_out(base_url=emulator.url, token_store=store)
    assert (done.was_signed_in, done.revoked) == (True, False)
    assert "Only system users" in str(done.reason)
    assert tokens.access_token not in str(done.reason)
    assert not store.exists()


def test_tokens_are_kept_if_the_api_fails(emulator, tmp_path):
    store = tmp_path / "tokens.json"
    sign_in_as(Person(), emulator, token_store=store)
    emulator.fail_next(503, path="/oauth/token/revoke")
    with pytest.raises(ServerError):
        sign_out(base_url=emulator.url, token_store=store)
    assert store.exists()
    assert sign_out(base_url=emulator.url, token_store=store).revoked


class Memory:
    """A store without a method to remove the tokens."""

    def __init__(self):
        self.tokens = None

    def load(self):
        return self.tokens

    def save(self, tokens):
        self.tokens = tokens


class Removable(Memory):
    """A store with a method to remove the tokens."""

    def delete(self):
        self.tokens = None


def test_store_that_cannot_remove_tokens_is_an_error(emulator):
    store = Memory()
    sign_in_as(Person(), emulator, token_store=store)
    with pytest.raises(TokenStoreError, match="Memory cannot remove tokens"):
        sign_out(base_url=emulator.url, token_store=store)


def test_tokens_without_an_app_are_removed(emulator):
    store = Removable()
    signed_in = sign_in_as(Person(), emulator, token_store=store)
    store.tokens = type(signed_in.tokens)(signed_in.tokens.access_token, None)
    done = sign_out(base_url=emulator.url, token_store=store)
    assert not done.revoked
    assert "set PINTEREST_APP_ID and PINTEREST_APP_SECRET" in str(done.reason)
    assert store.tokens is None
