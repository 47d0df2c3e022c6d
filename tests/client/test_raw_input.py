"""`client.request` refuses input that no server could understand. Nothing is sent."""

from __future__ import annotations

import datetime
import decimal
import enum
import uuid
import warnings
from typing import Any

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ConfigurationError, ValidationError
from tests.client.raw_server import http


class Unshowable:
    """A value whose repr fails."""

    def __repr__(self) -> str:
        raise OSError("no repr")

    __str__ = __repr__


class Color(str, enum.Enum):  # noqa: UP042  # str() of a StrEnum is its value
    """An enum whose str() is not its value."""

    RED = "red"


CIRCLE: dict[str, Any] = {}
CIRCLE["circle"] = CIRCLE
NOT_TEXT = [b"abc", bytearray(b"a"), {"a": 1}, object(), Unshowable(), float("nan"), 10**5000]
NOT_TEXT += [decimal.Decimal("sNaN"), (item for item in "ab"), memoryview(b"a"), "\ud800"]

TRAVERSALS = """/a/%2f..%2f /a/.. /a/%2e%2e /a/%252e%252e/b /a/..%5cb /a/..;x/b /a/%2e%2e;x/b /a/%00 /a/%250a
/a/%c0%ae%c0%ae /a/%2f%2fb /a/.%2e/b""".split()


@pytest.fixture
def unused_client(serve, connect):
    server = serve(http(200, "{}"))
    yield connect(server)
    assert server.requests == []


@pytest.mark.parametrize("path", [*TRAVERSALS, "/a/\ud800", b"/a", 5, Unshowable(), "/a/ b", "//a"])
def test_path_that_may_leave_the_base_url_is_refused(path, unused_client):
    with pytest.raises(ValidationError, match="path: "):
        unused_client.request("GET", path)


@pytest.mark.parametrize("value", NOT_TEXT, ids=lambda value: type(value).__name__)
def test_value_without_a_text_is_refused(value, unused_client):
    for options in ({"params": {"q": value}}, {"params": {"q": [value]}}, {"data": {"q": value}}):
        with pytest.raises(ValidationError, match="q"):
            unused_client.request("POST", "/x", **options)


@pytest.mark.parametrize("params", [[("a", "b")], "a=b", b"a=b", 5, {1: 2}, {b"a": 1}])
def test_params_must_be_a_mapping_of_names(params, unused_client):
    with pytest.raises(ValidationError, match="params: "):
        unused_client.request("GET", "/x", params=params)


@pytest.mark.parametrize("data", [[("a", "b")], "a=b", {"a": ["b"]}, {1: "a"}, {"a": {"b": 1}}])
def test_form_must_be_a_mapping_of_names_to_texts(data, unused_client):
    with pytest.raises(ValidationError):
        unused_client.request("POST", "/x", data=data)


@pytest.mark.parametrize(
    "body", [CIRCLE, {"a": {1}}, {"a": b"b"}, {"a": 10**5000}, {"a": object()}]
)
def test_body_that_is_not_json_is_refused(body, unused_client):
    with pytest.raises(ValidationError, match="the body cannot be converted to JSON"):
        unused_client.request("POST", "/x", json=body)


TIMEOUTS = [
    1e300,
    10**400,
    1e6 + 1,
    float("nan"),
    float("inf"),
    0,
    -1,
    True,
    "5",
    (1,),
    (1, -1),
    Unshowable(),
]


@pytest.mark.parametrize("timeout", TIMEOUTS, ids=lambda value: type(value).__name__)
def test_timeout_that_sockets_refuse_is_refused(timeout, unused_client):
    with pytest.raises(ValidationError, match="timeout: "):
        unused_client.request("GET", "/x", timeout=timeout)
    with pytest.raises(ValidationError, match="timeout: "):
        PinterestSDKClient("token-one", timeout=timeout)


@pytest.mark.parametrize(
    "options",
    [
        {"max_wait": 1e300},
        {"max_retries": 10**400},
        {"backoff": float("nan")},
        {"base_url": Unshowable()},
        {"base_url": [[]]},
        {"environment": Unshowable()},
        {"configuration": object()},
    ],
    ids=lambda options: next(iter(options)),
)
def test_option_of_a_wrong_type_is_refused(options):
    with pytest.raises(ConfigurationError):
        PinterestSDKClient("token-one", **options)


def test_values_with_a_text_are_sent(serve, connect):
    server = serve(http(200, "{}"))
    params = {
        "a": [1, 2.5, True, None, "é"],
        "b": Color.RED,
        "c": datetime.date(2026, 1, 31),
        "d": uuid.UUID(int=1),
        "e": decimal.Decimal("1.50"),
        "f": {"x"},
    }
    connect(server).request("GET", "/a%20b/c%2Fd", params=params)
    assert server.last.target == (
        "/v5/a%20b/c%2Fd?a=1&a=2.5&a=true&a=%C3%A9&b=red&c=2026-01-31&d=00000000-0000-0000-0000-000000000001&e=1.50&f=x"
    )


def test_plain_http_to_another_machine_warns_once_per_host():
    url = "http://plain-http.example/v5"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            PinterestSDKClient("token-one", base_url=url)
    [warning] = caught
    assert "requests to plain-http.example are not encrypted" in str(warning.message)
    assert warning.filename == __file__
    with pytest.warns(UserWarning, match=r"127\.0\.0\.1\.example"):
        PinterestSDKClient("token-one", base_url="http://127.0.0.1.example/v5")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.1:80", "localhost", "[::1]:80", "a.localhost"]
)
def test_plain_http_to_this_machine_does_not_warn(host):
    PinterestSDKClient("token-one", base_url=f"http://{host}/v5")
