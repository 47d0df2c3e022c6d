"""Creates the business of the demo shop: a second ad account, members, partners and their shared assets."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.demo.requests import send_request
from pinterest.emulator.resources.ad_accounts import add_ad_account, get_user_id
from pinterest.emulator.resources.audiences import add_audience
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.audience_sharing import (
    UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE,
)
from pinterest.operations.business_access_assets import (
    ASSET_GROUP_CREATE,
    ASSET_GROUP_UPDATE,
    BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE,
)
from pinterest.operations.business_access_invite import (
    CREATE_ASSET_INVITES,
    CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES,
    RESPOND_BUSINESS_ACCESS_INVITES,
)
from pinterest.operations.business_access_relationships import BRAND_ACCOUNTS_CREATE
from pinterest.operations.integrations import INTEGRATIONS_COMMERCE_POST

_BRAND = "The Quilt Shop Canada"
_OPENED = 200 * DAY
_JOINED = 180 * DAY
_INVITED = 3 * DAY
_CATALOG_DESK, _ADS_DESK, _NEW_DESK = (
    f"{desk}@example.com" for desk in ("catalog", "ads", "workshops")
)
_FIRST_PARTNER, _LAST_PARTNER = 4 * 10**17, 5 * 10**17


def create_business(state: State, account: str, catalog: str, tag: str, audience: str) -> None:
    """Creates the second ad account, members, partners, an asset group, an integration and pending invites.

    Args:
        state: The emulator's state.
        account: The ID of the shop's ad account.
        catalog: The ID of the shop's catalog.
        tag: The ID of the shop's conversion tag.
        audience: The ID of the audience that the shop shares.
    """
    business = get_user_id(state)
    with state.clock.set_back(_OPENED):
        second = _create_brand_account(state, business)
        _share_audiences(state, business, (account, audience), second)
    with state.clock.set_back(_JOINED):
        _create_members(state, business, account, catalog)
        _create_partners(state, business, account)
        _create_asset_group(state, business, (account, second), catalog)
        _create_integration(state, account, tag)
    with state.clock.set_back(_INVITED):
        _create_invite(state, business, "MEMBER_INVITE", _NEW_DESK)
        _create_invite(state, business, "PARTNER_INVITE", _generate_partner_id(state, "invited"))


def _create_brand_account(state: State, business: str) -> str:
    """Creates a brand account and an ad account. Returns the ID of the ad account."""
    brand = {
        "name": _BRAND,
        "username": "quiltshopcanada",
        "country": "CA",
        "about": "Fabric, patterns and kits for quilts, from Toronto.",
        "website": "https://ca.example.com",
    }
    send_request(state, BRAND_ACCOUNTS_CREATE, brand, business_hierarchy_id=business)
    second = add_ad_account(state, name=_BRAND, country="CA", currency="CAD")
    return str(second["id"])


def _share_audiences(state: State, business: str, shop: tuple[str, str], second: str) -> None:
    """Shares audiences between the shop and the second ad account.

    Also gives the business access to the shop's audience.

    Args:
        state: The emulator's state.
        business: The ID of the business.
        shop: The ID of the shop's ad account, and the ID of the shop's audience.
        second: The ID of the second ad account.
    """
    account, audience = shop
    rule = {"engagement_domain": ["ca.example.com"]}
    received = add_audience(
        state, second, name="Those who saved a pin in Canada", audience_type="ENGAGEMENT", rule=rule
    )
    for sharer, shared, recipient in (
        (account, audience, second),
        (second, received["id"], account),
    ):
        body: dict[str, Any] = {
            "audience_id": shared,
            "operation_type": "SHARE",
            "recipient_account_ids": [recipient],
        }
        send_request(
            state, UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE, body, ad_account_id=sharer
        )
    body = {
        "audience_id": audience,
        "operation_type": "SHARE",
        "recipient_business_ids": [business],
    }
    send_request(state, UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE, body, ad_account_id=account)


def _create_members(state: State, business: str, account: str, catalog: str) -> None:
    """Creates a catalog manager and a campaign manager. Also gives the owner access to the ad account."""
    access = [(business, account, "ADMIN")]
    desks = ((_CATALOG_DESK, catalog, "CATALOGS_MANAGER"), (_ADS_DESK, account, "CAMPAIGN_MANAGER"))
    for name, asset, permission in desks:
        invite = _create_invite(state, business, "MEMBER_INVITE", name)
        _accept_invite(state, invite["id"])
        access.append((invite["user"]["id"], asset, permission))
    accesses = [
        {"member_id": member, "asset_id": asset, "permissions": [permission]}
        for member, asset, permission in access
    ]
    body = {"accesses": accesses}
    send_request(state, BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE, body, business_id=business)


def _create_partners(state: State, business: str, account: str) -> None:
    """Creates two partners: an agency that can read the shop's ads, and a supplier whose ads the shop can read."""
    agency = _create_invite(
        state, business, "PARTNER_INVITE", _generate_partner_id(state, "agency")
    )
    _add_permissions_to_invite(state, business, agency["id"], account, ["ANALYST"])
    _accept_invite(state, agency["id"])
    supplier = _create_invite(
        state, business, "PARTNER_REQUEST", _generate_partner_id(state, "supplier")
    )
    theirs = state.random.generator("supplier's ad account").randrange(5 * 10**11, 6 * 10**11)
    _add_permissions_to_invite(state, business, supplier["id"], str(theirs), ["ANALYST"])
    _accept_invite(state, supplier["id"])


