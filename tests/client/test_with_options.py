"""Copies of a client with other credentials or limits: what they share with the client."""

from __future__ import annotations

import json
import os
import pickle

import pytest
import requests

from pinterest.ads.audiences import Audience
from pinterest.auth import TokenSet
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import (
    ConfigurationError,
    DeadlineExceeded,
    RateLimited,
    ServerError,
    Unauthorized,
    ValidationError,
)
from pinterest.operations.conversion_events import EVENTS_CREATE
from tests.client.calls import ACCOUNT, create, read
from tests.client.raw_server import http, never_respond

DONE = http(200, '{"id": "1"}', keep_open=True)
APP = {"refresh_token": "refresh-one", "app_id": "1", "app_secret": "secret-one"}
TOKENS = http(200, '{"access_token": "renewed", "refresh_token": "refresh-two"}', keep_open=True)
USED_UP = http(
    200, '{"id": "1"}', {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "900"}, keep_open=True
)
LIMITED = {"max_wait": 0}


def list_sent_tokens(server):
    return [request.headers["Authorization"].split()[-1] for request in server.requests]


def test_copy_with_another_token_shares_the_connections(serve, connect):
    server = serve(DONE, keep_open=True)
    client = connect(server)
    other = client.with_options(access_token="token-two")
    for sender in (client, other, client, other):
        read(sender)
    assert list_sent_tokens(server) == ["token-one", "token-two"] * 2
    assert server.connections == 1


def test_copy_uses_the_session_of_the_caller(serve, connect):
    server = serve(DONE)
    session = requests.Session()
    session.headers["X-Mine"] = "yes"
    read(connect(server, session=session).with_options(access_token="token-two"))
    assert server.last.headers["X-Mine"] == "yes"


@pytest.mark.slow
def test_copy_has_its_own_limits(serve, connect):
    server = serve(http(503), http(503), never_respond)
    client = connect(server, max_retries=5, deadline=60)
    other = client.with_options(deadline=0.3, max_retries=1)
    with pytest.raises(ServerError, match="Gave up after 2 attempts"):
        read(other)
    with pytest.raises(DeadlineExceeded, match=r"deadline of 0\.3 s"):
        read(other)
    with pytest.raises(DeadlineExceeded, match=r"deadline of 0\.2 s"):
        read(other.with_options(deadline=0.2))


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"timeout": 0}, ValidationError),
        ({"deadline": -1}, ValidationError),
        ({"max_retries": 1.5}, ConfigurationError),
        ({"max_wait": -1}, ConfigurationError),
        ({"backoff": "x"}, ConfigurationError),
        ({"max_response_bytes": True}, ConfigurationError),
        ({"access_token": ""}, ConfigurationError),
        ({"access_token": "a b"}, ConfigurationError),
        ({"access_token": "pinr_1"}, ConfigurationError),
        ({"refresh_token": "refresh-two"}, ConfigurationError),
        ({"on_token_renewed": print}, ConfigurationError),
    ],
)
def test_options_are_checked(options, error, connect):
    [name] = options
    with pytest.raises(error, match=name):
        connect("http://127.0.0.1:1/v5").with_options(**options)


def test_copy_without_tokens_shares_renewals(serve, connect):
    server = serve(TOKENS, DONE, keep_open=True)
    renewed: list[TokenSet] = []
    client = connect(server, access_token=None, on_token_renewed=renewed.append, **APP)
    copy = client.with_options(max_retries=0)
    read(copy)
    read(client)
    assert len(renewed) == 1
    assert list_sent_tokens(server)[1:] == ["renewed", "renewed"]


def test_copy_with_a_token_renews_nothing_and_calls_no_callback(serve, connect):
    server = serve(http(401, '{"code": 2, "message": "no"}', keep_open=True), keep_open=True)
    renewed: list[TokenSet] = []
    client = connect(server, on_token_renewed=renewed.append, **APP)
    with pytest.raises(Unauthorized):
        read(client.with_options(access_token="token-two"))
    assert list_sent_tokens(server) == ["token-two"]
    assert renewed == []


