"""Errors: the class of each status, the messages, and pickles and copies of errors."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from pinterest import exceptions
from pinterest.exceptions import (
    ApiException,
    BadRequest,
    ConfigurationError,
    Conflict,
    ConnectionFailed,
    Forbidden,
    NotFound,
    OutcomeUnknown,
    PartialFailureError,
    PinterestError,
    RateLimited,
    SdkException,
    ServerError,
    Unauthorized,
    UnknownAttribute,
    UnknownKey,
    Unprocessable,
    ValidationError,
)
from pinterest.operations.oauth import OAUTH_TOKEN
from pinterest.operations.pins import PINS_CREATE
from tests.client.calls import ACCOUNT, create, read
from tests.client.raw_server import http

CLASSES = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    418: ApiException,
    422: Unprocessable,
    429: RateLimited,
    500: ServerError,
    503: ServerError,
    599: ServerError,
}


def get_error(call, server, connect, **options):
    with pytest.raises(PinterestError) as caught:
        call(connect(server, max_retries=0, **options))
    return caught.value


@pytest.mark.parametrize("status", CLASSES)
def test_each_status_has_an_exception_class(status, serve, connect):
    body = {"code": 5, "message": "No.", "details": {"a": [1]}, "status": "failure"}
    headers = {"x-pinterest-rid": "42", "Retry-After": "3"}
    error = get_error(create, serve(http(f"{status} Odd", json.dumps(body), headers)), connect)
    assert type(error) is CLASSES[status]
    assert (error.status, error.reason, error.code, error.message) == (status, "Odd", 5, "No.")
    assert (error.details, error.request_id) == ({"a": [1]}, "42")
    assert error.headers["X-Pinterest-Rid"] == "42"
    assert error.body is not None and json.loads(error.body) == body
    text = str(error)
    assert text.startswith(
        f"POST /ad_accounts/{ACCOUNT}/audiences: {status} Odd: No. (code 5, request id 42)"
    )
    assert getattr(error, "retry_after", 3) == 3


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (401, 2, "The token has expired, was revoked, or belongs to another host"),
        (401, 3, "The token lacks a scope. This request needs ads:write."),
        (401, 7, "The token's user has no access to this board or Pin."),
        (401, 29, "not permitted to do this. A trial app needs standard access"),
        (403, 29, "not permitted to do this. A trial app needs standard access"),
        (403, 7, "Check the role"),
        (403, 2625, "Pinterest disapproved the merchant."),
        (403, 2626, "Pinterest is still reviewing the merchant."),
        (404, 50, "Check the ID"),
        (400, 283, "Sign in again with `pinterest login`."),
        (400, 1, ""),
        (429, 8, "Send fewer requests, or raise max_wait."),
    ],
)
def test_errors_say_what_to_do(status, code, advice, serve, connect):
    body = json.dumps({"code": code, "message": "Something."})
    text = str(get_error(create, serve(http(status, body)), connect))
    assert text.endswith("Something. (code 1)") if not advice else f"(code {code}). " in text
    assert advice in text


TRIAL = "Apps with Trial access may not create Pins. Use https://api-sandbox.pinterest.com."


@pytest.mark.parametrize(
    ("status", "code", "message", "advice"),
    [
        (401, 2, "The access token expired.", "The token has expired."),
        (401, 2, "The token was revoked by its user.", "The token was revoked."),
        (401, 29, TRIAL, "Until then, use a sandbox token and environment='sandbox'."),
        (401, 3, "Scopes missing.", "The token lacks a scope that this request needs."),
        (404, 404, "Not found.", "Check that the path exists"),
    ],
)
def test_errors_of_other_requests_say_what_to_do(status, code, message, advice, serve, connect):
    server = serve(http(status, json.dumps({"code": code, "message": message})))
    text = str(get_error(lambda client: client.request("GET", "/bords"), server, connect))
    assert f"{message} (code {code}). " in text and advice in text
    assert "Check the ID" not in text


@pytest.mark.parametrize("status", [400, 500, 503])
@pytest.mark.parametrize(
    ("code", "message", "advice"),
    [
        (
            2787,
            "Something went wrong.",
            "This is a temporary error at Pinterest. Check that the Pin",
        ),
        (1, "Sorry, we could not fetch the image.", "Check that the image URL is public."),
        (9, "Blocked.", "Pinterest blocked the Pin as spam. Do not send it again."),
    ],
)
def test_refused_pin_has_a_hint_and_is_not_sent_again(
    status, code, message, advice, serve, connect, waits
):
    server = serve(http(status, json.dumps({"code": code, "message": message})))
    client = connect(server)
    calls = [
        lambda: client.execute(PINS_CREATE, {}, body={"board_id": "1"}),
        lambda: client.request("POST", "/pins", json={"board_id": "1"}),
    ]
    for call in calls:
        with pytest.raises(ApiException) as caught:
            call()
        assert f"{message} (code {code}). {advice}" in str(caught.value)
    assert (len(server.requests), waits) == (2, [])


def test_other_errors_have_no_hint_about_pins(serve, connect):
    error = get_error(create, serve(http(400, '{"code": 9, "message": "No."}')), connect)
    assert str(error).endswith("No. (code 9)")
    server = serve(http(400, '{"code": 1, "message": "No."}'))
    error = get_error(lambda client: client.execute(PINS_CREATE, {}, body={}), server, connect)
    assert str(error).endswith("No. (code 1)")


def test_refused_app_has_a_hint(serve, connect):
    server = serve(http(401, '{"code": 2, "message": "Authentication failed."}'))
    form = {"grant_type": "client_credentials", "scope": "ads:read"}
    error = get_error(
        lambda client: client.execute(OAUTH_TOKEN, {}, body=form),
        server,
        connect,
        app_id="1445",
        app_secret="secret",
    )
    assert str(error).endswith("(code 2). Check the app's ID and secret.")


@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("", "400 Bad: the response has no body"),
        (" \n ", "the response has no body"),
        ("[1]", "the response is application/json that begins with '[1]'"),
        ('{"message": ["x"]}', 'begins with \'{"message"'),
        ("x" * 500, "begins with '" + "x" * 80 + "'"),
        (b"\xff\xfe", "begins with"),
        ("[" * 200_000, "begins with '[[["),
    ],
    ids=range(7),
)
def test_error_body_that_is_not_from_the_api_is_summarized(body, summary, serve, connect):
    error = get_error(create, serve(http("400 Bad", body)), connect)
    assert summary in str(error)
    assert (type(error), error.code, error.message, error.details) == (BadRequest, None, None, None)


def test_error_body_without_a_content_type_is_summarized(serve, connect):
    server = serve(b"HTTP/1.1 400\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhm")
    assert "400: the response is no content type that begins with 'hm'" in str(
        get_error(read, server, connect)
    )


def test_all_errors_inherit_from_one_class():
    public = [getattr(exceptions, name) for name in exceptions.__all__]
    classes = [item for item in public if issubclass(item, Exception)]
    assert all(issubclass(error, PinterestError) for error in classes)
    assert SdkException is PinterestError
    assert str(SdkException(status=404, reason="Gone")) == "404 Gone"
    assert str(SdkException(reason="Gone")) == "Gone"
    assert issubclass(ValidationError, ValueError)
    assert issubclass(UnknownAttribute, AttributeError)
    assert issubclass(UnknownKey, KeyError)
    assert str(UnknownKey("no key 'x'")) == "no key 'x'"
    assert issubclass(PartialFailureError, ApiException)
    for error in (ConfigurationError, ConnectionFailed, OutcomeUnknown):
        assert not issubclass(error, ApiException)


@pytest.mark.parametrize(
    "error",
    [
        PinterestError("text", status=1, reason="r", headers={"a": "b"}, body="c"),
        ConfigurationError("text"),
        ValidationError("text", problems=["one", "two"]),
        UnknownAttribute("text"),
        UnknownKey("text"),
        ConnectionFailed("text", is_permanent=True),
        OutcomeUnknown("text"),
        PartialFailureError("text", failures={1: ["no"]}, succeeded={0: "yes"}),
        NotFound(
            "text", status=404, code=50, api_message="m", details=[1], request_id="9", body="{}"
        ),
        RateLimited("text", status=429, retry_after=67150.0),
        exceptions.RepeatedBookmark("text"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_keep_their_attributes_when_pickled_and_copied(error):
    error.add_note("on page 2")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert other is not error
        assert str(other) == "text"
        assert vars(other) == vars(error)
        assert other.args == error.args


def test_raised_error_can_be_pickled(serve, connect):
    server = serve(http(429, "{}", {"X-RateLimit-Reset": "67150"}))
    error = get_error(read, server, connect)
    other = pickle.loads(pickle.dumps(error))
    assert (str(other), other.retry_after, other.body) == (str(error), 67150, "{}")
    assert other.headers["x-ratelimit-reset"] == "67150"


def test_errors_accept_the_arguments_of_the_generated_client():
    class Response:
        status, reason, data = 404, "Not Found", "gone"

    error = ApiException(http_resp=Response())
    assert (error.status, error.reason, error.body) == (404, "Not Found", "gone")
    assert str(error) == "404 Not Found"
    assert str(PinterestError()) == ""
    assert str(PinterestError(status=500)) == "500"


def test_message_is_the_only_problem_by_default():
    assert ValidationError("text").problems == ["text"]
