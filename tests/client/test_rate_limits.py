"""Requests are paced by the limits that responses state and by the budgets that the user sets."""

from __future__ import annotations

import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.emulator.serving.rate_limits import PER_MINUTE
from pinterest.exceptions import ConfigurationError, RateLimited, ValidationError
from pinterest.operations import QUOTAS
from pinterest.operations.audiences import AUDIENCES_GET
from pinterest.operations.boards import BOARDS_LIST
from pinterest.operations.catalog_feeds import FEED_PROCESSING_RESULTS_LIST, FEEDS_LIST
from tests.client.calls import ACCOUNT, AUDIENCE, read, update
from tests.client.raw_server import http

OTHER_ACCOUNT = "549755885176"
LIMIT, WINDOWS = 40, 4  # requests per second, and the number of seconds


def rate_limited_response(limit, remaining=None, reset=None):
    """Returns a success with headers of a rate limit."""
    headers = {"X-RateLimit-Limit": limit, "X-RateLimit-Remaining": remaining}
    headers["X-RateLimit-Reset"] = reset
    return http(200, "{}", {name: text for name, text in headers.items() if text is not None})


def build_read(account, client):
    return client.execute(AUDIENCES_GET, {"ad_account_id": account, "audience_id": AUDIENCE})


def measure_rate(threads):
    """Returns the rate of a loop of calls, in requests per second."""
    rate_limits = {"ads_read": (LIMIT, 1), "all": (10_000, 1)}
    with Emulator(rate_limits=rate_limits) as emulator, emulator.client() as client:
        calls = LIMIT * WINDOWS
        (audience,) = emulator.add_audiences(1)
        arguments = {"ad_account_id": emulator.ad_account_id, "audience_id": audience}

        def call(_):
            client.execute(AUDIENCES_GET, arguments)
            time.sleep(0.012 * threads)  # the caller's own work

        began = time.monotonic()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(call, range(calls)))
        rate = calls / (time.monotonic() - began)
        assert {request.status for request in emulator.requests} == {200}
        return rate


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 16])
def test_loop_uses_the_allowed_rate_and_is_never_refused(threads):
    # A busy machine may slow down one run.
    rates: list[float] = []
    while len(rates) < 5 and max(rates, default=0) < 0.9 * LIMIT:
        rates.append(measure_rate(threads))
    assert max(rates) >= 0.9 * LIMIT
    assert max(rates) <= LIMIT * WINDOWS / (WINDOWS - 1) * 1.05  # the limit was reached


@pytest.mark.parametrize(
    ("limit", "remaining", "reset"),
    [("100, 100;w=1, 3;w=60", None, None), ("3, 100;w=1, 3;w=60", "2", "60"), ("3", "2", "60")],
)
def test_limit_is_learned_from_one_response(limit, remaining, reset, serve, connect, waits):
    """Later responses have no headers. The fourth request has to wait for the next window."""
    server = serve(rate_limited_response(limit, remaining, reset), http())
    client = connect(server)
    for _ in range(3):
        read(client)
    assert waits == []
    read(client)
    assert [round(seconds) for seconds in waits] == [60]
    for _ in range(2):
        read(client)
    assert len(waits) == 1


def test_learned_limits_are_per_ad_account(serve, connect, waits):
    client = connect(serve(rate_limited_response("100, 100;w=1, 2;w=60")))
    for account in (ACCOUNT, OTHER_ACCOUNT):
        for _ in range(2):
            build_read(account, client)
    assert waits == []
    build_read(OTHER_ACCOUNT, client)
    assert [round(seconds) for seconds in waits] == [60]


def test_limit_per_second_is_of_all_accounts_and_categories(serve, connect, waits):
    client = connect(serve(rate_limited_response("3, 3;w=1, 1000;w=60")))
    build_read(ACCOUNT, client)
    build_read(OTHER_ACCOUNT, client)
    client.execute(BOARDS_LIST, {})
    assert waits == []
    client.request("GET", "/user_account")
    assert [round(seconds, 1) for seconds in waits] == [1.0]


def test_operation_with_a_separate_limit_does_not_slow_down_others(serve, connect, waits):
    large, small = (
        rate_limited_response("1000, 100;w=1, 1000;w=60"),
        rate_limited_response("2, 100;w=1, 2;w=60"),
    )
    client = connect(serve(large, small, large, http()))
    client.execute(FEEDS_LIST, {})
    for _ in range(2):
        client.execute(FEED_PROCESSING_RESULTS_LIST, {"feed_id": "1"})
        client.execute(FEEDS_LIST, {})
    assert waits == []
    client.execute(FEED_PROCESSING_RESULTS_LIST, {"feed_id": "1"})
    assert [round(seconds) for seconds in waits] == [60]


