"""Terms of service, notifications, event quality, and conversions that partners attributed."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.conversion_eqs import CONVERSION_EQS_LIST
from pinterest.operations.msot_events import MSOT_EVENTS_CREATE
from pinterest.operations.notification import NOTIFICATION_POST
from pinterest.operations.terms_of_service import TERMS_OF_SERVICE_GET
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid


def test_terms_have_their_text_on_request(advertiser: Advertiser) -> None:
    path = advertiser.path("terms_of_service")
    response = advertiser.api.get(path)
    assert_valid(TERMS_OF_SERVICE_GET, response)
    terms = response.json()
    assert (terms["ad_account_id"], terms["html"]) == (advertiser.account, None)
    assert terms["has_accepted"] and terms["id"] != advertiser.account
    full = advertiser.api.get(path, params={"include_html": "true"}).json()
    assert full["html"] and full["id"] == terms["id"]


@pytest.mark.parametrize("body", [{"sale": 1}, [{"sale": 1}, {"sale": 2}]])
def test_a_notification_is_accepted(emulator: Emulator, api: Api, body: Any) -> None:
    first = api.post("/notifications", json=body)
    assert_valid(NOTIFICATION_POST, first)
    assert first.json()["success"] is True and "error_msg" not in first.json()
    emulator.advance(100)
    later = api.post("/notifications", json=body).json()["received_at"]
    assert 100 <= later - first.json()["received_at"] < 160


def test_a_malformed_notification_is_refused(api: Api) -> None:
    response = api.post("/notifications", data="{", headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (400, 6126)


def test_event_quality_has_a_score_per_source(advertiser: Advertiser) -> None:
    path = advertiser.path("conversion_eqs")
    response = advertiser.api.get(path, params={"lookback_period": "14d"})
    assert_valid(CONVERSION_EQS_LIST, response)
    assert [score["ingestion_source"] for score in response.json()] == ["TAG", "CONVERSIONS_API"]
    for score in response.json():
        assert score["lookback_period"] == "14d"
        for events in score["quality_components"].values():
            assert all(0 <= details["coverage"] <= 1 for details in events.values())
    query = {"lookback_period": "1d", "source_platform": "OFFLINE", "ingestion_source": "MMP"}
    [score] = advertiser.api.get(path, params=query).json()
    assert {name: score[name] for name in query} == query


def build_event(advertiser: Advertiser, **fields: Any) -> dict[str, Any]:
    return {
        "event_id": "one",
        "event_name": "checkout",
        "event_timestamp": 1_700_000_000,
        "ad_group_id": advertiser.ad_group()["id"],
        "attribution_scope": "click",
        "value": 24.5,
        "currency": "USD",
        **fields,
    }


def send_event(advertiser: Advertiser, body: dict[str, Any]) -> requests.Response:
    return advertiser.api.post(advertiser.path("msot/events"), json=body)


def test_an_attributed_conversion_is_accepted(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()
    known = {"ad_group_id": group["id"], "campaign_id": group["campaign_id"]}
    response = send_event(advertiser, build_event(advertiser, **known))
    assert response.status_code == 200
    assert_valid(MSOT_EVENTS_CREATE, response)
    lead = build_event(advertiser, event_name="lead")
    del lead["value"], lead["currency"]
    assert send_event(advertiser, lead).status_code == 200


@pytest.mark.parametrize(
    "invalid",
    [
        {"ad_group_id": "123"},
        {"value": None},
        {"event_name": "nothing"},
        {"attribution_score": 0},
        {"attribution_score": 1.5},
        {"total_events": 0},
        {"unheard_of": 1},
    ],
    ids=str,
)
def test_an_invalid_attributed_conversion_is_refused(
    advertiser: Advertiser, invalid: dict[str, Any]
) -> None:
    body = build_event(advertiser, **invalid)
    response = send_event(
        advertiser, {name: value for name, value in body.items() if value is not None}
    )
    assert (response.status_code, response.json()["code"]) == (400, 4196)
