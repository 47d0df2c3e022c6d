"""What each fault on the way means for a read, a create and an update: requests that the server saw, and the error."""

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
    Answer,
    full_server,
    http,
    nothing,
    reset,
    silence,
    unused_port,
)

HTML = "<html><body>Bad gateway</body></html>"


class Expected(NamedTuple):
    """How often the server is asked, with two repeats allowed, and what is raised."""

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
NOT_SENT_ON = Expected(1, ApiException)

LOST = (GIVES_UP, LOST_ONCE, LOST_THRICE)
BROKEN = (THRICE_5XX, ONCE_5XX, THRICE_5XX)
NO_ANSWER_OF_THE_API = (UNREADABLE, LOST_ONCE, LOST_THRICE)

FAULTS: dict[str, tuple[Answer, tuple[Expected, Expected, Expected]]] = {
    "closed without a byte": (nothing, LOST),
    "reset before an answer": (reset, LOST),
    "closed within the body": (TRUNCATED, LOST),
    "closed within the head": (b"HTTP/1.1 200 OK\r\nContent-", NO_ANSWER_OF_THE_API),
    "no HTTP": (b"\xff\xfe\x00\r\n\r\n", LOST),
    "bad chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", LOST),
    "bad gzip": (http(200, "{}", {"Content-Encoding": "gzip"}), LOST),
    "500": (http(500, '{"code": 0, "message": "sorry"}'), BROKEN),
    "502 with HTML": (http(502, HTML, content_type="text/html"), BROKEN),
    "503 with Retry-After": (http(503, "", {"Retry-After": "2"}), BROKEN),
    "429 with X-RateLimit-Reset": (http(429, "{}", {"X-RateLimit-Reset": "1"}), (THRICE_429,) * 3),
    "429 with Retry-After": (http(429, "{}", {"Retry-After": "2"}), (THRICE_429,) * 3),
    "429 with a date": (
        http(
            429,
            "{}",
            {
                "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
                "Retry-After": "Sun, 22 Nov 2026 10:00:07 GMT",
            },
        ),
        (THRICE_429,) * 3,
    ),
    "429 with nothing": (http(429, ""), (THRICE_429,) * 3),
    "401": (http(401, '{"code": 2, "message": "no"}'), (REFUSED,) * 3),
    "200 with HTML": (http(200, HTML, content_type="text/html"), NO_ANSWER_OF_THE_API),
    "200 with nothing": (http(200, ""), NO_ANSWER_OF_THE_API),
    "200 and no text": (http(200, b"\xff\xfe{\x80}"), NO_ANSWER_OF_THE_API),
    "200 with cut JSON": (http(200, '{"id": "25'), NO_ANSWER_OF_THE_API),
    "200 with a length too small": (
        http(200, '{"id": "1"}').replace(b"Content-Length: 11", b"Content-Length: 7"),
        NO_ANSWER_OF_THE_API,
    ),
    "200, nested without end": (http(200, "[" * 200_000), NO_ANSWER_OF_THE_API),
    "304": (http(304, ""), (NOT_SENT_ON,) * 3),
}
# Over these urllib3 and requests stumble with a connection in their hands.
STUMBLES: dict[str, bytes] = {
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{}",
    "redirect to nowhere": http(302, "", {"Location": "http://[bad"}),
    "redirect to no text": b"HTTP/1.1 302 Found\r\nLocation: http://\xff/\r\nContent-Length: 0\r\n\r\n",
}
CALLS: tuple[Call, Call, Call] = (read, create, update)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_met_as_the_call_allows(fault, call, serve, connect, waits):
    answer, expectations = FAULTS[fault]
    times, kind = expectations[CALLS.index(call)]
    server = serve(answer)
    client = connect(server, max_retries=2)
    with pytest.raises(kind) as caught:
        call(client)
    assert type(caught.value) is kind
    assert len(server.requests) == times
    assert len(waits) == times - 1
    path = ALL if call is create else ONE
    assert f"{server.last.method} {path}: " in str(caught.value)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
@pytest.mark.parametrize("fault", STUMBLES)
def test_what_requests_stumbles_over_is_an_answer_lost(fault, call, serve, connect, waits):
    times, kind = LOST[CALLS.index(call)]
    server = serve(STUMBLES[fault])
    with pytest.raises(kind):
        call(connect(server, max_retries=2))
    assert len(server.requests) == times
    gc.collect()  # closes those connections, here rather than in a later test


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
@pytest.mark.parametrize(
    "answer",
    [http(429, "{}", {"X-RateLimit-Reset": "1"}), http(429, "")],
    ids=["told", "not told"],
)
def test_a_refused_quota_is_asked_again_since_nothing_was_done(call, answer, serve, connect, waits):
    server = serve(answer, answer, http(200, '{"id": "1"}'))
    assert call(connect(server)).data == {"id": "1"}
    assert len(server.requests) == 3
    assert {request.body for request in server.requests} == {server.last.body}


