"""No token, secret or e-mail address in any error, traceback, log line or repr."""

from __future__ import annotations

import json
import logging
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openapi_generated.pinterest_client import Configuration
from pinterest.auth import TokenSet
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import PinterestError
from pinterest.utils.redact import redact, redact_data
from tests.client.calls import create, read, update
from tests.client.raw_server import TRUNCATED, http, nothing, reset, unused_port

TOKEN, REFRESH, SECRET = "t0k3n-plain-one", "r3fr3sh-plain-one", "s3cr3t-plain-one"
CONVERSION, MAIL = "c0nv3rsion-plain-one", "customer@shop.example"
EVERYTHING = (TOKEN, REFRESH, SECRET, CONVERSION, MAIL, "pina_ABC123", "pinr_ABC123")
ECHO = (
    f"you sent {TOKEN} {REFRESH} {SECRET} {CONVERSION} for {MAIL} with pina_ABC123 or pinr_ABC123"
)
CREDENTIALS = {
    "access_token": TOKEN,
    "refresh_token": REFRESH,
    "app_id": "1445",
    "app_secret": SECRET,
    "conversion_token": CONVERSION,
}


def chain(error):
    """Returns every error that hangs on one."""
    found, left = [], [error]
    while left:
        item = left.pop()
        if item is not None and item not in found:
            found.append(item)
            left += [item.__cause__, item.__context__]
    return found


def hidden(text):
    """Tells whether no secret stands in a text, not even the beginning of one."""
    return [secret for secret in EVERYTHING if secret[:8] in text] == []


def echo(status, **fields):
    return http(
        f"{status} {ECHO}",
        json.dumps({"code": 1, "message": ECHO, **fields}),
        {"x-pinterest-rid": ECHO},
    )


ANSWERS = {
    **{str(status): echo(status) for status in (400, 401, 403, 404, 409, 422, 429, 500, 503)},
    "no message": http(400, json.dumps({"error": ECHO})),
    "HTML": http(502, f"<html>{ECHO}", content_type="text/html"),
    "HTML with 200": http(200, f"<html>{ECHO}", content_type="text/html"),
    "a secret at the cut": http(502, " " * 489 + TOKEN + " x"),
    "redirect": http(302, "", {"Location": f"ftp://{MAIL}/?token={TOKEN}"}),
    "redirect to what is none": http(
        302, "", {"Location": f"http://x/?access_token={TOKEN}\u007f&e={MAIL}"}
    ),
    "no HTTP": ECHO.encode() + b"\r\n\r\n",
    "reset": reset,
    "nothing": nothing,
    "truncated": TRUNCATED,
}


