"""Analytics and reports: status 400 may mean that a quota is used up, or that an error is temporary."""

from __future__ import annotations

import json

import pytest

from pinterest.exceptions import BadRequest, RateLimited
from pinterest.operations.ad_accounts import AD_ACCOUNT_ANALYTICS, ANALYTICS_CREATE_REPORT
from tests.client.calls import ACCOUNT, read
from tests.client.raw_server import http

DONE = http(200, "[]")


def get_analytics(client):
    arguments = {
        "ad_account_id": ACCOUNT,
        "start_date": "2026-11-20",
        "end_date": "2026-11-21",
        "columns": ["SPEND_IN_DOLLAR"],
        "granularity": "DAY",
    }
    return client.execute(AD_ACCOUNT_ANALYTICS, arguments)


def get_top_pins(client):
    return client.request("GET", "/user_account/analytics/top_pins")


def create_report(client):
    return client.execute(ANALYTICS_CREATE_REPORT, {"ad_account_id": ACCOUNT}, body={"columns": []})


def build_400(message, code=1):
    return http(400, json.dumps({"code": code, "message": message}))


USED_UP = build_400("Too many requests. Retry after 7 seconds.")
PASSING = build_400("Something went wrong on our end.", code=12)


@pytest.mark.parametrize(
    "call", [get_analytics, get_top_pins, create_report], ids=lambda it: it.__name__
)
def test_used_up_quota_is_waited_for(call, serve, connect, waits):
    server = serve(USED_UP, DONE)
    assert call(connect(server)).status == 200
    assert waits == [pytest.approx(7, abs=0.5)]
    assert len(server.requests) == 2


def test_used_up_quota_over_max_wait_raises_at_once(serve, connect, waits):
    server = serve(USED_UP)
    with pytest.raises(RateLimited, match=r"Try again in 7 s\..*raise max_wait") as caught:
        get_analytics(connect(server, max_wait=5))
    assert (caught.value.status, caught.value.retry_after) == (400, 7)
    assert (len(server.requests), waits) == (1, [])


def test_used_up_quota_is_closed_for_other_calls(serve, connect, waits):
    client = connect(serve(USED_UP, DONE), max_retries=0)
    with pytest.raises(RateLimited):
        get_analytics(client)
    get_analytics(client)
    assert waits == [pytest.approx(7, abs=0.5)]


def test_temporary_error_of_a_read_is_retried(serve, connect, waits):
    server = serve(PASSING, DONE)
    assert get_analytics(connect(server)).status == 200
    assert len(server.requests) == 2


def test_temporary_error_is_raised_after_all_retries(serve, connect, waits):
    server = serve(PASSING)
    with pytest.raises(BadRequest, match="Something went wrong"):
        get_analytics(connect(server, max_retries=2))
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("call", "response"),
    [
        (get_analytics, build_400("Invalid column.")),
        (create_report, PASSING),
        (read, PASSING),
        (read, USED_UP),
    ],
    ids=["another code", "a write", "another read", "another quota"],
)
def test_any_other_400_is_raised_at_once(call, response, serve, connect, waits):
    server = serve(response)
    with pytest.raises(BadRequest):
        call(connect(server))
    assert (len(server.requests), waits) == (1, [])


def test_implausible_wait_becomes_a_minute(serve, connect, waits):
    server = serve(build_400("Retry after 99999999999999999999 seconds"), DONE)
    assert get_analytics(connect(server)).status == 200
    assert waits == [pytest.approx(60, abs=0.5)]
