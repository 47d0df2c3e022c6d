"""Members and system users of a business, and their access to assets."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.business_access_assets import (
    BUSINESS_ASSET_MEMBERS_GET,
    BUSINESS_ASSET_PARTNERS_GET,
    BUSINESS_MEMBER_ASSETS_GET,
    BUSINESS_MEMBERS_ASSET_ACCESS_DELETE,
    BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE,
)
from pinterest.operations.business_access_relationships import (
    DELETE_BUSINESS_MEMBERSHIP,
    GET_BUSINESS_EMPLOYERS,
    GET_BUSINESS_MEMBERS,
    SYSTEM_USER_UPDATE,
    UPDATE_BUSINESS_MEMBERSHIPS,
)
from tests.emulator.api import Api
from tests.emulator.business import Business, invite_members, respond


@pytest.fixture
def member(business: Business) -> str:
    [invite] = invite_members(business, members=["ada"])
    respond(business, invite["id"])
    id: str = invite["user"]["id"]
    return id


def list_member_ids(business: Business, **query: Any) -> set[str]:
    return {item["id"] for item in business.call(GET_BUSINESS_MEMBERS, **query)["items"]}


def grant_access(business: Business, *accesses: dict[str, Any]) -> list[dict[str, Any]]:
    response = business.call(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, {"accesses": list(accesses)})
    return list(response["items"])


def test_members_are_listed_by_id_and_role(business: Business, member: str) -> None:
    assert list_member_ids(business) == {business.id, member}
    assert list_member_ids(business, business_roles=["BIZ_ADMIN"]) == {business.id}
    assert list_member_ids(business, member_ids=f"{member},1") == {member}
    assert len(list_member_ids(business, start_index=1)) == 1
    [user] = list_member_ids(business, fetch_system_users=True)
    assert user not in (business.id, member)


def test_the_users_own_business_is_the_employer(business: Business) -> None:
    [employer] = business.call(GET_BUSINESS_EMPLOYERS)["items"]
    assert (employer["id"], employer["business_roles"]) == (business.id, ["BIZ_ADMIN"])


def test_the_role_of_a_member_is_updated(business: Business, member: str) -> None:
    item = {"member_id": member, "business_role": "BIZ_ADMIN"}
    assert business.call(UPDATE_BUSINESS_MEMBERSHIPS, [item])["items"] == [item]
    assert list_member_ids(business, business_roles=["BIZ_ADMIN"]) == {business.id, member}


def test_an_unknown_member_fails_the_whole_update_of_roles(business: Business, member: str) -> None:
    body = [
        {"member_id": member, "business_role": "BIZ_ADMIN"},
        {"member_id": "1", "business_role": "EMPLOYEE"},
    ]
    response = business.send(UPDATE_BUSINESS_MEMBERSHIPS, body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert list_member_ids(business, business_roles=["EMPLOYEE"]) == {member}


def test_deleting_a_member_revokes_access(business: Business, member: str) -> None:
    access = {"asset_id": business.ad_account, "member_id": member, "permissions": ["ADMIN"]}
    grant_access(business, access)
    body = {"members": [{"member_id": member, "business_role": "BIZ_ADMIN"}]}
    assert business.call(DELETE_BUSINESS_MEMBERSHIP, body) == {"deleted_members": []}
    body["members"][0]["business_role"] = "EMPLOYEE"
    assert business.call(DELETE_BUSINESS_MEMBERSHIP, body) == {"deleted_members": [member]}
    assert list_member_ids(business) == {business.id}
    query = {"asset_id": business.ad_account}
    assert business.call(BUSINESS_ASSET_MEMBERS_GET, **query)["items"] == []
    assert business.send(BUSINESS_MEMBER_ASSETS_GET, member_id=member).status_code == 404


def test_access_is_granted_and_revoked_per_item(business: Business, member: str) -> None:
    good = {"asset_id": business.ad_account, "member_id": member, "permissions": ["ANALYST"]}
    items = grant_access(
        business,
        {**good, "asset_id": "1"},
        {**good, "member_id": "1"},
        {**good, "permissions": ["PROFILE_PUBLISHER"]},
        good,
    )
    assert ["exception" in item for item in items] == [True, True, True, False]
    assert items[3]["response"] == good
    [shown] = business.call(GET_BUSINESS_MEMBERS, assets_summary=True, member_ids=member)["items"]
    account = {"id": business.ad_account, "permissions": ["ANALYST"]}
    assert shown["assets_summary"]["ad_accounts"] == [account]
    [holder] = business.call(BUSINESS_ASSET_MEMBERS_GET, asset_id=business.ad_account)["items"]
    assert (holder["user"]["id"], holder["permissions"]) == (member, ["ANALYST"])
    assert business.call(BUSINESS_ASSET_PARTNERS_GET, asset_id=business.ad_account)["items"] == []
    grant_access(business, {**good, "permissions": ["ADMIN"]})
    page = business.call(BUSINESS_MEMBER_ASSETS_GET, member_id=member)
    assert page["total_data_count"] == 1
    [asset] = page["items"]
    assert (asset["asset_id"], asset["permissions"]) == (business.ad_account, ["ADMIN"])
    pair = {"asset_id": business.ad_account, "member_id": member}
    body = {"accesses": [pair, pair]}
    assert business.call(BUSINESS_MEMBERS_ASSET_ACCESS_DELETE, body) == {"items": [pair]}
    assert business.call(BUSINESS_MEMBER_ASSETS_GET, member_id=member)["items"] == []


def test_a_system_user_is_renamed(business: Business) -> None:
    [user] = list_member_ids(business, fetch_system_users=True)
    business.call(SYSTEM_USER_UPDATE, {"name": "Billing"}, system_user_id=user)
    [shown] = business.call(GET_BUSINESS_MEMBERS, fetch_system_users=True)["items"]
    assert shown["user"]["username"] == "Billing"
    other = business.send(SYSTEM_USER_UPDATE, {"name": "Billing"}, system_user_id="1")
    assert other.status_code == 404


@pytest.mark.parametrize("path", ["members", "partners", "assets", "invites"])
def test_an_unknown_business_is_not_found(api: Api, path: str) -> None:
    assert api.get(f"/businesses/1/{path}").status_code == 404


def test_the_first_members_do_not_change_over_time(emulator: Emulator, business: Business) -> None:
    def read_members() -> list[Any]:
        queries: list[dict[str, Any]] = [{}, {"fetch_system_users": True}]
        members = [business.call(GET_BUSINESS_MEMBERS, **query) for query in queries]
        return [business.call(GET_BUSINESS_EMPLOYERS), *members]

    emulator.advance(50)
    first = read_members()
    times = {item["created_time"] for page in first for item in page["items"]}
    assert len(times) == 1
    emulator.advance(100)
    assert read_members() == first


def test_the_user_cannot_be_deleted_as_a_member(business: Business) -> None:
    before = business.call(GET_BUSINESS_MEMBERS)
    members = [{"member_id": business.id, "business_role": "BIZ_ADMIN"}]
    assert business.call(DELETE_BUSINESS_MEMBERSHIP, {"members": members}) == {
        "deleted_members": []
    }
    assert business.call(GET_BUSINESS_MEMBERS) == before
