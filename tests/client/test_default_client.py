"""The default client."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pinterest.client
from pinterest import Audience
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ConfigurationError
from tests.client.calls import ACCOUNT
from tests.client.raw_server import http

DONE = http(200, '{"id": "1", "items": []}')
TOKENS = http(200, '{"access_token": "token-fetched", "refresh_token": "r2", "expires_in": 3600}')


def test_threads_create_the_default_client_once(monkeypatch, serve):
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "token-set")
    monkeypatch.setenv("PINTEREST_API_URI", serve(DONE).url)
    start = threading.Barrier(16)

    def make(_):
        start.wait()
        return PinterestSDKClient.create_default_client()

    with ThreadPoolExecutor(16) as pool:
        clients = list(pool.map(make, range(16)))
    assert {id(client) for client in clients} == {id(clients[0])}
    assert pinterest.client.default_sdk_client is clients[0]


def test_default_client_is_used_if_no_client_is_passed(monkeypatch, serve):
    server = serve(DONE)
    monkeypatch.setenv("PINTEREST_API_URI", server.url)
    client = PinterestSDKClient("token-chosen")
    PinterestSDKClient.set_default_client(client)
    assert PinterestSDKClient.create_default_client() is client
    Audience.get_all(ACCOUNT)
    PinterestSDKClient.set_default_access_token("token-default")
    Audience.get_all(ACCOUNT)
    Audience.get_all(ACCOUNT, client=client)
    assert [r.headers["Authorization"] for r in server.requests] == [
        "Bearer token-chosen",
        "Bearer token-default",
        "Bearer token-chosen",
    ]


def test_default_client_may_have_a_refresh_token(monkeypatch, serve):
    server = serve(TOKENS, DONE)
    monkeypatch.setenv("PINTEREST_API_URI", server.url)
    PinterestSDKClient.set_default_refresh_token("refresh-a", "1445", "secret")
    Audience.get_all(ACCOUNT)
    assert server.last.headers["Authorization"] == "Bearer token-fetched"


def test_without_settings_there_is_no_default_client():
    with pytest.raises(ConfigurationError, match="no credentials"):
        Audience.get_all(ACCOUNT)
    with pytest.raises(AttributeError):
        _ = pinterest.client.default_sdk_clent


def test_default_client_is_found_without_importing_the_client():
    root = str(Path(pinterest.client.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {root!r})\n"
        "from pinterest.exceptions import ConfigurationError\n"
        "from pinterest.api.audiences import AudiencesApi\n"
        "assert 'pinterest.client' not in sys.modules\n"
        "try: AudiencesApi().audiences_list('1')\n"
        "except ConfigurationError as error: assert 'no credentials' in str(error)\n"
        "else: raise SystemExit('nothing was raised')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
