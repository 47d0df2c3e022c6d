"""The shop to try things on: whole, valid, the same every time, with 90 days of figures behind it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.__main__ import main
from pinterest.operation import Operation
from pinterest.operations import all_operations
from tests.emulator.api import Api
from tests.emulator.test_command import command, settings
from tests.emulator.valid import assert_valid

_OPERATIONS = {operation.id: operation for operation in all_operations()}
DAYS = 90


@pytest.fixture(scope="module")
def demo() -> Iterator[Emulator]:
    with Emulator(demo_data=True) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(demo: Emulator) -> Iterator[Api]:
    with Api(demo.url, demo.access_token) as session:
        yield session


def path(emulator: Emulator, operation: Operation) -> str:
    return operation.path.format(ad_account_id=emulator.ad_account_id)


@pytest.mark.parametrize(
    ("operation", "count"),
    [
        ("campaigns/list", 4),
        ("ad_groups/list", 8),
        ("ads/list", 24),
        ("audiences/list", 5),
        ("customer_lists/list", 2),
        ("conversion_tags/list", 1),
        ("boards/list", 4),
        ("pins/list", 18),
        ("catalogs/list", 1),
        ("catalogs_product_groups/list", 4),
    ],
)
def test_each_noun_is_there_and_valid(
    demo: Emulator, visitor: Api, operation: str, count: int
) -> None:
    answer = visitor.get(path(demo, _OPERATIONS[operation]), params={"page_size": 250})
    assert_valid(_OPERATIONS[operation], answer)
    assert len(answer.json()["items"]) == count


def test_all_of_it_hangs_together(demo: Emulator, visitor: Api) -> None:
    account = f"/ad_accounts/{demo.ad_account_id}"
    pins = {pin["id"]: pin for pin in visitor.items("/pins")}
    ads = visitor.items(f"{account}/ads")
    assert {ad["review_status"] for ad in ads} == {"APPROVED"}
    assert all(pins[ad["pin_id"]]["has_been_promoted"] for ad in ads)
    groups = visitor.items(f"{account}/ad_groups")
    assert {ad["ad_group_id"] for ad in ads} == {group["id"] for group in groups}
    for group in groups:
        assert visitor.items(f"{account}/keywords", ad_group_id=group["id"])
    promotions = [
        promotion["catalog_product_group_id"]
        for group in groups
        for promotion in visitor.items(
            f"{account}/product_group_promotions", ad_group_id=group["id"]
        )
    ]
    products = {group["id"] for group in visitor.items("/catalogs/product_groups")}
    assert len(promotions) == 2 and products.issuperset(promotions)
    audiences = visitor.items(f"{account}/audiences")
    assert {audience["status"] for audience in audiences} == {"READY"}
    rules = {audience["audience_type"]: audience["rule"] for audience in audiences}
    assert rules["ACTALIKE"]["seed_id"][0] in {audience["id"] for audience in audiences}
    lists = {item["id"]: item["status"] for item in visitor.items(f"{account}/customer_lists")}
    assert lists[rules["CUSTOMER_LIST"]["customer_list_id"]] == "READY"
    [tag] = visitor.get(f"{account}/conversion_tags").json()["items"]
    assert rules["VISITOR"]["visitor_source_id"] == tag["id"]


def test_the_items_of_the_catalog_are_in_its_product_groups(visitor: Api) -> None:
    [catalog] = visitor.items("/catalogs")
    groups = visitor.items("/catalogs/product_groups", catalog_id=catalog["id"])
    sizes = {
        group["name"]: len(visitor.items(f"/catalogs/product_groups/{group['id']}/products"))
        for group in groups
    }
    assert sizes == {"Kits": 6, "Patterns": 6, "Fabric": 6, "In stock": 15}


def test_every_campaign_has_figures_for_90_days_that_add_up(demo: Emulator, visitor: Api) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    asked: dict[str, Any] = {
        "start_date": str(today - datetime.timedelta(days=DAYS - 1)),
        "end_date": str(today),
        "granularity": "DAY",
        "columns": "SPEND_IN_MICRO_DOLLAR",
    }
    account = f"/ad_accounts/{demo.ad_account_id}"
    campaigns = visitor.items(f"{account}/campaigns")
    first = min(campaign["created_time"] for campaign in campaigns)
    assert datetime.datetime.fromtimestamp(first, datetime.UTC).date() < today - datetime.timedelta(
        days=DAYS
    )
    ids = ",".join(campaign["id"] for campaign in campaigns)
    rows = visitor.get(
        f"{account}/campaigns/analytics", params={**asked, "campaign_ids": ids}
    ).json()
    assert len(rows) == DAYS * len(campaigns)
    assert all(row["SPEND_IN_MICRO_DOLLAR"] > 0 for row in rows)
    whole = visitor.get(f"{account}/analytics", params=asked).json()
    assert sum(row["SPEND_IN_MICRO_DOLLAR"] for row in rows) == sum(
        row["SPEND_IN_MICRO_DOLLAR"] for row in whole
    )


def ids_and_bids(seed: int) -> dict[str, list[Any]]:
    with Emulator(seed=seed, demo_data=True) as emulator:
        entities = emulator.dump()["entities"]
    return {
        kind: [(entity["data"].get("id"), entity["data"].get("bid")) for entity in found]
        for kind, found in entities.items()
    }


def test_the_same_seed_gives_the_same_shop() -> None:
    one, again, other = ids_and_bids(3), ids_and_bids(3), ids_and_bids(4)
    assert one == again
    assert {kind: len(found) for kind, found in one.items()} == {
        kind: len(found) for kind, found in other.items()
    }
    assert one["keyword"] != other["keyword"]


def test_a_file_is_filled_when_it_is_new_and_never_again(tmp_path: Path) -> None:
    with Emulator(db=tmp_path / "shop.sqlite", demo_data=True) as emulator:
        filled, account = emulator.dump(), emulator.ad_account_id
    with Emulator(db=tmp_path / "shop.sqlite", demo_data=True) as emulator:
        assert emulator.dump() == filled
        assert emulator.ad_account_id == account
    with Emulator(db=tmp_path / "other.sqlite") as emulator:
        empty = emulator.dump()
    with Emulator(db=tmp_path / "other.sqlite", demo_data=True) as emulator:
        assert emulator.dump() == empty


def test_the_command_begins_with_it() -> None:
    with command("--port", "0", "--demo-data") as process:
        found = settings(process)
        with Api(found["PINTEREST_API_URI"], found["PINTEREST_ACCESS_TOKEN"]) as api:
            account = found["PINTEREST_AD_ACCOUNT_ID"]
            assert len(api.items(f"/ad_accounts/{account}/campaigns")) == 4


def test_the_command_takes_it_or_another_data_set(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--demo-data", "--load", "shop.json"])
    assert "not allowed with" in capsys.readouterr().err
