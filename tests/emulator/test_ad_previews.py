"""Ad previews, which are available for a week. Previews of ad groups can be created, read and deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.ads import (
    AD_PREVIEWS_CREATE,
    CAMPAIGN_AD_PREVIEW_CREATE,
    CAMPAIGN_AD_PREVIEW_DELETE,
    CAMPAIGN_AD_PREVIEW_READ,
)
from tests.emulator.advertising import Advertiser, create_product_group
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

WEEK = 7 * 86_400
NOUN = "campaign_ad_preview"


def test_a_preview_is_available_for_a_week(emulator: Emulator, advertiser: Advertiser) -> None:
    fields = {"image_url": "https://www.example.com/quilt.jpg", "title": "A <quilt>"}
    response = advertiser.api.post(advertiser.path("ad_previews"), json=fields)
    assert_valid(AD_PREVIEWS_CREATE, response)
    url = response.json()["url"]
    page = requests.get(url, timeout=10)
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert "A &lt;quilt&gt;" in page.text
    emulator.advance(WEEK)
    assert requests.get(url, timeout=10).status_code == 403


@pytest.mark.parametrize("field", ["pin_id", "catalog_product_group_id"])
def test_a_preview_of_an_unknown_entity_is_refused(advertiser: Advertiser, field: str) -> None:
    existing = advertiser.pin() if field == "pin_id" else create_product_group(advertiser)["id"]
    extra_fields = {} if field == "pin_id" else {"creative_type": "SHOPPING"}
    path = advertiser.path("ad_previews")
    assert_valid(
        AD_PREVIEWS_CREATE, advertiser.api.post(path, json={field: existing, **extra_fields})
    )
    unknown = advertiser.api.post(path, json={field: "123", **extra_fields})
    assert (unknown.status_code, unknown.json()["code"]) == (400, 1)
    assert field in unknown.json()["message"]


def test_previews_of_ad_groups_are_deleted_and_expire(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    campaign = advertiser.campaign()["id"]
    a, b = (advertiser.ad_group(campaign)["id"] for _ in range(2))
    path = advertiser.path(NOUN)
    body = [{"ad_group_id": id} for id in (a, "123", b)]
    response = advertiser.api.post(path, json=body)
    assert_valid(CAMPAIGN_AD_PREVIEW_CREATE, response)
    first, unknown, second = (item["data"] for item in response.json())
    assert (first["ad_group_id"], first["is_active"]) == (a, True)
    assert unknown["exceptions"]["code"] == 1
    assert str(first["user_id"]) == advertiser.api.get("/user_account").json()["id"]
    assert requests.get(first["url"], timeout=10).status_code == 200
    query = {"ad_group_ids": [a, b, "123"]}
    read = advertiser.api.get(path, params=query)
    assert_valid(CAMPAIGN_AD_PREVIEW_READ, read)
    assert read.json() == [first, second]
    deleted = advertiser.api.delete(path, params={"ad_group_ids": [a]})
    assert_valid(CAMPAIGN_AD_PREVIEW_DELETE, deleted)
    assert deleted.status_code == 204
    assert advertiser.api.get(path, params=query).json() == [second]
    emulator.advance(WEEK)
    assert advertiser.api.get(path, params=query).json() == [{**second, "is_active": False}]


def test_previews_of_a_file_can_be_opened_after_a_restart(tmp_path: Path) -> None:
    for start in range(2):
        with (
            Emulator(db=tmp_path / "shop.sqlite", demo_data=True) as demo,
            Api(demo.url, demo.access_token) as api,
        ):
            advertiser = Advertiser(api, demo.ad_account_id)
            group = advertiser.api.items(advertiser.path("ad_groups"))[start]["id"]
            [preview] = api.get(advertiser.path(NOUN), params={"ad_group_ids": group}).json()
            assert preview["url"].startswith(demo.url.removesuffix("/v5"))
            assert requests.get(preview["url"], timeout=10).status_code == 200
