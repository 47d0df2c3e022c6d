"""Assets and asset groups of a business, and brand accounts."""

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
from tests.emulator.business import Business, invite_members, invite_partner, respond

BRAND = {"name": "Canada", "username": "quiltshop_ca", "country": "CA"}


@pytest.fixture
def group(business: Business) -> dict[str, Any]:
    body = {
        "asset_group_name": "North",
        "asset_group_description": "The north",
        "asset_group_types": ["BRAND"],
    }
    created: dict[str, Any] = business.call(ASSET_GROUP_CREATE, body)["asset_group"]
    return created


def list_asset_ids(business: Business, **query: Any) -> list[str]:
    return [item["asset_id"] for item in business.call(BUSINESS_ASSETS_GET, **query)["items"]]


def update_groups(business: Business, *items: dict[str, Any]) -> dict[str, Any]:
    return dict(business.call(ASSET_GROUP_UPDATE, {"asset_groups_to_update": list(items)}))


def test_assets_are_listed_by_type_and_permission(emulator: Emulator, business: Business) -> None:
    other = emulator.add_ad_account()
    assert list_asset_ids(business) == [business.ad_account, other]
    assert list_asset_ids(business, page_size=1) == [business.ad_account]
    assert list_asset_ids(business, start_index=1) == [other]
    assert list_asset_ids(business, asset_type="PROFILE") == [business.id]
    assert list_asset_ids(business, asset_type="CONSUMER") == []
    request = invite_partner(business, "PARTNER_REQUEST")
    respond(business, request, asset_id_to_permissions={"888": ["ANALYST"]})
    assert list_asset_ids(business) == [business.ad_account, other, "888"]
    assert list_asset_ids(business, permissions=["ANALYST"]) == ["888"]
    assert list_asset_ids(business, permissions=["OWNER", "ADMIN"]) == [business.ad_account, other]


def test_assets_are_added_to_and_removed_from_a_group(
    business: Business, group: dict[str, Any]
) -> None:
    added = {
        "asset_group_id": group["id"],
        "name": "South",
        "assets_to_add": [business.ad_account, business.id],
    }
    response = update_groups(
        business,
        {"asset_group_id": "1", "name": "x"},
        {"asset_group_id": group["id"], "assets_to_add": ["1"]},
        {"asset_group_id": group["id"], "assets_to_add": [group["id"]]},
        added,
    )
    assert [item["asset_group_id"] for item in response["exceptions"]] == ["1", group["id"]]
    unchanged, updated = response["updated_asset_groups"]
    assert unchanged == {**group, "updated_time": unchanged["updated_time"]}
    assert updated["asset_group_name"] == "South"
    assert updated["ad_accounts_ids"] == [business.ad_account]
    assert updated["profiles_ids"] == [business.id]
    assert list_asset_ids(business, asset_group_id=group["id"]) == [business.ad_account]
    query = {"asset_type": "ASSET_GROUP", "child_asset_id": business.ad_account}
    [asset] = business.call(BUSINESS_ASSETS_GET, **query)["items"]
    assert asset["asset_group_info"] == updated
    removed = {"asset_group_id": group["id"], "assets_to_remove": [business.ad_account]}
    [updated] = update_groups(business, removed)["updated_asset_groups"]
    assert updated["ad_accounts_ids"] == []
    assert list_asset_ids(business, **query) == []


def test_a_group_is_deleted_once(business: Business, group: dict[str, Any]) -> None:
    body = {"asset_groups_to_delete": ["1", group["id"]]}
    response = business.call(ASSET_GROUP_DELETE, body)
    assert response["deleted_asset_groups"] == [group["id"]]
    assert [item["asset_group_id"] for item in response["exceptions"]] == ["1"]
    assert list_asset_ids(business, asset_type="ASSET_GROUP") == []


def test_an_unknown_asset_is_not_found(business: Business) -> None:
    assert business.send(BUSINESS_ASSET_MEMBERS_GET, asset_id="1").status_code == 404
    assert business.send(BUSINESS_ASSETS_GET, asset_group_id="1").status_code == 404


