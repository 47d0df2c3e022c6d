"""Business access: businesses, their assets, and the permissions on assets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.ad_accounts import USERNAME, get_user_created_time, get_user_id
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.kinds import ACCESS
from pinterest.emulator.store.state import State

MEMBER = "business_member"
SYSTEM_USER = "business_system_user"
# INTERNAL partners have access to assets of the business. EXTERNAL partners share their own assets with the business.
PARTNERS = {"INTERNAL": "business_partner_internal", "EXTERNAL": "business_partner_external"}
"""Maps the API's partner types to the names under which partners are stored."""

ASSET_GROUP = "asset_group"
BRAND_ACCOUNT = "brand_account"
_ID_LIMIT = 2**63
_MAX_DIGITS = 20
_ASSET_KINDS = {"AD_ACCOUNT": "ad_account", "CATALOG": "catalog"}

Grant = Mapping[str, Any]
"""The permissions of one holder (a member, system user or partner) on one asset, with the asset's ID and type."""


def require_business(call: Call) -> str:
    """Returns the business ID in the request path.

    Raises:
        Problem: If the business is neither the token's user nor a brand account of the user.
    """
    state, id = call.state, str(call.arguments["business_id"])
    own = get_user_id(state)
    if id != own and state.store.get(BRAND_ACCOUNT, own, id, state.clock.now()) is None:
        raise not_found("Business")
    return id


def describe_user(state: State) -> dict[str, Any]:
    """Returns the response data of the user that the access token belongs to."""
    return build_person(get_user_id(state), USERNAME)


def build_person(id: str, name: str) -> dict[str, Any]:
    """Returns the response data of a person. `name` is a username or an email address."""
    by_email = "@" in name
    return {
        "id": id,
        "username": None if by_email else name,
        "email": name if by_email else None,
    }


def check_id_format(field: str, id: str) -> None:
    """Checks that a string has the format of an ID.

    Raises:
        Problem: If the string is not a number, is too large or begins with a zero.
    """
    if not (
        id.isascii() and id.isdigit() and id == str(int(id[:_MAX_DIGITS])) and int(id) < _ID_LIMIT
    ):
        raise bad_request(
            f"{field}: {id[:_MAX_DIGITS]!r} is not an ID; IDs are numbers such as 549755885175"
        )


def build_relationship(
    state: State,
    user: Mapping[str, Any],
    role: str,
    *,
    is_shared_partner: bool = False,
    from_the_start: bool = False,
) -> dict[str, Any]:
    """Returns the response data of a user's relationship with the business.

    `is_shared_partner` marks an EXTERNAL partner. The relationship begins now or, if `from_the_start` is true, when
    the emulator's user account was created.
    """
    return {
        "id": user["id"],
        "user": dict(user),
        "business_roles": [role],
        "created_by_business": describe_user(state),
        "created_by_user": describe_user(state),
        "created_time": get_user_created_time(state) * 1000
        if from_the_start
        else state.now_in_milliseconds(),
        "is_shared_partner": is_shared_partner,
    }


def list_own_asset_ids(state: State, business: str, kind: str) -> list[str]:
    """Returns the IDs of a business's own assets of one type, such as `CATALOG`."""
    now = state.clock.now()
    if kind == "PROFILE":
        return [business]
    if kind == "ASSET_GROUP":
        return [group.id for group in state.store.select(ASSET_GROUP, business, now)]
    # The user's business owns all ad accounts and catalogs.
    if kind not in _ASSET_KINDS or business != get_user_id(state):
        return []
    return [asset.id for asset in state.store.select(_ASSET_KINDS[kind], None, now)]


def find_asset_type(state: State, business: str, id: str) -> str | None:
    """Returns the type of an asset, or None if the business does not own the asset."""
    for kind in ("AD_ACCOUNT", "PROFILE", "ASSET_GROUP", "CATALOG"):
        if id in list_own_asset_ids(state, business, kind):
            return kind
    return None


def require_asset_type(
    state: State, business: str, id: str, permissions: Iterable[str] = ()
) -> str:
    """Returns the type of an asset, such as `CATALOG`.

    Raises:
        Problem: If the business does not own the asset, or a permission is not allowed for the asset type.
    """
    kind = find_asset_type(state, business, id)
    if kind is None:
        raise bad_request(f"asset_id: the business has no asset {id}")
    if "PROFILE_PUBLISHER" in permissions and kind != "PROFILE":
        raise bad_request(
            f"permissions: PROFILE_PUBLISHER is only for profiles, but {id} is of type {kind}"
        )
    return kind


