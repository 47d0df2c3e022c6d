"""`on_request` and `on_response` are called around each attempt, and never change its outcome."""

from __future__ import annotations

import datetime as dt
import logging
import os
import pickle
import threading
import time
from typing import Any

import pytest
import requests

from pinterest import AdAccount, Audience
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import (
    ConfigurationError,
    ConnectionFailed,
    DeadlineExceeded,
    NotFound,
    OutcomeUnknown,
    ServerError,
)
from pinterest.hooks import RequestInfo, ResponseInfo
from tests.client.calls import ACCOUNT, AUDIENCE, ONE, create, read, update
from tests.client.raw_server import close_connection, http, unused_port

APP = {"refresh_token": "r3fr3sh-plain-one", "app_id": "1445", "app_secret": "s3cr3t-plain-one"}
SEEN: list[object] = []


class Hooks:
    """Records what the hooks of a client were called with."""

    def __init__(self):
        self.events = []

    @property
    def options(self):
        return {"on_request": self.events.append, "on_response": self.events.append}

    @property
    def requests(self):
        return [event for event in self.events if isinstance(event, RequestInfo)]

    @property
    def responses(self):
        return [event for event in self.events if isinstance(event, ResponseInfo)]


@pytest.fixture
def hooks():
    SEEN.clear()
    return Hooks()


def record(event):
    SEEN.append(event)


def test_hooks_get_the_request_and_its_response(serve, connect, hooks):
    headers = {
        "x-pinterest-rid": "7",
        "X-RateLimit-Limit": "10, 10;w=1, 100;w=60",
        "X-RateLimit-Remaining": "9",
    }
    server = serve(http(200, '{"id": "1"}', headers))
    read(connect(server, **hooks.options))
    request, response = hooks.events
    assert request == RequestInfo(
        operation="audiences/get",
        verb="GET",
        path=ONE,
        path_template="/ad_accounts/{ad_account_id}/audiences/{audience_id}",
        base_url=server.url,
        quota="ads_read",
        attempt=1,
    )
    assert response.request is request
    assert (response.status, response.request_id, response.error) == (200, "7", None)
    assert response.rate_limit.remaining == 9 and response.rate_limit.windows == {1: 10, 60: 100}
    assert response.duration > 0


def test_hooks_are_called_once_per_attempt(serve, connect, hooks):
    server = serve(http(503), http(429, "", {"Retry-After": "0"}), http(200, '{"id": "1"}'))
    read(connect(server, **hooks.options))
    assert [event.attempt for event in hooks.requests] == [1, 2, 3]
    found = [(event.status, event.error) for event in hooks.responses]
    assert found == [(503, "ServerError"), (429, "RateLimited"), (200, None)]
    assert len(hooks.events) == 2 * len(server.requests)


def test_renewals_call_the_hooks_too(serve, connect, hooks):
    renewal = http(200, '{"access_token": "token-two", "expires_in": 3600}')
    server = serve(http(401), renewal, http(200, '{"id": "1"}'))
    read(connect(server, **APP, **hooks.options))
    assert [event.operation for event in hooks.requests] == [
        "audiences/get",
        "oauth/token",
        "audiences/get",
    ]
    assert [event.status for event in hooks.responses] == [401, 200, 200]


@pytest.mark.parametrize(
    ("call", "response", "error", "status"),
    [
        (create, close_connection, OutcomeUnknown, None),
        (create, http(200, "<html>"), OutcomeUnknown, 200),
        (read, http(404), NotFound, 404),
        (create, http(500), ServerError, 500),
    ],
)
def test_each_request_ends_with_a_response_hook(
    call, response, error, status, serve, connect, hooks
):
    client = connect(serve(response), max_retries=0, **hooks.options)
    with pytest.raises(error):
        call(client)
    (ended,) = hooks.responses
    assert (ended.status, ended.error) == (status, error.__name__)


def test_a_refused_connection_ends_with_a_response_hook(connect, hooks):
    client = connect(f"http://127.0.0.1:{unused_port()}/v5", max_retries=0, **hooks.options)
    with pytest.raises(ConnectionFailed):
        read(client)
    assert [(event.status, event.error) for event in hooks.responses] == [
        (None, "ConnectionFailed")
    ]


def test_an_interrupted_request_ends_with_a_response_hook(serve, connect, hooks):
    def interrupt(response, **options):
        raise KeyboardInterrupt

    server = serve(http(200, "{}"))
    with requests.Session() as session:
        session.hooks["response"].append(interrupt)
        with pytest.raises(KeyboardInterrupt):
            read(connect(server, session=session, **hooks.options))
    assert [event.error for event in hooks.responses] == ["KeyboardInterrupt"]


@pytest.mark.parametrize("name", ["on_request", "on_response"])
@pytest.mark.parametrize("call", [read, create, update])
def test_an_error_in_a_hook_changes_nothing(name, call, serve, connect, caplog):
    def fail(event):
        raise RuntimeError(f"no disk for {APP['refresh_token']} of a@shop.example")

    server = serve(http(200, '{"id": "1"}'))
    client = connect(server, **APP, **{name: fail})
    with caplog.at_level(logging.WARNING, logger="pinterest"):
        assert call(client).status == 200
    assert len(server.requests) == 1
    (line,) = [item.getMessage() for item in caplog.records]
    assert line.startswith(f"{name} raised RuntimeError: no disk for [hidden] of [hidden] (")
    assert "test_hooks.py" in line


