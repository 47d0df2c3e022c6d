"""Planned failures, from a client's point of view."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.exceptions import ValidationError
from tests.emulator.api import Api

BODY = {"name": "Quilters", "audience_type": "VISITOR", "rule": {"retention_days": 30}}


def test_a_failure_affects_as_many_requests_as_requested(emulator: Emulator, api: Api) -> None:
    emulator.fail_next(status=503, times=2)
    answers = [api.get("/ad_accounts") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].json()["code"] == 503
    assert answers[0].headers["x-pinterest-rid"]


def test_failures_are_queued_and_can_be_cleared(emulator: Emulator, api: Api) -> None:
    emulator.fail_next()
    emulator.fail_next(404, code=50, message="Pin not found.")
    emulator.fail_next(500, times=9)
    assert api.get("/ad_accounts").status_code == 503
    answer = api.get("/ad_accounts")
    assert (answer.status_code, answer.json()) == (404, {"code": 50, "message": "Pin not found."})
    assert api.get("/ad_accounts").status_code == 500
    emulator.clear_failures()
    assert api.get("/ad_accounts").status_code == 200


def test_a_401_has_the_body_of_the_api(emulator: Emulator, api: Api) -> None:
    emulator.fail_next(401, code=2)
    assert api.get("/ad_accounts").json()["status"] == "failure"


def test_a_request_that_fails_is_not_handled(emulator: Emulator, api: Api, audiences: str) -> None:
    emulator.fail_next(500)
    assert api.post(audiences, json=BODY).status_code == 500
    assert api.get(audiences).json()["items"] == []
    emulator.fail_next(504, done=True)
    assert api.post(audiences, json=BODY).status_code == 504
    assert len(api.get(audiences).json()["items"]) == 1


def test_only_matching_requests_fail(emulator: Emulator, api: Api, audiences: str) -> None:
    emulator.fail_next(500, path="/audiences", method="post")
    assert api.get("/ad_accounts").status_code == 200
    assert api.get(audiences).status_code == 200
    assert api.post(audiences, json=BODY).status_code == 500
    assert api.post(audiences, json=BODY).status_code == 200


def test_a_used_up_quota_has_the_rate_limit_headers(emulator: Emulator, api: Api) -> None:
    emulator.fail_next(429, reset=67150)
    answer = api.get("/ad_accounts")
    assert (answer.status_code, answer.json()["code"]) == (429, 8)
    assert answer.headers["X-RateLimit-Limit"] == "100, 100;w=1, 1000;w=60"
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert answer.headers["X-RateLimit-Reset"] == "67150"
    assert "Retry-After" not in answer.headers
    emulator.fail_next(429)
    assert api.get("/ad_accounts").headers["X-RateLimit-Reset"] == "1"
    emulator.fail_next(
        429, retry_after="Sun, 22 Nov 2026 10:00:00 GMT", headers={"X-Via": "gateway"}
    )
    answer = api.get("/ad_accounts")
    assert answer.headers["Retry-After"] == "Sun, 22 Nov 2026 10:00:00 GMT"
    assert answer.headers["X-Via"] == "gateway"
    assert "X-RateLimit-Reset" not in answer.headers


@pytest.mark.parametrize("body", ["<html>Bad gateway</html>", "", b"\xff\xfe\x00"])
def test_a_body_replaces_the_body_of_the_api(
    emulator: Emulator, api: Api, body: str | bytes
) -> None:
    emulator.fail_next(body=body)
    answer = api.get("/ad_accounts")
    assert answer.status_code == 502
    assert answer.content == (body.encode() if isinstance(body, str) else body)
    assert answer.headers["Content-Type"].startswith("text/html")
    emulator.fail_next(200, body=body, content_type="application/json")
    answer = api.get("/ad_accounts")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


def test_latency_delays_the_real_response(emulator: Emulator, api: Api) -> None:
    emulator.fail_next(latency=0.2)
    begun = time.perf_counter()
    assert api.get("/ad_accounts").status_code == 200
    assert time.perf_counter() - begun >= 0.2
    emulator.fail_next(503, latency=0.1)
    assert api.get("/ad_accounts").status_code == 503


@pytest.mark.parametrize(("done", "created"), [(False, 0), (True, 1)])
def test_a_connection_can_be_dropped_before_or_after_handling(
    emulator: Emulator, api: Api, audiences: str, done: bool, created: int
) -> None:
    emulator.fail_next(drop=True, done=done)
    with pytest.raises(requests.ConnectionError):
        api.post(audiences, json=BODY)
    assert len(api.get(audiences).json()["items"]) == created
    assert [entry.status for entry in emulator.requests] == [None, 200]


def test_a_response_can_be_truncated(emulator: Emulator, api: Api, audiences: str) -> None:
    emulator.fail_next(truncate=True)
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        api.post(audiences, json=BODY)
    assert len(api.get(audiences).json()["items"]) == 1
    emulator.fail_next(truncate=True)
    answer = api.get(audiences, stream=True)
    assert answer.status_code == 200
    read = answer.raw.read(int(answer.headers["Content-Length"]) // 2)
    assert read.startswith(b'{"items":')
    answer.close()


def test_a_failure_can_be_a_redirect(emulator: Emulator, api: Api) -> None:
    emulator.fail_next(302, headers={"Location": "https://elsewhere.example/"})
    answer = api.get("/ad_accounts", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://elsewhere.example/")


@pytest.mark.parametrize(
    ("arguments", "name_in_error"),
    [
        ({"status": 99}, "status"),
        ({"status": 600}, "status"),
        ({"times": 0}, "times"),
        ({"times": True}, "times"),
        ({"latency": -1}, "latency"),
        ({"latency": float("nan")}, "latency"),
        ({"latencey": 1}, "latency"),
        ({"latency": 1e300}, "latency"),
        ({"status": "503"}, "status"),
        ({"status": True}, "status"),
        ({"body": 5}, "body: 5 is not valid; allowed: str or bytes"),
        ({"body": "\ud800"}, "body"),
        ({"code": "8"}, "code: '8' is not valid; allowed: int"),
        ({"message": b"x"}, "message"),
        ({"headers": [("a", "b")]}, "headers"),
        ({"headers": {"a": 1}}, "headers"),
        ({"headers": {"a": "b\nc: d"}}, "headers"),
        ({"headers": {"a": "\u65e5"}}, "headers"),
        ({"content_type": "a\r\nb"}, "content_type"),
        ({"retry_after": "soon\n"}, "retry_after"),
        ({"reset": "1"}, "reset"),
        ({"drop": "no"}, "drop"),
        ({"path": 5}, "path"),
        ({"method": None}, "method"),
    ],
)
def test_an_invalid_failure_is_refused(
    emulator: Emulator, api: Api, arguments: dict[str, Any], name_in_error: str
) -> None:
    with pytest.raises(ValidationError, match=name_in_error):
        emulator.fail_next(**arguments)
    assert api.get("/ad_accounts").status_code == 200
