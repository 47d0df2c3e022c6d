"""The demo shop is complete, valid and reproducible, and has 90 days of figures."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.emulator.__main__ import main
from pinterest.operation import Operation
from pinterest.operations import all_operations
from tests.emulator.api import Api
from tests.emulator.test_command import read_settings, run_command
from tests.emulator.valid import assert_valid

_OPERATIONS = {operation.id: operation for operation in all_operations()}
DAYS = 90
SPEND = "SPEND_IN_MICRO_DOLLAR"


@pytest.fixture(scope="module")
def demo() -> Iterator[Emulator]:
    with Emulator(demo_data=True) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(demo: Emulator) -> Iterator[Api]:
    with Api(demo.url, demo.access_token) as session:
        yield session


def build_path(emulator: Emulator, operation: Operation) -> str:
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
        ("pins/list", 20),
        ("catalogs/list", 1),
        ("catalogs_product_groups/list", 5),
        ("feeds/list", 1),
        ("lead_forms/list", 1),
        ("labels/list", 1),
        ("targeting_template/list", 1),
        ("promotions/list", 1),
        ("ad_accounts/list", 2),
        ("advertiser_defined_events/get", 2),
        ("conversion_deletion_request_list", 2),
        ("customer_segment_list", 1),
        ("keywords/get", 2),
        ("media/list", 2),
        ("ad_accounts_subscriptions/get_list", 1),
        ("integrations/get_list", 1),
        ("ssio_insertion_orders_status/get_by_ad_account", 1),
        ("ssio_order_lines/get_by_ad_account", 1),
        ("user_following/get", 3),
        ("user_websites/get", 1),
    ],
)
def test_every_noun_exists_and_is_valid(
    demo: Emulator, visitor: Api, operation: str, count: int
) -> None:
    answer = visitor.get(build_path(demo, _OPERATIONS[operation]), params={"page_size": 250})
    assert_valid(_OPERATIONS[operation], answer)
    assert len(answer.json()["items"]) == count


def test_all_references_resolve(demo: Emulator, visitor: Api) -> None:
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
    assert sizes == {
        "All products": 18,
        "Kits": 6,
        "Patterns": 6,
        "Fabric": 6,
        "In stock": 15,
    }


def build_query(*columns: str, back: int = DAYS - 1) -> dict[str, Any]:
    """Returns the query parameters for daily figures up to today."""
    today = datetime.datetime.now(datetime.UTC).date()
    return {
        "start_date": str(today - datetime.timedelta(days=back)),
        "end_date": str(today),
        "granularity": "DAY",
        "columns": ",".join(columns),
    }


def get_campaign_spend(visitor: Api, account: str) -> dict[str, dict[str, int]]:
    """Returns the spend by campaign ID and day."""
    ids = ",".join(one["id"] for one in visitor.items(f"{account}/campaigns"))
    query = {**build_query(SPEND), "campaign_ids": ids}
    found: dict[str, dict[str, int]] = {}
    for row in visitor.get(f"{account}/campaigns/analytics", params=query).json():
        found.setdefault(row["CAMPAIGN_ID"], {})[row["DATE"]] = row[SPEND]
    return found


def test_every_campaign_has_figures_while_it_runs_and_they_add_up(
    demo: Emulator, visitor: Api
) -> None:
    account = f"/ad_accounts/{demo.ad_account_id}"
    spent = get_campaign_spend(visitor, account)
    campaigns = visitor.items(f"{account}/campaigns")
    assert [one["summary_status"] for one in campaigns] == ["COMPLETED", *["RUNNING"] * 3]
    first = build_query()["start_date"]
    for campaign in campaigns:
        assert str(datetime.datetime.fromtimestamp(campaign["created_time"], datetime.UTC)) < first
        until = campaign["end_time"] or time.time()
        last = str(datetime.datetime.fromtimestamp(until, datetime.UTC).date())
        days = spent[campaign["id"]]
        assert len(days) == DAYS and min(days) < last
        assert all((money > 0) == (day <= last) for day, money in days.items())
    whole = visitor.get(f"{account}/analytics", params=build_query(SPEND)).json()
    total = sum(sum(days.values()) for days in spent.values())
    assert sum(row[SPEND] for row in whole) == total


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 50])
def test_spend_stays_within_budgets_and_bids(seed: int) -> None:
    with Emulator(seed=seed, demo_data=True) as demo, Api(demo.url, demo.access_token) as visitor:
        account = f"/ad_accounts/{demo.ad_account_id}"
        spent = get_campaign_spend(visitor, account)
        for campaign in visitor.items(f"{account}/campaigns"):
            days = spent[campaign["id"]].values()
            if campaign["daily_spend_cap"]:
                assert campaign["daily_spend_cap"] / 2 < max(days) <= campaign["daily_spend_cap"]
            else:
                assert 0 < sum(days) <= campaign["lifetime_spend_cap"]
        groups = {one["id"]: one for one in visitor.items(f"{account}/ad_groups")}
        query = {**build_query(SPEND, "CLICKTHROUGH_1", "IMPRESSION_1"), "granularity": "TOTAL"}
        query["ad_group_ids"] = ",".join(groups)
        for row in visitor.get(f"{account}/ad_groups/analytics", params=query).json():
            group = groups[row["AD_GROUP_ID"]]
            bid = group["bid_in_micro_currency"]
            if group["billable_event"] == "IMPRESSION":
                assert 0 < row[SPEND] / row["IMPRESSION_1"] * 1000 <= bid
            else:
                assert 0 < row[SPEND] / row["CLICKTHROUGH_1"] <= bid
            budget = group["budget_in_micro_currency"]
            ran = 1 if group["budget_type"] == "LIFETIME" else DAYS
            assert row[SPEND] <= ran * budget


def test_weekends_have_more_impressions(demo: Emulator, visitor: Api) -> None:
    account = f"/ad_accounts/{demo.ad_account_id}"
    by_weekday: dict[int, list[int]] = {}
    for row in visitor.get(
        f"{account}/analytics", params=build_query("IMPRESSION_1", back=56)
    ).json()[:-1]:
        weekday = datetime.date.fromisoformat(row["DATE"]).weekday()
        by_weekday.setdefault(weekday, []).append(row["IMPRESSION_1"])
    usual = [sum(counts) / len(counts) for _, counts in sorted(by_weekday.items())]
    assert min(usual[5:]) > max(usual[:5])


def test_related_fields_agree(demo: Emulator, visitor: Api) -> None:
    account, now = f"/ad_accounts/{demo.ad_account_id}", time.time()
    audiences = {one["name"]: one for one in visitor.items(f"{account}/audiences")}
    lists = {one["name"]: one for one in visitor.items(f"{account}/customer_lists")}
    assert audiences["Buyers"]["size"] == lists["Buyers"]["num_uploaded_user_records"]
    assert lists["Buyers"]["created_time"] < audiences["Buyers"]["created_timestamp"]
    [tag] = visitor.get(f"{account}/conversion_tags").json()["items"]
    assert now - 3_600 < tag["last_fired_time_ms"] / 1000 <= now
    month = visitor.get(
        "/user_account/analytics", params={**build_query(back=29), "metric_types": "IMPRESSION"}
    ).json()["all"]["summary_metrics"]["IMPRESSION"]
    assert visitor.get("/user_account").json()["monthly_views"] == month
    [catalog], [feed] = visitor.items("/catalogs"), visitor.items("/catalogs/feeds")
    [result] = visitor.items(f"/catalogs/feeds/{feed['id']}/processing_results")
    assert result["product_counts"] == {"original": 19, "ingested": 18}
    begun = datetime.datetime.fromisoformat(catalog["created_at"]).timestamp()
    assert begun < now - 300 * 86_400
    for group in visitor.items("/catalogs/product_groups"):
        assert begun <= group["created_at"] < now - 300 * 86_400


def test_jobs_and_plans_are_in_different_states(demo: Emulator, visitor: Api) -> None:
    account = f"/ad_accounts/{demo.ad_account_id}"
    campaigns = ",".join(one["id"] for one in visitor.items(f"{account}/campaigns"))
    schedules = visitor.items(f"{account}/schedules", entity_ids=campaigns)
    assert [one["schedule_status"] for one in schedules] == ["COMPLETED", "ACTIVE", "SCHEDULED"]
    deletions = visitor.items(f"{account}/conversion_deletion_requests")
    assert [one["status"] for one in deletions] == ["SUBMITTED", "PENDING"]
    assert {one["status"] for one in visitor.items("/media")} == {"succeeded"}
    [order] = visitor.items(f"{account}/ssio/insertion_orders/status")
    assert order["status"] == "Approved"
    lines = {one["id"]: one["status"] for one in visitor.items(f"{account}/order_lines")}
    [line] = visitor.items(f"{account}/ssio/order_lines")
    assert lines[line["ads_manager_order_line_id"]] == "ACTIVE"


def test_previews_of_ads_can_be_opened(demo: Emulator, visitor: Api) -> None:
    account = f"/ad_accounts/{demo.ad_account_id}"
    groups = ",".join(one["id"] for one in visitor.items(f"{account}/ad_groups"))
    previews = visitor.get(f"{account}/campaign_ad_preview", params={"ad_group_ids": groups})
    assert len(previews.json()) == 8
    for preview in previews.json():
        assert preview["is_active"]
        assert requests.get(preview["url"], timeout=30).status_code == 200


def test_videos_have_product_tags(visitor: Api) -> None:
    pins = {pin["id"]: pin for pin in visitor.items("/pins")}
    videos = [id for id, pin in pins.items() if pin["media"]["media_type"] == "video"]
    tags = [
        tag["pin_id"]
        for video in videos
        for tag in visitor.get(f"/pins/{video}/product_tags").json()["product_tags"]
    ]
    assert len(videos) == 2
    assert len(tags) == len(set(tags)) == 4 and pins.keys() >= set(tags)


def test_stores_have_items_of_the_catalog(visitor: Api) -> None:
    [catalog] = visitor.items("/catalogs")
    stores = visitor.items(f"/catalogs/{catalog['id']}/local_stores")
    filters = [
        {"store_code": store["store_code"], "item_id": f"QS-{number:03}"}
        for store in stores
        for number in range(1, 19)
    ]
    query = f"/catalogs/{catalog['id']}/local_inventory_items/query"
    items = visitor.post(query, json={"item_filters": filters}).json()["items"]
    per_store = [item["store_metadata"]["store_code"] for item in items]
    assert [per_store.count(store["store_code"]) for store in stores] == [18, 9]


def test_the_business_has_people_partners_and_shared_audiences(
    demo: Emulator, visitor: Api
) -> None:
    first, second = visitor.items("/ad_accounts")
    assert first["id"] == demo.ad_account_id
    business = f"/businesses/{first['owner']['id']}"
    assets = [one["asset_id"] for one in visitor.items(f"{business}/assets")]
    assert assets[:2] == [first["id"], second["id"]] and len(assets) == 3
    members = visitor.items(f"{business}/members", assets_summary="true")
    assert len(members) == 3
    agency, supplier = visitor.items(f"{business}/partners", assets_summary="true")
    assert (agency["is_shared_partner"], supplier["is_shared_partner"]) == (False, True)
    [shared] = agency["assets_summary"]["ad_accounts"]
    assert shared == {"id": first["id"], "permissions": ["ANALYST"]}
    for is_member in ("true", "false"):
        [invite] = visitor.items(f"{business}/invites", is_member=is_member)
        assert invite["invite_data"]["invite_status"] == "PENDING"
    for own, other in ((first, second), (second, first)):
        received = visitor.items(f"/ad_accounts/{own['id']}/audiences", ownership_type="RECEIVED")
        assert [one["ad_account_id"] for one in received] == [other["id"]]


@pytest.mark.parametrize(
    ("noun", "time"),
    [
        ("campaigns", "created_time"),
        ("ad_groups", "created_time"),
        ("ads", "created_time"),
        ("customer_lists", "created_time"),
        ("audiences", "created_timestamp"),
    ],
)
def test_newer_entities_have_larger_ids(demo: Emulator, visitor: Api, noun: str, time: str) -> None:
    found = visitor.items(f"/ad_accounts/{demo.ad_account_id}/{noun}")
    found.sort(key=lambda one: int(one["id"]))
    made = [one[time] for one in found]
    assert made == sorted(made) and made[0] < made[-1]


def test_pins_and_boards_have_increasing_creation_times(visitor: Api) -> None:
    for path in ("/pins", "/boards"):
        found = sorted(visitor.items(path), key=lambda one: int(one["id"]))
        made = [one["created_at"] for one in found]
        assert made == sorted(made)


def test_ingesting_a_feed_again_changes_no_items() -> None:
    with Emulator(demo_data=True) as demo, Api(demo.url, demo.access_token) as visitor:
        [feed] = visitor.items("/catalogs/feeds")
        assert visitor.post(f"/catalogs/feeds/{feed['id']}/ingest").status_code == 200
        demo.advance(301)
        groups = {one["name"]: one["id"] for one in visitor.items("/catalogs/product_groups")}
        products = f"/catalogs/product_groups/{groups['All products']}/products"
        assert len(visitor.items(products)) == 18


def ids_and_bids(seed: int) -> dict[str, list[Any]]:
    with Emulator(seed=seed, demo_data=True) as emulator:
        entities = emulator.dump()["entities"]
    return {
        kind: [(entity["data"].get("id"), entity["data"].get("bid")) for entity in found]
        for kind, found in entities.items()
    }


def count_by_kind(entities: dict[str, list[Any]]) -> dict[str, int]:
    """Returns the number of entities per kind. The kinds for access end with the business ID."""
    return {kind.partition("/")[0]: len(found) for kind, found in entities.items()}


@pytest.mark.slow
def test_the_same_seed_gives_the_same_shop() -> None:
    one, again, other = ids_and_bids(3), ids_and_bids(3), ids_and_bids(4)
    assert one == again
    assert count_by_kind(one) == count_by_kind(other)
    assert one["keyword"] != other["keyword"]


def test_only_a_new_file_gets_the_demo_data(tmp_path: Path) -> None:
    with Emulator(db=tmp_path / "shop.sqlite", demo_data=True) as emulator:
        filled, account = emulator.dump(), emulator.ad_account_id
    with Emulator(db=tmp_path / "shop.sqlite", demo_data=True) as emulator:
        assert emulator.dump() == filled
        assert emulator.ad_account_id == account
    with Emulator(db=tmp_path / "other.sqlite") as emulator:
        empty = emulator.dump()
    with Emulator(db=tmp_path / "other.sqlite", demo_data=True) as emulator:
        assert emulator.dump() == empty


@pytest.mark.slow
def test_the_command_can_start_with_the_demo_data() -> None:
    with run_command("--port", "0", "--demo-data") as process:
        found = read_settings(process)
        with Api(found["PINTEREST_API_URI"], found["PINTEREST_ACCESS_TOKEN"]) as api:
            account = found["PINTEREST_AD_ACCOUNT_ID"]
            assert len(api.items(f"/ad_accounts/{account}/campaigns")) == 4


def test_the_command_refuses_the_demo_data_and_a_data_set_together(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--demo-data", "--load", "shop.json"])
    assert "not allowed with" in capsys.readouterr().err
