"""What business access is made of: the business, its assets, and who may do what with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.listing.pages import page_of_items
from pinterest.emulator.resources.ad_accounts import USERNAME, user_created_time, user_id
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.kinds import ACCESS
from pinterest.emulator.store.state import State

MEMBER = "business_member"
SYSTEM_USER = "business_system_user"
PARTNERS = {"INTERNAL": "business_partner_internal", "EXTERNAL": "business_partner_external"}
"""Those who reach assets of the business, and those whose assets the business reaches."""

ASSET_GROUP = "asset_group"
BRAND_ACCOUNT = "brand_account"
_NO_ID = 2**63
_DIGITS = 20
_ASSETS = {"AD_ACCOUNT": "ad_account", "CATALOG": "catalog"}

Grant = Mapping[str, Any]
"""An asset, its type and the permissions that somebody has on it."""


def require_business(call: Call) -> str:
    """Returns the business that a path names: the token's user, or one of its brand accounts.

    Raises:
        Problem: There is none of that id.
    """
    state, id = call.state, str(call.arguments["business_id"])
    own = user_id(state)
    if id != own and state.store.get(BRAND_ACCOUNT, own, id, state.clock.now()) is None:
        raise not_found("Business")
    return id


def owner(state: State) -> dict[str, Any]:
    """Returns the token's user as business access shows people."""
    return person(user_id(state), USERNAME)


def person(id: str, name: str) -> dict[str, Any]:
    """Returns somebody who is known by a user name or an e-mail address."""
    by_email = "@" in name
    return {
        "id": id,
        "username": None if by_email else name,
        "email": name if by_email else None,
    }


def check_id(field: str, id: str) -> None:
    """Refuses what cannot be the id of anything.

    Raises:
        Problem: It is not a number, or one that is too large or begins with a zero.
    """
    if not (id.isascii() and id.isdigit() and id == str(int(id[:_DIGITS])) and int(id) < _NO_ID):
        raise bad_request(f"{field}: {id[:_DIGITS]!r} is no id; allowed: digits, as ids are given")


def binding(
    state: State,
    user: Mapping[str, Any],
    role: str,
    *,
    is_shared_partner: bool = False,
    from_the_start: bool = False,
) -> dict[str, Any]:
    """Returns a relationship with the business as the API shows it, one that begins now unless it always was."""
    return {
        "id": user["id"],
        "user": dict(user),
        "business_roles": [role],
        "created_by_business": owner(state),
        "created_by_user": owner(state),
        "created_time": user_created_time(state) * 1000 if from_the_start else state.milliseconds(),
        "is_shared_partner": is_shared_partner,
    }


def assets_of(state: State, business: str, kind: str) -> list[str]:
    """Returns the ids of the assets of a type that a business owns; ad accounts and catalogs are the user's."""
    now = state.clock.now()
    if kind == "PROFILE":
        return [business]
    if kind == "ASSET_GROUP":
        return [group.id for group in state.store.select(ASSET_GROUP, business, now)]
    if kind not in _ASSETS or business != user_id(state):
        return []
    return [asset.id for asset in state.store.select(_ASSETS[kind], None, now)]


def asset_type(state: State, business: str, id: str) -> str | None:
    """Returns the type of an asset that a business owns, None where it owns none of that id."""
    for kind in ("AD_ACCOUNT", "PROFILE", "ASSET_GROUP", "CATALOG"):
        if id in assets_of(state, business, kind):
            return kind
    return None


def require_asset(state: State, business: str, id: str, permissions: Iterable[str] = ()) -> str:
    """Returns the type of an asset that a body names.

    Raises:
        Problem: The business owns none of that id, or it is not one that the permissions are for.
    """
    kind = asset_type(state, business, id)
    if kind is None:
        raise bad_request(f"asset_id: the business has no asset {id}")
    if "PROFILE_PUBLISHER" in permissions and kind != "PROFILE":
        raise bad_request(f"permissions: PROFILE_PUBLISHER is for profiles, {id} is {kind}")
    return kind


