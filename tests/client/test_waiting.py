"""Used-up quotas and servers that ask for patience: how long is waited, and when it is not."""

from __future__ import annotations

import email.utils
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest.exceptions import RateLimited, ServerError
from pinterest.operations.audiences import AUDIENCES_GET
from pinterest.transport import Policy
from pinterest.utils.api_errors import retry_after
from tests.client.calls import AUDIENCE, create, read, update
from tests.client.raw_server import http

DONE = http(200, '{"id": "1"}')
DATE = {"Date": "Sun, 22 Nov 2026 10:00:00 GMT"}


def limited(**headers):
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
def test_a_quota_is_waited_for_as_long_as_the_api_says(headers, seconds, serve, connect, waits):
    server = serve(http(429, "{}", headers), DONE)
    assert create(connect(server)).data == {"id": "1"}
    assert waits == [pytest.approx(seconds, abs=0.5)]


def test_a_503_is_waited_for_as_well(serve, connect, waits):
    assert read(connect(serve(http(503, "", {"Retry-After": "6"}), DONE))).status == 200
    assert waits == [6]


@pytest.mark.parametrize("asked", ["0", "1"])
def test_no_wait_is_shorter_than_the_backoff(asked, serve, connect, waits):
    read(connect(serve(http(503, "", {"Retry-After": asked}), DONE), backoff=10))
    assert 5 <= waits[0] <= 10


def test_the_backoff_doubles_with_some_chance_and_is_capped(serve, connect, waits):
    server = serve(http(500))
    with pytest.raises(ServerError):
        read(connect(server, max_retries=5, backoff=4))
    assert len(waits) == 5
    for wait, full in zip(waits, [4, 8, 16, 30, 30], strict=True):
        assert full / 2 <= wait <= full
    assert len(set(waits)) == 5


def test_the_backoff_stays_finite():
    assert Policy(backoff=0.5).delay(5000) <= 30


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Reset": "67150"}, 67150),
        ({"Retry-After": "31"}, 31),
        ({"Retry-After": "1" * 40}, float("1" * 40)),
        ({"Retry-After": "Mon, 23 Nov 2026 10:00:00 GMT", **DATE}, 86400),
    ],
    ids=str,
)
def test_a_longer_wait_is_raised_at_once(headers, seconds, serve, connect, waits):
    server = serve(http(429, "{}", headers), DONE)
    with pytest.raises(RateLimited) as caught:
        read(connect(server, max_wait=30))
    assert caught.value.retry_after == seconds
    assert f"open again in {seconds:g} s" in str(caught.value)
    assert (len(server.requests), waits) == (1, [])


def test_a_longer_wait_for_a_503_is_raised_at_once(serve, connect, waits):
    server = serve(http(503, "", {"Retry-After": "90"}), DONE)
    with pytest.raises(ServerError, match="try again in 90 s"):
        read(connect(server))
    assert (len(server.requests), waits) == (1, [])


def test_a_limit_on_quotas_is_none_on_repeats(serve, connect, waits):
    assert read(connect(serve(http(500), DONE), max_wait=0, backoff=1)).status == 200
    assert len(waits) == 1


def test_an_endless_wait_is_no_wait(serve, connect, waits):
    assert read(connect(serve(http(429, "", {"Retry-After": "1e999"}), DONE))).status == 200
    assert waits[0] < 1


def test_a_quota_with_nothing_left_is_closed_until_it_opens(serve, connect, waits):
    used_up = http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "8"})
    client = connect(serve(used_up, DONE))
    read(client)
    assert waits == []
    read(client)
    assert waits == [pytest.approx(8, abs=0.5)]
    read(client)
    assert len(waits) == 1


def test_a_quota_with_something_left_stays_open(serve, connect, waits):
    left = http(200, "{}", {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "8"})
    client = connect(serve(left))
    read(client)
    read(client)
    assert waits == []


def test_other_quotas_stay_open(serve, connect, waits):
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


def test_a_wait_that_is_known_to_be_too_long_is_not_begun(serve, connect, waits):
    used_up = http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "67150"})
    server = serve(used_up, DONE)
    client = connect(server)
    read(client)
    with pytest.raises(
        RateLimited, match=r"open again in 671[45][0-9] s; nothing was sent"
    ) as caught:
        read(client)
    assert caught.value.retry_after == pytest.approx(67150, abs=60)
    assert waits == []
    assert len(server.requests) == 1


@pytest.mark.parametrize("reset", ["0", "soon"])
def test_a_quota_that_opens_at_once_is_not_closed(reset, serve, connect, waits):
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


def test_the_emulators_quota_is_waited_out(emulator, waits):
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
def test_both_forms_of_retry_after(headers, seconds):
    assert retry_after(headers) == seconds


@pytest.mark.parametrize("date", [{}, {"Date": "the day before"}], ids=str)
def test_a_date_counts_from_now_where_the_server_tells_no_time(date):
    later = email.utils.formatdate(time.time() + 100, usegmt=True)
    assert retry_after({"Retry-After": later, **date}) == pytest.approx(100, abs=5)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_retry_after_holds_is_a_time_or_nothing(asked, date):
    seconds = retry_after({"Retry-After": asked, "Date": date})
    assert seconds is None or 0 <= seconds < float("inf")


@given(
    st.integers(0, 10**30), st.integers(0, 10**30), st.sampled_from(["GMT", "+0000", "-99999999"])
)
def test_whatever_date_retry_after_holds(day, year, zone):
    seconds = retry_after({"Retry-After": f"Sun, {day} Nov {year} 10:00:00 {zone}"})
    assert seconds is None or 0 <= seconds < float("inf")
