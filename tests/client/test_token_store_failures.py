"""Token stores that fail: errors are clear and contain no tokens, and valid tokens keep working."""

from __future__ import annotations

import json
import logging
import os
import time
import traceback
from typing import Any

import pytest

from pinterest.auth import FileTokenStore, TokenSet
from pinterest.exceptions import PinterestError, TokenStoreError
from tests.client.test_token_store import Memory, connect, posix, read
from tests.client.token_endpoint import strict_api

SECRETS = ("access-1", "access-2", "refresh-0", "refresh-1", "refresh-2", "app-secret")


@pytest.fixture
def api():
    with strict_api() as running:
        yield running


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "tokens.json"


def assert_hidden(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


BROKEN = [
    b"",
    b"{",
    b"[]",
    b"\xff",
    b"[" * 70_000,
    b'{"version": 1}',
    b'{"version": 1, "access_token": "refresh-0", "refresh_token": 5}',
    b'{"version": 1, "access_token": "a\\r\\nX: 1", "refresh_token": null}',
    b'{"version": 1, "access_token": "", "refresh_token": null}',
    b'{"version": 99, "access_token": "access-1"}',
]


@pytest.mark.parametrize("content", BROKEN)
def test_broken_file_is_named(content, api, path):
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(0o600)
    client = connect(api, refresh_token="refresh-0", token_store=path)
    with pytest.raises(TokenStoreError, match=r"tokens\.json is not a token file") as caught:
        read(client)
    assert_hidden("".join(traceback.format_exception(caught.value)))
    assert api.renewals == 0


def test_broken_file_does_not_stop_a_token_that_is_passed(api, path, caplog):
    path.parent.mkdir()
    path.write_bytes(b"{")
    path.chmod(0o600)
    api.renewals = 1
    read(connect(api, access_token="access-1", refresh_token="refresh-1", token_store=path))
    assert "the token store is not used" in caplog.text
    assert_hidden(caplog.text)


def not_a_folder(path):
    path.parent.write_text("")


def read_only(path):
    path.parent.mkdir(mode=0o500)


def a_folder(path):
    path.mkdir(parents=True)


@posix
@pytest.mark.parametrize("break_path", [not_a_folder, read_only, a_folder])
def test_store_that_cannot_be_written_stops_the_renewal_before_it_begins(break_path, api, path):
    if break_path is read_only and os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    break_path(path)
    client = connect(api, refresh_token="refresh-0", token_store=path)
    with pytest.raises(TokenStoreError, match=r"tokens\.json") as caught:
        read(client)
    assert_hidden("".join(traceback.format_exception(caught.value)))
    assert (api.renewals, api.refused) == (0, [])


def test_valid_token_keeps_working_while_the_store_fails(api, caplog):
    api.expires_in = 20.0
    store = Memory()
    client = connect(api, refresh_token="refresh-0", token_store=store)
    read(client)
    store.error = OSError("no space left, refresh-1")
    credentials = client._credentials
    expires_at, _, obtained_at = credentials.expiry
    credentials.expiry = (expires_at, time.time() - 1, obtained_at)  # the token has to be renewed
    read(client)
    assert api.renewals == 1
    assert "was not renewed, but is still valid: the tokens could not be loaded" in caplog.text
    assert_hidden(caplog.text)


class FailsToSave(Memory):
    """A store whose disk fills up while tokens are renewed."""

    def save(self, tokens: TokenSet) -> None:
        if self.error:
            raise OSError(f"cannot save {tokens.to_dict()}")
        super().save(tokens)

    def load(self) -> TokenSet | None:
        return TokenSet.from_dict(self.data) if self.data else None


@pytest.mark.slow
def test_tokens_that_cannot_be_saved_stay_in_memory_and_are_saved_later(api, caplog):
    store = FailsToSave()
    store.error = OSError()
    client = connect(api, refresh_token="refresh-0", token_store=store)
    read(client)  # the API issued the tokens, so the client uses them
    assert "the new refresh token is only in memory" in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert_hidden(caplog.text)
    api.expire()
    with pytest.raises(PinterestError, match="could not be saved in the token store") as caught:
        read(client)
    assert_hidden("".join(traceback.format_exception(caught.value)))
    assert api.refused == []  # the unsaved refresh token was not used
    store.error = None
    time.sleep(1.1)  # a failed renewal is not tried again at once
    read(client)
    assert (api.renewals, api.refused) == (2, [])
    assert store.data is not None and store.data["refresh_token"] == "refresh-2"


def test_rotated_refresh_token_without_an_access_token_is_saved(api, path):
    renew = api.renew

    def without_access_token(form: Any) -> Any:
        status, data = renew(form)
        return status, {**data, "access_token": 5 if api.renewals == 1 else data["access_token"]}

    api.renew = without_access_token
    client = connect(api, refresh_token="refresh-0", token_store=path)
    with pytest.raises(PinterestError, match="no access_token"):
        read(client)
    assert json.loads(path.read_text())["refresh_token"] == "refresh-1"
    read(connect(api, refresh_token="refresh-0", token_store=FileTokenStore(path)))
    assert api.refused == []


@posix
def test_full_disk_stops_the_renewal_before_it_begins(api, path):
    path.parent.mkdir()
    store = FileTokenStore(path)
    client = connect(api, refresh_token="refresh-0", token_store=store)
    # A small limit for file sizes simulates a full disk.
    import resource
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
        with pytest.raises(TokenStoreError, match="cannot be written: "):
            read(client)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert (api.renewals, api.refused) == (0, [])
    assert not list(path.parent.glob("*.tmp"))


def test_tokens_are_in_no_repr(path):
    store = FileTokenStore(path)
    store.save(TokenSet("access-1", "refresh-1"))
    assert_hidden(repr(store) + repr(store.load()))
