"""Previews: pages that can be looked at for a week, and those of ad groups, which can be looked up and ended."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.ads import (
    AD_PREVIEWS_CREATE,
    CAMPAIGN_AD_PREVIEW_CREATE,
    CAMPAIGN_AD_PREVIEW_DELETE,
    CAMPAIGN_AD_PREVIEW_READ,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid

WEEK = 7 * 86_400
NOUN = "campaign_ad_preview"


@pytest.mark.parametrize(
    "about",
    [
        {"image_url": "https://www.example.com/quilt.jpg", "title": "A <quilt>"},
        {"catalog_product_group_id": "12", "creative_type": "SHOPPING"},
    ],
)
def test_a_preview_can_be_looked_at_for_a_week(
    emulator: Emulator, advertiser: Advertiser, about: dict[str, Any]
) -> None:
    answer = advertiser.api.post(advertiser.path("ad_previews"), json=about)
    assert_valid(AD_PREVIEWS_CREATE, answer)
    url = answer.json()["url"]
    page = requests.get(url, timeout=10)
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<quilt>" not in page.text
    assert next(iter(about)) in page.text
    emulator.advance(WEEK)
    assert requests.get(url, timeout=10).status_code == 403


def test_a_preview_of_a_pin_needs_the_pin(advertiser: Advertiser) -> None:
    path = advertiser.path("ad_previews")
    assert advertiser.api.post(path, json={"pin_id": advertiser.pin()}).status_code == 200
    unknown = advertiser.api.post(path, json={"pin_id": "123"})
    assert (unknown.status_code, unknown.json()["code"]) == (400, 1)


def test_ad_groups_get_previews_that_end(emulator: Emulator, advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    a, b = (advertiser.ad_group(campaign)["id"] for _ in range(2))
    path = advertiser.path(NOUN)
    body = [{"ad_group_id": id} for id in (a, "123", b)]
    answer = advertiser.api.post(path, json=body)
    assert_valid(CAMPAIGN_AD_PREVIEW_CREATE, answer)
    first, unknown, second = (item["data"] for item in answer.json())
    assert (first["ad_group_id"], first["is_active"]) == (a, True)
    assert unknown["exceptions"]["code"] == 1
    assert requests.get(first["url"], timeout=10).status_code == 200
    query = {"ad_group_ids": [a, b, "123"]}
    read = advertiser.api.get(path, params=query)
    assert_valid(CAMPAIGN_AD_PREVIEW_READ, read)
    assert read.json() == [first, second]
    ended = advertiser.api.delete(path, params={"ad_group_ids": [a]})
    assert_valid(CAMPAIGN_AD_PREVIEW_DELETE, ended)
    assert ended.status_code == 204
    assert advertiser.api.get(path, params=query).json() == [second]
    emulator.advance(WEEK)
    assert advertiser.api.get(path, params=query).json() == [{**second, "is_active": False}]
