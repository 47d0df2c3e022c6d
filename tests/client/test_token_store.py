"""Token stores: tokens survive the process, and processes that share a store renew each token once."""

from __future__ import annotations

import os
import pickle
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pinterest.auth import FileTokenStore, TokenSet
from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import ApiException, ConfigurationError, TokenStoreError
from tests.client.token_endpoint import StrictApi, strict_api

APP: dict[str, Any] = {"app_id": "1445", "app_secret": "app-secret"}
posix = pytest.mark.skipif(os.name != "posix", reason="this system has no such permissions")


@pytest.fixture
def api():
    with strict_api() as running:
        yield running


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "tokens.json"


def connect(api: StrictApi | str, **options: Any) -> PinterestSDKClient:
    url = api if isinstance(api, str) else api.url
    defaults = {"base_url": url, "backoff": 0.01, "timeout": 5.0, **APP}
    return PinterestSDKClient(**{**defaults, **options})


def read(client: PinterestSDKClient) -> object:
    return client.request("GET", "/user_account").data


def test_rotated_tokens_are_kept_for_the_next_start(api, path):
    read(connect(api, refresh_token="refresh-0", token_store=path))
    read(connect(api, refresh_token="refresh-0", token_store=FileTokenStore(path)))
    assert api.renewals == 1
    stored = FileTokenStore(path).load()
    assert stored is not None
    assert (stored.access_token, stored.refresh_token) == ("access-1", "refresh-1")
    assert (stored.app_id, stored.is_fresh) == ("1445", True)


def test_store_is_enough_for_a_client_with_an_app(api, path):
    read(connect(api, refresh_token="refresh-0", token_store=path))
    client = connect(api, token_store=path)
    api.expire()
    read(client)
    assert (api.renewals, api.refused) == (2, [])


def test_setting_names_the_store(api, path, monkeypatch):
    monkeypatch.setenv("PINTEREST_TOKEN_STORE", str(path))
    monkeypatch.setenv("PINTEREST_REFRESH_ACCESS_TOKEN", "refresh-0")
    read(connect(api))
    assert path.exists()
    read(connect(api))
    assert api.renewals == 1
    # The store does not replace a token that was passed.
    with pytest.raises(ApiException):
        read(connect(api, access_token="access-0"))


def test_tokens_are_saved_before_the_refresh_token_is_used(api, path):
    saved: list[TokenSet] = []
    api.expires_in = 0.01
    client = connect(api, refresh_token="refresh-0", token_store=saved.append)
    for number in range(1, 4):
        time.sleep(0.02)
        read(client)
        assert [tokens.refresh_token for tokens in saved][-1] == f"refresh-{number}"
    assert api.refused == []


class Memory:
    """A store that the caller wrote."""

    def __init__(self) -> None:
        self.data: dict[str, Any] | None = None
        self.error: Exception | None = None

    def load(self) -> TokenSet | None:
        if self.error:
            raise self.error
        return TokenSet.from_dict(self.data) if self.data else None

    def save(self, tokens: TokenSet) -> None:
        if self.error:
            raise self.error
        self.data = tokens.to_dict()


def test_store_of_the_caller_keeps_all_that_is_needed(api):
    store = Memory()
    read(connect(api, refresh_token="refresh-0", token_store=store))
    read(connect(api, refresh_token="refresh-0", token_store=store))
    assert api.renewals == 1


def test_refresh_token_of_a_new_authorization_replaces_the_stored_one(api, path):
    FileTokenStore(path).save(TokenSet("access-of-before", "refresh-of-before", app_id="1445"))
    read(connect(api, refresh_token="refresh-0", token_store=path))
    stored = FileTokenStore(path).load()
    assert stored is not None and stored.refresh_token == "refresh-1"


@pytest.mark.slow
def test_any_earlier_refresh_token_leads_to_the_stored_one(api, path):
    api.expires_in = 0.01
    client = connect(api, refresh_token="refresh-0", token_store=path)
    for _ in range(5):
        time.sleep(0.02)
        read(client)
    for number in (0, 3, 5):
        time.sleep(0.02)
        read(connect(api, refresh_token=f"refresh-{number}", token_store=path))
    assert api.refused == []


def test_refused_client_recovers_after_another_process_signs_in_again(api, path):
    FileTokenStore(path).save(TokenSet("", "refresh-gone", app_id="1445"))
    client = connect(api, token_store=path)
    for _ in range(2):
        with pytest.raises(ApiException, match="no longer valid"):
            read(client)
    FileTokenStore(path).save(TokenSet("", "refresh-0", app_id="1445"))
    read(client)
    assert api.refused == ["refresh-gone"]


CHILD = """
import sys, time
from pinterest import PinterestSDKClient
url, path, rounds, app_id, app_secret, refresh = sys.argv[1:]
client = PinterestSDKClient(
    refresh_token=refresh, app_id=app_id, app_secret=app_secret, base_url=url, token_store=path, backoff=0.01
)
for _ in range(int(rounds)):
    client.request("GET", "/user_account")
    time.sleep(0.05)
"""


