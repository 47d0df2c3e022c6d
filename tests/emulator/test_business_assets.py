"""Assets of a business, groups of them, and brand accounts."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.business_access_assets import (
    ASSET_GROUP_CREATE,
    ASSET_GROUP_DELETE,
    ASSET_GROUP_UPDATE,
    BUSINESS_ASSET_MEMBERS_GET,
    BUSINESS_ASSETS_GET,
    BUSINESS_MEMBER_ASSETS_GET,
    BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE,
)
from pinterest.operations.business_access_invite import CREATE_ASSET_INVITES
from pinterest.operations.business_access_relationships import (
    BRAND_ACCOUNTS_CREATE,
    BRAND_ACCOUNTS_UPDATE,
    GET_BUSINESS_MEMBERS,
)
from pinterest.operations.user_account import LINKED_BUSINESS_ACCOUNTS_GET
from tests.emulator.business import Business, invited, partner_invite, respond

BRAND = {"name": "Canada", "username": "quiltshop_ca", "country": "CA"}


@pytest.fixture
def group(business: Business) -> dict[str, Any]:
    body = {
        "asset_group_name": "North",
        "asset_group_description": "The north",
        "asset_group_types": ["BRAND"],
    }
    made: dict[str, Any] = business.ask(ASSET_GROUP_CREATE, body)["asset_group"]
    return made


def assets(business: Business, **query: Any) -> list[str]:
    return [one["asset_id"] for one in business.ask(BUSINESS_ASSETS_GET, **query)["items"]]


def change(business: Business, *items: dict[str, Any]) -> dict[str, Any]:
    return dict(business.ask(ASSET_GROUP_UPDATE, {"asset_groups_to_update": list(items)}))


def test_assets_are_listed_by_type_and_permission(emulator: Emulator, business: Business) -> None:
    other = emulator.add_ad_account()
    assert assets(business) == [business.ad_account, other]
    assert assets(business, page_size=1) == [business.ad_account]
    assert assets(business, start_index=1) == [other]
    assert assets(business, asset_type="PROFILE") == [business.id]
    assert assets(business, asset_type="CONSUMER") == []
    request = partner_invite(business, "PARTNER_REQUEST")
    respond(business, request, asset_id_to_permissions={"888": ["ANALYST"]})
    assert assets(business) == [business.ad_account, other, "888"]
    assert assets(business, permissions=["ANALYST"]) == ["888"]
    assert assets(business, permissions=["OWNER", "ADMIN"]) == [business.ad_account, other]


def test_a_group_holds_assets(business: Business, group: dict[str, Any]) -> None:
    added = {
        "asset_group_id": group["id"],
        "name": "South",
        "assets_to_add": [business.ad_account, business.id],
    }
    answer = change(
        business,
        {"asset_group_id": "1", "name": "x"},
        {"asset_group_id": group["id"], "assets_to_add": ["1"]},
        {"asset_group_id": group["id"], "assets_to_add": [group["id"]]},
        added,
    )
    assert [one["asset_group_id"] for one in answer["exceptions"]] == ["1", group["id"]]
    unchanged, updated = answer["updated_asset_groups"]
    assert unchanged == {**group, "updated_time": unchanged["updated_time"]}
    assert updated["asset_group_name"] == "South"
    assert updated["ad_accounts_ids"] == [business.ad_account]
    assert updated["profiles_ids"] == [business.id]
    assert assets(business, asset_group_id=group["id"]) == [business.ad_account]
    holding = {"asset_type": "ASSET_GROUP", "child_asset_id": business.ad_account}
    [shown] = business.ask(BUSINESS_ASSETS_GET, **holding)["items"]
    assert shown["asset_group_info"] == updated
    removed = {"asset_group_id": group["id"], "assets_to_remove": [business.ad_account]}
    [updated] = change(business, removed)["updated_asset_groups"]
    assert updated["ad_accounts_ids"] == []
    assert assets(business, **holding) == []


def test_a_group_is_deleted_once(business: Business, group: dict[str, Any]) -> None:
    body = {"asset_groups_to_delete": ["1", group["id"]]}
    answer = business.ask(ASSET_GROUP_DELETE, body)
    assert answer["deleted_asset_groups"] == [group["id"]]
    assert [one["asset_group_id"] for one in answer["exceptions"]] == ["1"]
    assert assets(business, asset_type="ASSET_GROUP") == []


def test_what_is_no_asset_is_not_found(business: Business) -> None:
    assert business.send(BUSINESS_ASSET_MEMBERS_GET, asset_id="1").status_code == 404
    assert business.send(BUSINESS_ASSETS_GET, asset_group_id="1").status_code == 404


def test_a_brand_account_is_a_business_of_its_own(business: Business) -> None:
    of = {"business_hierarchy_id": business.id}
    id = business.ask(BRAND_ACCOUNTS_CREATE, BRAND, **of)["brand_account_id"]
    [linked] = business.ask(LINKED_BUSINESS_ACCOUNTS_GET)
    assert linked["username"] == BRAND["username"]
    pictures = {value for name, value in linked.items() if name.startswith("image_")}
    assert len(pictures) == 4
    assert all(picture.startswith("https://www.example.com/") for picture in pictures)
    body = {"username": "maple"}
    business.ask(BRAND_ACCOUNTS_UPDATE, body, brand_account_id=id, **of)
    assert business.ask(LINKED_BUSINESS_ACCOUNTS_GET)[0]["username"] == "maple"
    [first] = business.ask(GET_BUSINESS_MEMBERS, business_id=id)["items"]
    assert first["id"] == business.id
    assert assets(business, business_id=id) == []
    assert assets(business, business_id=id, asset_type="PROFILE") == [id]


def test_user_names_of_brand_accounts_are_unique(business: Business) -> None:
    of = {"business_hierarchy_id": business.id}
    business.ask(BRAND_ACCOUNTS_CREATE, BRAND, **of)
    other = {**BRAND, "username": "other"}
    id = business.ask(BRAND_ACCOUNTS_CREATE, other, **of)["brand_account_id"]
    assert business.send(BRAND_ACCOUNTS_CREATE, BRAND, **of).status_code == 400
    body = {"username": BRAND["username"]}
    taken = business.send(BRAND_ACCOUNTS_UPDATE, body, brand_account_id=id, **of)
    assert taken.status_code == 409
    same = {"username": "other", "name": "Same"}
    business.ask(BRAND_ACCOUNTS_UPDATE, same, brand_account_id=id, **of)


@pytest.mark.parametrize(
    ("hierarchy", "body", "status"),
    [
        ("1", {}, 404),
        (None, {"profile_image": {"content_type": "image/png", "data": "YWJj"}}, 400),
    ],
)
def test_a_bad_brand_account_is_refused(
    business: Business, hierarchy: str | None, body: dict[str, Any], status: int
) -> None:
    answer = business.send(
        BRAND_ACCOUNTS_CREATE, {**BRAND, **body}, business_hierarchy_id=hierarchy or business.id
    )
    assert answer.status_code == status


def test_brand_accounts_have_access_of_their_own(business: Business) -> None:
    of = {"business_hierarchy_id": business.id}
    id = business.ask(BRAND_ACCOUNTS_CREATE, BRAND, **of)["brand_account_id"]
    access = {"asset_id": id, "member_id": business.id, "permissions": ["ADMIN"]}
    body = {"accesses": [access]}
    [item] = business.ask(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, body, business_id=id)["items"]
    assert item == {"response": access}
    [item] = business.ask(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, body)["items"]
    assert "exception" in item
    query = {"member_id": business.id, "asset_type": "PROFILE"}
    assert business.ask(BUSINESS_MEMBER_ASSETS_GET, **query)["items"] == []
    assert len(business.ask(BUSINESS_MEMBER_ASSETS_GET, business_id=id, **query)["items"]) == 1


def test_nobody_has_access_to_a_group_that_was_deleted(
    business: Business, group: dict[str, Any]
) -> None:
    access = {"member_id": business.id, "asset_id": group["id"], "permissions": ["ANALYST"]}
    business.ask(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, {"accesses": [access]})
    invite = invited(business, members=["ada"])[0]
    permissions = {group["id"]: ["ANALYST"], business.ad_account: ["ANALYST"]}
    asked = {"invite_id": invite["id"], "invite_type": "MEMBER_INVITE"}
    body = {"invites": [{**asked, "asset_id_to_permissions": permissions}]}
    assert "exceptions" not in business.ask(CREATE_ASSET_INVITES, body)["items"][0]
    business.ask(ASSET_GROUP_DELETE, {"asset_groups_to_delete": [group["id"]]})
    respond(business, invite["id"])

    def reached(member: str) -> list[str]:
        answer = business.ask(BUSINESS_MEMBER_ASSETS_GET, member_id=member)
        return [one["asset_id"] for one in answer["items"]]

    assert reached(business.id) == []
    assert reached(invite["user"]["id"]) == [business.ad_account]