def test_requests_of_others_are_counted(serve, connect, waits):
    """Another program has used up the quota, and its window ends in 20 s."""
    client = connect(serve(rate_limited_response("50, 100;w=1, 50;w=60", "0", "20"), http()))
    read(client)
    read(client)
    assert [round(seconds) for seconds in waits] == [20]


@pytest.mark.slow
def test_wait_for_a_quota_does_not_delay_other_quotas(serve, connect):
    client = connect(serve(rate_limited_response("100, 100;w=1, 1;w=2")))
    build_read(ACCOUNT, client)
    waiting = threading.Thread(target=build_read, args=(ACCOUNT, client))
    waiting.start()
    build_read(OTHER_ACCOUNT, client)
    assert waiting.is_alive()
    waiting.join()


def test_lost_request_counts_but_blocks_nothing(serve, connect, waits):
    server = serve(rate_limited_response("100, 100;w=1, 3;w=60"), lambda _: None, http())
    client = connect(server, max_retries=0)
    read(client)
    with pytest.raises(Exception, match="closed"):
        read(client)
    read(client)
    assert waits == []
    read(client)
    assert [round(seconds) for seconds in waits] == [60]


@pytest.mark.parametrize(
    "limit",
    ["5;w=0", "0;w=60", "5, 5;w=99999999999", "1;w=x", "-1;w=60", "nonsense", ",", "1e400;w=60"],
)
def test_malformed_limits_are_ignored(limit, serve, connect, waits):
    client = connect(serve(rate_limited_response(limit)))
    for _ in range(10):
        read(client)
    assert waits == []


@pytest.mark.parametrize("budget", [(2, 60), [2, 60], [(2, 60), (100, 3600)]])
def test_budget_is_kept_from_the_first_request(budget, serve, connect, waits):
    client = connect(serve(http()), limits={"ads_read": budget})
    for _ in range(2):
        read(client)
        update(client)  # another category
    assert waits == []
    read(client)
    assert [round(seconds) for seconds in waits] == [60]


def test_budget_applies_in_addition_to_the_limits_of_the_api(serve, connect, waits):
    client = connect(
        serve(rate_limited_response("3, 100;w=1, 3;w=60")), limits={"ads_read": (2, 10)}
    )
    for _ in range(5):
        read(client)
    assert [round(seconds) for seconds in waits] == [10, 50]


def test_budget_of_all_requests_together(serve, connect, waits):
    client = connect(serve(http()), limits={"all": (3, 5)})
    build_read(ACCOUNT, client)
    build_read(OTHER_ACCOUNT, client)
    client.request("GET", "/user_account")
    assert waits == []
    update(client)
    assert [round(seconds) for seconds in waits] == [5]


def test_wait_for_a_budget_counts_against_max_wait(serve, connect, waits, caplog):
    server = serve(http())
    client = connect(server, limits={"ads_read": (1, 60)}, max_wait=30)
    read(client)
    with pytest.raises(RateLimited, match="quota ads_read of ad account"):
        read(client)
    assert waits == []
    assert len(server.requests) == 1
    patient = connect(server, limits={"ads_read": (1, 60)})
    read(patient)
    read(patient)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "waiting 60.0 s" in caplog.text


def test_pickled_client_has_the_budgets(serve, connect, waits):
    client = connect(serve(http()), limits={"ads_read": (1, 60)})
    with pickle.loads(pickle.dumps(client)) as restored:
        read(restored)
        read(restored)
    assert [round(seconds) for seconds in waits] == [60]


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"ads_raed": (1, 60)}, "limits: unknown category 'ads_raed'; did you mean 'ads_read'"),
        ({"ads_read": 1000}, r"limits: ads_read: 1000 is not valid; allowed: a pair"),
        ({"ads_read": (0, 60)}, "is not valid"),
        ({"ads_read": (1, 0)}, "is not valid"),
        ({"ads_read": (1, float("inf"))}, "is not valid"),
        ({"ads_read": (True, 60)}, "is not valid"),
        ({"ads_read": (1, 60, 3)}, "is not valid"),
        ({"ads_read": "12"}, "is not valid"),
        ({"ads_read": []}, "is not valid"),
        (
            [("ads_read", (1, 60))],
            r"allowed: a dict from category to a pair \(requests, seconds\)",
        ),
    ],
)
def test_budgets_that_are_not_valid_are_refused(limits, message):
    with pytest.raises(ValidationError, match=message):
        PinterestSDKClient("token-one", limits=limits)


def test_other_rate_limiters_are_refused():
    options: dict[str, Any] = {"rate_limiter": "redis://localhost"}
    with pytest.raises(ConfigurationError, match=r"Pass SharedLimits\.sqlite"):
        PinterestSDKClient("token-one", **options)


def test_emulator_has_a_limit_for_each_category():
    assert set(PER_MINUTE) == set(QUOTAS)
