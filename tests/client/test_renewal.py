"""Renewal of access tokens: before they expire, when they are refused, and once for all threads."""

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
from tests.client.raw_server import http, reset_connection

PAIR = {"refresh_token": "refresh-one", "app_id": "1445", "app_secret": "app-secret"}
REFUSED = http(401, '{"code": 2, "message": "Authentication failed.", "status": "failure"}')
DONE = http(200, '{"id": "1"}')


def token_response(access="token-two", refresh="refresh-two", **more):
    data = {"access_token": access, "expires_in": 3600, "scope": "ads:read", **more}
    return http(200, json.dumps({**data, "refresh_token": refresh} if refresh else data))


def list_used_tokens(server):
    """Returns the token that each request used, or `renewal` for a request to the token endpoint."""
    return [
        "renewal"
        if request.target == "/v5/oauth/token"
        else request.headers["Authorization"].removeprefix("Bearer ")
        for request in server.requests
    ]


def test_refused_token_is_renewed_and_the_call_is_retried(serve, connect):
    server = serve(REFUSED, token_response(refresh_token_expires_at=1_800_000_000), DONE)
    renewed: list[TokenSet] = []
    client = connect(server, **PAIR, on_token_renewed=renewed.append)
    assert create(client).data == {"id": "1"}
    assert list_used_tokens(server) == ["token-one", "renewal", "token-two"]
    renewal = server.requests[1]
    assert parse_qs(renewal.body.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["refresh-one"],
        "continuous_refresh": ["true"],
    }
    basic = base64.b64encode(b"1445:app-secret").decode()
    assert renewal.headers["Authorization"] == f"Basic {basic}"
    assert renewal.headers["Content-Type"] == "application/x-www-form-urlencoded"
    [new] = renewed
    assert (new.access_token, new.refresh_token, new.scope) == (
        "token-two",
        "refresh-two",
        "ads:read",
    )
    assert new.expires_at == pytest.approx(time.time() + 3600, abs=10)
    assert new.refresh_token_expires_at == 1_800_000_000


def test_rotated_refresh_token_is_used_for_the_next_renewal(serve, connect):
    server = serve(
        *(REFUSED, token_response(), DONE),
        *(REFUSED, token_response("token-three", refresh=None), DONE),
        *(REFUSED, token_response("token-four", "refresh-four"), DONE),
    )
    renewed: list[TokenSet] = []
    client = connect(server, **PAIR, on_token_renewed=renewed.append)
    for _ in range(3):
        read(client)
    forms = [parse_qs(r.body.decode()) for r in server.requests if r.target == "/v5/oauth/token"]
    assert [form["refresh_token"][0] for form in forms] == [
        "refresh-one",
        "refresh-two",
        "refresh-two",
    ]
    assert [new.refresh_token for new in renewed] == [
        "refresh-two",
        "refresh-two",
        "refresh-four",
    ]


def test_client_with_a_refresh_token_alone_fetches_an_access_token(serve, connect):
    server = serve(token_response(), DONE)
    client = connect(server, access_token=None, **PAIR)
    assert server.requests == []
    read(client)
    read(client)
    assert list_used_tokens(server) == ["renewal", "token-two", "token-two"]


def test_expired_token_is_renewed_before_the_request(serve, connect):
    server = serve(token_response(expires_in=0.1), DONE, token_response("token-three"), DONE)
    client = connect(server, access_token=None, **PAIR)
    read(client)
    time.sleep(0.1)
    read(client)
    read(client)
    assert list_used_tokens(server) == [
        "renewal",
        "token-two",
        "renewal",
        "token-three",
        "token-three",
    ]


@pytest.mark.parametrize("expires_in", [None, "soon", 3600, 30])
def test_token_with_a_distant_or_unknown_expiry_is_not_renewed(expires_in, serve, connect):
    server = serve(token_response(expires_in=expires_in), DONE)
    client = connect(server, access_token=None, **PAIR)
    for _ in range(3):
        read(client)
    assert list_used_tokens(server).count("renewal") == 1


@pytest.mark.parametrize(("seconds", "renewals"), [(3900, 1), (3950, 2)])
def test_token_is_renewed_a_minute_before_it_expires(
    seconds, renewals, serve, connect, monkeypatch
):
    server = serve(
        token_response(expires_in=4000),
        DONE,
        *[token_response("token-three")] * (renewals - 1),
        DONE,
    )
    client = connect(server, access_token=None, **PAIR)
    read(client)
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + seconds)
    read(client)
    assert list_used_tokens(server).count("renewal") == renewals