def grant_permissions(
    state: State,
    business: str,
    holder_kind: str,
    holder: str,
    asset: str,
    asset_type: str,
    permissions: Sequence[str],
) -> None:
    """Sets the permissions that a member, system user or partner has on an asset."""
    data = {"asset_id": asset, "asset_type": asset_type, "permissions": list(permissions)}
    state.store.put(_get_grant_kind(business, holder_kind), holder, [Entity(asset, data)])


def list_grants(
    state: State, business: str, holder_kind: str, holder: str, asset_type: str | None = None
) -> list[Grant]:
    """Returns the grants of a member, system user or partner, optionally only for one type of asset."""
    where = {"asset_type": asset_type} if asset_type else None
    found = state.store.select(
        _get_grant_kind(business, holder_kind), holder, state.clock.now(), where
    )
    return [entity.data for entity in found]


def list_holders(state: State, holder_kind: str, business: str, asset: str) -> list[dict[str, Any]]:
    """Returns the members, system users or partners with permissions on an asset, and their permissions."""
    now, found = state.clock.now(), []
    for holder in state.store.select(holder_kind, business, now):
        access = state.store.get(_get_grant_kind(business, holder_kind), holder.id, asset, now)
        if access is not None:
            found.append({"user": holder.data["user"], "permissions": access.data["permissions"]})
    return found


def revoke_permissions(
    state: State, business: str, holder_kind: str, holder: str, asset: str
) -> Grant | None:
    """Deletes a holder's grant for an asset. Returns the grant, or None if the holder had no grant."""
    kind = _get_grant_kind(business, holder_kind)
    found = state.store.get(kind, holder, asset, state.clock.now())
    if found is None:
        return None
    state.store.delete(kind, holder, asset)
    return found.data


def revoke_all_permissions(state: State, business: str, asset: str) -> None:
    """Revokes all permissions on a deleted asset."""
    for holder_kind in (MEMBER, SYSTEM_USER, PARTNERS["INTERNAL"]):
        kind = _get_grant_kind(business, holder_kind)
        state.store.delete_all(kind, None, state.clock.now(), {"asset_id": asset})


def delete_relationship(state: State, holder_kind: str, business: str, holder: str) -> bool:
    """Removes a member, system user or partner from a business and revokes all their permissions.

    Returns False if `holder` has no relationship with the business.
    """
    now = state.clock.now()
    if state.store.get(holder_kind, business, holder, now) is None:
        return False
    state.store.delete(holder_kind, business, holder)
    state.store.delete_all(_get_grant_kind(business, holder_kind), holder, now)
    return True


def add_assets_summary(
    state: State, business: str, holder_kind: str, data: Mapping[str, Any], with_summary: bool
) -> Any:
    """Returns a copy of the data of a member or partner. Adds `assets_summary` if `with_summary` is True."""
    if not with_summary:
        return dict(data)
    return {
        **data,
        "assets_summary": summarize_assets(list_grants(state, business, holder_kind, data["id"])),
    }


def summarize_assets(grants: Iterable[Grant]) -> dict[str, Any]:
    """Returns the field `assets_summary`: the ad accounts and profiles in the grants, with the permissions on each."""
    parts: dict[str, list[dict[str, Any]]] = {"ad_accounts": [], "profiles": []}
    for access in grants:
        name = {"AD_ACCOUNT": "ad_accounts", "PROFILE": "profiles"}.get(access["asset_type"])
        if name:
            parts[name].append({"id": access["asset_id"], "permissions": access["permissions"]})
    return parts


def describe_asset(state: State, business: str, asset: str, kind: str) -> dict[str, Any]:
    """Returns the response data of an asset."""
    asset_data: dict[str, Any] = {"asset_id": asset, "asset_type": kind}
    group = state.store.get(ASSET_GROUP, business, asset, state.clock.now())
    if kind == "ASSET_GROUP" and group:
        asset_data["asset_group_info"] = group.data
    return asset_data


def build_page(call: Call, items: Sequence[Any]) -> dict[str, Any]:
    """Returns a page of the items, starting at the bookmark or at `start_index`."""
    return paginate_items(call, items[call.arguments.get("start_index") or 0 :])


def build_failed_item(code: int, message: str, **details: Any) -> dict[str, Any]:
    """Returns a response item that reports a failure."""
    return {"exception": {"code": code, "message": message, **details}}


def _get_grant_kind(business: str, holder_kind: str) -> str:
    """Returns the entity kind of a business's grants in the store, such as `business_member_access/123`."""
    # The parent of a stored grant is the member, system user or partner who holds the grant.
    return f"{holder_kind}{ACCESS}{business}"
