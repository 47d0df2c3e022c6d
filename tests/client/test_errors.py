"""The tree of errors: which class stands for what, what each tells, and how it travels."""

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
from tests.client.calls import ACCOUNT, create, read
from tests.client.raw_server import http

KINDS = {
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


def failure(call, server, connect, **options):
    with pytest.raises(PinterestError) as caught:
        call(connect(server, max_retries=0, **options))
    return caught.value


@pytest.mark.parametrize("status", KINDS)
def test_each_status_has_its_class(status, serve, connect):
    answer = {"code": 5, "message": "No.", "details": {"a": [1]}, "status": "failure"}
    headers = {"x-pinterest-rid": "42", "Retry-After": "3"}
    error = failure(create, serve(http(f"{status} Odd", json.dumps(answer), headers)), connect)
    assert type(error) is KINDS[status]
    assert (error.status, error.reason, error.code, error.message) == (status, "Odd", 5, "No.")
    assert (error.details, error.request_id) == ({"a": [1]}, "42")
    assert error.headers["X-Pinterest-Rid"] == "42"
    assert error.body is not None and json.loads(error.body) == answer
    text = str(error)
    assert text.startswith(
        f"POST /ad_accounts/{ACCOUNT}/audiences: {status} Odd: No. (code 5, request id 42)"
    )
    assert getattr(error, "retry_after", 3) == 3


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (401, 2, "check that the token is current and belongs to this host"),
        (401, 3, "the token lacks a scope; this needs ads:write"),
        (403, 29, "a trial app needs standard access"),
        (403, 7, "check the role"),
        (404, 50, "check the id"),
        (400, 283, "authorize the app again"),
        (400, 1, ""),
        (429, 8, "send fewer requests, or raise max_wait"),
    ],
)
def test_an_error_says_what_to_do_where_that_is_known(status, code, advice, serve, connect):
    body = json.dumps({"code": code, "message": "Something."})
    text = str(failure(create, serve(http(status, body)), connect))
    assert advice in text if advice else text.endswith("Something. (code 1)")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "400 Bad: the answer has no body"),
        (" \n ", "the answer has no body"),
        ("[1]", "the answer is application/json, beginning '[1]'"),
        ('{"message": ["x"]}', 'beginning \'{"message"'),
        ("x" * 500, "beginning '" + "x" * 80 + "'"),
        (b"\xff\xfe", "beginning"),
        ("[" * 200_000, "beginning '[[["),
    ],
    ids=range(7),
)
def test_a_body_that_is_none_of_the_apis(body, said, serve, connect):
    error = failure(create, serve(http("400 Bad", body)), connect)
    assert said in str(error)
    assert (type(error), error.code, error.message, error.details) == (BadRequest, None, None, None)


def test_an_answer_that_says_not_what_it_is(serve, connect):
    server = serve(b"HTTP/1.1 400\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhm")
    assert "400: the answer is no content type, beginning 'hm'" in str(
        failure(read, server, connect)
    )


def test_every_error_descends_from_one():
    kinds = [getattr(exceptions, name) for name in exceptions.__all__]
    assert all(issubclass(kind, PinterestError) for kind in kinds)
    assert SdkException is PinterestError
    assert issubclass(ValidationError, ValueError)
    assert issubclass(UnknownAttribute, AttributeError)
    assert issubclass(UnknownKey, KeyError)
    assert str(UnknownKey("no key 'x'")) == "no key 'x'"
    for kind in (ConfigurationError, ConnectionFailed, OutcomeUnknown, PartialFailureError):
        assert not issubclass(kind, ApiException)


@pytest.mark.parametrize(
    "error",
    [
        PinterestError("text", status=1, reason="r", headers={"a": "b"}, body="c"),
        ConfigurationError("text"),
        ValidationError("text", problems=["one", "two"]),
        UnknownAttribute("text"),
        UnknownKey("text"),
        ConnectionFailed("text"),
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
def test_an_error_travels_with_all_it_knows(error):
    error.add_note("on page 2")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert other is not error
        assert str(other) == "text"
        assert vars(other) == vars(error)
        assert other.args == error.args


def test_an_error_that_was_raised_travels(serve, connect):
    server = serve(http(429, "{}", {"X-RateLimit-Reset": "67150"}))
    error = failure(read, server, connect)
    other = pickle.loads(pickle.dumps(error))
    assert (str(other), other.retry_after, other.body) == (str(error), 67150, "{}")
    assert other.headers["x-ratelimit-reset"] == "67150"


def test_errors_may_be_made_as_in_the_generated_client():
    class Response:
        status, reason, data = 404, "Not Found", "gone"

    error = ApiException(http_resp=Response())
    assert (error.status, error.reason, error.body) == (404, "Not Found", "gone")
    assert str(error) == "404 Not Found"
    assert str(PinterestError()) == ""
    assert str(PinterestError(status=500)) == "500"


def test_one_problem_is_a_list_of_one():
    assert ValidationError("text").problems == ["text"]
