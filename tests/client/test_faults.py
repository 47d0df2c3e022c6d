"""Faults of the network and the server: how often each kind of call is sent, and which error it raises."""

from __future__ import annotations

import gc
import time
from typing import NamedTuple

import pytest

from pinterest.exceptions import (
    ApiException,
    ConnectionFailed,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ServerError,
    Unauthorized,
)
from tests.client.calls import ALL, AUDIENCE, ONE, Call, create, read, update
from tests.client.raw_server import (
    TRUNCATED,
    RawResponse,
    close_connection,
    full_server,
    http,
    never_respond,
    reset_connection,
    unused_port,
)

HTML = "<html><body>Bad gateway</body></html>"


class Expected(NamedTuple):
    """The number of requests that the server receives with two retries allowed, and the error that is raised."""

    times: int
    error: type[PinterestError]


GIVES_UP = Expected(3, ConnectionFailed)
UNREADABLE = Expected(3, ServerError)
LOST_ONCE = Expected(1, OutcomeUnknown)
LOST_THRICE = Expected(3, OutcomeUnknown)
ONCE_5XX = Expected(1, ServerError)
THRICE_5XX = Expected(3, ServerError)
THRICE_429 = Expected(3, RateLimited)
REFUSED = Expected(1, Unauthorized)
NOT_FOLLOWED = Expected(1, ApiException)

LOST = (GIVES_UP, LOST_ONCE, LOST_THRICE)
BROKEN = (THRICE_5XX, ONCE_5XX, THRICE_5XX)
NOT_FROM_THE_API = (UNREADABLE, LOST_ONCE, LOST_THRICE)

FAULTS: dict[str, tuple[RawResponse, tuple[Expected, Expected, Expected]]] = {
    "closed without a byte": (close_connection, LOST),
    "reset before a response": (reset_connection, LOST),
    "closed within the body": (TRUNCATED, LOST),
    "closed within the headers": (b"HTTP/1.1 200 OK\r\nContent-", NOT_FROM_THE_API),
    "no HTTP": (b"\xff\xfe\x00\r\n\r\n", LOST),
    "bad chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", LOST),
    "bad gzip": (http(200, "{}", {"Content-Encoding": "gzip"}), LOST),
    "500": (http(500, '{"code": 0, "message": "sorry"}'), BROKEN),
    "502 with HTML": (http(502, HTML, content_type="text/html"), BROKEN),
    "503 with Retry-After": (http(503, "", {"Retry-After": "2"}), BROKEN),
    "429 with X-RateLimit-Reset": (http(429, "{}", {"X-RateLimit-Reset": "2"}), (THRICE_429,) * 3),
    "429 with Retry-After": (http(429, "{}", {"Retry-After": "2"}), (THRICE_429,) * 3),
    "429 with a date": (
        http(
            429,
            "{}",
            {
                "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "Retry-After": "Sun, 22 Nov 2026 10:00:02 GMT",
            },
        ),
        (THRICE_429,) * 3,
    ),
    "429 with nothing": (http(429, ""), (THRICE_429,) * 3),
    "401": (http(401, '{"code": 2, "message": "no"}'), (REFUSED,) * 3),
    "200 with HTML": (http(200, HTML, content_type="text/html"), NOT_FROM_THE_API),
    "200 with nothing": (http(200, ""), NOT_FROM_THE_API),
    "200 and no text": (http(200, b"\xff\xfe{\x80}"), NOT_FROM_THE_API),
    "200 with cut JSON": (http(200, '{"id": "25'), NOT_FROM_THE_API),
    "200 with a length too small": (
        http(200, '{"id": "1"}').replace(b"Content-Length: 11", b"Content-Length: 7"),
        NOT_FROM_THE_API,
    ),
    "200, nested without end": (http(200, "[" * 200_000), NOT_FROM_THE_API),
    "304": (http(304, ""), (NOT_FOLLOWED,) * 3),
}
# urllib3 and requests fail on these without closing the connection.
UNPARSABLE: dict[str, tuple[bytes, tuple[Expected, Expected, Expected]]] = {
    "two lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{}", LOST),
    "redirect to nowhere": (
        http(302, "", {"Location": "http://[bad", "Connection": "close"}),
        (GIVES_UP, NOT_FOLLOWED, NOT_FOLLOWED),
    ),
    "redirect to no text": (
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        (GIVES_UP, NOT_FOLLOWED, NOT_FOLLOWED),
    ),
}
CALLS: tuple[Call, Call, Call] = (read, create, update)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_retried_as_the_call_allows(fault, call, serve, connect, waits):
    response, expectations = FAULTS[fault]
    times, error = expectations[CALLS.index(call)]
    server = serve(response)
    client = connect(server, max_retries=2, max_wait=4)
    with pytest.raises(error) as caught:
        call(client)
    assert type(caught.value) is error
    assert len(server.requests) == times
    assert len(waits) == times - 1
    path = ALL if call is create else ONE
    assert f"{server.last.method} {path}: " in str(caught.value)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
