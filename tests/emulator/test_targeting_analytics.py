"""Figures of ads by who saw them."""

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


def asked(**query: Any) -> dict[str, Any]:
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
def test_every_breakdown_adds_up(
    emulator: Emulator, advertiser: Advertiser, operation: Operation, noun: str, level: str
) -> None:
    emulator.add_audiences(2)
    ad = advertiser.ad(advertiser.ad_group()["id"])
    ids = {"ad_account": advertiser.account, **ad, "ad_id": ad["id"]}
    id = ids[f"{level}_id"] if level != "ad_account" else advertiser.account
    of = {} if level == "ad_account" else {f"{level}_ids": [id, "1"]}
    [whole] = advertiser.api.get(advertiser.path(f"{noun}analytics"), params=asked(**of)).json()
    types = operation.parameter("targeting_types")
    kinds = [str(value) for value in types.enum][: types.max_items]
    answer = advertiser.api.get(
        advertiser.path(f"{noun}targeting_analytics"),
        params=asked(targeting_types=",".join(kinds), **of),
    )
    assert_valid(operation, answer)
    rows = answer.json()["data"]
    assert {row["targeting_type"] for row in rows} == set(kinds)
    for kind in kinds:
        found = [row["metrics"] for row in rows if row["targeting_type"] == kind]
        assert all(set(one) == {f"{level.upper()}_ID", "SPEND_IN_MICRO_DOLLAR"} for one in found)
        assert {one[f"{level.upper()}_ID"] for one in found} == {id}
        total = sum(one["SPEND_IN_MICRO_DOLLAR"] for one in found)
        assert total == whole["SPEND_IN_MICRO_DOLLAR"] > 0


def test_only_what_was_asked_for_is_told_day_by_day(advertiser: Advertiser) -> None:
    path = advertiser.path("targeting_analytics")
    query = asked(targeting_types="GENDER", granularity="DAY")
    rows = advertiser.api.get(path, params=query).json()["data"]
    assert {row["targeting_value"] for row in rows} == {"female", "male", "unknown"}
    assert len(rows) == 3 * 4
    assert len({(row["targeting_value"], row["metrics"]["DATE"]) for row in rows}) == 12


def test_a_targeting_type_that_does_not_exist_is_refused(advertiser: Advertiser) -> None:
    answer = advertiser.api.get(
        advertiser.path("targeting_analytics"), params=asked(targeting_types="SHOE_SIZE")
    )
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