def test_events_show_no_secrets(serve, connect, hooks):
    echo = {"x-pinterest-rid": "t0k3n-plain-one a@shop.example", "X-RateLimit-Limit": "t0k3n"}
    server = serve(http(400, '{"message": "t0k3n-plain-one"}', echo))
    client = connect(server, access_token="t0k3n-plain-one", **hooks.options)
    with pytest.raises(Exception, match="400"):
        client.request("POST", "/customers/a@shop.example", params={"email": "b@shop.example"})
    text = repr(hooks.events)
    assert "t0k3n" not in text and "shop.example" not in text
    (request,) = hooks.requests
    assert (request.operation, request.path) == (None, "/customers/[hidden]")


def test_a_request_that_is_not_sent_calls_no_hook(serve, connect, hooks):
    server = serve(http(200, "{}"))
    client = connect(server, **hooks.options)
    with pytest.raises(Exception, match="page_size"):
        Audience.get_all(ACCOUNT, page_size=-1, client=client)
    assert hooks.events == [] and server.requests == []


def test_a_slow_hook_uses_up_the_deadline(serve, connect, waits, hooks):
    def wait(event):
        time.sleep(9.0)  # takes no time, but moves the clock

    server = serve(http(200, "{}"))
    client = connect(server, deadline=8, on_request=wait, on_response=hooks.events.append)
    with pytest.raises(DeadlineExceeded, match="no request was sent"):
        create(client)
    assert server.requests == []
    assert [event.error for event in hooks.responses] == ["DeadlineExceeded"]


def test_a_hook_cannot_send_requests(serve, connect, caplog):
    def send_request(event):
        read(clients[0])

    server = serve(http(200, '{"id": "1"}'))
    clients = [connect(server, on_request=send_request)]
    with caplog.at_level(logging.WARNING, logger="pinterest"):
        read(clients[0])
    assert len(server.requests) == 1
    assert "cannot send requests" in caplog.text
    clients.append(connect(server))
    read(clients[1])  # outside the hook, requests work again
    assert len(server.requests) == 2


@pytest.mark.parametrize("token", [None, "token-nine"])
def test_copies_keep_or_replace_the_hooks(token, serve, connect, hooks):
    other = Hooks()
    server = serve(http(200, '{"id": "1"}'))
    client = connect(server, **hooks.options)
    read(client.with_options(access_token=token))
    assert len(hooks.events) == 2
    read(client.with_options(access_token=token, on_response=other.events.append))
    assert (len(hooks.events), len(other.events)) == (3, 1)
    read(client)
    assert (len(hooks.events), len(other.events)) == (5, 1)


def test_pickles_keep_the_hooks(serve, connect, hooks):
    server = serve(http(200, '{"id": "1"}'))
    client = connect(server, on_request=record, on_response=record)
    read(pickle.loads(pickle.dumps(client)))
    assert [type(event) for event in SEEN] == [RequestInfo, ResponseInfo]
    assert pickle.loads(pickle.dumps(SEEN)) == SEEN


@pytest.mark.parametrize("name", ["on_request", "on_response"])
def test_a_hook_that_cannot_be_pickled_is_named(name, hooks):
    options: dict[str, Any] = {name: lambda event: None}
    client = PinterestSDKClient("a-token", **options)
    with pytest.raises(ConfigurationError, match=f"{name} cannot be pickled"):
        pickle.dumps(client)


async def coroutine(event):
    pass


@pytest.mark.parametrize("name", ["on_request", "on_response"])
@pytest.mark.parametrize(
    ("hook", "message"), [("print", "Pass a function"), (coroutine, "coroutine function")]
)
def test_a_hook_that_is_not_a_function_is_refused(name, hook, message, connect):
    with pytest.raises(ConfigurationError, match=f"{name}.*{message}"):
        PinterestSDKClient("a-token", **{name: hook})
    with pytest.raises(ConfigurationError, match=f"{name}.*{message}"):
        connect("http://127.0.0.1:9/v5").with_options(**{name: hook})


def test_hooks_run_in_the_thread_of_their_request(serve, connect):
    threads = []

    def record_thread(event):
        threads.append((threading.get_ident(), event.request))

    server = serve(http(200, '{"id": "1"}'), keep_open=True)
    client = connect(server, on_response=record_thread)
    own = list(client.map(lambda _: (read(client), threading.get_ident())[1], range(8), workers=4))
    assert sorted(own) == sorted(thread for thread, _ in threads)
    assert len({id(request) for _, request in threads}) == 8


def test_hooks_work_in_a_forked_child(emulator, hooks):
    client = emulator.client(**hooks.options)
    account = emulator.ad_account_id
    Audience.get_all(account, client=client)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        Audience.get_all(account, client=client)
        os.write(writing, str(len(hooks.events)).encode())
        os._exit(0)
    os.close(writing)
    assert os.waitpid(child, 0)[1] == 0
    with os.fdopen(reading) as result:
        assert result.read() == "4"
    assert len(hooks.events) == 2


def test_jobs_call_the_hooks(emulator, hooks):
    client = emulator.client(**hooks.options)
    account = AdAccount(emulator.ad_account_id, client=client)
    today = dt.datetime.now(tz=dt.UTC).date()
    account.report(today, today, "DAY", "CAMPAIGN", ["SPEND_IN_DOLLAR"])
    assert "analytics/create_report" in [event.operation for event in hooks.requests]
    assert AUDIENCE not in repr(hooks.events)
