"""Previews: pages that can be looked at for a week, and those of ad groups, which can be looked up and ended."""

from __future__ import annotations

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.ads import (
    AD_PREVIEWS_CREATE,
    CAMPAIGN_AD_PREVIEW_CREATE,
    CAMPAIGN_AD_PREVIEW_DELETE,
    CAMPAIGN_AD_PREVIEW_READ,
)
from tests.emulator.advertising import Advertiser, product_group
from tests.emulator.valid import assert_valid

WEEK = 7 * 86_400
NOUN = "campaign_ad_preview"


def test_a_preview_can_be_looked_at_for_a_week(emulator: Emulator, advertiser: Advertiser) -> None:
    about = {"image_url": "https://www.example.com/quilt.jpg", "title": "A <quilt>"}
    answer = advertiser.api.post(advertiser.path("ad_previews"), json=about)
    assert_valid(AD_PREVIEWS_CREATE, answer)
    url = answer.json()["url"]
    page = requests.get(url, timeout=10)
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert "A &lt;quilt&gt;" in page.text
    emulator.advance(WEEK)
    assert requests.get(url, timeout=10).status_code == 403


@pytest.mark.parametrize("field", ["pin_id", "catalog_product_group_id"])
def test_what_is_previewed_must_be_there(advertiser: Advertiser, field: str) -> None:
    known = advertiser.pin() if field == "pin_id" else product_group(advertiser)["id"]
    more = {} if field == "pin_id" else {"creative_type": "SHOPPING"}
    path = advertiser.path("ad_previews")
    assert_valid(AD_PREVIEWS_CREATE, advertiser.api.post(path, json={field: known, **more}))
    unknown = advertiser.api.post(path, json={field: "123", **more})
    assert (unknown.status_code, unknown.json()["code"]) == (400, 1)
    assert field in unknown.json()["message"]


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
    assert str(first["user_id"]) == advertiser.api.get("/user_account").json()["id"]
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
