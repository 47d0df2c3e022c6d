"""The attributes of responses: status, headers, request ID, data and rate limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest.response import ApiResponse, RateLimit
from tests.client.raw_server import http


def test_response_has_status_headers_request_id_and_data(serve, connect):
    headers = {"x-pinterest-rid": "123", "X-RateLimit-Remaining": "99", "X-RateLimit-Reset": "1"}
    server = serve(http(201, '{"id": "é"}', headers))
    response = connect(server).request("POST", "/boards", json={"name": "Quilts"})
    assert isinstance(response, ApiResponse)
    assert (response.status, response.data, response.request_id) == (201, {"id": "é"}, "123")
    assert response.content == '{"id": "é"}'.encode()
    assert response.headers["X-PINTEREST-RID"] == "123"
    assert response.rate_limit == RateLimit(remaining=99, reset=1.0)


def test_response_may_begin_with_a_byte_order_mark(serve, connect):
    response = connect(serve(http(200, b"\xef\xbb\xbf[1]"))).request("GET", "/boards")
    assert response.data == [1]


def test_request_id_is_none_if_the_header_is_missing(serve, connect):
    assert connect(serve(http())).request("GET", "/boards").request_id is None


def test_repr_does_not_show_the_body(serve, connect):
    response = connect(serve(http(200, '["x"]'))).request("GET", "/boards")
    assert "content" not in repr(response)


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
def test_rate_limit_headers_are_parsed(headers, expected):
    assert RateLimit.from_headers(headers) == expected


@given(st.text(), st.text(), st.text())
def test_malformed_rate_limit_headers_do_not_raise(limit, remaining, reset):
    parsed = RateLimit.from_headers(
        {"X-RateLimit-Limit": limit, "X-RateLimit-Remaining": remaining, "X-RateLimit-Reset": reset}
    )
    assert parsed.limit is None or parsed.limit >= 0
    assert parsed.remaining is None or parsed.remaining >= 0
    assert parsed.reset is None or 0 <= parsed.reset < float("inf")
