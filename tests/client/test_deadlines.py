"""Deadlines: calls end in time with any fault, and errors say what happened."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time

import pytest
import requests

from pinterest.ads.audiences import Audience
from pinterest.api import AudiencesApi
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import (
    ConfigurationError,
    ConnectionFailed,
    DeadlineExceeded,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ServerError,
    ValidationError,
)
from pinterest.operations.audiences import AUDIENCES_GET
from tests.client.calls import ACCOUNT, AUDIENCE, create, read, update
from tests.client.raw_server import close_connection, full_server, http, never_respond

pytestmark = pytest.mark.slow

DEADLINE = 0.6
LATEST = 3.0
"""Seconds after which a call has certainly missed its deadline. The machine may be busy."""

DONE = http(200, '{"id": "1"}')
APP = {"refresh_token": "refresh-one", "app_id": "1", "app_secret": "secret-one"}


def send_slowly(head: bytes, rest: bytes, pause: float = 0.05):
    """Sends part of a response at once, then a byte at a time without end."""

    def respond(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(400):
            for byte in rest:
                time.sleep(pause)
                connection.sendall(bytes([byte]))

    return respond


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
DRIPS = {
    "the status line": send_slowly(b"HTTP/1.1 200 ", b"O"),
    "a header": send_slowly(HEAD + b"X-Long: ", b"x"),
    "headers": send_slowly(HEAD, b"A: b\r\n", 0.02),
    "100 Continue": send_slowly(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    "the body": send_slowly(HEAD + b"Content-Length: 4000\r\n\r\n", b" "),
    "the body until the connection closes": send_slowly(HEAD + b"\r\n", b" "),
    "chunks": send_slowly(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", 0.02),
    "the size of a chunk": send_slowly(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "an error": send_slowly(b"HTTP/1.1 500 No\r\nContent-Length: 4000\r\n\r\n", b" "),
    "the body of a redirect": send_slowly(
        b"HTTP/1.1 302 Found\r\nLocation: /v5/x\r\nContent-Length: 4000\r\n\r\n", b" "
    ),
}
each_drip = pytest.mark.parametrize("response", DRIPS.values(), ids=list(DRIPS))


def measure_failure(call, error):
    """Returns how many seconds a call takes to fail, and its error."""
    started = time.perf_counter()
    with pytest.raises(error) as caught:
        call()
    return time.perf_counter() - started, caught.value


@each_drip
@pytest.mark.parametrize("session", [None, "caller's"])
def test_read_ends_at_its_deadline(response, session, serve, connect):
    server = serve(response)
    own = requests.Session() if session else None
    client = connect(server, deadline=DEADLINE, session=own)
    seconds, error = measure_failure(lambda: read(client), DeadlineExceeded)
    assert DEADLINE * 0.9 < seconds < LATEST
    assert f"within the deadline of {DEADLINE} s" in str(error)
    assert "Gave up after 1 attempt in 0." in str(error)
    assert isinstance(error, ConnectionFailed)


@pytest.mark.parametrize("call", [create, update], ids=lambda call: call.__name__)
@each_drip
def test_outcome_of_a_write_is_unknown_after_its_deadline(response, call, serve, connect):
    server = serve(response)
    client = connect(server, deadline=DEADLINE)
    seconds, error = measure_failure(lambda: call(client), OutcomeUnknown)
    assert seconds < LATEST
    assert "may have been carried out" in str(error)
    assert f"within the deadline of {DEADLINE} s" in str(error)


def test_write_that_is_not_read_ends_at_its_deadline(serve, connect):
    accepts_nothing = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{accepts_nothing.getsockname()[1]}/v5"
    client = connect(url, deadline=1.5)
    body = {"text": "x" * 20_000_000}
    with accepts_nothing:
        seconds, _ = measure_failure(
            lambda: client.request("POST", "/x", json=body), OutcomeUnknown
        )
    assert seconds < LATEST


@pytest.mark.parametrize("call", [read, create], ids=lambda call: call.__name__)
def test_connection_that_hangs_ends_at_the_deadline(call, connect):
    with full_server() as port:
        client = connect(f"http://127.0.0.1:{port}/v5", deadline=DEADLINE)
        seconds, error = measure_failure(lambda: call(client), DeadlineExceeded)
    assert seconds < LATEST
    assert "could not connect" in str(error)


@pytest.mark.parametrize(
    "response",
    [never_respond, send_slowly(b"\x16\x03\x03\x40\x00", b"\x02"), send_slowly(b"", b"\x16")],
    ids=["stalls", "drips a record", "drips"],
)
@pytest.mark.parametrize("call", [read, create], ids=lambda call: call.__name__)
def test_tls_handshake_ends_at_the_deadline(call, response, serve, connect):
    server = serve(response)
    client = connect(server.url.replace("http:", "https:"), deadline=DEADLINE)
    seconds, _ = measure_failure(lambda: call(client), ConnectionFailed)
    assert seconds < LATEST


@pytest.mark.filterwarnings("ignore:requests to .* are not encrypted")
def test_resolver_that_hangs_ends_at_the_deadline(connect, monkeypatch):
    released = threading.Event()

    def hang(*args, **options):
        released.wait(10)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    client = connect("http://api.example.invalid/v5", deadline=DEADLINE, session=no_proxy())
    seconds, error = measure_failure(lambda: create(client), DeadlineExceeded)
    released.set()
    assert seconds < LATEST
    assert "could not connect" in str(error)


def no_proxy() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def test_slow_proxy_ends_at_the_deadline(serve, connect):
    proxy = serve(send_slowly(b"HTTP/1.1 200 OK\r\nX: ", b"x"))
    session = requests.Session()
    session.proxies = {"https": f"http://127.0.0.1:{proxy.port}"}
    client = connect("https://api.example.invalid/v5", deadline=DEADLINE, session=session)
    seconds, _ = measure_failure(lambda: create(client), DeadlineExceeded)
    assert seconds < LATEST


def test_connection_that_opens_after_the_deadline_is_closed(connect, monkeypatch):
    listener = socket.create_server(("127.0.0.1", 0))
    resolve, released = socket.getaddrinfo, threading.Event()

    def resolve_later(*args, **options):
        released.wait(10)
        return resolve(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve_later)
    client = connect(f"http://127.0.0.1:{listener.getsockname()[1]}/v5", deadline=0.2)
    measure_failure(lambda: read(client), DeadlineExceeded)
    released.set()
    connection, _ = listener.accept()
    with listener, connection:
        connection.settimeout(5)
        assert connection.recv(1) == b""


def test_redirects_end_at_the_deadline(serve, connect):
    def respond(connection: socket.socket) -> None:
        time.sleep(0.1)
        connection.sendall(http("302 Found", "", {"Location": "/v5/x"}))

    server = serve(respond)
    seconds, _ = measure_failure(lambda: read(connect(server, deadline=DEADLINE)), DeadlineExceeded)
    assert seconds < LATEST
    assert 2 < len(server.requests) < 12


def test_connection_is_not_reused_after_a_deadline(serve, connect):
    slow = send_slowly(HEAD + b"Content-Length: 4000\r\n\r\n", b" ")
    server = serve(slow, DONE, keep_open=True)
    client = connect(server, deadline=DEADLINE)
    measure_failure(lambda: read(client), DeadlineExceeded)
    assert read(client).data == {"id": "1"}
    assert server.connections == 2


def test_short_deadline_does_not_shorten_the_timeout_of_the_next_call(serve, connect):
    def respond_late(connection: socket.socket) -> None:
        time.sleep(1.0)
        connection.sendall(http(200, '{"id": "2"}', keep_open=True))

    server = serve(http(200, '{"id": "1"}', keep_open=True), respond_late, keep_open=True)
    client = connect(server, max_retries=0)
    assert client.request("GET", "/x", deadline=0.7).data == {"id": "1"}
    assert client.request("POST", "/x", json={}).data == {"id": "2"}
    assert server.connections == 1


def test_deadline_of_a_call_wins_over_that_of_the_client(serve, connect):
    server = serve(never_respond)
    client = connect(server, deadline=60)
    one = {"ad_account_id": ACCOUNT, "audience_id": AUDIENCE}
    calls = [
        lambda: client.request("GET", "/x", deadline=0.2),
        lambda: client.execute(AUDIENCES_GET, one, deadline=0.2),
        lambda: AudiencesApi(client).audiences_get(ACCOUNT, AUDIENCE, deadline=0.2),
        lambda: AudiencesApi(client).audiences_list(ACCOUNT, deadline=0.2),
        lambda: Audience(ACCOUNT, AUDIENCE, client).refresh(deadline=0.2),
        lambda: Audience.get_all(ACCOUNT, client=client, deadline=0.2),
        lambda: list(Audience.iter_all(ACCOUNT, client=client, deadline=0.2)),
        lambda: Audience.find(ACCOUNT, "Quilters", client, deadline=0.2),
    ]
    for call in calls:
        seconds, _ = measure_failure(call, DeadlineExceeded)
        assert seconds < LATEST
    audience = Audience(ACCOUNT, AUDIENCE, client)
    measure_failure(lambda: audience.update_fields(name="Quilts", deadline=0.2), OutcomeUnknown)


def test_next_page_has_its_own_deadline_or_that_of_the_previous_page(serve, connect):
    page = http(200, json.dumps({"items": [], "bookmark": "next"}), keep_open=True)
    server = serve(page, never_respond, keep_open=True)
    for deadline, options in [(0.2, {}), (60, {"deadline": 0.2})]:
        server.responses[:] = [page] * (len(server.requests) + 1) + [never_respond]
        found = Audience.get_all(ACCOUNT, client=connect(server), deadline=deadline)
        assert found.bookmark is not None
        for follow in (
            found.bookmark.get_next,
            lambda **it: list(found.bookmark.iter_pages(**it)),  # noqa: B023  # called at once
            lambda **it: list(found.iter_all(**it)),  # noqa: B023  # called at once
        ):
            seconds, _ = measure_failure(lambda: follow(**options), DeadlineExceeded)  # noqa: B023  # called at once
            assert seconds < LATEST


def test_retry_that_would_start_after_the_deadline_is_not_made(serve, connect, waits):
    server = serve(http(500), http(500, headers={"Retry-After": "30"}), DONE)
    client = connect(server, deadline=20)
    with pytest.raises(ServerError) as caught:
        read(client)
    assert len(server.requests) == 2
    assert "Gave up after 2 attempts in 0." in str(caught.value)
    assert "The deadline of 20 s leaves no time for another." in str(caught.value)
    assert sum(waits) < 1


def test_deadline_wins_over_max_wait(serve, connect, waits):
    server = serve(http(429, headers={"Retry-After": "30"}))
    client = connect(server, deadline=20, max_wait=100)
    with pytest.raises(RateLimited) as caught:
        read(client)
    assert caught.value.retry_after == 30
    assert "The deadline of 20 s leaves no time" in str(caught.value)
    with pytest.raises(RateLimited, match=r"No request was sent.*raise deadline"):
        read(client)
    assert (len(server.requests), waits) == (1, [])


def test_waits_for_a_quota_count_against_the_deadline(serve, connect, waits):
    server = serve(http(429, headers={"Retry-After": "30"}))
    client = connect(server, deadline=100, max_wait=1e6)
    with pytest.raises(RateLimited):
        read(client)
    assert 80 < sum(waits) <= 100


def test_renewal_ends_at_the_deadline_of_the_call(serve, connect):
    server = serve(send_slowly(HEAD + b"Content-Length: 4000\r\n\r\n", b" "))
    client = connect(server, access_token=None, deadline=DEADLINE, **APP)
    seconds, error = measure_failure(lambda: create(client), DeadlineExceeded)
    assert seconds < LATEST
    assert "the access token could not be renewed" in str(error)
    assert server.paths == ["POST /v5/oauth/token"]


def test_thread_waits_for_a_renewal_of_another_until_its_own_deadline(serve, connect):
    server = serve(never_respond)
    client = connect(server, access_token=None, deadline=2.0, max_retries=0, **APP)
    first = threading.Thread(target=lambda: measure_failure(lambda: read(client), PinterestError))
    first.start()
    server.wait_for_requests(1)
    seconds, error = measure_failure(
        lambda: client.request("GET", "/x", deadline=0.2), DeadlineExceeded
    )
    first.join()
    assert seconds < 1.5
    assert "another thread is still renewing it" in str(error)


def test_thread_with_more_time_renews_after_one_whose_deadline_passed(serve, connect):
    token = http(200, json.dumps({"access_token": "token-two", "expires_in": 3600}))
    server = serve(never_respond, token, DONE)
    client = connect(server, access_token=None, deadline=20, **APP)
    first = threading.Thread(
        target=lambda: measure_failure(
            lambda: client.request("GET", "/x", deadline=0.5), PinterestError
        )
    )
    first.start()
    server.wait_for_requests(1)
    assert read(client).data == {"id": "1"}
    first.join()


def test_valid_token_is_used_if_its_early_renewal_is_slow(serve, connect, monkeypatch):
    token = http(200, json.dumps({"access_token": "token-two", "expires_in": 600}))
    server = serve(token, DONE, never_respond, DONE)
    client = connect(server, access_token=None, deadline=1.0, **APP)
    assert read(client).data == {"id": "1"}
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 550)  # the token has 50 s left
    assert read(client).data == {"id": "1"}
    assert server.last.headers["Authorization"] == "Bearer token-two"
    assert server.paths.count("POST /v5/oauth/token") == 2


def test_call_inside_a_call_ends_with_the_outer_one(serve, connect):
    server = serve(never_respond)
    client = connect(server, deadline=60)
    reader = connect(serve(DONE), deadline=DEADLINE, max_retries=0)
    seconds: list[float] = []

    class Reading(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not seconds:
                seconds.append(0.0)
                seconds[0], _ = measure_failure(lambda: read(client), DeadlineExceeded)

    logger = logging.getLogger("pinterest")
    logger.setLevel(logging.DEBUG)
    handler = Reading()
    logger.addHandler(handler)
    read(reader)
    logger.removeHandler(handler)
    assert 0 < seconds[0] < LATEST


def test_write_after_its_deadline_in_a_quota_wait_is_not_sent(serve, connect):
    server = serve(http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"}))
    client = connect(server, deadline=5)
    create(client)
    seconds, _ = measure_failure(lambda: create(client), RateLimited)
    assert seconds < LATEST
    assert len(server.requests) == 1


@pytest.mark.parametrize("deadline", [0, -1, float("inf"), float("nan"), True, "5", 1e300, (1, 2)])
def test_deadline_that_is_not_a_positive_number_is_refused(deadline, serve, connect):
    server = serve(DONE)
    with pytest.raises(ValidationError, match="deadline: "):
        PinterestSDKClient("token-one", deadline=deadline)
    with pytest.raises(ValidationError, match="deadline: "):
        connect(server).request("GET", "/x", deadline=deadline)
    with pytest.raises(ValidationError, match="deadline: "):
        Audience.get_all(ACCOUNT, client=connect(server), deadline=deadline)
    assert server.requests == []


def test_deadline_is_a_setting(serve, connect, monkeypatch):
    monkeypatch.setenv("PINTEREST_DEADLINE", "0.2")
    seconds, _ = measure_failure(lambda: read(connect(serve(never_respond))), DeadlineExceeded)
    assert seconds < LATEST
    monkeypatch.setenv("PINTEREST_DEADLINE", "0")
    with pytest.raises(ConfigurationError, match="PINTEREST_DEADLINE in the environment is '0'"):
        PinterestSDKClient("token-one")


def test_error_after_all_retries_says_how_often_and_how_long(serve, connect):
    server = serve(http(503))
    with pytest.raises(ServerError, match=r"Gave up after 4 attempts in \d\.\d s\.$"):
        read(connect(server))
    with pytest.raises(ConnectionFailed, match=r"Gave up after 3 attempts in \d\.\d s\.$"):
        read(connect(serve(close_connection), max_retries=2))


def test_error_of_a_single_attempt_does_not_mention_attempts(serve, connect):
    with pytest.raises(PinterestError) as caught:
        read(connect(serve(http(404))))
    assert "attempt" not in str(caught.value)
