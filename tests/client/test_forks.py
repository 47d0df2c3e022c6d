"""Forked children: they open their own connections, and the parent's locks do not block them."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import socket
import threading

import pytest
import requests
from requests.adapters import HTTPAdapter

from pinterest.ads.audiences import Audience
from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import PinterestError
from pinterest.utils.forks import ForkSafeLock
from tests.client.calls import read
from tests.client.raw_server import http, never_respond

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
    # Newer versions of Python warn about forks in a process with threads. These tests need such forks.
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

DONE = http(200, '{"id": "1"}', keep_open=True)
PAIR = {"refresh_token": "refresh-one", "app_id": "1445", "app_secret": "app-secret"}


def run_in_child(call, seconds=10.0):
    """Runs a call in a forked child and returns its result, converted by JSON. None if it does not end."""
    receiving, sending = multiprocessing.Pipe(duplex=False)

    def run():
        try:
            result = call()
        except PinterestError as error:
            result = repr(error)
        sending.send(json.dumps(result))
        os._exit(0)

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    try:
        return json.loads(receiving.recv()) if receiving.poll(seconds) else None
    finally:
        child.kill()
        child.join()


def get_name(ids):
    return ids[1], Audience(*ids).name


def test_each_child_of_a_pool_reads_its_own_responses():
    with Emulator() as emulator:
        ids = [(emulator.ad_account_id, id) for id in emulator.add_audiences(40)]
        PinterestSDKClient.set_default_client(emulator.client(max_retries=0))
        expected = {item.id: item.name for item in Audience.iter_all(emulator.ad_account_id)}
        with multiprocessing.get_context("fork").Pool(4) as pool:
            names = dict(pool.map_async(get_name, ids).get(60))
    assert names == expected


class TunedAdapter(HTTPAdapter):
    """An adapter with its own socket options."""

    def __init__(self, options):
        self.options = options
        super().__init__(pool_maxsize=3)

    def init_poolmanager(self, *args, **options):
        super().init_poolmanager(*args, **options, socket_options=self.options)


def create_session():
    session = requests.Session()
    session.mount("http://", TunedAdapter([(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]))
    return session


@pytest.mark.parametrize("make_session", [lambda: None, create_session], ids=["own", "caller's"])
def test_child_opens_its_own_connection(make_session, serve, connect):
    server = serve(DONE, keep_open=True)
    client = connect(server, session=make_session())
    read(client)
    read(client)
    assert server.connections == 1
    assert run_in_child(lambda: read(client).data) == {"id": "1"}
    assert server.connections == 2
    read(client)
    assert server.connections == 2  # the parent keeps its connection


def test_child_keeps_the_options_of_an_adapter(serve):
    session = create_session()
    client = PinterestSDKClient("token-one", base_url=serve(DONE).url, session=session)

    def options():
        read(client)
        return session.get_adapter("http://").poolmanager.connection_pool_kw

    before = options()
    assert run_in_child(options) == json.loads(json.dumps(before))
    assert before["maxsize"] == 3


def test_child_forked_during_a_renewal_renews_its_own_token(serve, connect):
    tokens = http(200, '{"access_token": "token-two", "refresh_token": "refresh-two"}')
    server = serve(never_respond, tokens, DONE)
    client = connect(server, access_token=None, **PAIR, max_retries=0)

    def fail():
        with contextlib.suppress(PinterestError):
            read(client)

    threading.Thread(target=fail, daemon=True).start()
    assert server.wait_for_requests(1) == 1
    assert run_in_child(lambda: read(client).data) == {"id": "1"}


def lock_in_another_thread(lock):
    """Locks a lock in another thread. Returns the event that unlocks it."""
    is_held, end = threading.Event(), threading.Event()

    def hold():
        with lock:
            is_held.set()
            end.wait(30)

    threading.Thread(target=hold, daemon=True).start()
    assert is_held.wait(10)
    return end


def can_acquire(lock):
    with lock:
        return True


def test_lock_held_by_another_thread_is_free_in_a_child():
    lock = ForkSafeLock()
    end = lock_in_another_thread(lock)
    assert run_in_child(lambda: can_acquire(lock)) is True
    assert run_in_child(lambda: run_in_child(lambda: can_acquire(lock))) is True
    end.set()
    assert can_acquire(lock)


def test_lock_held_by_the_forking_thread_can_be_released_in_the_child():
    lock = ForkSafeLock()

    def leave():
        lock.__exit__()
        return can_acquire(lock)

    with lock:
        assert run_in_child(leave) is True
    assert can_acquire(lock)


def test_cookies_of_a_session_can_be_used_in_a_child(serve):
    session = requests.Session()
    client = PinterestSDKClient("token-one", base_url=serve(DONE).url, session=session)
    end = lock_in_another_thread(vars(session.cookies)["_cookies_lock"])
    assert run_in_child(lambda: read(client).data) == {"id": "1"}
    end.set()
