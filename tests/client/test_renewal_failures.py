"""Failed renewals: threads share the failure, retries are delayed, and valid tokens stay in use."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest

from pinterest.exceptions import ApiException, BadRequest, ServerError, Unauthorized
from tests.client.calls import read
from tests.client.raw_server import http
from tests.client.test_renewal import (
    DONE,
    PAIR,
    REFUSED,
    call_in_threads,
    list_used_tokens,
    token_response,
)

FAILED = http(503, '{"code": 1, "message": "sorry"}')


class TokenServer:
    """Responses for a server, with a token endpoint and tokens that can be changed."""

    def __init__(self, serve, renewal):
        self.renewal = renewal
        self.good = "none"
        self.server = serve(self.respond)

    def respond(self, connection):
        request = self.server.current
        if request.target != "/v5/oauth/token":
            is_good = request.headers["Authorization"] == f"Bearer {self.good}"
            connection.sendall(DONE if is_good else REFUSED)
        elif callable(self.renewal):
            connection.sendall(self.renewal())
        else:
            connection.sendall(self.renewal)

    @property
    def renewals(self):
        return list_used_tokens(self.server).count("renewal")


def test_threads_share_a_failed_renewal(serve, connect):
    def fail():
        time.sleep(0.3)
        return FAILED

    tested = TokenServer(serve, fail)
    client = connect(tested.server, **PAIR, max_retries=0)
    started = time.monotonic()
    errors = call_in_threads(lambda: read(client), count=12)
    assert [type(error) for error in errors] == [ServerError] * 12
    assert len({id(error) for error in errors}) == 12
    assert tested.renewals == 1
    assert time.monotonic() - started < 3


def test_endpoint_is_retried_after_longer_delays_after_each_failure(serve, connect, waits):
    tested = TokenServer(serve, FAILED)
    client = connect(tested.server, access_token=None, **PAIR, max_retries=0)

    def count_renewals_after(seconds):
        time.sleep(seconds)
        with pytest.raises(ServerError, match="sorry"):
            read(client)
        return tested.renewals

    assert [count_renewals_after(s) for s in (0, 0, 0.9, 0.2, 1.7, 0.5, 3.7, 0.5)] == [
        1,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
    ]
    tested.renewal, tested.good = token_response(), "token-two"
    time.sleep(60)
    assert read(client).status == 200


def test_valid_token_is_used_while_another_thread_renews_it(serve, connect, monkeypatch):
    tested = TokenServer(serve, token_response(expires_in=600))
    tested.good = "token-two"
    client = connect(tested.server, access_token=None, **PAIR, max_retries=0)
    read(client)
    is_asked, end = threading.Event(), threading.Event()

    def hang():
        is_asked.set()
        end.wait(10)
        return FAILED

    tested.renewal = hang
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 560)
    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(read, client)
        assert is_asked.wait(10)
        assert read(client).status == 200  # this call does not wait for the other thread
        end.set()
        assert renewing.result().status == 200
    assert read(client).status == 200
    assert tested.renewals == 2


@pytest.mark.parametrize(
    "response",
    [
        http(408, '{"code": 1, "message": "slow"}'),
        http(425, '{"code": 1, "message": "early"}'),
        http(403, "<html>Blocked</html>", content_type="text/html"),
        http(404, ""),
    ],
    ids=["408", "425", "HTML 403", "empty 404"],
)
def test_refusal_of_a_gateway_is_not_final(response, serve, connect, waits):
    tested = TokenServer(serve, response)
    client = connect(tested.server, **PAIR, max_retries=0)
    with pytest.raises(ApiException):
        read(client)
    tested.renewal, tested.good = token_response(), "token-two"
    time.sleep(1)
    assert read(client).status == 200


def test_refusal_of_the_api_is_final(serve, connect, waits):
    tested = TokenServer(serve, http(400, '{"code": 283, "message": "Invalid grant"}'))
    client = connect(tested.server, **PAIR, max_retries=0)
    for _ in range(2):
        with pytest.raises(BadRequest):
            read(client)
        time.sleep(3600)
    assert tested.renewals == 1


def test_endpoint_that_returns_the_same_token_is_called_once(serve, connect):
    tested = TokenServer(serve, token_response("token-one"))
    client = connect(tested.server, **PAIR, max_retries=0)
    errors = call_in_threads(lambda: read(client), count=12)
    assert [type(error) for error in errors] == [Unauthorized] * 12
    assert tested.renewals == 1


@pytest.mark.parametrize(
    "values",
    [
        {"access_token": 5},
        {"access_token": "'quoted'"},
        {"access_token": None, "expires_in": "9" * 400},
    ],
    ids=str,
)
def test_new_refresh_token_is_kept_even_if_the_access_token_is_invalid(
    values, serve, connect, waits
):
    tested = TokenServer(serve, http(200, json.dumps({"refresh_token": "refresh-two", **values})))
    stored: list[str | None] = []
    client = connect(
        tested.server,
        **PAIR,
        max_retries=0,
        on_token_renewed=lambda it: stored.append(it.refresh_token),
    )
    with pytest.raises(ServerError, match="token endpoint returned"):
        read(client)
    assert stored == ["refresh-two"]
    tested.renewal, tested.good = token_response("token-three", "refresh-three"), "token-three"
    time.sleep(1)
    assert read(client).status == 200
    forms = [parse_qs(r.body.decode()) for r in tested.server.requests if b"grant_type" in r.body]
    assert [form["refresh_token"] for form in forms] == [["refresh-one"], ["refresh-two"]]
    assert stored == ["refresh-two", "refresh-three"]


@pytest.mark.parametrize("seconds", ["9" * 400, "1e400", "-5", "true", '"60"', "NaN"])
def test_implausible_expiry_counts_as_unknown(seconds, serve, connect):
    rest = '"access_token": "token-two", "refresh_token": 7, "scope": 1'
    body = f'{{"expires_in": {seconds}, {rest}}}'
    tested = TokenServer(serve, http(200, body))
    tested.good = "token-two"
    client = connect(tested.server, access_token=None, **PAIR)
    for _ in range(2):
        assert read(client).status == 200
    assert tested.renewals == 1


def test_refresh_token_is_stored_before_it_is_used(serve, connect):
    """While the callback of one renewal runs, no other thread renews."""
    tested = TokenServer(serve, token_response(expires_in=0))
    tested.good = "token-two"
    renewals_during_the_callback: list[int] = []
    threads: list[threading.Thread] = []

    def store(_):
        if not threads:
            threads.append(threading.Thread(target=read, args=(client,)))
            threads[0].start()
            time.sleep(0.3)
            renewals_during_the_callback.append(tested.renewals)

    client = connect(tested.server, access_token=None, **PAIR, on_token_renewed=store)
    read(client)
    threads[0].join(10)
    assert renewals_during_the_callback == [1]
    assert tested.renewals == 2