@pytest.mark.parametrize("fault", UNPARSABLE)
def test_responses_that_requests_cannot_parse_count_as_lost(fault, call, serve, connect, waits):
    response, expectations = UNPARSABLE[fault]
    times, error = expectations[CALLS.index(call)]
    server = serve(response)
    with pytest.raises(error):
        call(connect(server, max_retries=2))
    assert len(server.requests) == times
    gc.collect()  # close those connections now, not in a later test


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
@pytest.mark.parametrize(
    "response",
    [http(429, "{}", {"X-RateLimit-Reset": "1"}), http(429, "")],
    ids=["with a reset time", "without"],
)
def test_a_429_is_always_retried(call, response, serve, connect, waits):
    server = serve(response, response, http(200, '{"id": "1"}'))
    assert call(connect(server)).data == {"id": "1"}
    assert len(server.requests) == 3
    assert {request.body for request in server.requests} == {server.last.body}


@pytest.mark.parametrize("call", [read, update], ids=lambda call: call.__name__)
@pytest.mark.parametrize(
    "response", [reset_connection, TRUNCATED, http(503), http(200, HTML)], ids=range(4)
)
def test_safe_calls_succeed_after_a_retry(call, response, serve, connect, waits):
    server = serve(response, http(200, '{"id": "1"}'))
    assert call(connect(server)).data == {"id": "1"}
    assert len(server.requests) == 2


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_connection_refused(call, connect, waits):
    port = unused_port()
    with pytest.raises(ConnectionFailed) as caught:
        call(connect(f"http://127.0.0.1:{port}/v5", max_retries=2, timeout=(1.5, 20)))
    text = str(caught.value)
    assert len(waits) == 2
    assert f"could not connect to 127.0.0.1:{port}" in text
    assert "1.5 s to connect, 20 s to read" in text
    assert "refused" in text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_connection_timeout(call, connect, waits):
    with full_server() as port:
        client = connect(f"http://127.0.0.1:{port}/v5", max_retries=1, timeout=(0.05, 5))
        with pytest.raises(ConnectionFailed, match=r"could not connect.*0\.05 s to connect"):
            call(client)
    assert len(waits) == 1


@pytest.mark.parametrize(
    ("call", "times", "error"),
    [(read, 2, ConnectionFailed), (create, 1, OutcomeUnknown), (update, 2, OutcomeUnknown)],
    ids=["read", "create", "update"],
)
def test_read_timeout(call, times, error, serve, connect, waits):
    server = serve(never_respond)
    with pytest.raises(error, match=r"no complete response from 127\.0\.0\.1.*0\.05 s to read"):
        call(connect(server, max_retries=1, timeout=(5, 0.05)))
    # On a busy machine, a request may arrive after the client has given up.
    assert server.wait_for_requests(times) == times


def test_slow_response_succeeds_while_bytes_arrive(serve, connect):
    def send_in_pieces(connection):
        response = http(200, '{"id": "1"}')
        for start in range(0, len(response), 10):
            connection.sendall(response[start : start + 10])
            time.sleep(0.03)

    started = time.monotonic()
    assert read(connect(serve(send_in_pieces), timeout=(5, 0.2))).data == {"id": "1"}
    assert time.monotonic() - started > 0.2


@pytest.mark.filterwarnings("ignore:requests to .* are not encrypted")
def test_invalid_host_name_is_not_retried(connect, waits):
    with pytest.raises(ConnectionFailed, match="could not connect"):
        create(connect("http://" + "a" * 64 + ".invalid/v5"))
    assert waits == []


