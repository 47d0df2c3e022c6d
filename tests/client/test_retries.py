"""Retries and rate limits: how long the client waits, and when it raises instead."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.utils import formatdate, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest.exceptions import RateLimited, ServerError
from pinterest.operation import QuotaKey
from pinterest.operations.ad_accounts import AD_ACCOUNTS_LIST
from pinterest.operations.audiences import AUDIENCES_GET
from pinterest.retry import Policy, parse_retry_after
from tests.client.calls import AUDIENCE, create, read, update
from tests.client.raw_server import http

DONE = http(200, '{"id": "1"}')
DATE = {"Date": "Sun, 22 Nov 2026 10:00:00 GMT"}


def build_used_up_response(seconds):
    """Returns a successful response that says that the quota is used up for some seconds."""
    return http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": seconds})


def build_429(**headers):
    return http(
        429,
        '{"code": 8, "message": "too many"}',
        {k.replace("_", "-"): v for k, v in headers.items()},
    )


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Reset": "7"}, 7),
        ({"Retry-After": "5"}, 5),
        ({"Retry-After": "5", "X-RateLimit-Reset": "7"}, 5),
        ({"Retry-After": "nonsense", "X-RateLimit-Reset": "7"}, 7),
        ({"Retry-After": "nan", "X-RateLimit-Reset": "7"}, 7),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:09 GMT", **DATE}, 9),
    ],
    ids=str,
)
def test_429_waits_as_long_as_the_headers_say(headers, seconds, serve, connect, waits):
    server = serve(http(429, "{}", headers), DONE)
    assert create(connect(server)).data == {"id": "1"}
    assert waits == [pytest.approx(seconds, abs=0.5)]


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "6"}, 6),
        ({"X-RateLimit-Reset": "7"}, 7),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "7"}, 7),
        ({"Retry-After": "6", "X-RateLimit-Reset": "7"}, 6),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:09 GMT", **DATE}, 9),
    ],
    ids=str,
)
def test_5xx_waits_as_long_as_the_headers_say(status, headers, seconds, serve, connect, waits):
    assert read(connect(serve(http(status, "", headers), DONE))).status == 200
    assert waits == [pytest.approx(seconds, abs=0.5)]


def test_5xx_does_not_wait_for_a_quota_with_requests_left(serve, connect, waits):
    headers = {"X-RateLimit-Remaining": "99", "X-RateLimit-Reset": "67150"}
    assert read(connect(serve(http(503, "", headers), DONE))).status == 200
    assert waits[0] < 1


def test_5xx_closes_a_used_up_quota_for_other_calls(serve, connect, waits):
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "8"}
    client = connect(serve(http(503, "", headers), DONE), max_retries=0)
    with pytest.raises(ServerError):
        read(client)
    assert read(client).status == 200
    assert waits == [pytest.approx(8, abs=0.5)]


@pytest.mark.parametrize("value", ["0", "1"])
def test_wait_is_never_shorter_than_the_backoff(value, serve, connect, waits):
    read(connect(serve(http(503, "", {"Retry-After": value}), DONE), backoff=10))
    assert 5 <= waits[0] <= 10


def test_backoff_doubles_with_jitter_up_to_a_maximum(serve, connect, waits):
    server = serve(http(500))
    with pytest.raises(ServerError):
        read(connect(server, max_retries=5, backoff=4))
    assert len(waits) == 5
    for wait, full in zip(waits, [4, 8, 16, 30, 30], strict=True):
        assert full / 2 <= wait <= full
    assert len(set(waits)) == 5


def test_backoff_does_not_overflow():
    assert Policy(backoff=0.5).backoff_delay(5000) <= 30


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Reset": "67150"}, 67150),
        ({"Retry-After": "31"}, 31),
        ({"Retry-After": "1" * 40}, 60),
        ({"Retry-After": "Mon, 23 Nov 2026 10:00:00 GMT", **DATE}, 86400),
    ],
    ids=str,
)
def test_429_with_a_wait_over_max_wait_raises_at_once(headers, seconds, serve, connect, waits):
    server = serve(http(429, "{}", headers), DONE)
    with pytest.raises(RateLimited) as caught:
        read(connect(server, max_wait=30))
    assert caught.value.retry_after == seconds
    assert f"Try again in {seconds:g} s." in str(caught.value)
    assert (len(server.requests), waits) == (1, [])


def test_5xx_with_a_wait_over_max_wait_raises_at_once(serve, connect, waits):
    server = serve(http(503, "", {"Retry-After": "90"}), DONE)
    with pytest.raises(ServerError, match="Try again in 90 s"):
        read(connect(server))
    assert (len(server.requests), waits) == (1, [])


def test_max_wait_does_not_limit_retries_without_a_quota(serve, connect, waits):
    assert read(connect(serve(http(500), DONE), max_wait=0, backoff=1)).status == 200
    assert len(waits) == 1


def test_infinite_retry_after_is_ignored(serve, connect, waits):
    assert read(connect(serve(http(429, "", {"Retry-After": "1e999"}), DONE))).status == 200
    assert waits[0] < 1


def test_used_up_quota_is_waited_for(serve, connect, waits):
    used_up = http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "8"})
    client = connect(serve(used_up, DONE))
    read(client)
    assert waits == []
    read(client)
    assert waits == [pytest.approx(8, abs=0.5)]
    read(client)
    assert len(waits) == 1


def test_quota_with_requests_left_is_not_waited_for(serve, connect, waits):
    left = http(200, "{}", {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "8"})
    client = connect(serve(left))
    read(client)
    read(client)
    assert waits == []


def test_used_up_quota_does_not_block_other_quotas(serve, connect, waits):
    used_up = http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "8"})
    client = connect(serve(used_up, DONE))
    read(client)
    update(client)  # another category of the same account
    client.execute(
        AUDIENCES_GET, {"ad_account_id": "1", "audience_id": AUDIENCE}
    )  # another account
    client.request("GET", "/user_account")  # an unknown category
    assert waits == []
    read(client)
    assert len(waits) == 1


def test_used_up_quota_over_max_wait_raises_before_sending(serve, connect, waits):
    used_up = http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "67150"})
    server = serve(used_up, DONE)
    client = connect(server)
    read(client)
    with pytest.raises(
        RateLimited,
        match=r"the quota ads_read of ad account 549755885175 is used up\. No request was sent\. Try again in 671[45]",
    ) as caught:
        read(client)
    assert caught.value.retry_after == pytest.approx(67150, abs=60)
    assert waits == []
    assert len(server.requests) == 1


@pytest.mark.parametrize("reset", ["0", "soon"])
def test_quota_without_a_reset_time_is_not_waited_for(reset, serve, connect, waits):
    used_up = http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset})
    client = connect(serve(used_up, DONE))
    read(client)
    read(client)
    assert waits == []


def test_threads_wait_for_the_same_quota(serve, connect):
    used_up = http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "0.3"})
    server = serve(used_up, DONE)
    client = connect(server)
    read(client)
    closed = time.monotonic()
    calls = [read, read, read, update]
    threads = [threading.Thread(target=call, args=(client,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - closed > 0.25
    assert [request.method for request in server.requests] == ["GET", "PATCH", "GET", "GET", "GET"]


@pytest.mark.slow
def test_waiting_call_checks_the_quota_again(serve, connect):
    """While a call waits, the response to an earlier request closes the quota for longer."""
    end = threading.Event()

    def late(connection):
        end.wait(10)
        connection.sendall(build_used_up_response("1.2"))

    server = serve(late, build_used_up_response("0.3"), DONE)
    client = connect(server)
    first = threading.Thread(target=read, args=(client,))
    first.start()
    assert server.wait_for_requests(1) == 1
    read(client)
    waiting = threading.Thread(target=read, args=(client,))
    waiting.start()
    end.set()
    first.join()
    closed = time.monotonic()
    waiting.join()
    assert time.monotonic() - closed > 1


@pytest.mark.slow
def test_short_waits_do_not_use_up_the_retries(serve, connect):
    """Many threads share a quota of a few requests per window, so each is refused several times."""
    lock, sent = threading.Lock(), [0.0, 0]  # the start of the window, and its number of requests

    def serve_within_quota(connection):
        with lock:
            if time.monotonic() - sent[0] > 0.3:
                sent[:] = [time.monotonic(), 0]
            sent[1] += 1
            is_refused = sent[1] > 5
        connection.sendall(build_429(Retry_After="0.3") if is_refused else DONE)

    server = serve(serve_within_quota)
    client = connect(server, max_retries=1)
    with ThreadPoolExecutor(24) as pool:
        responses = list(pool.map(lambda _: read(client), range(24)))
    assert [response.status for response in responses] == [200] * 24
    assert len(server.requests) > 48


def test_max_wait_is_the_total_of_all_waits_of_a_call(serve, connect, waits):
    server = serve(build_429(Retry_After="2"))
    with pytest.raises(RateLimited):
        read(connect(server, max_wait=5))
    assert waits == [2, 2]


def test_max_wait_includes_the_wait_for_an_open_quota(serve, connect, waits):
    server = serve(build_used_up_response("4"), build_429(Retry_After="4"), DONE)
    client = connect(server, max_wait=6)
    read(client)
    with pytest.raises(RateLimited):
        read(client)
    assert waits == [pytest.approx(4, abs=0.5)]


def test_max_retries_0_means_no_retry_after_a_429(serve, connect, waits):
    server = serve(build_429(Retry_After="2"), DONE)
    with pytest.raises(RateLimited):
        read(connect(server, max_retries=0))
    assert (len(server.requests), waits) == (1, [])


@pytest.mark.parametrize(
    "headers",
    [{"Retry-After": "99999999999"}, {"Retry-After": "1e300"}, {"X-RateLimit-Reset": "86401"}],
    ids=str,
)
@pytest.mark.parametrize("status", [429, 200])
def test_implausible_wait_closes_a_quota_for_a_minute(headers, status, serve, connect, waits):
    left = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": headers.get("Retry-After", "86401")}
    server = serve(http(status, "{}", headers if status == 429 else left), DONE)
    client = connect(server, max_wait=30)
    for _ in range(2):
        with contextlib.suppress(RateLimited):
            read(client)
    assert len(server.requests) == 1
    time.sleep(60)
    assert read(client).status == 200


def test_endless_wait_does_not_overflow(serve, connect, waits):
    server = serve(build_429(Retry_After="1e300"), DONE)
    assert read(connect(server, max_wait=float("inf"))).status == 200
    assert waits == [60]


@pytest.mark.parametrize("date", [{}, {"Date": "Sun, 22 Nov 2026 10:00:00 GMT"}], ids=str)
@pytest.mark.parametrize("name", ["Retry-After", "X-RateLimit-Reset"])
def test_wait_may_be_a_unix_time(name, date, serve, connect, waits):
    now = parsedate_to_datetime(date["Date"]).timestamp() if date else time.time()
    server = serve(http(429, "{}", {name: f"{now + 9:.0f}", **date}), DONE)
    assert read(connect(server)).status == 200
    assert waits == [pytest.approx(9, abs=3)]


def test_quota_key_comes_from_the_arguments():
    arguments = {"ad_account_id": 549755885175, "audience_id": AUDIENCE}
    prepared = AUDIENCES_GET.prepare(arguments)
    assert prepared.quota == QuotaKey("ads_read", "549755885175")
    assert AD_ACCOUNTS_LIST.prepare({}).quota == QuotaKey("ads_read", "")
    assert replace(AUDIENCES_GET, quota=None).prepare(arguments).quota is None


def test_quota_of_the_emulator_is_waited_for(emulator, waits):
    emulator.fail_next(429, reset=2, times=2)
    client = emulator.client(backoff=0.001)
    assert client.request("GET", "/ad_accounts").status == 200
    assert waits == [pytest.approx(2, abs=0.1)] * 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": " 3 "}, 3),
        ({"Retry-After": "-3"}, 0),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:10 GMT", **DATE}, 10),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:10 -0000", **DATE}, 10),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:10 GMT", "Date": DATE["Date"][:-3] + "-0000"}, 10),
        ({"Retry-After": "Sun, 22 Nov 2026 09:00:00 GMT", **DATE}, 0),
        ({"Retry-After": "Sun, 99 Nov 2026 09:00:00 GMT", **DATE}, None),
    ],
    ids=str,
)
def test_retry_after_may_be_a_number_or_a_date(headers, seconds):
    assert parse_retry_after(headers) == seconds


@pytest.mark.parametrize("date", [{}, {"Date": "the day before"}], ids=str)
def test_retry_after_date_counts_from_now_without_a_date_header(date):
    later = formatdate(time.time() + 100, usegmt=True)
    assert parse_retry_after({"Retry-After": later, **date}) == pytest.approx(100, abs=5)


@pytest.mark.slow
@given(st.text(max_size=40), st.text(max_size=40))
def test_malformed_retry_after_does_not_raise(value, date):
    seconds = parse_retry_after({"Retry-After": value, "Date": date})
    assert seconds is None or 0 <= seconds < float("inf")


@given(
    st.integers(0, 10**30), st.integers(0, 10**30), st.sampled_from(["GMT", "+0000", "-99999999"])
)
def test_malformed_retry_after_date_does_not_raise(day, year, zone):
    seconds = parse_retry_after({"Retry-After": f"Sun, {day} Nov {year} 10:00:00 {zone}"})
    assert seconds is None or 0 <= seconds < float("inf")
