"""Analytics of pins and the user account."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.pins import MULTI_PINS_ANALYTICS, PINS_ANALYTICS
from pinterest.operations.user_account import (
    USER_ACCOUNT_ANALYTICS,
    USER_ACCOUNT_ANALYTICS_TOP_PINS,
    USER_ACCOUNT_ANALYTICS_TOP_VIDEO_PINS,
)
from tests.emulator.api import Api
from tests.emulator.organic import FILM, new_pin
from tests.emulator.valid import assert_valid

TOP = "/user_account/analytics/top_pins"
METRICS = "IMPRESSION,SAVE,SAVE_RATE,VIDEO_AVG_WATCH_TIME,TOTAL_COMMENTS"


def build_query(**query: Any) -> dict[str, Any]:
    today = datetime.datetime.now(datetime.UTC).date()
    days = {
        "start_date": (today - datetime.timedelta(days=4)).isoformat(),
        "end_date": (today - datetime.timedelta(days=1)).isoformat(),
    }
    return {**days, **query}


@pytest.fixture
def pins(api: Api) -> list[str]:
    return [new_pin(api)["id"] for _ in range(3)]


def test_a_pin_has_daily_figures_and_a_summary(api: Api, pins: list[str]) -> None:
    response = api.get(f"/pins/{pins[0]}/analytics", params=build_query(metric_types=METRICS))
    assert_valid(PINS_ANALYTICS, response)
    assert list(response.json()) == ["all"]
    found = response.json()["all"]
    assert list(found["summary_metrics"]) == METRICS.split(",")[:-1]
    assert list(found["lifetime_metrics"]) == ["TOTAL_COMMENTS"]
    assert len(found["daily_metrics"]) == 4
    daily = [day["metrics"]["IMPRESSION"] for day in found["daily_metrics"]]
    summary = found["summary_metrics"]
    assert sum(daily) == summary["IMPRESSION"] > 0
    rate = summary["SAVE"] / summary["IMPRESSION"]
    assert summary["SAVE_RATE"] == pytest.approx(rate, abs=1e-6)
    again = api.get(
        f"/pins/{pins[0]}/analytics", params=build_query(metric_types="IMPRESSION")
    ).json()
    assert again["all"]["summary_metrics"] == {"IMPRESSION": summary["IMPRESSION"]}
    assert again["all"]["lifetime_metrics"] == {}


def test_pin_figures_are_split_and_filtered_by_app(api: Api, pins: list[str]) -> None:
    path = f"/pins/{pins[0]}/analytics"

    def get_impressions(**query: Any) -> dict[str, int]:
        response = api.get(path, params=build_query(metric_types="IMPRESSION", **query))
        assert_valid(PINS_ANALYTICS, response)
        found = response.json()
        return {key: found[key]["summary_metrics"]["IMPRESSION"] for key in found}

    split = get_impressions(split_field="APP_TYPE")
    assert set(split) == {"mobile", "tablet", "web"}
    assert sum(split.values()) == get_impressions()["all"]
    assert get_impressions(app_types="WEB") == {"all": split["web"]}


def test_the_account_has_the_sum_of_its_pins(api: Api, pins: list[str]) -> None:
    response = api.get(
        "/pins/analytics", params=build_query(pin_ids=pins, metric_types="IMPRESSION")
    )
    assert_valid(MULTI_PINS_ANALYTICS, response)
    assert list(response.json()) == pins
    each = [response.json()[pin]["all"]["summary_metrics"]["IMPRESSION"] for pin in pins]
    assert len(set(each)) == 3
    account = api.get("/user_account/analytics", params=build_query())
    assert_valid(USER_ACCOUNT_ANALYTICS, account)
    summary = account.json()["all"]["summary_metrics"]
    assert summary["IMPRESSION"] == sum(each)
    assert set(summary) == set(USER_ACCOUNT_ANALYTICS.parameter("metric_types").enum)


def test_an_account_without_pins_has_figures(api: Api) -> None:
    response = api.get("/user_account/analytics", params=build_query(metric_types="IMPRESSION"))
    assert_valid(USER_ACCOUNT_ANALYTICS, response)
    assert response.json()["all"]["summary_metrics"]["IMPRESSION"] > 0


def test_some_days_of_the_account_have_no_click_rate(api: Api) -> None:
    start = datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=20)
    response = api.get("/user_account/analytics", params=build_query(start_date=start.isoformat()))
    assert_valid(USER_ACCOUNT_ANALYTICS, response)
    found = response.json()["all"]
    has_rate = ["PIN_CLICK_RATE" in day["metrics"] for day in found["daily_metrics"]]
    assert has_rate.count(False) == 2 and has_rate.count(True) == 18
    assert "PIN_CLICK_RATE" in found["summary_metrics"]


@pytest.mark.parametrize(
    ("split", "values", "filtered"),
    [
        ("OWNED_CONTENT", {"other", "claimed"}, ("from_claimed_content", "CLAIMED")),
        ("SOURCE", {"your_pins", "other_pins"}, ("source", "YOUR_PINS")),
    ],
)
def test_account_figures_are_split(
    api: Api, split: str, values: set[str], filtered: tuple[str, str]
) -> None:
    path = "/user_account/analytics"
    response = api.get(path, params=build_query(split_field=split))
    assert_valid(USER_ACCOUNT_ANALYTICS, response)
    parts = response.json()
    assert set(parts) == values
    one = api.get(path, params=build_query(**dict([filtered]))).json()["all"]
    assert one["summary_metrics"] == parts[filtered[1].lower()]["summary_metrics"]


def test_top_pins_are_sorted(api: Api, pins: list[str]) -> None:
    response = api.get(TOP, params=build_query(sort_by="SAVE", metric_types="IMPRESSION,SAVE"))
    assert_valid(USER_ACCOUNT_ANALYTICS_TOP_PINS, response)
    found = response.json()
    assert found["sort_by"] == "SAVE"
    saves = [pin["metrics"]["SAVE"] for pin in found["pins"]]
    assert len(saves) == 3 and saves == sorted(saves, reverse=True)
    assert {pin["pin_id"] for pin in found["pins"]} == set(pins)
    assert found["pins"][0]["data_status"] == {"IMPRESSION": "READY", "SAVE": "READY"}
    first = api.get(TOP, params=build_query(sort_by="SAVE", num_of_pins=1)).json()["pins"]
    assert [pin["pin_id"] for pin in first] == [found["pins"][0]["pin_id"]]


def test_old_pins_can_be_left_out(emulator: Emulator, api: Api, pins: list[str]) -> None:
    query = build_query(sort_by="SAVE", created_in_last_n_days=30)
    assert len(api.get(TOP, params=query).json()["pins"]) == len(pins)
    emulator.advance(31 * 86_400)
    with Api(emulator.url, emulator.token()) as renewed:
        recent = new_pin(renewed)["id"]
        assert [pin["pin_id"] for pin in renewed.get(TOP, params=query).json()["pins"]] == [recent]


@pytest.mark.usefixtures("pins")
def test_top_video_pins_are_videos(emulator: Emulator, api: Api) -> None:
    path = "/user_account/analytics/top_video_pins"
    response = api.get(path, params=build_query(sort_by="VIDEO_START"))
    assert_valid(USER_ACCOUNT_ANALYTICS_TOP_VIDEO_PINS, response)
    assert response.json()["pins"] == []
    media = api.post("/media", json={"media_type": "video"}).json()
    form = {"file": ("a.mp4", FILM, "video/mp4")}
    requests.post(media["upload_url"], data=media["upload_parameters"], files=form, timeout=30)
    emulator.advance(3_600)
    source = {
        "source_type": "video_id",
        "cover_image_url": "https://www.example.com/quilt.jpg",
        "media_id": media["media_id"],
    }
    video = new_pin(api, media_source=source)["id"]
    response = api.get(path, params=build_query(sort_by="VIDEO_START"))
    assert_valid(USER_ACCOUNT_ANALYTICS_TOP_VIDEO_PINS, response)
    [found] = response.json()["pins"]
    assert found["pin_id"] == video
    assert found["metrics"]["VIDEO_AVG_WATCH_TIME"] > 1_000


@pytest.mark.parametrize("path", ["/pins/1/analytics", "/pins/analytics?pin_ids=1"])
def test_an_unknown_pin_is_not_found(api: Api, path: str) -> None:
    response = api.get(path, params=build_query(metric_types="SAVE"))
    assert (response.status_code, response.json()["code"]) == (404, 50)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"metric_types": "SAVES"}, "metric_types: 'SAVES' is not one of ["),
        ({"start_date": "2020-01-01"}, "You can only get data from the last 90 days."),
        ({"metric_types": "ALL"}, "metric_types"),
    ],
)
def test_an_invalid_request_is_refused(
    api: Api, pins: list[str], query: dict[str, str], expected: str
) -> None:
    response = api.get(
        f"/pins/{pins[0]}/analytics", params={**build_query(metric_types="SAVE"), **query}
    )
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]
