"""Keywords of accounts, campaigns and ad groups: created with partial failures, updated, archived and listed."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.keywords import KEYWORDS_CREATE, KEYWORDS_GET, KEYWORDS_UPDATE
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid


def create_keywords(
    advertiser: Advertiser, parent_id: str, *keywords: dict[str, Any]
) -> requests.Response:
    body = {"parent_id": parent_id, "keywords": list(keywords)}
    return advertiser.api.post(advertiser.path("keywords"), json=body)


def create_keyword_ids(
    advertiser: Advertiser, parent_id: str, *values: str, match: str = "BROAD"
) -> list[str]:
    keywords = [{"value": value, "match_type": match} for value in values]
    response = create_keywords(advertiser, parent_id, *keywords).json()
    assert response["errors"] == []
    return [keyword["id"] for keyword in response["keywords"]]


def test_keywords_of_an_ad_group_are_created_and_listed(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    response = create_keywords(
        advertiser,
        group,
        {"value": "quilt", "match_type": "BROAD", "bid": 1000},
        {"value": "yarn", "match_type": "EXACT_NEGATIVE"},
    )
    assert_valid(KEYWORDS_CREATE, response)
    content = response.json()
    assert content["errors"] == []
    first, second = content["keywords"]
    assert first == {
        "id": first["id"],
        "type": "keyword",
        "archived": False,
        "bid": None,  # the bid in the request is ignored
        "match_type": "BROAD",
        "value": "quilt",
        "parent_id": group,
        "parent_type": "ad_group",
    }
    assert second["bid"] is None
    page = advertiser.api.get(advertiser.path("keywords"), params={"ad_group_id": group})
    assert_valid(KEYWORDS_GET, page)
    assert page.json()["items"] == [first, second]
    assert advertiser.list_ids("keywords") == []


@pytest.mark.parametrize("form", ["{}", "{prefix}{}"])
@pytest.mark.parametrize(
    ("kind", "prefix"), [("advertiser", ""), ("campaign", "C"), ("ad_group", "AG")]
)
def test_the_id_of_a_parent_may_have_a_prefix(
    advertiser: Advertiser, kind: str, prefix: str, form: str
) -> None:
    group = advertiser.ad_group()
    id = {
        "advertiser": advertiser.account,
        "campaign": group["campaign_id"],
        "ad_group": group["id"],
    }[kind]
    keyword = {"value": "yarn", "match_type": "PHRASE_NEGATIVE"}
    [keyword] = create_keywords(advertiser, form.format(id, prefix=prefix), keyword).json()[
        "keywords"
    ]
    assert (keyword["parent_id"], keyword["parent_type"]) == (id, kind)


@pytest.mark.parametrize("prefix", ["", "C", "AG"])
def test_an_unknown_parent_refuses_the_whole_batch(advertiser: Advertiser, prefix: str) -> None:
    response = create_keywords(advertiser, f"{prefix}123", {"value": "yarn", "match_type": "BROAD"})
    assert response.status_code == 400
    assert "parent_id" in response.json()["message"]


def test_the_prefix_of_a_parent_must_match_its_type(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()
    response = create_keywords(
        advertiser, f"C{group['id']}", {"value": "yarn", "match_type": "BROAD"}
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ({"value": "wool"}, "match_type"),
        ({"value": "wool", "match_type": None}, "match_type"),
    ],
)
@pytest.mark.parametrize("index", [0, 1, 2])
def test_one_bad_keyword_of_three_fails_alone(
    advertiser: Advertiser, bad: dict[str, Any], expected: str, index: int
) -> None:
    group = advertiser.ad_group()["id"]
    keywords = [{"value": f"quilt {number}", "match_type": "EXACT"} for number in range(2)]
    keywords.insert(index, bad)
    response = create_keywords(advertiser, group, *keywords)
    assert_valid(KEYWORDS_CREATE, response)
    content = response.json()
    [error] = content["errors"]
    assert error["data"]["value"] == bad["value"]
    assert (error["data"]["id"], error["data"]["parent_id"]) == ("0", group)
    assert expected in error["error_messages"][0]
    assert [item["value"] for item in content["keywords"]] == ["quilt 0", "quilt 1"]
    listed = advertiser.list_ids("keywords", ad_group_id=group)
    assert listed == [item["id"] for item in content["keywords"]]


@pytest.mark.parametrize("kind", ["account", "campaign"])
def test_accounts_and_campaigns_only_have_negative_keywords(
    advertiser: Advertiser, kind: str
) -> None:
    parent = advertiser.account if kind == "account" else advertiser.campaign()["id"]
    response = create_keywords(
        advertiser,
        parent,
        {"value": "wool", "match_type": "EXACT_NEGATIVE"},
        {"value": "yarn", "match_type": "EXACT"},
    )
    assert_valid(KEYWORDS_CREATE, response)
    content = response.json()
    assert [item["value"] for item in content["keywords"]] == ["wool"]
    [error] = content["errors"]
    assert "EXACT" in error["error_messages"][0]
    assert error["data"]["value"] == "yarn"


@pytest.mark.parametrize("body", [{"keywords": 5}, {"keywords": ["quilt"]}, [], "quilt"])
def test_an_invalid_body_is_refused(advertiser: Advertiser, body: Any) -> None:
    response = advertiser.api.post(advertiser.path("keywords"), json=body)
    assert response.status_code == 400


def test_a_keyword_has_at_most_120_characters(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    long, longer = ({"value": number * "x", "match_type": "BROAD"} for number in (120, 121))
    assert len(create_keywords(advertiser, group, long).json()["keywords"]) == 1
    response = create_keywords(advertiser, group, longer)
    assert response.status_code == 400
    assert "value" in response.json()["message"]


def test_updates_persist_and_an_archived_keyword_is_not_listed(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    a, b, c = create_keyword_ids(advertiser, group, "a", "b", "c")
    keywords = [
        {"id": a, "bid": 5},
        {"id": "123", "bid": 1},
        {"id": b, "archived": True},
        {"id": c},
    ]
    path = advertiser.path("keywords")
    response = advertiser.api.patch(path, json={"keywords": keywords})
    assert_valid(KEYWORDS_UPDATE, response)
    content = response.json()
    assert [item["id"] for item in content["keywords"]] == [a, b, c]
    assert content["keywords"][1]["archived"] is True
    [unknown] = content["errors"]
    assert unknown["data"]["id"] == "123"
    assert unknown["data"]["parent_id"] == advertiser.account
    assert "123" in unknown["error_messages"][0]
    page = advertiser.api.get(advertiser.path("keywords"), params={"ad_group_id": group}).json()
    assert [(item["id"], item["bid"]) for item in page["items"]] == [(a, None), (c, None)]


def test_lists_are_filtered_by_parent_and_match_type(advertiser: Advertiser) -> None:
    first, second = advertiser.ad_group(), advertiser.ad_group()
    [a, b] = create_keyword_ids(advertiser, first["id"], "a", "b")
    [c] = create_keyword_ids(advertiser, second["id"], "c", match="EXACT")
    [d] = create_keyword_ids(advertiser, first["campaign_id"], "d", match="EXACT_NEGATIVE")
    [e] = create_keyword_ids(advertiser, advertiser.account, "e", match="PHRASE_NEGATIVE")
    list_ids = advertiser.list_ids
    assert list_ids("keywords") == [e]
    assert list_ids("keywords", campaign_id=first["campaign_id"]) == [d]
    groups = [first["id"], second["id"]]
    assert list_ids("keywords", ad_group_ids=groups) == [a, b, c]
    assert list_ids("keywords", ad_group_ids=groups, match_types=["EXACT"]) == [c]
    assert list_ids("keywords", ad_group_id="123") == []
    assert advertiser.list_all_ids("keywords", ad_group_ids=groups, page_size=1) == [a, b, c]


def test_keywords_belong_to_their_account(emulator: Emulator, advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    create_keyword_ids(advertiser, group, "a")
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert other.list_ids("keywords", ad_group_id=group) == []
    assert create_keywords(other, group, {"value": "a", "match_type": "BROAD"}).status_code == 400


def test_any_page_size_is_accepted(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    for size in (251, 10**18, 10**40):
        query = {"ad_group_id": group, "page_size": size}
        assert_valid(KEYWORDS_GET, advertiser.api.get(advertiser.path("keywords"), params=query))
