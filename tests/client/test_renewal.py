"""Access tokens that end: renewed before, renewed when refused, once for all threads, and never for ever."""

from __future__ import annotations

import base64
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest

from pinterest.auth import TokenSet
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import (
    ApiException,
    BadRequest,
    ConfigurationError,
    ConnectionFailed,
    RateLimited,
    ServerError,
    Unauthorized,
)
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.operations.oauth import OAUTH_TOKEN
from tests.client.calls import ACCOUNT, create, read
from tests.client.raw_server import http, reset

PAIR = {"refresh_token": "refresh-one", "app_id": "1445", "app_secret": "app-secret"}
REFUSED = http(401, '{"code": 2, "message": "Authentication failed.", "status": "failure"}')
DONE = http(200, '{"id": "1"}')


def tokens(access="token-two", refresh="refresh-two", **more):
    answer = {"access_token": access, "expires_in": 3600, "scope": "ads:read", **more}
    return http(200, json.dumps({**answer, "refresh_token": refresh} if refresh else answer))


def used(server):
    """Returns the token of each request, and the path of those for a new one."""
    return [
        "renewal"
        if request.target == "/v5/oauth/token"
        else request.headers["Authorization"].removeprefix("Bearer ")
        for request in server.requests
    ]


def test_a_refused_token_is_renewed_and_the_call_goes_on(serve, connect):
    server = serve(REFUSED, tokens(refresh_token_expires_at=1_800_000_000), DONE)
    renewed: list[TokenSet] = []
    client = connect(server, **PAIR, on_token_renewed=renewed.append)
    assert create(client).data == {"id": "1"}
    assert used(server) == ["token-one", "renewal", "token-two"]
    asked = server.requests[1]
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["refresh-one"],
        "continuous_refresh": ["true"],
    }
    basic = base64.b64encode(b"1445:app-secret").decode()
    assert asked.headers["Authorization"] == f"Basic {basic}"
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    [told] = renewed
    assert (told.access_token, told.refresh_token, told.scope) == (
        "token-two",
        "refresh-two",
        "ads:read",
    )
    assert told.expires_at == pytest.approx(time.time() + 3600, abs=10)
    assert told.refresh_token_expires_at == 1_800_000_000


def test_the_rotated_refresh_token_is_the_next_one_asked_with(serve, connect):
    server = serve(
        *(REFUSED, tokens(), DONE),
        *(REFUSED, tokens("token-three", refresh=None), DONE),
        *(REFUSED, tokens("token-four", "refresh-four"), DONE),
    )
    renewed: list[TokenSet] = []
    client = connect(server, **PAIR, on_token_renewed=renewed.append)
    for _ in range(3):
        read(client)
    asked = [parse_qs(r.body.decode()) for r in server.requests if r.target == "/v5/oauth/token"]
    assert [form["refresh_token"][0] for form in asked] == [
        "refresh-one",
        "refresh-two",
        "refresh-two",
    ]
    assert [told.refresh_token for told in renewed] == [
        "refresh-two",
        "refresh-two",
        "refresh-four",
    ]


def test_a_refresh_token_alone_fetches_an_access_token_first(serve, connect):
    server = serve(tokens(), DONE)
    client = connect(server, access_token=None, **PAIR)
    assert server.requests == []
    read(client)
    read(client)
    assert used(server) == ["renewal", "token-two", "token-two"]


def test_a_token_about_to_end_is_renewed_before(serve, connect):
    server = serve(tokens(expires_in=0.1), DONE, tokens("token-three"), DONE)
    client = connect(server, access_token=None, **PAIR)
    read(client)
    time.sleep(0.1)
    read(client)
    read(client)
    assert used(server) == ["renewal", "token-two", "renewal", "token-three", "token-three"]


@pytest.mark.parametrize("expires_in", [None, "soon", 3600, 30])
def test_a_token_whose_end_is_far_or_unknown_is_used_as_it_is(expires_in, serve, connect):
    server = serve(tokens(expires_in=expires_in), DONE)
    client = connect(server, access_token=None, **PAIR)
    for _ in range(3):
        read(client)
    assert used(server).count("renewal") == 1


