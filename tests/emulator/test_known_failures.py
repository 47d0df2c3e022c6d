"""Known failures of the live API, planned by name."""

from __future__ import annotations

import datetime
from typing import Any, get_args

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.serving.known_failures import KNOWN_FAILURES, KnownName
from pinterest.exceptions import ValidationError
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.reporter import Reporter

PIN = {"media_source": {"source_type": "image_url", "url": "https://x.example/a.jpg"}}


@pytest.fixture
def analytics(emulator: Emulator) -> tuple[str, dict[str, Any]]:
    """The path and query of a request for analytics."""
    yesterday = (
        datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=1)
    ).isoformat()
    query = {
        "start_date": yesterday,
        "end_date": yesterday,
        "granularity": "DAY",
        "columns": "IMPRESSION_1",
    }
    return f"/ad_accounts/{emulator.ad_account_id}/analytics", query


def test_every_name_is_known() -> None:
    assert set(KNOWN_FAILURES) == set(get_args(KnownName))


def test_a_used_up_analytics_quota_is_a_400_without_headers(
    emulator: Emulator, api: Api, analytics: tuple[str, dict[str, Any]]
) -> None:
    path, query = analytics
    emulator.fail_next(known="analytics_quota", reset=30)
    assert api.get("/ad_accounts").status_code == 200
    answer = api.get(path, params=query)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert "Retry after 30 seconds" in answer.json()["message"]
    assert not [
        name for name in answer.headers if name.lower().startswith(("x-ratelimit", "retry"))
    ]
    assert api.get(path, params=query).status_code == 200


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_used_up_report_quota_is_a_400(emulator: Emulator, api: Api, slash: str) -> None:
    emulator.fail_next(known="analytics_quota")
    answer = api.post(f"/ad_accounts/{emulator.ad_account_id}/reports{slash}", json={})
    assert "Retry after 1 seconds" in answer.json()["message"]


def test_analytics_fail_temporarily_with_code_12(
    emulator: Emulator, api: Api, analytics: tuple[str, dict[str, Any]]
) -> None:
    path, query = analytics
    emulator.fail_next(known="analytics_error", times=2)
    answers = [api.get(path, params=query) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    assert answers[0].json()["code"] == 12


def test_the_status_of_a_report_can_be_null_in_one_poll(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    reporter = Reporter(emulator, advertiser)
    token = reporter.create()
    emulator.advance(10)
    emulator.fail_next(known="report_status_null")
    path = advertiser.path("reports")
    first, second = (reporter.api.get(path, params={"token": token}) for _ in range(2))
    assert (first.status_code, first.json()["report_status"]) == (200, None)
    assert second.json()["report_status"] == "FINISHED"


@pytest.mark.parametrize(
    ("name", "status", "code", "text"),
    [
        ("pins_error", 400, 2787, "went wrong"),
        ("pins_spam", 403, 9, "spam"),
        ("pins_image", 400, 1, "could not fetch the image"),
        ("pins_trial_app", 403, 29, "api-sandbox.pinterest.com"),
    ],
)
def test_creating_a_pin_fails_with_known_errors(
    emulator: Emulator, api: Api, name: KnownName, status: int, code: int, text: str
) -> None:
    emulator.fail_next(known=name)
    assert api.get("/pins").status_code == 200
    answer = api.post("/pins", json=PIN)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert text in answer.json()["message"]
    assert api.get("/pins").json()["items"] == []
    assert api.post("/pins", json=PIN).status_code == 201


def test_other_requests_fail_with_known_errors(emulator: Emulator, api: Api) -> None:
    account = f"/ad_accounts/{emulator.ad_account_id}"
    emulator.fail_next(known="server_error")
    emulator.fail_next(known="ads_credit_billing")
    emulator.fail_next(known="events_paused")
    answers = [
        api.post(f"{account}/ads_credit/redeem", json={}),
        api.post(f"{account}/events", json={}),
        api.get(account),
    ]
    emulator.fail_next(known="not_permitted")
    answers.append(api.post("/boards", json={"name": "Quilts"}))
    found = [(answer.status_code, answer.json()["code"]) for answer in answers]
    assert found == [(400, 4374), (503, 4197), (500, 12), (401, 29)]


def test_a_known_failure_can_be_changed(emulator: Emulator, api: Api) -> None:
    emulator.fail_next(503, known="pins_error", message="Not now.", retry_after=3, done=True)
    answer = api.post("/pins", json=PIN)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert answer.json() == {"code": 2787, "message": "Not now."}
    assert len(api.get("/pins").json()["items"]) == 1
    with pytest.raises(
        ValidationError, match="known: 'pins_eror' is not valid; allowed: ads_credit"
    ):
        emulator.fail_next(known="pins_eror")  # type: ignore[arg-type]  # misspelled
