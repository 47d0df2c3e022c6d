"""Analytics of everything on a level of an ad account."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type"
from __future__ import annotations

import datetime

import pytest
from pyarrow import parquet

from pinterest import AdAccount
from pinterest.emulator import Emulator
from pinterest.exceptions import ValidationError

COLUMNS = ["SPEND_IN_MICRO_DOLLAR", "TOTAL_IMPRESSION"]


@pytest.fixture
def period(today):
    return today - datetime.timedelta(days=6), today


@pytest.mark.parametrize(
    ("level", "owned", "id_column"),
    [
        ("CAMPAIGN", "campaigns", "CAMPAIGN_ID"),
        ("AD_GROUP", "ad_groups", "AD_GROUP_ID"),
        ("AD", "ads", "AD_ID"),
        ("PIN_PROMOTION", "ads", "AD_ID"),
        ("PRODUCT_GROUP", "product_group_promotions", "PRODUCT_GROUP_ID"),
    ],
)
def test_every_object_of_a_level_has_rows(account, period, level, owned, id_column):
    if level == "PRODUCT_GROUP":
        groups = [account.product_group_promotions(ad_group_id=g.id) for g in account.ad_groups()]
        ids = {item.id for group in groups for item in group}
    else:
        ids = {item.id for item in getattr(account, owned)(entity_statuses=["ACTIVE", "PAUSED"])}
    rows = account.analytics_of(level, *period, COLUMNS)
    assert ids
    assert ids <= {row[id_column] for row in rows}
    assert len(rows) == 7 * len({row[id_column] for row in rows})


def test_the_account_itself_is_a_level(account, period):
    rows = account.analytics_of("ADVERTISER", *period, COLUMNS)
    assert rows == account.analytics(*period, COLUMNS)


def test_levels_add_up(account, period):
    # Ads and promoted product groups share the figures of an ad group.
    sums = {
        level: sum(row["TOTAL_IMPRESSION"] for row in account.analytics_of(level, *period, COLUMNS))
        for level in ("ADVERTISER", "CAMPAIGN", "AD_GROUP", "AD", "PRODUCT_GROUP")
    }
    assert sums["ADVERTISER"] == sums["CAMPAIGN"] == sums["AD_GROUP"]
    assert sums["AD_GROUP"] == sums["AD"] + sums["PRODUCT_GROUP"]
    assert min(sums.values()) > 0


def test_archived_objects_are_included_unless_others_are_requested(today):
    with Emulator(demo_data=True) as shop, shop.client() as client:
        account = AdAccount(shop.ad_account_id, client)
        campaign = next(account.campaigns(entity_statuses=["ACTIVE"]))
        campaign.archive()
        rows = account.analytics_of("CAMPAIGN", today, today, COLUMNS)
        assert campaign.id in {row["CAMPAIGN_ID"] for row in rows}
        rows = account.analytics_of(
            "CAMPAIGN", today, today, COLUMNS, entity_statuses=["ACTIVE", "PAUSED"]
        )
        assert campaign.id not in {row["CAMPAIGN_ID"] for row in rows}


def test_rows_become_tables_and_files(account, period, tmp_path):
    rows = account.analytics_of("CAMPAIGN", *period, COLUMNS)
    frame = rows.to_dataframe(money=True)
    assert "SPEND_IN_DOLLAR" in frame.columns
    assert len(frame) == len(rows)
    path = rows.to_parquet(tmp_path / "campaigns.parquet")
    assert parquet.read_table(path).equals(rows.to_arrow())
    lines = rows.to_csv(tmp_path / "campaigns.csv").read_text().splitlines()
    assert len(lines) == len(rows) + 1


def test_progress_counts_the_objects(account, period):
    counts: list[int] = []
    rows = account.analytics_of("AD", *period, COLUMNS, progress=counts.append)
    assert counts == [len({row["AD_ID"] for row in rows})]


@pytest.mark.parametrize(
    ("level", "change", "message"),
    [
        ("CAMPAIGNS", {}, "level: 'CAMPAIGNS' is not valid"),
        ("CAMPAIGN", {"columns": ["SPEND"]}, "SPEND"),
        ("CAMPAIGN", {"click_window": 1}, "click_window"),
        ("CAMPAIGN", {"start_date": "2020-01-01"}, "start_date"),
        ("CAMPAIGN", {"progress": 1}, "progress"),
    ],
)
def test_arguments_that_are_not_valid_send_nothing(shop, account, period, level, change, message):
    start, end = period
    arguments = {"start_date": start, "end_date": end, "columns": COLUMNS, **change}
    with pytest.raises(ValidationError, match=message):
        account.analytics_of(level, **arguments)
    assert shop.requests == []
