"""Business access: members, partners, invites and assets on the emulator."""

from __future__ import annotations

import pytest

from pinterest import PinterestSDKClient
from pinterest.business import (
    AssetGroup,
    Business,
    BusinessInvite,
    BusinessMember,
    BusinessPartner,
    SystemUser,
)
from pinterest.emulator import Emulator
from pinterest.exceptions import NotLoaded, PartialFailureError, ValidationError

PARTNER = "4000000000000000001"


@pytest.fixture
def business(pinterest_emulator: Emulator, pinterest_client: PinterestSDKClient) -> Business:
    [found] = Business.get_all(client=pinterest_client).items
    return found


@pytest.fixture
def emulator(pinterest_emulator: Emulator) -> Emulator:
    return pinterest_emulator


@pytest.fixture
def member(business: Business) -> BusinessMember:
    [invite] = business.invite(["sue@example.com"])
    assert invite.accept() is True
    [found] = [one for one in business.members() if one.id != business.id]
    return found


@pytest.fixture
def partner(business: Business) -> BusinessPartner:
    [invite] = business.invite([PARTNER], "PARTNER_INVITE")
    assert invite.accept() is True
    [found] = business.partners("INTERNAL")
    return found


def test_a_business_lists_its_members_and_system_users_apart(business, emulator):
    [owner] = business.members()
    [system_user] = business.system_users()
    assert (type(owner), type(system_user)) == (BusinessMember, SystemUser)
    assert owner.id == business.id != system_user.id
    assert owner.business_id == system_user.business_id == business.id
    [members, others] = emulator.requests[-2:]
    assert members.query["fetch_system_users"] == "false"
    assert others.query["fetch_system_users"] == "true"


def test_a_system_user_is_renamed_and_has_to_be_listed_again(business):
    [user] = business.system_users()
    assert user.update_fields(name="Nightly") is True
    with pytest.raises(NotLoaded, match=r"SystemUser\.get_all\(business_id\)"):
        _ = user.user
    assert next(business.system_users()).user.username == "Nightly"


def test_each_invite_that_fails_is_named(business):
    with pytest.raises(PartialFailureError) as caught:
        business.invite(["sue@example.com", " ", "bob"])
    error = caught.value
    assert list(error.failures) == [1]
    assert error.inputs == {1: " "}
    assert {index: type(item) for index, item in error.succeeded.items()} == {
        0: BusinessInvite,
        2: BusinessInvite,
    }
    assert {item.user.email or item.user.username for item in business.invites()} == {
        "sue@example.com",
        "bob",
    }


def test_more_invites_than_fit_into_one_request_are_split(business, emulator):
    emulator.clear_requests()
    invites = business.invite([f"person{number}" for number in range(51)])
    assert len({invite.id for invite in invites}) == 51
    assert len(emulator.requests) == 2


def test_invites_are_cancelled_one_by_one_and_together(business):
    first, *rest = business.invite(["a", "b", "c"])
    assert first.delete() is True
    with pytest.raises(PartialFailureError, match="CANCELLED"):
        first.delete()
    with pytest.raises(PartialFailureError) as caught:
        BusinessInvite.delete_many(business.id, [rest[0].id, first.id], first._stored_client)
    assert list(caught.value.failures) == [1]
    assert [invite.id for invite in business.invites()] == [rest[1].id]


def test_an_invite_is_declined_once(business):
    [invite] = business.invite(["sue"])
    assert invite.decline() is True
    with pytest.raises(PartialFailureError, match="DECLINED"):
        invite.accept()


def test_an_invite_gets_assets(business, emulator):
    [invite] = business.invite(["sue"])
    permissions = {emulator.ad_account_id: ["ANALYST"]}
    assert invite.update_fields(invite_type="MEMBER_INVITE", asset_id_to_permissions=permissions)
    assert not invite.is_loaded
    [listed] = business.invites()
    assert listed.assets_summary.ad_accounts[0].id == emulator.ad_account_id


def test_a_member_gets_and_loses_permissions(business, member, emulator):
    account = emulator.ad_account_id
    assert member.grant(account, ["ANALYST"]) is True
    [asset] = member.assets("AD_ACCOUNT")
    assert (asset.id, asset.business_id, asset.permissions) == (account, business.id, ["ANALYST"])
    assert [one.user.email for one in asset.members()] == ["sue@example.com"]
    assert list(asset.partners()) == []
    assert member.revoke(account) is True
    assert member.revoke(account) is False
    with pytest.raises(PartialFailureError, match="no asset 5"):
        member.grant("5", ["ANALYST"])