PERSONAL = {"token": "pina_ABC123", "email": MAIL}
CALLS = {
    "read": read,
    "create": create,
    "update": update,
    "params": lambda client: client.request("GET", "/x", params=PERSONAL),
    "body": lambda client: client.request("POST", "/x", json={"name": MAIL, "token": TOKEN}),
    "form": lambda client: client.request("POST", "/x", data={"refresh_token": REFRESH}),
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_error_and_all_that_hangs_on_it_are_clean(answer, call, serve, connect, waits, caplog):
    caplog.set_level(logging.DEBUG, "pinterest")
    client = connect(serve(ANSWERS[answer]), **CREDENTIALS, max_retries=1)
    with pytest.raises(PinterestError) as caught:
        call(client)
    for error in chain(caught.value):
        assert hidden(str(error)), str(error)
        assert hidden(repr(error)), repr(error)
        assert hidden(str(getattr(error, "message", "")))
    assert hidden("".join(traceback.format_exception(caught.value)).replace("\\u007f", ""))
    assert caplog.messages
    assert hidden(caplog.text)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_host_that_is_not_there_gives_nothing_away(call, connect, waits):
    client = connect(f"http://127.0.0.1:{unused_port()}/v5", **CREDENTIALS, max_retries=0)
    with pytest.raises(PinterestError) as caught:
        call(client)
    assert chain(caught.value) == [caught.value]
    assert hidden(str(caught.value))


def test_a_refused_renewal_gives_nothing_away(serve, connect, caplog):
    caplog.set_level(logging.DEBUG, "pinterest")
    client = connect(serve(http(401), echo(400)), **CREDENTIALS)
    for _ in range(2):
        with pytest.raises(PinterestError) as caught:
            read(client)
        assert all(hidden(str(error) + repr(error)) for error in chain(caught.value))
    assert hidden(caplog.text)
    assert "POST /oauth/token" in caplog.text


def test_a_token_that_is_not_the_present_one_any_more_is_hidden(serve):
    def renewed_meanwhile(connection):
        configuration.access_token = "token-new"
        connection.sendall(echo(400))

    server = serve(renewed_meanwhile)
    configuration = Configuration(host=server.url, access_token=TOKEN)
    with pytest.raises(PinterestError) as caught:
        read(PinterestSDKClient(configuration=configuration))
    assert TOKEN not in str(caught.value)


def test_log_lines_of_what_went_well_are_clean(serve, connect, caplog):
    caplog.set_level(logging.DEBUG, "pinterest")
    client = connect(serve(http()), **CREDENTIALS)
    for call in CALLS.values():
        call(client)
    client.request("POST", "/x", json={"records": "a,b", "nested": [{"em": ["9f86d081"], "n": 5}]})
    assert hidden(caplog.text)
    assert "9f86d081" not in caplog.text and "a,b" not in caplog.text
    assert "'n': 5" in caplog.text
    assert (
        "GET /x ?token=[hidden]&email=[hidden]" in caplog.text or "GET /x ?[hidden]" in caplog.text
    )


def test_no_repr_shows_a_secret(serve, connect):
    client = connect(
        serve(http()), **CREDENTIALS, header_name="X-Key", header_value=SECRET, cookie=f"a={SECRET}"
    )
    for thing in (client, client._transport, client._credentials, client._transport.policy):
        assert hidden(repr(thing)) and hidden(str(thing))


def test_new_tokens_are_hidden_in_their_repr(serve, connect):
    told: list[TokenSet] = []
    answer = http(
        200, json.dumps({"access_token": TOKEN, "refresh_token": REFRESH, "expires_in": 60})
    )
    client = connect(
        serve(http(401), answer, http()),
        **{**CREDENTIALS, "access_token": "token-old"},
        on_token_renewed=told.append,
    )
    read(client)
    assert told[0].access_token == TOKEN
    assert hidden(repr(told))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("token pina_ABC-1.x/y+z= end", "token [hidden] end"),
        ("pinr_ABC and pina_DEF", "[hidden] and [hidden]"),
        ("Authorization: Bearer abcdefgh1", "Authorization: [hidden]"),
        ("basic dXNlcjpwYXNz", "[hidden]"),
        ("mail a.b+c@shop.co.example now", "mail [hidden] now"),
        ("mail a%40shop.example", "mail [hidden]"),
        ("/x?access_token=abc&page=2", "/x?[hidden]&page=2"),
        ("a basic text of Pinterest", "a basic text of Pinterest"),
        ("555@", "555@"),
    ],
)
def test_what_is_taken_out_of_a_text(text, expected):
    assert redact(text) == expected


@given(st.text(), st.text(min_size=6), st.text())
def test_a_known_secret_is_taken_out_wherever_it_stands(before, secret, after):
    shown = redact(f"{before} {secret} {after}", [None, "", secret])
    assert (
        secret not in shown.replace("[hidden]", "")
        or secret in f"{before} {after}"
        or secret in "[hidden]"
    )


def test_a_long_text_takes_no_long_time():
    assert redact("a" * 300_000) == "a" * 300_000


def test_keys_that_hold_secrets_or_people_are_hidden_at_any_depth():
    data = {
        "Access_Token": 1,
        "items": [{"user_data": {"em": ["x"]}, "name": "a@b.example", "n": None}],
    }
    shown = {
        "Access_Token": "[hidden]",
        "items": [{"user_data": "[hidden]", "name": "[hidden]", "n": None}],
    }
    assert redact_data(data) == shown
    assert data["items"][0]["name"] == "a@b.example"  # type: ignore[index]  # a nested literal
