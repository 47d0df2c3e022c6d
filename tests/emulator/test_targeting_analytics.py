"""Analytics by targeting value."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operation import Operation
from pinterest.operations.ad_accounts import AD_ACCOUNT_TARGETING_ANALYTICS_GET
from pinterest.operations.ad_groups import AD_GROUPS_TARGETING_ANALYTICS_GET
from pinterest.operations.ads import AD_TARGETING_ANALYTICS_GET
from pinterest.operations.campaigns import CAMPAIGN_TARGETING_ANALYTICS_GET
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid


def build_query(**query: Any) -> dict[str, Any]:
    today = datetime.datetime.now(datetime.UTC).date()
    return {
        "start_date": (today - datetime.timedelta(days=3)).isoformat(),
        "end_date": today.isoformat(),
        "granularity": "TOTAL",
        "columns": "SPEND_IN_MICRO_DOLLAR",
        **query,
    }


@pytest.mark.parametrize(
    ("operation", "noun", "level"),
    [
        (AD_ACCOUNT_TARGETING_ANALYTICS_GET, "", "ad_account"),
        (CAMPAIGN_TARGETING_ANALYTICS_GET, "campaigns/", "campaign"),
        (AD_GROUPS_TARGETING_ANALYTICS_GET, "ad_groups/", "ad_group"),
        (AD_TARGETING_ANALYTICS_GET, "ads/", "ad"),
    ],
    ids=lambda item: item.id if isinstance(item, Operation) else None,
)
def test_the_values_of_each_type_add_up_to_the_total(
    emulator: Emulator, advertiser: Advertiser, operation: Operation, noun: str, level: str
) -> None:
    emulator.add_audiences(2)
    ad = advertiser.ad(advertiser.ad_group()["id"])
    ids = {"ad_account": advertiser.account, **ad, "ad_id": ad["id"]}
    id = ids[f"{level}_id"] if level != "ad_account" else advertiser.account
    id_query = {} if level == "ad_account" else {f"{level}_ids": [id, "1"]}
    [summary] = advertiser.api.get(
        advertiser.path(f"{noun}analytics"), params=build_query(**id_query)
    ).json()
    types = operation.parameter("targeting_types")
    kinds = [str(value) for value in types.enum][: types.max_items]
    response = advertiser.api.get(
        advertiser.path(f"{noun}targeting_analytics"),
        params=build_query(targeting_types=",".join(kinds), **id_query),
    )
    assert_valid(operation, response)
    rows = response.json()["data"]
    assert {row["targeting_type"] for row in rows} == set(kinds)
    for kind in kinds:
        found = [row["metrics"] for row in rows if row["targeting_type"] == kind]
        assert all(set(row) == {f"{level.upper()}_ID", "SPEND_IN_MICRO_DOLLAR"} for row in found)
        assert {row[f"{level.upper()}_ID"] for row in found} == {id}
        total = sum(row["SPEND_IN_MICRO_DOLLAR"] for row in found)
        assert total == summary["SPEND_IN_MICRO_DOLLAR"] > 0


def test_requested_types_have_daily_figures(advertiser: Advertiser) -> None:
    path = advertiser.path("targeting_analytics")
    query = build_query(targeting_types="GENDER", granularity="DAY")
    rows = advertiser.api.get(path, params=query).json()["data"]
    assert {row["targeting_value"] for row in rows} == {"female", "male", "unknown"}
    assert len(rows) == 3 * 4
    assert len({(row["targeting_value"], row["metrics"]["DATE"]) for row in rows}) == 12


def test_an_unknown_targeting_type_is_refused(advertiser: Advertiser) -> None:
    response = advertiser.api.get(
        advertiser.path("targeting_analytics"), params=build_query(targeting_types="SHOE_SIZE")
    )
    assert (response.status_code, response.json()["code"]) == (400, 1)