def test_a_brand_account_is_a_business(business: Business) -> None:
    path_arguments = {"business_hierarchy_id": business.id}
    id = business.call(BRAND_ACCOUNTS_CREATE, BRAND, **path_arguments)["brand_account_id"]
    [linked] = business.call(LINKED_BUSINESS_ACCOUNTS_GET)
    assert linked["username"] == BRAND["username"]
    pictures = {value for name, value in linked.items() if name.startswith("image_")}
    assert len(pictures) == 4
    assert all(picture.startswith("https://www.example.com/") for picture in pictures)
    body = {"username": "maple"}
    business.call(BRAND_ACCOUNTS_UPDATE, body, brand_account_id=id, **path_arguments)
    assert business.call(LINKED_BUSINESS_ACCOUNTS_GET)[0]["username"] == "maple"
    [first] = business.call(GET_BUSINESS_MEMBERS, business_id=id)["items"]
    assert first["id"] == business.id
    assert list_asset_ids(business, business_id=id) == []
    assert list_asset_ids(business, business_id=id, asset_type="PROFILE") == [id]


def test_usernames_of_brand_accounts_are_unique(business: Business) -> None:
    path_arguments = {"business_hierarchy_id": business.id}
    business.call(BRAND_ACCOUNTS_CREATE, BRAND, **path_arguments)
    other = {**BRAND, "username": "other"}
    id = business.call(BRAND_ACCOUNTS_CREATE, other, **path_arguments)["brand_account_id"]
    assert business.send(BRAND_ACCOUNTS_CREATE, BRAND, **path_arguments).status_code == 400
    body = {"username": BRAND["username"]}
    refused = business.send(BRAND_ACCOUNTS_UPDATE, body, brand_account_id=id, **path_arguments)
    assert refused.status_code == 409
    same = {"username": "other", "name": "Same"}
    business.call(BRAND_ACCOUNTS_UPDATE, same, brand_account_id=id, **path_arguments)


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
    response = business.send(
        BRAND_ACCOUNTS_CREATE, {**BRAND, **body}, business_hierarchy_id=hierarchy or business.id
    )
    assert response.status_code == status


def test_each_business_grants_access_to_its_own_assets(business: Business) -> None:
    path_arguments = {"business_hierarchy_id": business.id}
    id = business.call(BRAND_ACCOUNTS_CREATE, BRAND, **path_arguments)["brand_account_id"]
    access = {"asset_id": id, "member_id": business.id, "permissions": ["ADMIN"]}
    body = {"accesses": [access]}
    [item] = business.call(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, body, business_id=id)["items"]
    assert item == {"response": access}
    [item] = business.call(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, body)["items"]
    assert "exception" in item
    query = {"member_id": business.id, "asset_type": "PROFILE"}
    assert business.call(BUSINESS_MEMBER_ASSETS_GET, **query)["items"] == []
    assert len(business.call(BUSINESS_MEMBER_ASSETS_GET, business_id=id, **query)["items"]) == 1


def test_deleting_a_group_revokes_access_to_it(business: Business, group: dict[str, Any]) -> None:
    access = {"member_id": business.id, "asset_id": group["id"], "permissions": ["ANALYST"]}
    business.call(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, {"accesses": [access]})
    invite = invite_members(business, members=["ada"])[0]
    permissions = {group["id"]: ["ANALYST"], business.ad_account: ["ANALYST"]}
    invite_fields = {"invite_id": invite["id"], "invite_type": "MEMBER_INVITE"}
    body = {"invites": [{**invite_fields, "asset_id_to_permissions": permissions}]}
    assert "exceptions" not in business.call(CREATE_ASSET_INVITES, body)["items"][0]
    business.call(ASSET_GROUP_DELETE, {"asset_groups_to_delete": [group["id"]]})
    respond(business, invite["id"])

    def list_assets_of_member(member: str) -> list[str]:
        response = business.call(BUSINESS_MEMBER_ASSETS_GET, member_id=member)
        return [item["asset_id"] for item in response["items"]]

    assert list_assets_of_member(business.id) == []
    assert list_assets_of_member(invite["user"]["id"]) == [business.ad_account]
