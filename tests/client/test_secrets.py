"""No token, secret or email address appears in an error, traceback, log line or repr."""

from __future__ import annotations

import json
import logging
import time
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
from tests.client.raw_server import TRUNCATED, close_connection, http, reset_connection, unused_port

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


def list_chained_errors(error):
    """Returns an error and the errors that it was raised from."""
    found, left = [], [error]
    while left:
        item = left.pop()
        if item is not None and item not in found:
            found.append(item)
            left += [item.__cause__, item.__context__]
    return found


def shows_no_secret(text):
    """Returns whether text contains no secret and no beginning of one."""
    return [secret for secret in EVERYTHING if secret[:8] in text] == []


def build_echo_response(status, **fields):
    return http(
        f"{status} {ECHO}",
        json.dumps({"code": 1, "message": ECHO, **fields}),
        {"x-pinterest-rid": ECHO},
    )


RESPONSES = {
    **{
        str(status): build_echo_response(status)
        for status in (400, 401, 403, 404, 409, 422, 429, 500, 503)
    },
    "no message": http(400, json.dumps({"error": ECHO})),
    "HTML": http(502, f"<html>{ECHO}", content_type="text/html"),
    "HTML with 200": http(200, f"<html>{ECHO}", content_type="text/html"),
    "a secret at the cut": http(502, " " * 489 + TOKEN + " x"),
    "redirect": http(302, "", {"Location": f"ftp://{MAIL}/?token={TOKEN}"}),
    "redirect to an invalid URL": http(
        302, "", {"Location": f"http://x/?access_token={TOKEN}\u007f&e={MAIL}"}
    ),
    "no HTTP": ECHO.encode() + b"\r\n\r\n",
    "reset": reset_connection,
    "nothing": close_connection,
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
@pytest.mark.parametrize("response", RESPONSES)
def test_errors_tracebacks_and_logs_show_no_secrets(response, call, serve, connect, waits, caplog):
    caplog.set_level(logging.DEBUG, "pinterest")
    client = connect(serve(RESPONSES[response]), **CREDENTIALS, max_retries=1)
    with pytest.raises(PinterestError) as caught:
        call(client)
    for error in list_chained_errors(caught.value):
        assert shows_no_secret(str(error)), str(error)
        assert shows_no_secret(repr(error)), repr(error)
        assert shows_no_secret(str(getattr(error, "message", "")))
    assert shows_no_secret("".join(traceback.format_exception(caught.value)).replace("\\u007f", ""))
    assert caplog.messages
    assert shows_no_secret(caplog.text)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_failed_connection_shows_no_secrets(call, connect, waits):
    client = connect(f"http://127.0.0.1:{unused_port()}/v5", **CREDENTIALS, max_retries=0)
    with pytest.raises(PinterestError) as caught:
        call(client)
    assert list_chained_errors(caught.value) == [caught.value]
    assert shows_no_secret(str(caught.value))


def test_refused_renewal_shows_no_secrets(serve, connect, caplog):
    caplog.set_level(logging.DEBUG, "pinterest")
    client = connect(serve(http(401), build_echo_response(400)), **CREDENTIALS)
    for _ in range(2):
        with pytest.raises(PinterestError) as caught:
            read(client)
        assert all(
            shows_no_secret(str(error) + repr(error)) for error in list_chained_errors(caught.value)
        )
    assert shows_no_secret(caplog.text)
    assert "POST /oauth/token" in caplog.text


def test_replaced_token_is_hidden(serve):
    def replace_token(connection):
        configuration.access_token = "token-new"
        connection.sendall(build_echo_response(400))

    server = serve(replace_token)
    configuration = Configuration(host=server.url, access_token=TOKEN)
    with pytest.raises(PinterestError) as caught:
        read(PinterestSDKClient(configuration=configuration))
    assert TOKEN not in str(caught.value)


def test_log_lines_of_successful_calls_show_no_secrets(serve, connect, caplog):
    caplog.set_level(logging.DEBUG, "pinterest")
    client = connect(serve(http()), **CREDENTIALS)
    for call in CALLS.values():
        call(client)
    client.request("POST", "/x", json={"records": "a,b", "nested": [{"em": ["9f86d081"], "n": 5}]})
    assert shows_no_secret(caplog.text)
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
        assert shows_no_secret(repr(thing)) and shows_no_secret(str(thing))


def test_new_tokens_are_hidden_in_their_repr(serve, connect):
    renewed: list[TokenSet] = []
    response = http(
        200, json.dumps({"access_token": TOKEN, "refresh_token": REFRESH, "expires_in": 60})
    )
    client = connect(
        serve(http(401), response, http()),
        **{**CREDENTIALS, "access_token": "token-old"},
        on_token_renewed=renewed.append,
    )
    read(client)
    assert renewed[0].access_token == TOKEN
    assert shows_no_secret(repr(renewed))


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
        ("mail bob@localhost", "mail [hidden]"),
        ("mail a%2540shop.example", "mail [hidden]"),
        ('mail "jane doe"@shop.example', "mail [hidden]"),
        ("mail bob@[192.168.1.1]", "mail [hidden]"),
        ("mail o'brien!x@shop.example", "mail [hidden]"),
        (r"mail bob\u0040shop.example", "mail [hidden]"),
        ("mail bob&#64;shop.example", "mail [hidden]"),
        ("mail bob\uff20shop.example", "mail [hidden]"),
        ("?X-Amz-Signature=hush&page=2", "?[hidden]&page=2"),
        ("?password=hush&api_key=hush&page=2", "?[hidden]&[hidden]&page=2"),
        ("?pass%77ord=hush&page=2", "?[hidden]&page=2"),
        ("/x#access_token=hush", "/x#[hidden]"),
        ("?page=2;apiKey=hush", "?page=2;[hidden]"),
        ("client_secret='hush hush' is wrong, code=12", "[hidden] is wrong, code=12"),
        ("proxy http://jane:hu/sh@proxy.example:8080", "proxy http://[hidden]proxy.example:8080"),
        ("http://shop.example:8080/a", "http://shop.example:8080/a"),
        ("proxy http://jane:hush@proxy.example:8080", "proxy http://[hidden]proxy.example:8080"),
        ('{"access_token": "a \\"b\\" c", "n": 1}', '{"access_token": [hidden], "n": 1}'),
        ('{"a": {"password": 5, "b": "c"}}', '{"a": {"password": [hidden], "b": "c"}}'),
        (r'{"a": "{\"secret\": \"hush\"}"}', r'{"a": "{\"secret\": [hidden]}"}'),
        ("{'user_data': {'em': ['x']}, 'n': 1}", "{'user_data': [hidden], 'n': 1}"),
        ('{"em": ["x", "y"], "n": 1}', '{"em": [hidden], "n": 1}'),
        ('{"records": [["x"], ["Jane"]], "n": 1}', '{"records": [hidden], "n": 1}'),
        ('{"em": ["a]b", "c"]}', '{"em": [hidden]}'),
        ('{"user_data": {"a": {"b": 1}, "c": "Jane"}, "n": 1}', '{"user_data": [hidden], "n": 1}'),
        (
            '{"firstName": "Jane", "phone_numbers": [5]}',
            '{"firstName": [hidden], "phone_numbers": [hidden]}',
        ),
        (
            '{"clientSecret": "hush", "Set-Cookie": "hush"}',
            '{"clientSecret": [hidden], "Set-Cookie": [hidden]}',
        ),
        ('{"partner_ids": ["5"]}', '{"partner_ids": ["5"]}'),
        ('{"em": "' + "x" * 5000, '{"em": [hidden]'),
        ('{"code": 8, "a": 1}', '{"code": 8, "a": 1}'),
        ('{"code": "hush"}', '{"code": [hidden]}'),
    ],
)
def test_redact_hides_secrets(text, expected):
    assert redact(text) == expected
    assert redact(redact(text)) == redact(text)


@given(st.text(), st.text(min_size=6), st.text())
def test_redact_hides_known_secrets_anywhere(before, secret, after):
    shown = redact(f"{before} {secret} {after}", [None, "", secret])
    assert (
        secret not in shown.replace("[hidden]", "")
        or secret in f"{before} {after}"
        or secret in "[hidden]"
    )


@pytest.mark.parametrize("part", ["a", '"a":', '"a": "', "'", '"em": [', "&a=", "\\"], ids=repr)
def test_redact_is_fast_on_long_text(part):
    """The time grows linearly with the length of the text."""

    def measure_redaction(length):
        text = part * (length // len(part))
        started = time.process_time()
        redact(text)
        return time.process_time() - started

    assert measure_redaction(200_000) < 40 * measure_redaction(20_000) + 0.1


def test_redact_data_hides_secret_and_personal_keys_at_any_depth():
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
