"""Creates campaigns, ad groups, ads and pins over HTTP."""

from __future__ import annotations

from typing import Any

import requests

from pinterest.emulator import Emulator
from tests.emulator.api import Api

CAMPAIGN = {"name": "Autumn", "objective_type": "AWARENESS", "daily_spend_cap": 10_000_000}
AD_GROUP = {
    "name": "Quilters",
    "billable_event": "IMPRESSION",
    "budget_in_micro_currency": 5_000_000,
    "bid_in_micro_currency": 2_000_000,
}
PICTURE = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}


class Advertiser:
    """The campaigns, ad groups and ads of one ad account.

    Args:
        api: An authenticated session.
        account: The ID of the ad account.
    """

    def __init__(self, api: Api, account: str) -> None:
        self.api = api
        self.account = account

    def path(self, noun: str, id: str | None = None) -> str:
        """Returns the path of a noun's collection, or of one entity."""
        return f"/ad_accounts/{self.account}/{noun}" + (f"/{id}" if id else "")

    def new_campaign(self, **fields: Any) -> dict[str, Any]:
        """Returns the request body for a campaign."""
        return {"ad_account_id": self.account, **CAMPAIGN, **fields}

    def post(self, noun: str, *items: Any) -> requests.Response:
        """Creates several entities."""
        return self.api.post(self.path(noun), json=list(items))

    def patch(self, noun: str, *items: Any) -> requests.Response:
        """Updates several entities."""
        return self.api.patch(self.path(noun), json=list(items))

    def campaign(self, **fields: Any) -> dict[str, Any]:
        """Creates a campaign."""
        return get_only_item(self.post("campaigns", self.new_campaign(**fields)))

    def ad_group(self, campaign_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """Creates an ad group, by default in a new campaign."""
        parent = campaign_id or self.campaign()["id"]
        return get_only_item(self.post("ad_groups", {**AD_GROUP, "campaign_id": parent, **fields}))

    def pin(self) -> str:
        """Creates a pin and returns its ID."""
        id: str = self.api.post("/pins", json={"media_source": PICTURE}).json()["id"]
        return id

    def ad(self, ad_group_id: str, pin_id: str | None = None, **fields: Any) -> dict[str, Any]:
        """Creates an ad, by default of a new pin."""
        body = {
            "ad_group_id": ad_group_id,
            "pin_id": pin_id or self.pin(),
            "creative_type": "REGULAR",
            **fields,
        }
        return get_only_item(self.post("ads", body))

    def list_ids(self, noun: str, **query: Any) -> list[str]:
        """Returns the IDs on one page of a list."""
        response = self.api.get(self.path(noun), params=query)
        assert response.status_code == 200, response.text
        return [item["id"] for item in response.json()["items"]]

    def list_all_ids(self, noun: str, **query: Any) -> list[str]:
        """Returns the IDs on all pages of a list."""
        ids, bookmark = [], None
        while True:
            content = self.api.get(self.path(noun), params={**query, "bookmark": bookmark}).json()
            ids += [item["id"] for item in content["items"]]
            bookmark = content["bookmark"]
            if not bookmark:
                return ids


def backdate(emulator: Emulator, days: int = 100) -> None:
    """Makes all campaigns, ad groups and ads older by a number of days, by loading a data set."""
    content = emulator.dump()
    for kind in ("campaign", "ad_group", "ad", "keyword", "product_group_promotion"):
        for entity in content["entities"].get(kind, ()):
            entity["notes"].pop("runs")
            for name in ("created_time", "start_time"):
                if entity["data"].get(name):
                    entity["data"][name] -= days * 24 * 60 * 60
    emulator.load(content)


def get_only_item(response: requests.Response) -> dict[str, Any]:
    """Returns the data of the only item of a batch."""
    assert response.status_code == 200, response.text
    [item] = response.json()["items"]
    data: dict[str, Any] = item["data"]
    return data


def create_product_group(advertiser: Advertiser) -> dict[str, Any]:
    """Creates a catalog with one product group and returns the group."""
    post = advertiser.api.post
    catalog = {"catalog_type": "RETAIL", "name": "The shop"}
    created = post("/catalogs", json=catalog)
    assert created.status_code == 200, created.text
    body = {
        "catalog_type": "RETAIL",
        "catalog_id": created.json()["id"],
        "name": "Rugs",
        "country": "US",
        "locale": "en-US",
        "filters": {"any_of": [{"BRAND": {"values": ["Acme"]}}]},
    }
    response = post("/catalogs/product_groups", json=body)
    assert response.status_code in (200, 201), response.text
    group: dict[str, Any] = response.json()
    return group
