"""The token store in the keyring of the system."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail, null

from pinterest import PinterestSDKClient
from pinterest.auth import KeyringTokenStore, TokenSet
from pinterest.exceptions import ConfigurationError, TokenStoreError
from pinterest.sign_in import sign_out
from pinterest.store_choice import choose_store
from tests.client.token_endpoint import strict_api
from tests.sign_in.file_keyring import FileKeyring
from tests.sign_in.person import Person, sign_in_as

TOKENS = TokenSet("pina_1", "pinr_1", expires_at=5.0, app_id="1445", app_secret="app-secret")


@pytest.fixture(autouse=True)
def passwords(tmp_path, monkeypatch):
    """The file of a keyring that one test uses."""
    path = tmp_path / "passwords.json"
    monkeypatch.setenv("TEST_KEYRING_FILE", str(path))
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())
    yield path
    keyring.set_keyring(before)


def test_tokens_are_kept_and_removed(passwords):
    store = KeyringTokenStore()
    assert store.load() is None
    store.delete()
    store.save(TOKENS)
    assert list(FileKeyring()._read()) == ["pinterest/default"]
    assert KeyringTokenStore().load() == TOKENS
    assert KeyringTokenStore("shop").load() is None
    assert repr(store) == "KeyringTokenStore('default')"
    for other in (copy.deepcopy(store), pickle.loads(pickle.dumps(store))):
        assert other.load() == TOKENS
    store.delete()
    assert store.load() is None


def test_tokens_fit_into_every_keyring():
    ancestors = tuple(f"{number:016x}" for number in range(50))
    long = TokenSet(
        "pina_" + "A" * 200, "pinr_" + "A" * 200, 1e9, 1e9, "ads:read " * 20, "1" * 10,
        1e9, ancestors, "S" * 40,
    )  # fmt: skip
    KeyringTokenStore().save(long)
    [text] = FileKeyring()._read().values()
    assert len(text) <= 1280  # the size limit of the Windows Credential Manager
    loaded = KeyringTokenStore().load()
    assert loaded is not None
    assert loaded.refresh_token == long.refresh_token
    assert loaded.ancestors == ancestors[-len(loaded.ancestors) :]


def test_sign_in_with_the_keyring(emulator, monkeypatch):
    messages: list[str] = []
    signed_in = sign_in_as(Person(), emulator, token_store="keyring", notify=messages.append)
    assert isinstance(signed_in.token_store, KeyringTokenStore)
    assert "PINTEREST_TOKEN_STORE=keyring" in messages[-1]
    with pytest.raises(ConfigurationError):
        PinterestSDKClient(base_url=emulator.url)
    monkeypatch.setenv("PINTEREST_TOKEN_STORE", "keyring")
    client = PinterestSDKClient(base_url=emulator.url)
    assert client.request("GET", "/user_account").status == 200
    assert sign_out(base_url=emulator.url).revoked
    assert FileKeyring()._read() == {}


def test_locked_keyring_is_an_error_without_its_text(passwords):
    passwords.with_name("locked").touch()
    with pytest.raises(TokenStoreError, match=r"cannot be read: KeyringLocked\. Unlock") as caught:
        KeyringTokenStore().load()
    assert "pina_secret" not in str(caught.value)


def test_other_content_is_an_error():
    FileKeyring().set_password("pinterest", "default", '{"access_token": "pina_1"}')
    with pytest.raises(TokenStoreError, match="keyring del pinterest default") as caught:
        KeyringTokenStore().load()
    assert "pina_1" not in str(caught.value)


@pytest.mark.parametrize(
    ("backend", "text"), [(fail.Keyring, "has no usable keyring"), (null.Keyring, "did not store")]
)
def test_keyring_that_keeps_nothing_is_an_error(backend, text):
    keyring.set_keyring(backend())
    with pytest.raises(TokenStoreError, match=text):
        KeyringTokenStore().save(TOKENS)


def test_without_the_package_the_error_names_the_extra(clean_place):
    code = (
        "import sys; sys.modules['keyring'] = None\n"
        "from pinterest import PinterestSDKClient\n"
        "try: PinterestSDKClient(token_store='keyring')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ConfigurationError")
    assert "extra 'keyring'" in done.stdout


CHILD = """
import sys, time
from pinterest import PinterestSDKClient
client = PinterestSDKClient(base_url=sys.argv[1], token_store="keyring", backoff=0.01)
for _ in range(6):
    client.request("GET", "/user_account")
    time.sleep(0.05)
"""


@pytest.mark.slow
def test_processes_that_share_the_keyring_renew_each_token_once(clean_place):
    root = str(Path(__file__).resolve().parents[2])
    with strict_api() as api:
        api.expires_in = 0.2
        store = choose_store("keyring", api.url)
        assert isinstance(store, KeyringTokenStore)
        store.save(TokenSet("", "refresh-0", app_id="1445", app_secret="app-secret"))
        environment = {
            **os.environ,
            "PYTHON_KEYRING_BACKEND": "tests.sign_in.file_keyring.FileKeyring",
            "PYTHONPATH": root,
        }
        children = [
            subprocess.Popen(
                [sys.executable, "-c", CHILD, api.url],
                env=environment,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for child in children:
            _, errors = child.communicate(timeout=60)
            assert child.returncode == 0, errors
        assert api.refused == []
        assert api.renewals >= 2
