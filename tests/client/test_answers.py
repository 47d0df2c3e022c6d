"""What an answer tells: its status, headers, request id, data and rate limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest.response import ApiResponse, RateLimit
from tests.client.raw_server import http


def test_an_answer_shows_what_came(serve, connect):
    headers = {"x-pinterest-rid": "123", "X-RateLimit-Remaining": "99", "X-RateLimit-Reset": "1"}
    server = serve(http(201, '{"id": "é"}', headers))
    answer = connect(server).request("POST", "/boards", json={"name": "Quilts"})
    assert isinstance(answer, ApiResponse)
    assert (answer.status, answer.data, answer.request_id) == (201, {"id": "é"}, "123")
    assert answer.content == '{"id": "é"}'.encode()
    assert answer.headers["X-PINTEREST-RID"] == "123"
    assert answer.rate_limit == RateLimit(remaining=99, reset=1.0)


def test_an_answer_may_begin_with_a_byte_order_mark(serve, connect):
    answer = connect(serve(http(200, b"\xef\xbb\xbf[1]"))).request("GET", "/boards")
    assert answer.data == [1]


def test_an_answer_without_a_request_id(serve, connect):
    assert connect(serve(http())).request("GET", "/boards").request_id is None


def test_the_body_is_not_in_the_repr(serve, connect):
    answer = connect(serve(http(200, '["x"]'))).request("GET", "/boards")
    assert "content" not in repr(answer)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, RateLimit()),
        (
            {
                "X-RateLimit-Limit": "100, 100;w=1, 1000;w=60",
                "X-RateLimit-Remaining": "99",
                "X-RateLimit-Reset": "1",
            },
            RateLimit(limit=100, remaining=99, reset=1.0, windows={1: 100, 60: 1000}),
        ),
        ({"X-RateLimit-Reset": "67150"}, RateLimit(reset=67150.0)),
        ({"X-RateLimit-Limit": "1000"}, RateLimit(limit=1000)),
        ({"X-RateLimit-Limit": "100;w=1"}, RateLimit(windows={1: 100})),
        ({"X-RateLimit-Limit": " ,x, ;w=1, 5;w=x, -1;w=3"}, RateLimit(limit=5)),
        ({"X-RateLimit-Remaining": "many", "X-RateLimit-Reset": "soon"}, RateLimit()),
        ({"X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "nan"}, RateLimit()),
        ({"X-RateLimit-Remaining": "inf", "X-RateLimit-Reset": "1e999"}, RateLimit()),
        ({"X-RateLimit-Remaining": "", "X-RateLimit-Reset": ""}, RateLimit()),
    ],
    ids=str,
)
def test_the_forms_of_the_rate_limit(headers, expected):
    assert RateLimit.from_headers(headers) == expected


@given(st.text(), st.text(), st.text())
def test_whatever_the_rate_limit_headers_hold(limit, remaining, reset):
    told = RateLimit.from_headers(
        {"X-RateLimit-Limit": limit, "X-RateLimit-Remaining": remaining, "X-RateLimit-Reset": reset}
    )
    assert told.limit is None or told.limit >= 0
    assert told.remaining is None or told.remaining >= 0
    assert told.reset is None or 0 <= told.reset < float("inf")