@pytest.mark.parametrize(("seconds", "renewals"), [(3900, 1), (3950, 2)])
def test_it_is_renewed_a_minute_before_its_end(seconds, renewals, serve, connect, monkeypatch):
    server = serve(tokens(expires_in=4000), DONE, *[tokens("token-three")] * (renewals - 1), DONE)
    client = connect(server, access_token=None, **PAIR)
    read(client)
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + seconds)
    read(client)
    assert used(server).count("renewal") == renewals


def test_a_token_that_is_refused_again_ends_it(serve, connect):
    server = serve(REFUSED, tokens(), REFUSED)
    with pytest.raises(Unauthorized, match="check that the token is current"):
        read(connect(server, **PAIR))
    assert used(server) == ["token-one", "renewal", "token-two"]


def test_a_missing_scope_is_cured_by_no_new_token(serve, connect):
    server = serve(http(401, '{"code": 3, "message": "scopes missing"}'))
    with pytest.raises(Unauthorized, match="this needs ads:read") as caught:
        read(connect(server, **PAIR))
    assert caught.value.code == 3
    assert used(server) == ["token-one"]


def test_a_token_alone_is_not_renewed(serve, connect):
    server = serve(REFUSED)
    with pytest.raises(Unauthorized):
        read(connect(server))
    assert used(server) == ["token-one"]


def test_a_refused_refresh_token_is_asked_with_once(serve, connect):
    server = serve(REFUSED, http(400, '{"code": 283, "message": "Invalid grant"}'), REFUSED)
    client = connect(server, **PAIR)
    errors = []
    for _ in range(3):
        with pytest.raises(BadRequest, match="authorize the app again") as caught:
            read(client)
        errors.append(caught.value)
    assert used(server).count("renewal") == 1
    assert [error.code for error in errors] == [283] * 3
    assert len({id(error) for error in errors}) == 3


@pytest.mark.parametrize(
    ("answer", "kind", "times"),
    [
        (http(503), ServerError, 2),
        (http(429, "", {"Retry-After": "1"}), RateLimited, 2),
        (reset, ConnectionFailed, 2),
        (http(200, "<html>"), ConnectionFailed, 2),
        (http(200, "[]"), ServerError, 1),
        (http(200, '{"access_token": ""}'), ServerError, 1),
        (http(200, '{"access_token": 5}'), ServerError, 1),
    ],
    ids=["503", "429", "reset", "HTML", "a list", "an empty token", "no text"],
)
def test_a_renewal_that_fails_by_chance_may_be_asked_again(
    answer, kind, times, serve, connect, waits
):
    server = serve(REFUSED, *[answer] * times, REFUSED, tokens(), DONE)
    client = connect(server, **PAIR, max_retries=1)
    with pytest.raises(kind) as caught:
        create(client)
    # What the caller wanted was not sent, so its outcome is not unknown.
    assert "before you repeat it" not in str(caught.value)
    assert create(client).data == {"id": "1"}


def test_an_error_of_the_callback_is_the_callers(serve, connect):
    def fail(_):
        raise RuntimeError("disk full")

    server = serve(REFUSED, tokens(), DONE)
    client = connect(server, **PAIR, on_token_renewed=fail)
    with pytest.raises(RuntimeError, match="disk full"):
        read(client)
    assert read(client).status == 200
    assert used(server) == ["token-one", "renewal", "token-two"]


def test_the_callback_may_use_the_client(serve, connect):
    server = serve(REFUSED, tokens(), DONE)
    clients: list[PinterestSDKClient] = []
    client = connect(server, **PAIR, on_token_renewed=lambda _: read(clients[0]))
    clients.append(client)
    read(client)
    assert used(server) == ["token-one", "renewal", "token-two", "token-two"]