def test_token_is_renewed_once_per_call(serve, connect):
    server = serve(REFUSED, token_response(), REFUSED)
    with pytest.raises(
        Unauthorized, match="The token was renewed just before, so it has not expired"
    ):
        read(connect(server, **PAIR))
    assert list_used_tokens(server) == ["token-one", "renewal", "token-two"]


@pytest.mark.parametrize(
    ("code", "hint"),
    [(3, "needs ads:read"), (7, "no access"), (29, "not permitted to do this")],
)
def test_401_that_is_not_about_the_token_does_not_renew_it(code, hint, serve, connect):
    server = serve(http(401, json.dumps({"code": code, "message": "No."})))
    with pytest.raises(Unauthorized, match=hint) as caught:
        read(connect(server, **PAIR))
    assert caught.value.code == code
    assert list_used_tokens(server) == ["token-one"]


@pytest.mark.parametrize("token", ["pinr_hush", "Bearer hush", "'hush'", "hush\nhush"])
def test_invalid_token_of_a_renewal_is_refused(token, serve, connect):
    server = serve(REFUSED, token_response(token))
    with pytest.raises(
        ServerError, match="access_token that the token endpoint returned"
    ) as caught:
        read(connect(server, **PAIR))
    assert "hush" not in str(caught.value)
    assert list_used_tokens(server) == ["token-one", "renewal"]


def test_token_without_a_refresh_token_is_not_renewed(serve, connect):
    server = serve(REFUSED)
    with pytest.raises(Unauthorized):
        read(connect(server))
    assert list_used_tokens(server) == ["token-one"]


def test_refused_refresh_token_is_sent_once(serve, connect):
    server = serve(REFUSED, http(400, '{"code": 283, "message": "Invalid grant"}'), REFUSED)
    client = connect(server, **PAIR)
    errors = []
    for _ in range(3):
        with pytest.raises(BadRequest, match="Sign in again") as caught:
            read(client)
        errors.append(caught.value)
    assert list_used_tokens(server).count("renewal") == 1
    assert [error.code for error in errors] == [283] * 3
    assert len({id(error) for error in errors}) == 3


@pytest.mark.parametrize(
    ("response", "error", "times"),
    [
        (http(503), ServerError, 2),
        (http(429, "", {"Retry-After": "1"}), RateLimited, 2),
        (reset_connection, ConnectionFailed, 2),
        (http(200, "<html>"), ConnectionFailed, 2),
        (http(200, "[]"), ServerError, 1),
        (http(200, '{"access_token": ""}'), ServerError, 1),
        (http(200, '{"access_token": 5}'), ServerError, 1),
    ],
    ids=["503", "429", "reset", "HTML", "a list", "an empty token", "a number"],
)
def test_failed_renewal_is_tried_again_by_the_next_call(
    response, error, times, serve, connect, waits
):
    server = serve(REFUSED, *[response] * times, REFUSED, token_response(), DONE)
    client = connect(server, **PAIR, max_retries=1, max_wait=1)
    with pytest.raises(error) as caught:
        create(client)
    # The caller's request was not sent, so its outcome is known.
    assert "before you send it again" not in str(caught.value)
    time.sleep(1)
    assert create(client).data == {"id": "1"}


def test_error_of_the_callback_reaches_the_caller(serve, connect):
    def fail(_):
        raise RuntimeError("disk full")

    server = serve(REFUSED, token_response(), DONE)
    client = connect(server, **PAIR, on_token_renewed=fail)
    with pytest.raises(RuntimeError, match="disk full"):
        read(client)
    assert read(client).status == 200
    assert list_used_tokens(server) == ["token-one", "renewal", "token-two"]


def test_callback_may_use_the_client(serve, connect):
    server = serve(REFUSED, token_response(), DONE)
    clients: list[PinterestSDKClient] = []
    client = connect(server, **PAIR, on_token_renewed=lambda _: read(clients[0]))
    clients.append(client)
    read(client)
    assert list_used_tokens(server) == ["token-one", "renewal", "token-two", "token-two"]


