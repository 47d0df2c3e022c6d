"""`client.request`: what is sent, and what is refused before sending."""

from __future__ import annotations

import datetime
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses

from pinterest.client import PinterestSDKClient
from pinterest.config import PRODUCTION
from pinterest.exceptions import ValidationError
from pinterest.operations.audiences import AUDIENCES_CREATE, AUDIENCES_GET
from tests.client.calls import ACCOUNT
from tests.client.raw_server import http


@pytest.fixture
def server(serve):
    return serve(http())


@pytest.fixture
def client(server, connect):
    return connect(server)


@pytest.mark.parametrize(
    ("params", "query"),
    [
        (None, ""),
        ({}, ""),
        ({"a": None}, ""),
        ({"page_size": 25, "share": 0.5}, "page_size=25&share=0.5"),
        ({"on": True, "off": False}, "on=true&off=false"),
        ({"ids": ["1", 2], "more": (True, None)}, "ids=1&ids=2&more=true"),
        ({"none": []}, ""),
        ({"day": datetime.date(2026, 11, 22)}, "day=2026-11-22"),
        ({"q": "a b&c=d/é?#"}, "q=a+b%26c%3Dd%2F%C3%A9%3F%23"),
        ({"x[y]": "z"}, "x%5By%5D=z"),
    ],
    ids=str,
)
def test_query_parameters_are_encoded(params, query, server, client):
    client.request("get", "/boards", params=params)
    assert server.paths == ["GET /v5/boards" + ("?" + query if query else "")]


def test_set_is_sent_as_a_list(server, client):
    client.request("GET", "/boards", params={"ids": {"1", "2"}})
    assert sorted(parse_qsl(urlsplit(server.last.target).query)) == [("ids", "1"), ("ids", "2")]


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE", "post"])
@pytest.mark.parametrize("body", [{"name": "Décor", "when": None}, [], 0, False, ""], ids=repr)
def test_json_body_is_sent_as_json(verb, body, server, client):
    client.request(verb, "/boards/1", json=body)
    assert server.last.method == verb.upper()
    assert json.loads(server.last.body) == body
    assert server.last.headers["Content-Type"] == "application/json"
    assert server.last.headers["Authorization"] == "Bearer token-one"
    assert server.last.headers["Accept"] == "application/json"
    assert server.last.headers["User-Agent"].startswith("pinterest-v5/")


def test_data_is_sent_as_a_form(server, client):
    client.request("POST", "/oauth/token", data={"code": "a&b", "x": "é"})
    assert parse_qsl(server.last.body.decode()) == [("code", "a&b"), ("x", "é")]
    assert server.last.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_request_without_a_body_has_no_content_type(server, client):
    client.request("POST", "/boards")
    assert (server.last.body, server.last.headers.get("Content-Type")) == (b"", None)


def test_additional_headers_are_sent(server, connect):
    connect(server, header_name="X-Trace", header_value="7", cookie="a=b").request("GET", "/boards")
    assert (server.last.headers["X-Trace"], server.last.headers["Cookie"]) == ("7", "a=b")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"method": "HEAD"}, "method: 'HEAD' is not valid; allowed: GET, POST, PUT, PATCH, DELETE"),
        ({"method": "GE T"}, "method: 'GE T'"),
        ({"method": None}, "method: None"),
        ({"path": "boards"}, "allowed: a path such as /ad_accounts"),
        ({"path": ""}, "path: '' is not valid"),
        ({"path": None}, "path: None is not valid"),
        ({"path": "https://evil.example/v5/boards"}, "is not valid; allowed: a path"),
        ({"path": "//evil.example/v5"}, "is not valid"),
        ({"path": "/a//b"}, "is not valid"),
        ({"path": "/../oauth"}, "is not valid"),
        ({"path": "/a/.."}, "is not valid"),
        ({"path": "/a/./b"}, "is not valid"),
        ({"path": "/a/%2e%2E/b"}, "is not valid"),
        ({"path": "/.%2e/b"}, "is not valid"),
        ({"path": "/a?b=c"}, "Pass query parameters as params."),
        ({"path": "/a#b"}, "Pass query parameters as params."),
        ({"path": "/a\\..\\b"}, "is not valid"),
        ({"path": "/a b"}, "is not valid"),
        ({"path": "/a\r\nX: y"}, "is not valid"),
        ({"json": {}, "data": {}}, "json and data cannot be combined"),
        ({"json": {"x": float("nan")}}, "the body cannot be converted to JSON"),
        ({"json": {"x": {1, 2}}}, "the body cannot be converted to JSON"),
        ({"json": b"x"}, "the body cannot be converted to JSON"),
    ],
    ids=str,
)
def test_invalid_input_is_refused_before_sending(options, complaint, server, client):
    arguments = {"method": "POST", "path": "/boards", **options}
    with pytest.raises(ValidationError, match=complaint):
        client.request(**arguments)
    assert server.requests == []


def test_circular_and_very_deep_bodies_are_refused(server, client):
    circle: list[object] = []
    circle.append(circle)
    deep: list[object] = []
    for _ in range(200_000):
        deep = [deep]
    for body in (circle, deep):
        with pytest.raises(ValidationError, match="the body cannot be converted to JSON"):
            client.request("POST", "/boards", json=body)
    assert server.requests == []


def test_operations_check_their_arguments(server, client):
    for operation, arguments, complaint in [
        (AUDIENCES_GET, {"ad_account_id": "../x", "audience_id": "1"}, "digits only"),
        (AUDIENCES_GET, {"ad_account_id": ACCOUNT}, "audience_id is required"),
        (AUDIENCES_CREATE, {"ad_account_id": ACCOUNT}, "audience_create_request is required"),
    ]:
        with pytest.raises(ValidationError, match=complaint):
            client.execute(operation, arguments)
    assert server.requests == []


@responses.activate
def test_request_is_sent_exactly_as_the_operation_says():
    responses.post(
        f"{PRODUCTION}/ad_accounts/{ACCOUNT}/audiences",
        json={"id": "1"},
        match=[
            responses.matchers.header_matcher({"Authorization": "Bearer token-one"}),
            responses.matchers.json_params_matcher({"name": "x"}),
            responses.matchers.request_kwargs_matcher({"timeout": (3, 4)}),
        ],
    )
    client = PinterestSDKClient("token-one")
    answer = client.execute(
        AUDIENCES_CREATE, {"ad_account_id": ACCOUNT}, body={"name": "x"}, timeout=(3, 4)
    )
    assert answer.data == {"id": "1"}


@responses.activate
def test_every_request_has_a_timeout():
    responses.get(
        f"{PRODUCTION}/boards",
        json={},
        match=[responses.matchers.request_kwargs_matcher({"timeout": (10.0, 60.0)})],
    )
    assert PinterestSDKClient("token-one").request("GET", "/boards").status == 200