@pytest.mark.parametrize("call", [read, update], ids=lambda call: call.__name__)
@pytest.mark.parametrize("answer", [reset, TRUNCATED, http(503), http(200, HTML)], ids=range(4))
def test_what_is_safe_to_repeat_gets_through(call, answer, serve, connect, waits):
    server = serve(answer, http(200, '{"id": "1"}'))
    assert call(connect(server)).data == {"id": "1"}
    assert len(server.requests) == 2


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_nobody_listens(call, connect, waits):
    port = unused_port()
    with pytest.raises(ConnectionFailed) as caught:
        call(connect(f"http://127.0.0.1:{port}/v5", max_retries=2, timeout=(1.5, 20)))
    text = str(caught.value)
    assert len(waits) == 2
    assert f"could not connect to 127.0.0.1:{port}" in text
    assert "1.5 s to connect, 20 s to read" in text
    assert "refused" in text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_a_host_that_takes_no_connection(call, connect, waits):
    with full_server() as port:
        client = connect(f"http://127.0.0.1:{port}/v5", max_retries=1, timeout=(0.05, 5))
        with pytest.raises(ConnectionFailed, match=r"could not connect.*0\.05 s to connect"):
            call(client)
    assert len(waits) == 1


@pytest.mark.parametrize(
    ("call", "times", "kind"),
    [(read, 2, ConnectionFailed), (create, 1, OutcomeUnknown), (update, 2, OutcomeUnknown)],
    ids=["read", "create", "update"],
)
def test_a_host_that_does_not_answer(call, times, kind, serve, connect, waits):
    server = serve(silence)
    with pytest.raises(kind, match=r"no complete answer from 127\.0\.0\.1.*0\.05 s to read"):
        call(connect(server, max_retries=1, timeout=(5, 0.05)))
    assert len(server.requests) == times


def test_bytes_that_come_slowly_are_an_answer_as_long_as_they_come(serve, connect):
    def drip(connection):
        answer = http(200, '{"id": "1"}')
        for start in range(0, len(answer), 10):
            connection.sendall(answer[start : start + 10])
            time.sleep(0.03)

    started = time.monotonic()
    assert read(connect(serve(drip), timeout=(5, 0.2))).data == {"id": "1"}
    assert time.monotonic() - started > 0.2


def test_a_name_that_is_none_is_not_tried_again(connect, waits):
    with pytest.raises(ConnectionFailed, match="could not connect"):
        create(connect("http://" + "a" * 64 + ".invalid/v5"))
    assert waits == []


def test_what_is_no_tls_is_not_tried_again(serve, connect, waits):
    server = serve(http(400))
    url = server.url.replace("http:", "https:")
    with pytest.raises(ConnectionFailed, match=f"127.0.0.1:{server.port}.*SSL"):
        read(connect(url))
    assert (len(server.requests), waits) == (1, [])


@pytest.mark.parametrize("call", [create, update], ids=lambda call: call.__name__)
def test_a_lost_answer_names_what_to_look_up(call, serve, connect, waits):
    with pytest.raises(OutcomeUnknown) as caught:
        call(connect(serve(reset)))
    path = ALL if call is create else ONE
    assert f"look for 'Quilters' under {path} before you repeat it" in str(caught.value)


def test_a_lost_answer_of_many_names_the_first_and_no_address(serve, connect):
    items = [{"name": name} for name in ("One", "a@shop.example", "Three", "Four")]
    with pytest.raises(OutcomeUnknown) as caught:
        connect(serve(nothing)).request("POST", ALL, json=items)
    assert "look for 'One', '[hidden]', 'Three' under" in str(caught.value)


def test_a_lost_answer_of_something_nameless_names_the_place(serve, connect):
    with pytest.raises(OutcomeUnknown, match=f"look under {ONE} before"):
        connect(serve(nothing)).request("DELETE", f"/ad_accounts/549755885175/audiences/{AUDIENCE}")


def test_a_5xx_of_a_create_says_that_it_may_have_happened(serve, connect):
    with pytest.raises(ServerError, match="it may have been carried out all the same"):
        create(connect(serve(http(500))))


def test_an_unreadable_answer_of_a_create_is_an_unknown_outcome(serve, connect):
    server = serve(http(200, HTML, content_type="text/html"))
    with pytest.raises(OutcomeUnknown, match=r"text/html, beginning '<html>.*proxy or gateway"):
        create(connect(server))


def test_an_unreadable_answer_of_a_read_keeps_what_came(serve, connect):
    server = serve(http("200 Fine", HTML, {"x-pinterest-rid": "77"}, "text/html"))
    with pytest.raises(ServerError) as caught:
        read(connect(server, max_retries=0))
    error = caught.value
    assert (error.status, error.reason, error.request_id) == (200, "Fine", "77")
    assert error.body == HTML
    assert error.headers["content-type"] == "text/html"


def test_no_repeats_when_none_are_allowed(serve, connect, waits):
    server = serve(http(503))
    with pytest.raises(ServerError):
        read(connect(server, max_retries=0))
    assert (len(server.requests), waits) == (1, [])


def test_an_answer_without_a_body_is_one_where_none_is_due(serve, connect):
    response = connect(serve(http("204 No Content", ""))).request("DELETE", "/boards/1")
    assert (response.status, response.data, response.content) == (204, None, b"")
