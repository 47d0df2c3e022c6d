"""Invitations and access requests: create, list, add assets, accept, decline, cancel, expire."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.business_access_assets import (
    ASSET_GROUP_CREATE,
    BUSINESS_MEMBER_ASSETS_GET,
    BUSINESS_PARTNER_ASSET_ACCESS_GET,
)
from pinterest.operations.business_access_invite import (
    ASSET_ACCESS_REQUESTS_CREATE,
    CANCEL_INVITES_OR_REQUESTS,
    CREATE_ASSET_INVITES,
    CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES,
    GET_INVITES,
)
from pinterest.operations.business_access_relationships import (
    GET_BUSINESS_MEMBERS,
    GET_BUSINESS_PARTNERS,
)
from tests.emulator.api import Api
from tests.emulator.business import MEMBERS, Business, invite_members, invite_partner, respond

MONTH = 30 * 86_400


def listed(business: Business, **query: Any) -> list[str]:
    return [item["id"] for item in business.call(GET_INVITES, **query)["items"]]


def test_members_are_invited_and_join(business: Business) -> None:
    ada, grace = invite_members(business)
    assert (ada["user"]["username"], ada["user"]["email"]) == ("ada", None)
    assert (grace["user"]["username"], grace["user"]["email"]) == (None, "grace@example.com")
    assert listed(business) == [ada["id"], grace["id"]]
    assert listed(business, is_member=False) == []
    assert respond(business, ada["id"])["invite"]["invite_data"]["invite_status"] == "ACCEPTED"
    response = respond(business, grace["id"], accept=False)
    assert response["invite"]["invite_data"]["invite_status"] == "DECLINED"
    assert listed(business) == []
    members = business.call(GET_BUSINESS_MEMBERS)["items"]
    assert {member["id"] for member in members} == {business.id, ada["user"]["id"]}
    assert [m["business_roles"] for m in members if m["id"] != business.id] == [["EMPLOYEE"]]


def test_bad_members_have_exceptions(business: Business) -> None:
    body = {**MEMBERS, "members": [" ", "lin", ""]}
    items = business.call(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, body)["items"]
    assert ["exception" in item for item in items] == [True, False, True]
    assert items[0]["exception"]["users_or_partner_ids"] == [" "]
    assert items[2]["exception"]["code"] == 1


def test_members_and_invited_people_can_be_invited_again(business: Business) -> None:
    [first] = invite_members(business, members=["ada"])
    respond(business, first["id"])
    invite_members(business, members=["joan"])
    body = {**MEMBERS, "members": ["ada", "joan"]}
    again, second = business.call(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, body)["items"]
    assert again["invite"]["user"] == first["user"]
    respond(business, again["invite"]["id"])
    assert second["invite"]["user"]["username"] == "joan"
    assert [item["user"]["username"] for item in business.call(GET_INVITES)["items"]] == [
        "joan"
    ] * 2


@pytest.mark.parametrize(
    "body",
    [
        {"business_role": "PARTNER"},
        {"invite_type": "PARTNER_INVITE", "business_role": "PARTNER"},
        {"invite_type": "PARTNER_INVITE", "partners": ["1"]},
        {"members": []},
    ],
)
def test_an_inconsistent_invitation_is_refused(business: Business, body: dict[str, Any]) -> None:
    response = business.send(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, {**MEMBERS, **body})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert listed(business) == []


def test_an_accepted_invitation_grants_access_to_its_assets(business: Business) -> None:
    [invite] = invite_members(business, members=["ada"])
    permissions = {business.ad_account: ["ANALYST"]}
    item = {
        "invite_id": invite["id"],
        "invite_type": "MEMBER_INVITE",
        "asset_id_to_permissions": permissions,
    }
    unknown = {**item, "invite_id": "1"}
    unknown_asset = {**item, "asset_id_to_permissions": {"1": ["ANALYST"]}}
    body = {"invites": [unknown, unknown_asset, item]}
    items = business.call(CREATE_ASSET_INVITES, body)["items"]
    assert ["invite" in item for item in items] == [False, False, True]
    assert items[0]["exception"]["invite_or_request_id"] == "1"
    assert items[2]["invite"]["created_by_user_id"] == business.id
    [shown] = business.call(GET_INVITES)["items"]
    account = {"id": business.ad_account, "permissions": ["ANALYST"]}
    assert shown["assets_summary"] == {"ad_accounts": [account], "profiles": []}
    respond(business, invite["id"], asset_id_to_permissions={business.id: ["PROFILE_PUBLISHER"]})
    for kind, asset in (("AD_ACCOUNT", business.ad_account), ("PROFILE", business.id)):
        found = business.call(
            BUSINESS_MEMBER_ASSETS_GET, member_id=invite["user"]["id"], asset_type=kind
        )
        assert [item["asset_id"] for item in found["items"]] == [asset]


def test_partners_join_by_invitation_or_request(business: Business) -> None:
    invitation, request = (
        invite_partner(business),
        invite_partner(business, "PARTNER_REQUEST", "777"),
    )
    assert listed(business, is_member=False) == [invitation, request]
    assert listed(business, invite_type="PARTNER_REQUEST") == [request]
    respond(business, invitation)
    respond(business, request)
    found = business.call(GET_BUSINESS_PARTNERS)["items"]
    shared = {item["id"]: item["is_shared_partner"] for item in found}
    assert shared == {"123456": False, "777": True}


def test_access_to_a_partners_assets_is_requested(business: Business) -> None:
    respond(business, invite_partner(business))
    requested = {"123456": {"888": ["ANALYST"]}, "999": {"888": ["ADMIN"]}}
    body = {
        "asset_requests": [
            {"partner_id": partner, "asset_id_to_permissions": assets}
            for partner, assets in requested.items()
        ]
    }
    response = business.call(ASSET_ACCESS_REQUESTS_CREATE, body)
    assert list(response["invites"]) == ["123456"]
    assert "999" in response["exceptions"][0]["messages"][0]
    respond(business, response["invites"]["123456"])
    found = business.call(
        BUSINESS_PARTNER_ASSET_ACCESS_GET, partner_id="123456", partner_type="EXTERNAL"
    )
    [asset] = found["items"]
    assert (asset["asset_id"], asset["permissions"]) == ("888", ["ANALYST"])


def test_an_invitation_is_cancelled_once(business: Business) -> None:
    [invite] = invite_members(business, members=["ada"])
    body = {"invite_ids": ["1", invite["id"]]}
    items = business.call(CANCEL_INVITES_OR_REQUESTS, body)["items"]
    assert items[0]["exception"]["invite_id"] == "1"
    assert items[1]["invite"]["invite_data"]["invite_status"] == "CANCELLED"
    assert listed(business) == []
    again = respond(business, invite["id"])
    assert "CANCELLED" in again["exception"]["message"]


def test_an_invitation_expires(emulator: Emulator, business: Business) -> None:
    [invite] = invite_members(business, members=["ada"])
    assert listed(business, invite_status=["EXPIRED"]) == []
    emulator.advance(MONTH + 1)
    with Api(emulator.url, emulator.token()) as api:
        business.api = api
        assert listed(business, invite_status=["EXPIRED"]) == [invite["id"]]
        assert listed(business, invite_status=["PENDING"]) == []
        assert "EXPIRED" in respond(business, invite["id"])["exception"]["message"]


def test_invitations_are_paged(business: Business) -> None:
    ids = [
        item["id"] for item in invite_members(business, members=[f"person{n}" for n in range(7)])
    ]
    found, bookmark = [], None
    while True:
        page = business.call(GET_INVITES, page_size=3, bookmark=bookmark)
        found += [item["id"] for item in page["items"]]
        bookmark = page["bookmark"]
        if bookmark is None:
            break
    assert found == ids


@pytest.mark.parametrize("id", ["0", "007", "9" * 19, "9" * 25])
def test_impossible_partner_ids_are_refused(business: Business, id: str) -> None:
    body = {"invite_type": "PARTNER_INVITE", "business_role": "PARTNER", "partners": [id, "5"]}
    items = business.call(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, body)["items"]
    assert ["exception" in item for item in items] == [id != "0", False]


@pytest.mark.parametrize("asset", ["shop", "007", "9" * 19, "9" * 5_000])
def test_impossible_asset_ids_are_refused(business: Business, asset: str) -> None:
    request = invite_partner(business, "PARTNER_REQUEST")
    response = respond(business, request, asset_id_to_permissions={asset: ["ADMIN"]})
    assert response["exception"]["code"] == 1
    assert listed(business, is_member=False) == [request]


def test_a_member_without_a_name_is_not_invited(business: Business) -> None:
    body = {**MEMBERS, "members": [" ", "ada"]}
    items = business.call(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, body)["items"]
    assert ["exception" in item for item in items] == [True, False]


def test_the_assets_summary_leaves_out_groups(business: Business) -> None:
    group = {"asset_group_name": "A", "asset_group_description": "", "asset_group_types": []}
    asset = business.call(ASSET_GROUP_CREATE, group)["asset_group"]["id"]
    [invite] = invite_members(business, members=["ada"])
    respond(business, invite["id"], asset_id_to_permissions={asset: ["ADMIN"]})
    ada = {"member_ids": invite["user"]["id"]}
    [shown] = business.call(GET_BUSINESS_MEMBERS, assets_summary=True, **ada)["items"]
    assert shown["assets_summary"] == {"ad_accounts": [], "profiles": []}
    query = {"member_id": invite["user"]["id"], "asset_type": "ASSET_GROUP"}
    [found] = business.call(BUSINESS_MEMBER_ASSETS_GET, **query)["items"]
    assert found["asset_group_info"]["id"] == asset


def test_a_name_may_be_a_lone_surrogate(business: Business) -> None:
    [invite] = invite_members(business, members=["\ud800"])
    assert invite["user"]["username"] == "\ud800"
    assert listed(business) == [invite["id"]]