def test_copy_renews_its_own_tokens_with_the_same_app(serve, connect):
    server = serve(TOKENS, DONE, DONE, keep_open=True)
    renewed: list[TokenSet] = []
    own: list[TokenSet] = []
    client = connect(server, on_token_renewed=renewed.append, **APP)
    other = client.with_options(refresh_token="refresh-nine", on_token_renewed=own.append)
    read(other)
    read(client)
    assert b"refresh_token=refresh-nine" in server.requests[0].body
    assert list_sent_tokens(server)[1:] == ["renewed", "token-one"]
    assert [tokens.refresh_token for tokens in own] == ["refresh-two"]
    assert renewed == []


def test_copy_does_not_sign_with_the_conversion_token_of_another(serve, connect):
    server = serve(http(200, '{"num_events_processed": 0, "events": []}'))
    client = connect(server, conversion_token="conversion-one")
    arguments = {"ad_account_id": ACCOUNT}
    body: dict[str, list[object]] = {"data": []}
    client.execute(EVENTS_CREATE, arguments, body=body)
    client.with_options(access_token="token-two").execute(EVENTS_CREATE, arguments, body=body)
    assert list_sent_tokens(server) == ["conversion-one", "token-two"]


def test_quotas_are_those_of_a_token(serve, connect):
    server = serve(USED_UP, DONE, keep_open=True)
    client = connect(server, **LIMITED)
    read(client)
    for same in (
        client,
        client.with_options(timeout=3),
        client.with_options(access_token="token-one"),
    ):
        with pytest.raises(RateLimited):
            read(same)
    read(client.with_options(access_token="token-two"))
    assert list_sent_tokens(server) == ["token-one", "token-two"]


def test_quota_of_a_token_is_remembered_after_its_copy_is_deleted(serve, connect):
    server = serve(USED_UP, DONE, keep_open=True)
    client = connect(server, **LIMITED)
    read(client.with_options(access_token="token-two"))
    with pytest.raises(RateLimited):
        read(client.with_options(access_token="token-two"))
    read(client)
    assert list_sent_tokens(server) == ["token-two", "token-one"]


def test_rich_models_keep_the_copy_as_their_client(serve, connect):
    pages = [
        http(200, json.dumps({"items": [{"id": "5"}], "bookmark": token}), keep_open=True)
        for token in ("b", None)
    ]
    server = serve(*pages, http(200, '{"id": "5"}', keep_open=True), keep_open=True)
    client = connect(server)
    audiences, bookmark = Audience.get_all(
        ACCOUNT, client=client.with_options(access_token="token-two")
    )
    assert bookmark is not None
    bookmark.get_next()
    audiences[0].update_fields(name="Quilts")
    assert set(list_sent_tokens(server)) == {"token-two"}


def test_closing_a_copy_closes_nothing(serve, connect):
    server = serve(DONE, keep_open=True)
    client = connect(server)
    read(client)
    with client.with_options(access_token="token-two") as other:
        read(other)
    read(client)
    assert server.connections == 1


def test_copy_pickles(serve, connect):
    server = serve(DONE)
    client = connect(server, **APP)
    other = client.with_options(access_token="token-two", deadline=7, max_response_bytes=9_000)
    restored = pickle.loads(pickle.dumps(other))
    read(restored)
    assert list_sent_tokens(server) == ["token-two"]
    again = restored.with_options(max_retries=0)
    assert again._transport.policy.deadline == 7
    assert again._transport.policy.max_response_bytes == 9_000


def test_copy_of_a_subclass_keeps_its_class_and_attributes():
    class Agency(PinterestSDKClient):
        team = "none"

    client = Agency("token-one")
    client.team = "quilts"
    other = client.with_options(access_token="token-two")
    assert type(other) is Agency
    assert other.team == "quilts"


def test_repr_of_a_copy_shows_no_token(connect):
    other = connect("http://127.0.0.1:1/v5").with_options(access_token="token-two")
    assert repr(other) == "PinterestSDKClient(base_url='http://127.0.0.1:1/v5', credentials hidden)"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_copy_works_in_a_forked_child(serve, connect):
    server = serve(DONE, keep_open=True)
    client = connect(server)
    other = client.with_options(access_token="token-two")
    read(client)
    read(other)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            read(other)
            create(client)
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    read(client)
    assert server.connections == 2
    assert list_sent_tokens(server) == [
        "token-one",
        "token-two",
        "token-two",
        "token-one",
        "token-one",
    ]