def grant(
    state: State,
    business: str,
    holder_kind: str,
    holder: str,
    asset: str,
    kind: str,
    permissions: Sequence[str],
) -> None:
    """Returns somebody permissions on an asset, in place of those that they had on it."""
    data = {"asset_id": asset, "asset_type": kind, "permissions": list(permissions)}
    state.store.put(_access(business, holder_kind), holder, [Entity(asset, data)])


def grants(
    state: State, business: str, holder_kind: str, holder: str, kind: str | None = None
) -> list[Grant]:
    """Returns what somebody has permissions on, of one type where one is given."""
    where = {"asset_type": kind} if kind else None
    found = state.store.select(_access(business, holder_kind), holder, state.clock.now(), where)
    return [one.data for one in found]


def holders(state: State, holder_kind: str, business: str, asset: str) -> list[dict[str, Any]]:
    """Returns those who have permissions on an asset, with these."""
    now, found = state.clock.now(), []
    for holder in state.store.select(holder_kind, business, now):
        access = state.store.get(_access(business, holder_kind), holder.id, asset, now)
        if access is not None:
            found.append({"user": holder.data["user"], "permissions": access.data["permissions"]})
    return found


def withdraw(
    state: State, business: str, holder_kind: str, holder: str, asset: str
) -> Grant | None:
    """Takes somebody's permissions on an asset, and returns what they were; None where there were none."""
    kind = _access(business, holder_kind)
    found = state.store.get(kind, holder, asset, state.clock.now())
    if found is None:
        return None
    state.store.delete(kind, holder, asset)
    return found.data


def withdraw_from_all(state: State, business: str, asset: str) -> None:
    """Takes everybody's permissions on an asset of the business that is no more."""
    for holder_kind in (MEMBER, SYSTEM_USER, PARTNERS["INTERNAL"]):
        kind = _access(business, holder_kind)
        state.store.delete_all(kind, None, state.clock.now(), {"asset_id": asset})


def end(state: State, holder_kind: str, business: str, holder: str) -> bool:
    """Ends a relationship with all its permissions; returns whether there was one."""
    now = state.clock.now()
    if state.store.get(holder_kind, business, holder, now) is None:
        return False
    state.store.delete(holder_kind, business, holder)
    state.store.delete_all(_access(business, holder_kind), holder, now)
    return True


def summarized(
    state: State, business: str, holder_kind: str, data: Mapping[str, Any], wanted: bool
) -> Any:
    """Returns a relationship with what it may reach, where that was asked for."""
    if not wanted:
        return dict(data)
    return {**data, "assets_summary": summary(grants(state, business, holder_kind, data["id"]))}


def summary(found: Iterable[Grant]) -> dict[str, Any]:
    """Returns ad accounts and profiles with the permissions on them, as relationships and invites show them."""
    parts: dict[str, list[dict[str, Any]]] = {"ad_accounts": [], "profiles": []}
    for one in found:
        name = {"AD_ACCOUNT": "ad_accounts", "PROFILE": "profiles"}.get(one["asset_type"])
        if name:
            parts[name].append({"id": one["asset_id"], "permissions": one["permissions"]})
    return parts


def described(state: State, business: str, asset: str, kind: str) -> dict[str, Any]:
    """Returns an asset as lists of assets show it."""
    shown: dict[str, Any] = {"asset_id": asset, "asset_type": kind}
    group = state.store.get(ASSET_GROUP, business, asset, state.clock.now())
    if kind == "ASSET_GROUP" and group:
        shown["asset_group_info"] = group.data
    return shown


def page_from(call: Call, items: Sequence[Any]) -> dict[str, Any]:
    """Returns the page that was asked for by a bookmark, or by the place of its first item."""
    return page_of_items(call, items[call.arguments.get("start_index") or 0 :])


def told(code: int, message: str, **about: Any) -> dict[str, Any]:
    """Returns an item of a batch that failed."""
    return {"exception": {"code": code, "message": message, **about}}


def _access(business: str, holder_kind: str) -> str:
    """Returns the kind that access to assets of a business is kept as, under whoever has it."""
    return f"{holder_kind}{ACCESS}{business}"