def start_process(url: str, path: Path, rounds: int = 1, **options: str) -> subprocess.Popen[str]:
    values = {"app_id": "1445", "app_secret": "app-secret", "refresh_token": "refresh-0", **options}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, url, str(path), str(rounds), *values.values()],
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_success(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors


@pytest.mark.slow
def test_processes_that_share_a_store_do_not_lock_each_other_out(api, path):
    api.expires_in = 0.2
    wait_for_success(*[start_process(api.url, path, rounds=12) for _ in range(4)])
    assert api.refused == []
    # Each token is renewed once, not once per process.
    assert 2 <= api.renewals <= 25


@pytest.mark.slow
def test_processes_renew_a_token_of_the_emulator_once(path):
    with Emulator() as emulator:
        options = {
            "app_id": emulator.app_id,
            "app_secret": emulator.app_secret,
            "refresh_token": emulator.refresh_token,
        }
        wait_for_success(
            *[start_process(emulator.url, path, rounds=3, **options) for _ in range(4)]
        )
        paths = [request.path for request in emulator.requests]
    assert (paths.count("/oauth/token"), paths.count("/user_account")) == (1, 12)


@pytest.mark.slow
def test_lock_is_not_held_between_retries(api, path):
    failing = threading.Event()

    def fail_first():
        if failing.is_set():
            return None
        failing.set()
        return 503

    api.fail = fail_first
    client = connect(api, refresh_token="refresh-0", token_store=path, backoff=3.0)
    thread = threading.Thread(target=read, args=[client])
    thread.start()
    assert failing.wait(5)
    other = connect(
        api, refresh_token="refresh-0", token_store=FileTokenStore(path, lock_timeout=1)
    )
    started = time.monotonic()
    read(other)
    assert time.monotonic() - started < 1.0
    thread.join()
    assert (api.renewals, api.refused) == (1, [])


def test_process_that_is_killed_releases_the_lock(path):
    code = (
        "import sys, time\nfrom pinterest.auth import FileTokenStore\n"
        "with FileTokenStore(sys.argv[1]).lock():\n    print('held', flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "held\n"
        with (
            pytest.raises(TokenStoreError, match=r"another process has held the lock for 0\.1 s"),
            FileTokenStore(path, lock_timeout=0.1).lock(),
        ):
            pass
        process.kill()
    FileTokenStore(path).save(TokenSet("access-1", None))
    left = sorted(item.name for item in path.parent.iterdir())
    assert left == ["tokens.json", "tokens.json.lock"]


@posix
def test_file_and_folder_belong_to_their_owner_alone(path):
    FileTokenStore(path).save(TokenSet("access-1", "refresh-1"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o640)
    with pytest.raises(TokenStoreError, match="chmod 600"):
        FileTokenStore(path).load()


@posix
def test_link_to_the_file_stays_a_link(path, tmp_path):
    FileTokenStore(path).save(TokenSet("access-1", None))
    link = tmp_path / "link.json"
    link.symlink_to(path)
    FileTokenStore(link).save(TokenSet("access-2", None))
    assert link.is_symlink()
    stored = FileTokenStore(path).load()
    assert stored is not None and stored.access_token == "access-2"


def test_default_file_is_in_the_configuration_folder(monkeypatch, tmp_path):
    for name in ("HOME", "APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    stores = [FileTokenStore(), FileTokenStore(profile="shop-2")]
    assert [store.path.name for store in stores] == ["default.json", "shop-2.json"]
    assert all(tmp_path in store.path.parents for store in stores)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("profile", ["", "../x", ".hidden", "a/b", "a" * 65, None, "ä"])
def test_profile_that_is_not_a_file_name_is_refused(profile):
    with pytest.raises(ConfigurationError, match="profile: "):
        FileTokenStore(profile=profile)


@pytest.mark.parametrize("store", [5, object(), Memory, b"path", ["path"]])
def test_object_that_is_not_a_store_is_refused(store):
    with pytest.raises(ConfigurationError, match="token_store: "):
        PinterestSDKClient(refresh_token="r", token_store=store, **APP)


def test_restored_client_shares_the_store(api, path):
    client = connect(api, refresh_token="refresh-0", token_store=FileTokenStore(path))
    read(client)
    data = pickle.dumps(client)
    api.expire()
    read(client)
    read(pickle.loads(data))
    assert (api.renewals, api.refused) == (2, [])


def test_store_of_another_app_is_refused(api, path):
    FileTokenStore(path).save(TokenSet("access-1", "refresh-1", app_id="1999"))
    with pytest.raises(TokenStoreError, match="tokens of app 1999, but this client uses app 1445"):
        read(connect(api, token_store=path))