def _create_asset_group(
    state: State, business: str, accounts: tuple[str, str], catalog: str
) -> None:
    """Creates an asset group that contains both ad accounts and the catalog."""
    group = {
        "asset_group_name": "North America",
        "asset_group_description": "Ad accounts and catalogs of both countries",
        "asset_group_types": ["LOCATION_OR_LANGUAGE"],
    }
    made = send_request(state, ASSET_GROUP_CREATE, group, business_id=business)["asset_group"]
    added = {"asset_group_id": made["id"], "assets_to_add": [*accounts, catalog]}
    body = {"asset_groups_to_update": [added]}
    send_request(state, ASSET_GROUP_UPDATE, body, business_id=business)


def _create_integration(state: State, account: str, tag: str) -> None:
    integration = {
        "external_business_id": "quilt-shop-web",
        "connected_advertiser_id": account,
        "connected_tag_id": tag,
        "partner_metadata": '{"plan": "basic"}',
        "scopes": "products orders",
    }
    send_request(state, INTEGRATIONS_COMMERCE_POST, integration)


def _create_invite(state: State, business: str, kind: str, name: str) -> dict[str, Any]:
    """Invites a member or partner and returns the invite."""
    is_member = kind == "MEMBER_INVITE"
    body = {
        "invite_type": kind,
        "business_role": "EMPLOYEE" if is_member else "PARTNER",
        "members" if is_member else "partners": [name],
    }
    made = send_request(state, CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES, body, business_id=business)
    [item] = made["items"]
    return dict(item["invite"])


def _add_permissions_to_invite(
    state: State, business: str, invite: str, asset: str, permissions: list[str]
) -> None:
    """Adds permissions for an asset to an invite."""
    added = {
        "invite_id": invite,
        "invite_type": "PARTNER_INVITE",
        "asset_id_to_permissions": {asset: permissions},
    }
    send_request(state, CREATE_ASSET_INVITES, {"invites": [added]}, business_id=business)


def _accept_invite(state: State, invite: str) -> None:
    body = {"invites": [{"invite_id": invite, "action": {"accept_invite": True}}]}
    send_request(state, RESPOND_BUSINESS_ACCESS_INVITES, body)


def _generate_partner_id(state: State, role: str) -> str:
    """Returns the ID of a made-up partner. The same `role`, such as `agency`, always gives the same ID."""
    rng = state.random.generator("partner", role)
    return str(rng.randrange(_FIRST_PARTNER, _LAST_PARTNER))
