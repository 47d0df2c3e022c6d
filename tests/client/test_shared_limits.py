"""Clients, processes and machines that share the rate limits of a token."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from pinterest.emulator import Emulator
from pinterest.exceptions import (
    ConfigurationError,
    ConnectionFailed,
    DeadlineExceeded,
    PinterestError,
    RateLimited,
    ValidationError,
)
from pinterest.operations.audiences import AUDIENCES_GET
from pinterest.shared_limits import SharedLimits
from tests.client.calls import create, read
from tests.client.raw_server import http
from tests.client.redis_server import free_port, redis_server

pytest.importorskip("pyrate_limiter", reason="needs the extra `limits`")

# Newer versions of Python warn of forks in a process with threads. One test is about such forks.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]
STATING_TWO = http(200, "{}", {"X-RateLimit-Limit": "2, 100;w=1, 2;w=60"})
TWO = {"ads_read": (2, 60)}
LIMIT, SECONDS, PROCESSES, CALLS = 25, 1, 3, 34


@pytest.fixture(scope="module")
def redis_url():
    pytest.importorskip("redis", reason="needs the extra `redis`")
    with redis_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "redis"])
def shared_limits(request, tmp_path):
    if request.param == "sqlite":
        limits = SharedLimits.sqlite(tmp_path / "limits.sqlite")
    else:
        limits = SharedLimits.redis(request.getfixturevalue("redis_url"), name=str(tmp_path))
    yield limits
    limits.close()


def is_sent(client):
    """Returns whether a client may send a request without a wait."""
    try:
        read(client)
    except RateLimited:
        return False
    return True


def test_clients_share_a_budget(shared_limits, serve, connect):
    options = {"limits": TWO, "rate_limiter": shared_limits, "max_wait": 0}
    server = serve(http())
    first, second = connect(server, **options), connect(server, **options)
    assert [is_sent(first), is_sent(second), is_sent(first), is_sent(second)] == [
        True,
        True,
        False,
        False,
    ]
    assert len(server.requests) == 2


def test_other_names_have_other_budgets(shared_limits, serve, connect):
    server = serve(http())
    _, (kind, place, _) = shared_limits.__reduce__()
    other = SharedLimits(kind, place, "another user")
    for limits in (shared_limits, other):
        client = connect(server, limits={"ads_read": (1, 60)}, rate_limiter=limits, max_wait=0)
        assert [is_sent(client), is_sent(client)] == [True, False]
    other.close()


def test_copies_with_another_token_have_other_budgets(shared_limits, serve, connect):
    options = {"limits": {"ads_read": (1, 60)}, "rate_limiter": shared_limits, "max_wait": 0}
    server = serve(http())
    client = connect(server, **options)
    copies = [client.with_options(access_token=token) for token in ("token-two", "token-three")]
    assert [is_sent(each) for each in (client, *copies)] == [True, True, True]
    assert [is_sent(each) for each in (client, *copies)] == [False, False, False]
    with pickle.loads(pickle.dumps(copies[0])) as restored:
        assert not is_sent(restored)
    assert not is_sent(connect(server, **options).with_options(access_token="token-three"))


def test_clients_share_learned_limits(shared_limits, serve, connect):
    first = connect(serve(STATING_TWO), rate_limiter=shared_limits, max_wait=0)
    second = connect(
        serve(http()), rate_limiter=pickle.loads(pickle.dumps(shared_limits)), max_wait=0
    )
    assert is_sent(first)
    assert [is_sent(second), is_sent(second), is_sent(first)] == [True, False, False]


def test_wait_for_other_clients_ends_when_there_is_room(shared_limits, serve, connect):
    options = {"limits": {"ads_read": (2, 1)}, "rate_limiter": shared_limits}
    server = serve(http())
    first, second = connect(server, **options), connect(server, **options)
    read(first)
    began = time.monotonic()
    for _ in range(4):
        read(second)
    assert 0.9 < time.monotonic() - began < 4


def send(client, arguments):
    """Sends requests and returns when each response arrived."""
    times = []
    for _ in range(CALLS):
        client.execute(AUDIENCES_GET, arguments)
        times.append(time.time())
    return times


@pytest.mark.parametrize(
    "method", sorted({"fork", "spawn"} & set(multiprocessing.get_all_start_methods()))
)
def test_processes_share_a_budget(method, shared_limits):
    """Together, the processes send as fast as a single process may, and no call fails."""
    budget = {"ads_read": (LIMIT, SECONDS)}
    with Emulator() as emulator:
        (audience,) = emulator.add_audiences(1)
        arguments = {"ad_account_id": emulator.ad_account_id, "audience_id": audience}
        with emulator.client(rate_limiter=shared_limits, limits=budget) as client:
            client.execute(AUDIENCES_GET, arguments)
            with multiprocessing.get_context(method).Pool(PROCESSES) as pool:
                work = [(client, arguments)] * PROCESSES
                results = pool.starmap_async(send, work, chunksize=1).get(90)
    times = sorted(time for times in results for time in times)
    assert len(times) == PROCESSES * CALLS
    spans = [last - first for first, last in zip(times, times[LIMIT + 1 :], strict=False)]
    assert min(spans) > 0.7 * SECONDS


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_forked_child_uses_its_own_connection(shared_limits, serve, connect):
    client = connect(serve(http()), limits=TWO, rate_limiter=shared_limits, max_wait=0)
    assert is_sent(client)
    receiving, sending = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(
        target=lambda: sending.send([is_sent(client), is_sent(client)])
    )
    child.start()
    assert receiving.poll(20)
    assert receiving.recv() == [True, False]
    child.join()
    assert not is_sent(client)


def test_pickles_carry_the_place_and_no_connection(shared_limits, serve, connect):
    client = connect(serve(http()), limits=TWO, rate_limiter=shared_limits, max_wait=0)
    assert is_sent(client)
    copied = pickle.loads(pickle.dumps(shared_limits))
    assert copied == shared_limits
    assert hash(copied) == hash(shared_limits)
    assert copied != "shared"
    with pickle.loads(pickle.dumps(client)) as restored:
        assert [is_sent(restored), is_sent(restored), is_sent(client)] == [True, False, False]


def test_closed_limits_are_opened_again(shared_limits, serve, connect):
    client = connect(serve(http()), limits=TWO, rate_limiter=shared_limits, max_wait=0)
    assert is_sent(client)
    shared_limits.close()
    shared_limits.close()
    assert [is_sent(client), is_sent(client)] == [True, False]


def test_restarted_redis_server_is_used_again(redis_url, serve, connect):
    import redis

    shared = SharedLimits.redis(redis_url, name="restarted")
    client = connect(serve(http()), limits=TWO, rate_limiter=shared, max_wait=0)
    assert [is_sent(client), is_sent(client)] == [True, True]
    with redis.Redis.from_url(redis_url) as other:
        other.flushall()
        other.script_flush()
        assert [is_sent(client), is_sent(client), is_sent(client)] == [True, True, False]
        assert all(other.pttl(key) > 0 for key in other.scan_iter())  # expired counts are deleted
    shared.close()


def test_old_requests_are_deleted_from_the_file(tmp_path, serve, connect):
    shared = SharedLimits.sqlite(tmp_path / "limits.sqlite")
    client = connect(serve(http()), limits={"ads_read": (2, 0.2)}, rate_limiter=shared)
    for _ in range(12):
        read(client)
    shared.close()
    connection = sqlite3.connect(tmp_path / "limits.sqlite")
    (table,) = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'window%'"
    ).fetchone()
    assert connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] < 8
    connection.close()


def test_unreachable_server_is_an_error_without_the_password(serve, connect):
    pytest.importorskip("redis", reason="needs the extra `redis`")
    server = serve(http())
    shared = SharedLimits.redis(f"redis://user:sesame@127.0.0.1:{free_port()}/0")
    client = connect(server, rate_limiter=shared)
    with pytest.raises(ConnectionFailed, match=r"Redis at 127\.0\.0\.1 cannot be used") as caught:
        read(client)
    assert "sesame" not in f"{caught.value}{shared!r}{client!r}"
    assert "No request was sent" in str(caught.value)
    assert server.requests == []


def test_file_that_cannot_be_used_is_an_error(tmp_path, serve, connect):
    path = tmp_path / "limits.sqlite"
    path.write_text("no database " * 1000)
    server = serve(http())
    with pytest.raises(ConnectionFailed, match=r"limits\.sqlite cannot be used.*No request was"):
        read(connect(server, rate_limiter=SharedLimits.sqlite(path)))
    assert server.requests == []


def test_redis_server_that_hangs_does_not_hold_a_call(serve, connect):
    pytest.importorskip("redis", reason="needs the extra `redis`")
    server = serve(http())
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        shared = SharedLimits.redis(f"redis://127.0.0.1:{hanging.getsockname()[1]}/0")
        with pytest.raises(DeadlineExceeded, match="did not respond within the deadline"):
            read(connect(server, rate_limiter=shared, deadline=0.2))
    assert server.requests == []


def test_locked_file_does_not_hold_a_call(tmp_path, serve, connect):
    path = tmp_path / "limits.sqlite"
    server = serve(http())
    client = connect(server, rate_limiter=SharedLimits.sqlite(path), limits=TWO)
    read(client)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DeadlineExceeded, match="did not respond within the deadline"):
            read(client.with_options(deadline=0.2))
    assert len(server.requests) == 1


def test_write_is_not_repeated_if_its_limits_cannot_be_stored(tmp_path, serve, connect, caplog):
    path = tmp_path / "limits.sqlite"

    def respond(connection):
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE texts")
            other.commit()
        connection.sendall(STATING_TWO)

    server = serve(respond)
    client = connect(server, rate_limiter=SharedLimits.sqlite(path))
    assert create(client).status == 200
    assert len(server.requests) == 1
    assert "were not shared: the shared rate limits" in caplog.text


@pytest.mark.parametrize(
    ("create", "error", "message"),
    [
        (lambda: SharedLimits.sqlite("/no/such/folder/x"), ConfigurationError, "does not exist"),
        (lambda: SharedLimits.redis("localhost:6379"), ConfigurationError, "not the URL of a"),
        (lambda: SharedLimits.sqlite("x", name=""), ValidationError, "name: '' is not valid"),
    ],
)
def test_places_that_are_not_valid_are_refused(create, error, message):
    with pytest.raises(error, match=message):
        create()


def test_malformed_redis_url_is_refused_without_its_password(serve, connect):
    pytest.importorskip("redis", reason="needs the extra `redis`")
    client = connect(serve(http()), rate_limiter=SharedLimits.redis("redis://:sesame@host:port"))
    with pytest.raises(PinterestError, match="is not valid") as caught:
        read(client)
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("create", "package", "extra"),
    [
        ("sqlite('limits')", "pyrate_limiter", "limits"),
        ("redis('redis://x')", "pyrate_limiter", "redis"),
        ("redis('redis://x')", "redis", "redis"),
    ],
)
def test_missing_extra_is_named(create, package, extra):
    code = f"""
import sys
sys.modules[{package!r}] = None
from pinterest import PinterestSDKClient, SharedLimits
PinterestSDKClient("token-one")
try:
    SharedLimits.{create}
except Exception as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("ConfigurationError")
    assert f"needs the extra '{extra}', and {package} is not installed" in done.stdout
    assert f'pip install ".[{extra}]"' in done.stdout


def test_client_without_shared_limits_does_not_import_them():
    code = "import sys, pinterest\npinterest.PinterestSDKClient('token-one')\n"
    code += "assert not {'pyrate_limiter', 'redis', 'sqlite3'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], timeout=60, check=True)
