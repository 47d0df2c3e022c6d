"""Integrations of shop systems: their metadata by the shop's own id, and the logs that they send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.problems import bad_request, conflict, not_found
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
    choice="`external_business_id` is required. If it has an integration already, the response is a 409.",
)
@handles(INTEGRATIONS_COMMERCE_POST)
def create_integration(call: Call) -> dict[str, Any]:
    """Makes an integration and answers its metadata."""
    state, body = call.state, call.body
    external = body.get("external_business_id") or ""
    if not external.strip():
        raise bad_request("external_business_id: must not be empty")
    if _find(call, external):
        raise conflict("There is an integration of that external business already.")
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
    """Answers the metadata of an integration."""
    return _metadata(_require(call).data)


@handles(INTEGRATIONS_COMMERCE_PATCH)
def update_integration(call: Call) -> dict[str, Any]:
    """Sets fields of an integration and answers its metadata."""
    changed = _require(call).changed(
        {**_whole(call.body or {}), "updated_time": call.state.milliseconds()}
    )
    call.state.store.put(_KIND, None, [changed])
    return _metadata(changed.data)


@assumed(
    choice="Deleting an integration that does not exist responds with 404.",
)
@handles(INTEGRATIONS_COMMERCE_DEL)
def delete_integration(call: Call) -> None:
    """Removes an integration."""
    call.state.store.delete(_KIND, None, _require(call).id)


@handles(INTEGRATIONS_GET_LIST)
def list_integrations(call: Call) -> JsonText:
    """Answers a page of the integrations."""
    return list_entities(call, _KIND, None)


@handles(INTEGRATIONS_GET_BY_ID)
def get_record(call: Call) -> Mapping[str, Any]:
    """Answers one integration."""
    return get_entity(call.state, _KIND, None, call.arguments["id"]).data


@assumed(
    choice="Logs are accepted and dropped.",
)
@handles(INTEGRATIONS_LOGS_POST, refuse_unknown=True)
def send_logs(call: Call) -> dict[str, Any]:
    """Answers that logs were taken."""
    return {"message": f"{len(call.body['logs'])} taken"}


def _whole(body: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what a body says; times are taken as any number, and records show them as whole ones."""
    return {name: int(value) if isinstance(value, float) else value for name, value in body.items()}


def _find(call: Call, external: str) -> Entity | None:
    where = {"external_business_id": external}
    found = call.state.store.select(_KIND, None, call.state.clock.now(), where)
    return found[0] if found else None


def _require(call: Call) -> Entity:
    found = _find(call, call.arguments["external_business_id"])
    if found is None:
        raise not_found("Integration")
    return found


def _metadata(data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an integration without its secrets and without what was never given."""
    times = {f"{name}_timestamp": data[f"{name}_time"] for name in ("created", "updated")}
    hidden = (*_SECRET, "created_time", "updated_time")
    shown = {
        name: value for name, value in data.items() if value is not None and name not in hidden
    }
    return {**shown, **times}
