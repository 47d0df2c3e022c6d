"""Personal data and secrets in refused input, reprs and log lines."""

from __future__ import annotations

import json
import logging

import pytest

from pinterest.api import CatalogFeedsApi, ConversionEventsApi, CustomerListsApi, OauthApi
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import BadRequest, ConfigurationError, ValidationError
from tests.client.calls import read
from tests.client.raw_server import http

EVENT = {
    "event_name": "checkout",
    "action_source": "web",
    "event_time": 1700000000,
    "event_id": "e",
}
FEED = {"name": "a", "format": "CSV", "location": "http://x.example", "default_locale": "en-US"}
TOKENS = {
    "access_token": "pina_SHOWN",
    "refresh_token": "SHOWN-refresh",
    "token_type": "bearer",
    "expires_in": 5,
    "scope": "ads:read",
    "response_type": "authorization_code",
}


def send_event(client, **user_data):
    body = {"data": [{**EVENT, "user_data": {"em": ["x"], **user_data}}]}
    ConversionEventsApi(client).events_create("1", body)


def create_list(client, records):
    body = {"name": "Buyers", "list_type": "EMAIL", "records": records}
    CustomerListsApi(client).customer_lists_create("1", body)


def create_feed(client, **credentials):
    CatalogFeedsApi(client).feeds_create({**FEED, "credentials": credentials})


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda client: send_event(client, ph="SHOWN"), "ph"),
        (lambda client: send_event(client, external_id="SHOWN 4711"), "external_id"),
        (lambda client: send_event(client, fn=[{"name": "SHOWN"}]), "fn"),
        (lambda client: create_list(client, ["SHOWN", "Jane SHOWN"]), "records"),
        (lambda client: create_feed(client, username="u", password=["SHOWN"]), "password"),
        (lambda client: client.request("GET", "/x", params={"phone": "SHOWN\ud800"}), "phone"),
    ],
    ids=["phone", "id", "nested", "records", "password", "parameter"],
)
def test_refused_input_shows_no_personal_data(call, field, serve, connect):
    server = serve(http())
    with pytest.raises(ValidationError, match=rf"{field}.*\[hidden\] is not valid") as caught:
        call(connect(server))
    error = caught.value
    assert "SHOWN" not in f"{error} {error!r} {error.args} {error.problems}"
    assert server.requests == []


def test_reprs_of_responses_show_no_tokens(serve, connect):
    client = connect(serve(http(200, json.dumps(TOKENS))), app_id="1", app_secret="app-secret")
    typed = OauthApi(client).oauth_token(
        {"grant_type": "authorization_code", "code": "abc", "redirect_uri": "https://x.example"}
    )
    raw = client.request("POST", "/oauth/token", data={"grant_type": "client_credentials"})
    assert typed.access_token == raw.data["access_token"] == "pina_SHOWN"
    for thing in (typed, raw):
        assert "SHOWN" not in f"{thing!r} {thing} {[thing]}"
        assert "ads:read" in repr(thing)


def test_repr_of_a_client_that_was_not_created_does_not_raise():
    with pytest.raises(ConfigurationError) as caught:
        PinterestSDKClient(access_token="a b")
    frames = [caught.tb]
    while frames[-1].tb_next is not None:
        frames.append(frames[-1].tb_next)
    clients = [
        value
        for frame in frames
        for value in frame.tb_frame.f_locals.values()
        if isinstance(value, PinterestSDKClient)
    ]
    assert {repr(client) for client in clients} == {
        "PinterestSDKClient(base_url=unknown, credentials hidden)"
    }


LINE = "\nCRITICAL everything is fine\x1b[2J\u2028"


def test_log_lines_cannot_be_forged(serve, connect, caplog):
    caplog.set_level(logging.DEBUG, "pinterest")
    body = json.dumps({"code": 1, "message": f"No.{LINE}"})
    client = connect(serve(http(503, body), http(400, body)))
    with pytest.raises(BadRequest) as caught:
        client.request("GET", "/x", params={"q": LINE})
    assert len(caplog.messages) == 3
    for text in (*caplog.messages, str(caught.value)):
        assert text.isprintable()
    assert "\\nCRITICAL" in caplog.messages[0]


def test_long_message_is_cut(serve, connect):
    body = json.dumps({"code": 1, "message": "a" * 3_000_000})
    with pytest.raises(BadRequest) as caught:
        read(connect(serve(http(400, body))))
    assert len(str(caught.value)) < 2500
    assert caught.value.body == body