def test_the_callback_may_even_renew_again(serve, connect):
    server = serve(REFUSED, tokens(expires_in=0), tokens("token-three"), DONE)
    told: list[str] = []

    def use(new):
        told.append(new.access_token)
        if len(told) == 1:
            read(client)

    client = connect(server, **PAIR, on_token_renewed=use)
    thread = threading.Thread(target=read, args=(client,), daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert told == ["token-two", "token-three"]


def in_threads(call, count=16):
    """Runs a call in so many threads at one moment and returns what each got: an answer or an error."""
    start = threading.Barrier(count)

    def run(_):
        start.wait()
        try:
            return call()
        except ApiException as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_threads_renew_an_expired_token_once(emulator):
    renewed: list[TokenSet] = []
    with emulator.client(on_token_renewed=renewed.append) as client:
        emulator.revoke(emulator.access_token)
        answers = in_threads(lambda: client.request("GET", "/ad_accounts"))
    assert [answer.status for answer in answers] == [200] * 16
    asked = [request.path for request in emulator.requests if request.method == "POST"]
    assert asked == ["/oauth/token"]
    [told] = renewed
    assert told.refresh_token and told.refresh_token != emulator.refresh_token


def test_threads_without_a_token_fetch_one(emulator):
    with emulator.client(access_token=None) as client:
        in_threads(lambda: client.request("GET", "/ad_accounts"))
    assert [r.path for r in emulator.requests if r.method == "POST"] == ["/oauth/token"]
    assert emulator.requests[0].path == "/oauth/token"


def test_threads_ask_once_with_a_refresh_token_that_is_refused(emulator):
    emulator.revoke(emulator.access_token)
    emulator.revoke(emulator.refresh_token)
    with emulator.client() as client:
        errors = in_threads(lambda: client.request("GET", "/ad_accounts"))
    assert {(type(error), error.code) for error in errors} == {(BadRequest, 283)}
    assert [r.path for r in emulator.requests if r.method == "POST"] == ["/oauth/token"]


def test_a_month_goes_by(emulator):
    with emulator.client() as client:
        for _ in range(3):
            emulator.advance(31 * 86_400)
            assert client.request("GET", "/ad_accounts").status == 200
    assert [r.path for r in emulator.requests].count("/oauth/token") == 3


def test_renewals_are_told_of_in_their_order(serve, connect):
    """While one callback runs, a second renewal waits: else the older refresh token could be the last one kept."""
    server = serve(REFUSED, tokens(expires_in=0), tokens("token-three", "refresh-three"), DONE)
    kept: list[str | None] = []
    first = threading.Event()
    second: list[threading.Thread] = []

    def keep(told):
        if not first.is_set():
            first.set()
            thread = threading.Thread(target=read, args=(client,))
            second.append(thread)
            thread.start()
            thread.join(0.1)
        kept.append(told.refresh_token)

    client = connect(server, **PAIR, on_token_renewed=keep)
    read(client)
    second[0].join()
    assert kept == ["refresh-two", "refresh-three"]


def test_no_way_to_sign_is_found_before_anything_is_sent(serve, connect):
    server = serve(DONE)
    client = connect(server, access_token=None, conversion_token="conversion-one")
    with pytest.raises(
        ConfigurationError, match="no access token: pass access_token, or refresh_token"
    ):
        read(client)
    assert server.requests == []


def test_what_an_app_signs_for_needs_the_app(serve, connect):
    server = serve(DONE)
    form = {"grant_type": "client_credentials", "scope": "ads:read"}
    with pytest.raises(ConfigurationError, match="POST /oauth/token: needs app_id and app_secret"):
        connect(server).execute(OAUTH_TOKEN, {}, body=form)
    assert server.requests == []


def test_an_authorization_code_works_once_and_is_not_sent_again(serve, connect):
    server = serve(http(503), tokens())
    form = {
        "grant_type": "authorization_code",
        "code": "one-time",
        "redirect_uri": "https://a.example",
    }
    with pytest.raises(ServerError):
        connect(server, **PAIR).execute(OAUTH_TOKEN, {}, body=form)
    assert len(server.requests) == 1


def test_a_renewal_is_sent_again(serve, connect):
    server = serve(http(503), tokens(), DONE)
    read(connect(server, access_token=None, **PAIR))
    assert used(server) == ["renewal", "renewal", "token-two"]


def test_conversion_events_are_signed_with_their_own_token(serve, connect):
    server = serve(DONE)
    client = connect(server, conversion_token="conversion-one")
    arguments = {"ad_account_id": ACCOUNT}
    client.execute(EVENTS_CREATE, arguments, body={"data": []})
    read(client)
    connect(server).execute(EVENTS_CREATE, arguments, body={"data": []})
    assert used(server) == ["conversion-one", "token-one", "token-one"]


def test_a_refused_conversion_token_is_not_renewed(serve, connect):
    server = serve(REFUSED)
    client = connect(server, conversion_token="conversion-one", **PAIR)
    with pytest.raises(Unauthorized):
        client.execute(EVENTS_CREATE, {"ad_account_id": ACCOUNT}, body={"data": []})
    assert used(server) == ["conversion-one"]
