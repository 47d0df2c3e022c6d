"""Many unsafe writes with random faults: none is done twice, and none is lost without an error."""

from __future__ import annotations

import gc
import json
import random
import socket
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import settings

from pinterest import Audience
from pinterest.exceptions import OutcomeUnknown, PinterestError, ServerError
from tests.client.calls import ACCOUNT, ALL
from tests.client.raw_server import RawServer, http, reset_connection

pytestmark = pytest.mark.slow

_THREADS = 8
_SHARE_OF_FAULTS = 0.05
_NO = http(429, '{"code": 8, "message": "too many"}', keep_open=True)
_HTML = "<html>Bad gateway</html>"


class AudienceServer:
    """A server that creates audiences, and fails at random.

    Attributes:
        done: The number of audiences created per name.
        faults: The number of times that each fault happened.
        server: The server.
    """

    def __init__(self, seed: int) -> None:
        self.done: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self._seed = seed
        self._tries: Counter[str] = Counter()
        self._lock = threading.Lock()
        self.server = RawServer([self._respond], keep_open=True)

    def _respond(self, connection: socket.socket) -> None:
        name = json.loads(self.server.current.body)["name"]
        with self._lock:
            self._tries[name] += 1
            # The same faults happen in every run, no matter which thread comes first.
            chance = random.Random(f"{self._seed}/{name}/{self._tries[name]}")
            fault = chance.choice(sorted(FAULTS)) if chance.random() < _SHARE_OF_FAULTS else ""
            self.faults[fault] += 1
        if not fault:
            connection.sendall(self.create(name))
            return
        FAULTS[fault](self, name, connection)

    def create(self, name: str) -> bytes:
        """Creates an audience and returns the response."""
        with self._lock:
            self.done[name] += 1
        fields = {"id": get_id(name), "name": name, "ad_account_id": ACCOUNT}
        return http(200, json.dumps(fields), keep_open=True)


def get_id(name: str) -> str:
    return name.rpartition(" ")[2]


def _close(connection: socket.socket) -> None:
    """Closes the connection, which the server's loop would otherwise keep open."""
    connection.shutdown(socket.SHUT_WR)
    raise ConnectionAbortedError


def _reset_first(server: AudienceServer, name: str, connection: socket.socket) -> None:
    reset_connection(connection)
    raise ConnectionAbortedError


def _reset_afterwards(server: AudienceServer, name: str, connection: socket.socket) -> None:
    server.create(name)
    _reset_first(server, name, connection)


def _truncate(server: AudienceServer, name: str, connection: socket.socket) -> None:
    connection.sendall(server.create(name)[:-5])
    _close(connection)


def _close_afterwards(server: AudienceServer, name: str, connection: socket.socket) -> None:
    connection.sendall(server.create(name))
    _close(connection)


def _fail_afterwards(server: AudienceServer, name: str, connection: socket.socket) -> None:
    server.create(name)
    connection.sendall(http(500, '{"code": 0, "message": "sorry"}', keep_open=True))


def _fail_first(server: AudienceServer, name: str, connection: socket.socket) -> None:
    connection.sendall(http(503, _HTML, content_type="text/html", keep_open=True))


def _limit(server: AudienceServer, name: str, connection: socket.socket) -> None:
    connection.sendall(_NO)


def _respond_with_html(server: AudienceServer, name: str, connection: socket.socket) -> None:
    server.create(name)
    connection.sendall(http(200, _HTML, content_type="text/html", keep_open=True))


def _respond_without_body(server: AudienceServer, name: str, connection: socket.socket) -> None:
    server.create(name)
    connection.sendall(http(200, "", keep_open=True))


Fail = Callable[[AudienceServer, str, socket.socket], None]
FAULTS: dict[str, Fail] = {
    "reset before it is done": _reset_first,
    "reset after it is done": _reset_afterwards,
    "truncated response": _truncate,
    "closed after the response": _close_afterwards,
    "500 after it is done": _fail_afterwards,
    "503 before it is done": _fail_first,
    "429": _limit,
    "200 with HTML": _respond_with_html,
    "200 without a body": _respond_without_body,
}


@pytest.fixture
def audiences():
    server = AudienceServer(seed=1)
    yield server
    gc.collect()  # closes the connections of the client
    server.server.close()


def test_many_writes_with_random_faults(audiences, connect):
    count = min(10_000, 12 * settings().max_examples)
    client = connect(audiences.server, backoff=0.001)
    names = [f"Quilters {number}" for number in range(1, count + 1)]

    def create(name: str) -> Any:
        try:
            return Audience.create(ACCOUNT, name, {"retention_days": 30}, "VISITOR", client=client)
        except PinterestError as error:
            return error

    with ThreadPoolExecutor(_THREADS) as threads:
        outcomes = dict(zip(names, threads.map(create, names), strict=True))

    confirmed = {name: item for name, item in outcomes.items() if isinstance(item, Audience)}
    unconfirmed = {name: item for name, item in outcomes.items() if name not in confirmed}
    assert set(audiences.faults) == {"", *FAULTS}
    assert len(confirmed) > 0.9 * count and unconfirmed
    # Each confirmed write was done exactly once, and each caller got its own audience.
    assert {name: audiences.done[name] for name in confirmed} == dict.fromkeys(confirmed, 1)
    assert {item.id: name for name, item in confirmed.items()} == {get_id(n): n for n in confirmed}
    assert {item.name for item in confirmed.values()} == set(confirmed)
    # Every other write was done at most once, and its error says what to check.
    assert {audiences.done[name] for name in unconfirmed} == {0, 1}
    for name, error in unconfirmed.items():
        assert isinstance(error, (OutcomeUnknown, ServerError))
        assert f"Look for '{name}' under {ALL} before you send it again." in str(error)
    # The server did no other writes.
    assert sum(audiences.done.values()) == len(set(audiences.done))
    assert set(audiences.done) <= set(names)