def test_failed_tls_handshake_is_not_retried(serve, connect, waits):
    server = serve(http(400))
    url = server.url.replace("http:", "https:")
    with pytest.raises(ConnectionFailed, match=f"127.0.0.1:{server.port}.*SSL"):
        read(connect(url))
    assert (len(server.requests), waits) == (1, [])


@pytest.mark.parametrize("call", [create, update], ids=lambda call: call.__name__)
def test_lost_response_says_what_to_look_up(call, serve, connect, waits):
    with pytest.raises(OutcomeUnknown) as caught:
        call(connect(serve(reset_connection)))
    path = ALL if call is create else ONE
    assert f"Look for 'Quilters' under {path} before you send it again." in str(caught.value)


def test_lost_response_of_a_batch_names_its_first_items_without_emails(serve, connect):
    items = [{"name": name} for name in ("One", "a@shop.example", "Three", "Four")]
    with pytest.raises(OutcomeUnknown) as caught:
        connect(serve(close_connection)).request("POST", ALL, json=items)
    assert "Look for 'One', '[hidden]', 'Three' under" in str(caught.value)


def test_lost_response_without_a_name_says_where_to_look(serve, connect):
    with pytest.raises(OutcomeUnknown, match=f"Look under {ONE} before"):
        connect(serve(close_connection)).request(
            "DELETE", f"/ad_accounts/549755885175/audiences/{AUDIENCE}"
        )


def test_5xx_of_a_create_says_that_it_may_be_done(serve, connect):
    with pytest.raises(ServerError, match="The request may have been carried out"):
        create(connect(serve(http(500))))


def test_unreadable_response_of_a_create_has_an_unknown_outcome(serve, connect):
    server = serve(http(200, HTML, content_type="text/html"))
    with pytest.raises(
        OutcomeUnknown, match=r"text/html that begins with '<html>.*proxy or gateway"
    ):
        create(connect(server))


def test_unreadable_response_of_a_read_keeps_its_content(serve, connect):
    server = serve(http("200 Fine", HTML, {"x-pinterest-rid": "77"}, "text/html"))
    with pytest.raises(ServerError) as caught:
        read(connect(server, max_retries=0))
    error = caught.value
    assert (error.status, error.reason, error.request_id) == (200, "Fine", "77")
    assert error.body == HTML
    assert error.headers["content-type"] == "text/html"


def test_max_retries_0_means_no_retries(serve, connect, waits):
    server = serve(http(503))
    with pytest.raises(ServerError):
        read(connect(server, max_retries=0))
    assert (len(server.requests), waits) == (1, [])


def test_empty_response_is_valid_where_the_operation_returns_nothing(serve, connect):
    response = connect(serve(http("204 No Content", ""))).request("DELETE", "/boards/1")
    assert (response.status, response.data, response.content) == (204, None, b"")


SAYS_THAT_IT_MAY_BE_DONE = (
    rf"An earlier attempt may have been carried out\. Look for 'Quilters' under {ONE}"
)


@pytest.mark.parametrize(
    ("last", "error"),
    [
        (http(429, "{}", {"Retry-After": "600"}), OutcomeUnknown),
        (http(401), Unauthorized),
        (http(404), ApiException),
    ],
)
def test_last_attempt_does_not_hide_an_earlier_one(last, error, serve, connect):
    server = serve(reset_connection, last)
    with pytest.raises(error, match=SAYS_THAT_IT_MAY_BE_DONE):
        update(connect(server))
    assert len(server.requests) == 2


def test_refused_connection_does_not_hide_an_earlier_attempt(serve, connect):
    def go_away(connection):
        server.stop_listening()
        reset_connection(connection)

    server = serve(go_away)
    with pytest.raises(OutcomeUnknown, match=SAYS_THAT_IT_MAY_BE_DONE):
        update(connect(server))
    assert len(server.requests) == 1


def test_reads_and_sure_writes_say_nothing_of_earlier_attempts(serve, connect):
    for call, first in ((read, http(500)), (update, http(429, "{}"))):
        with pytest.raises(ApiException) as caught:
            call(connect(serve(first, http(404))))
        assert "earlier attempt" not in str(caught.value)