def test_callback_may_renew_again(serve, connect):
    server = serve(REFUSED, token_response(expires_in=0), token_response("token-three"), DONE)
    seen: list[str] = []

    def use(new):
        seen.append(new.access_token)
        if len(seen) == 1:
            read(client)

    client = connect(server, **PAIR, on_token_renewed=use)
    thread = threading.Thread(target=read, args=(client,), daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert seen == ["token-two", "token-three"]


def call_in_threads(call, count=16):
    """Runs a call in many threads at the same moment and returns the response or the error of each."""
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
        responses = call_in_threads(lambda: client.request("GET", "/ad_accounts"))
    assert [response.status for response in responses] == [200] * 16
    paths = [request.path for request in emulator.requests if request.method == "POST"]
    assert paths == ["/oauth/token"]
    [new] = renewed
    assert new.refresh_token and new.refresh_token != emulator.refresh_token


def test_threads_fetch_the_first_token_once(emulator):
    with emulator.client(access_token=None) as client:
        call_in_threads(lambda: client.request("GET", "/ad_accounts"))
    assert [r.path for r in emulator.requests if r.method == "POST"] == ["/oauth/token"]
    assert emulator.requests[0].path == "/oauth/token"


def test_threads_send_a_refused_refresh_token_once(emulator):
    emulator.revoke(emulator.access_token)
    emulator.revoke(emulator.refresh_token)
    with emulator.client() as client:
        errors = call_in_threads(lambda: client.request("GET", "/ad_accounts"))
    assert {(type(error), error.code) for error in errors} == {(BadRequest, 283)}
    assert [r.path for r in emulator.requests if r.method == "POST"] == ["/oauth/token"]


def test_client_keeps_working_for_months(emulator):
    with emulator.client() as client:
        for _ in range(3):
            emulator.advance(31 * 86_400)
            assert client.request("GET", "/ad_accounts").status == 200
    assert [r.path for r in emulator.requests].count("/oauth/token") == 3


def test_callbacks_run_in_the_order_of_the_renewals(serve, connect):
    """A second renewal waits for the first one's callback, so that the newest refresh token is stored last."""
    server = serve(
        REFUSED, token_response(expires_in=0), token_response("token-three", "refresh-three"), DONE
    )
    kept: list[str | None] = []
    first = threading.Event()
    second: list[threading.Thread] = []

    def keep(new):
        if not first.is_set():
            first.set()
            thread = threading.Thread(target=read, args=(client,))
            second.append(thread)
            thread.start()
            thread.join(0.1)
        kept.append(new.refresh_token)

    client = connect(server, **PAIR, on_token_renewed=keep)
    read(client)
    second[0].join()
    assert kept == ["refresh-two", "refresh-three"]


def test_missing_access_token_is_refused_before_sending(serve, connect):
    server = serve(DONE)
    client = connect(server, access_token=None, conversion_token="conversion-one")
    with pytest.raises(
        ConfigurationError, match=r"no access token\. Pass access_token, or refresh_token"
    ):
        read(client)
    assert server.requests == []


def test_requests_signed_by_the_app_need_the_app(serve, connect):
    server = serve(DONE)
    form = {"grant_type": "client_credentials", "scope": "ads:read"}
    with pytest.raises(
        ConfigurationError,
        match=r"POST /oauth/token: this request needs the app's credentials\. Pass app_id and app_secret",
    ):
        connect(server).execute(OAUTH_TOKEN, {}, body=form)
    assert server.requests == []


def test_authorization_code_is_not_sent_twice(serve, connect):
    server = serve(http(503), token_response())
    form = {
        "grant_type": "authorization_code",
        "code": "one-time",
        "redirect_uri": "https://a.example",
    }
    with pytest.raises(ServerError):
        connect(server, **PAIR).execute(OAUTH_TOKEN, {}, body=form)
    assert len(server.requests) == 1


def test_renewal_is_retried(serve, connect):
    server = serve(http(503), token_response(), DONE)
    read(connect(server, access_token=None, **PAIR))
    assert list_used_tokens(server) == ["renewal", "renewal", "token-two"]


def test_conversion_token_signs_conversion_events(serve, connect):
    server = serve(DONE)
    client = connect(server, conversion_token="conversion-one")
    arguments = {"ad_account_id": ACCOUNT}
    client.execute(EVENTS_CREATE, arguments, body={"data": []})
    read(client)
    connect(server).execute(EVENTS_CREATE, arguments, body={"data": []})
    assert list_used_tokens(server) == ["conversion-one", "token-one", "token-one"]


def test_refused_conversion_token_is_not_renewed(serve, connect):
    server = serve(REFUSED)
    client = connect(server, conversion_token="conversion-one", **PAIR)
    with pytest.raises(Unauthorized):
        client.execute(EVENTS_CREATE, {"ad_account_id": ACCOUNT}, body={"data": []})
    assert list_used_tokens(server) == ["conversion-one"]
