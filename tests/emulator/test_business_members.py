"""Members of a business, its partners, and what they have access to."""

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
from tests.emulator.business import Business, invited, respond


@pytest.fixture
def member(business: Business) -> str:
    [invite] = invited(business, members=["ada"])
    respond(business, invite["id"])
    id: str = invite["user"]["id"]
    return id


def ids(business: Business, **query: Any) -> set[str]:
    return {item["id"] for item in business.ask(GET_BUSINESS_MEMBERS, **query)["items"]}


def give(business: Business, *accesses: dict[str, Any]) -> list[dict[str, Any]]:
    answer = business.ask(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, {"accesses": list(accesses)})
    return list(answer["items"])


def test_members_are_listed_by_id_and_role(business: Business, member: str) -> None:
    assert ids(business) == {business.id, member}
    assert ids(business, business_roles=["BIZ_ADMIN"]) == {business.id}
    assert ids(business, member_ids=f"{member},1") == {member}
    assert len(ids(business, start_index=1)) == 1
    [user] = ids(business, fetch_system_users=True)
    assert user not in (business.id, member)


def test_the_users_own_business_is_the_employer(business: Business) -> None:
    [employer] = business.ask(GET_BUSINESS_EMPLOYERS)["items"]
    assert (employer["id"], employer["business_roles"]) == (business.id, ["BIZ_ADMIN"])


def test_a_member_gets_another_role(business: Business, member: str) -> None:
    item = {"member_id": member, "business_role": "BIZ_ADMIN"}
    assert business.ask(UPDATE_BUSINESS_MEMBERSHIPS, [item])["items"] == [item]
    assert ids(business, business_roles=["BIZ_ADMIN"]) == {business.id, member}


def test_roles_that_cannot_be_given_change_nothing(business: Business, member: str) -> None:
    body = [
        {"member_id": member, "business_role": "BIZ_ADMIN"},
        {"member_id": "1", "business_role": "EMPLOYEE"},
    ]
    answer = business.send(UPDATE_BUSINESS_MEMBERSHIPS, body)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert ids(business, business_roles=["EMPLOYEE"]) == {member}


def test_a_membership_ends_with_its_access(business: Business, member: str) -> None:
    access = {"asset_id": business.ad_account, "member_id": member, "permissions": ["ADMIN"]}
    give(business, access)
    body = {"members": [{"member_id": member, "business_role": "BIZ_ADMIN"}]}
    assert business.ask(DELETE_BUSINESS_MEMBERSHIP, body) == {"deleted_members": []}
    body["members"][0]["business_role"] = "EMPLOYEE"
    assert business.ask(DELETE_BUSINESS_MEMBERSHIP, body) == {"deleted_members": [member]}
    assert ids(business) == {business.id}
    of = {"asset_id": business.ad_account}
    assert business.ask(BUSINESS_ASSET_MEMBERS_GET, **of)["items"] == []
    assert business.send(BUSINESS_MEMBER_ASSETS_GET, member_id=member).status_code == 404


def test_access_is_given_and_taken_item_by_item(business: Business, member: str) -> None:
    good = {"asset_id": business.ad_account, "member_id": member, "permissions": ["ANALYST"]}
    items = give(
        business,
        {**good, "asset_id": "1"},
        {**good, "member_id": "1"},
        {**good, "permissions": ["PROFILE_PUBLISHER"]},
        good,
    )
    assert ["exception" in item for item in items] == [True, True, True, False]
    assert items[3]["response"] == good
    [shown] = business.ask(GET_BUSINESS_MEMBERS, assets_summary=True, member_ids=member)["items"]
    account = {"id": business.ad_account, "permissions": ["ANALYST"]}
    assert shown["assets_summary"]["ad_accounts"] == [account]
    [of] = business.ask(BUSINESS_ASSET_MEMBERS_GET, asset_id=business.ad_account)["items"]
    assert (of["user"]["id"], of["permissions"]) == (member, ["ANALYST"])
    assert business.ask(BUSINESS_ASSET_PARTNERS_GET, asset_id=business.ad_account)["items"] == []
    give(business, {**good, "permissions": ["ADMIN"]})
    page = business.ask(BUSINESS_MEMBER_ASSETS_GET, member_id=member)
    assert page["total_data_count"] == 1
    [asset] = page["items"]
    assert (asset["asset_id"], asset["permissions"]) == (business.ad_account, ["ADMIN"])
    pair = {"asset_id": business.ad_account, "member_id": member}
    body = {"accesses": [pair, pair]}
    assert business.ask(BUSINESS_MEMBERS_ASSET_ACCESS_DELETE, body) == {"items": [pair]}
    assert business.ask(BUSINESS_MEMBER_ASSETS_GET, member_id=member)["items"] == []


def test_a_system_user_is_renamed(business: Business) -> None:
    [user] = ids(business, fetch_system_users=True)
    business.ask(SYSTEM_USER_UPDATE, {"name": "Billing"}, system_user_id=user)
    [shown] = business.ask(GET_BUSINESS_MEMBERS, fetch_system_users=True)["items"]
    assert shown["user"]["username"] == "Billing"
    other = business.send(SYSTEM_USER_UPDATE, {"name": "Billing"}, system_user_id="1")
    assert other.status_code == 404


@pytest.mark.parametrize("path", ["members", "partners", "assets", "invites"])
def test_an_unknown_business_is_not_found(api: Api, path: str) -> None:
    assert api.get(f"/businesses/1/{path}").status_code == 404


def test_who_was_there_from_the_start_reads_the_same_at_any_time(
    emulator: Emulator, business: Business
) -> None:
    def read() -> list[Any]:
        queries: list[dict[str, Any]] = [{}, {"fetch_system_users": True}]
        members = [business.ask(GET_BUSINESS_MEMBERS, **query) for query in queries]
        return [business.ask(GET_BUSINESS_EMPLOYERS), *members]

    emulator.advance(50)
    first = read()
    times = {one["created_time"] for page in first for one in page["items"]}
    assert len(times) == 1
    emulator.advance(100)
    assert read() == first


def test_the_user_stays_a_member(business: Business) -> None:
    before = business.ask(GET_BUSINESS_MEMBERS)
    members = [{"member_id": business.id, "business_role": "BIZ_ADMIN"}]
    assert business.ask(DELETE_BUSINESS_MEMBERSHIP, {"members": members}) == {"deleted_members": []}
    assert business.ask(GET_BUSINESS_MEMBERS) == before
