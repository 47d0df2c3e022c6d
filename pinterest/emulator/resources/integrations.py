"""Integrations of shop systems: their metadata by the shop's own id, and the logs that they send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.ad_accounts import user_id
from pinterest.emulator.store.database import Entity
from pinterest.operations.integrations import (
    INTEGRATIONS_COMMERCE_DEL,
    INTEGRATIONS_COMMERCE_GET,
    INTEGRATIONS_COMMERCE_PATCH,
    INTEGRATIONS_COMMERCE_POST,
    INTEGRATIONS_GET_BY_ID,
    INTEGRATIONS_GET_LIST,
    INTEGRATIONS_LOGS_POST,
)

_KIND = "integration"
_NOT_FOUND, _RECORD_NOT_FOUND = 4180, 4517
# What a record shows, and null stands for what was never given.
_FIELDS = (
    "additional_id_1",
    "connected_advertiser_id",
    "connected_lba_id",
    "connected_merchant_id",
    "connected_tag_id",
    "external_business_id",
    "partner_access_token",
    "partner_access_token_expiry",
    "partner_metadata",
    "partner_primary_email",
    "partner_refresh_token",
    "partner_refresh_token_expiry",
    "scopes",
)
_SECRET = ("partner_access_token", "partner_refresh_token", "partner_primary_email")


@assumed(
    choice="An integration needs no `external_business_id`; creating one that exists already updates it.",
)
@handles(INTEGRATIONS_COMMERCE_POST)
def create_integration(call: Call) -> dict[str, Any]:
    """Creates an integration and returns its metadata."""
    state, body = call.state, call.body
    found = _find(call, body.get("external_business_id"))
    if found is not None:
        return _updated(call, found)
    [id] = state.random.next_ids(state.store, _KIND)
    data = {
        "id": id,
        **dict.fromkeys(_FIELDS),
        **_whole(body),
        "connected_user_id": user_id(state),
        "created_time": state.milliseconds(),
        "updated_time": state.milliseconds(),
    }
    state.store.put(_KIND, None, [Entity(id, data)])
    return _metadata(data)


@handles(INTEGRATIONS_COMMERCE_GET)
def get_integration(call: Call) -> dict[str, Any]:
    """Returns the metadata of an integration."""
    return _metadata(_require(call).data)


@handles(INTEGRATIONS_COMMERCE_PATCH)
def update_integration(call: Call) -> dict[str, Any]:
    """Sets fields of an integration and returns its metadata."""
    return _updated(call, _require(call))


@assumed(
    choice="Deleting an integration that does not exist responds with 404.",
)
@handles(INTEGRATIONS_COMMERCE_DEL)
def delete_integration(call: Call) -> None:
    """Removes an integration."""
    call.state.store.delete(_KIND, None, _require(call).id)


@handles(INTEGRATIONS_GET_LIST)
def list_integrations(call: Call) -> JsonText:
    """Returns a page of the integrations."""
    return list_entities(call, _KIND, None)


@handles(INTEGRATIONS_GET_BY_ID)
def get_record(call: Call) -> Mapping[str, Any]:
    """Returns one integration."""
    found = call.state.store.get(_KIND, None, call.arguments["id"], call.state.clock.now())
    if found is None:
        raise Problem(404, _RECORD_NOT_FOUND, "Integration not found.")
    return found.data


@assumed(
    choice="Logs are accepted and dropped.",
)
@handles(INTEGRATIONS_LOGS_POST, refuse_unknown=True)
def send_logs(call: Call) -> dict[str, Any]:
    """Returns that logs were taken."""
    return {"message": f"{len(call.body['logs'])} taken"}


def _whole(body: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what a body says; times are taken as any number, and records show them as whole ones."""
    return {name: int(value) if isinstance(value, float) else value for name, value in body.items()}


def _updated(call: Call, found: Entity) -> dict[str, Any]:
    """Sets what a body says of an integration, and returns its metadata."""
    changed = found.changed({**_whole(call.body or {}), "updated_time": call.state.milliseconds()})
    call.state.store.put(_KIND, None, [changed])
    return _metadata(changed.data)


def _find(call: Call, external: str | None) -> Entity | None:
    if not external:
        return None
    where = {"external_business_id": external}
    found = call.state.store.select(_KIND, None, call.state.clock.now(), where)
    return found[0] if found else None


def _require(call: Call) -> Entity:
    found = _find(call, call.arguments["external_business_id"])
    if found is None:
        raise Problem(404, _NOT_FOUND, "Integration not found.")
    return found


def _metadata(data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an integration without its secrets and without what was never given."""
    times = {f"{name}_timestamp": data[f"{name}_time"] for name in ("created", "updated")}
    hidden = (*_SECRET, "created_time", "updated_time")
    shown = {
        name: value for name, value in data.items() if value is not None and name not in hidden
    }
    return {**shown, **times}