def test_a_role_is_changed_and_a_membership_ended(business, member):
    assert member.update_fields(business_role="BIZ_ADMIN") is True
    assert not member.is_loaded
    with pytest.raises(PartialFailureError, match="not deleted"):
        member.delete(business_role="EMPLOYEE")
    assert member.delete(business_role="BIZ_ADMIN") is True
    assert [one.id for one in business.members()] == [business.id]


def test_memberships_that_were_not_ended_are_named(business, member):
    rows = [{"member_id": id, "business_role": "EMPLOYEE"} for id in (member.id, "5")]
    with pytest.raises(PartialFailureError) as caught:
        BusinessMember.delete_many(business.id, rows, member._stored_client)
    assert list(caught.value.failures) == [1]
    assert list(caught.value.succeeded) == [0]


def test_roles_of_many_members_are_changed_with_one_request(business, member, emulator):
    emulator.clear_requests()
    rows = [{"member_id": member.id, "business_role": "BIZ_ADMIN"}]
    [changed] = BusinessMember.update_many(business.id, rows, member._stored_client)
    assert changed == member
    assert len(emulator.requests) == 1


def test_a_partner_gets_and_loses_permissions(business, partner, emulator):
    account = emulator.ad_account_id
    assert partner.grant(account, ["CAMPAIGN_MANAGER"]) is True
    assert [asset.id for asset in partner.assets()] == [account]
    assert partner.revoke(account) is True
    assert BusinessPartner.delete(business.id, partner.id, partner._stored_client) is True
    assert list(business.partners()) == []


def test_each_request_to_a_partner_that_fails_is_named(business, partner):
    permissions = {"549755885175": ["ANALYST"]}
    rows = [
        {"partner_id": "5", "asset_id_to_permissions": permissions},
        {"partner_id": partner.id, "asset_id_to_permissions": permissions},
        {"partner_id": "6", "asset_id_to_permissions": permissions},
    ]
    with pytest.raises(PartialFailureError) as caught:
        business.request_asset_access(rows)
    assert sorted(caught.value.failures) == [0, 2]
    assert list(business.request_asset_access(rows[1:2]).invites) == [partner.id]


def test_asset_groups_are_updated_and_deleted(business, emulator):
    client = business._stored_client
    group, other = (
        AssetGroup.create(business.id, name, "Shops", ["BRAND"], client)
        for name in ("Europe", "Asia")
    )
    assert (group.asset_group_name, group.business_id) == ("Europe", business.id)
    assert group.update_fields(assets_to_add=[emulator.ad_account_id]) is True
    assert group.ad_accounts_ids == [emulator.ad_account_id]
    assert [asset.asset_group_info.asset_group_name for asset in business.assets("ASSET_GROUP")]
    rows = [
        {"asset_group_id": group.id, "name": "EU"},
        {"asset_group_id": "5", "name": "x"},
    ]
    with pytest.raises(PartialFailureError) as caught:
        AssetGroup.update_many(business.id, rows, client)
    assert list(caught.value.failures) == [1]
    with pytest.raises(PartialFailureError) as caught:
        AssetGroup.delete_many(business.id, ["5", group.id, "6"], client)
    assert sorted(caught.value.failures) == [0, 2]
    assert list(caught.value.succeeded) == [1]
    assert other.delete() is True
    assert list(business.assets("ASSET_GROUP")) == []


def test_wrong_arguments_are_refused_before_anything_is_sent(business, emulator):
    client = business._stored_client
    emulator.clear_requests()
    for wrong in (
        lambda: business.invite("sue"),
        lambda: business.invite(["sue"], business_role="BOSS"),
        lambda: BusinessInvite.delete_many(business.id, ["x"], client),
        lambda: AssetGroup.delete_many("x", ["5"], client),
        lambda: business.update_member_access([{"asset_id": "5"}]),
    ):
        with pytest.raises(ValidationError):
            wrong()
    assert emulator.requests == []
    with pytest.raises(NotLoaded, match="gets or lists"):
        _ = AssetGroup(business.id, "5", client).asset_group_name
