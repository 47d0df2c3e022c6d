"""Integrations of shop systems: create, get, update, list and delete them, and receive their logs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.ad_accounts import get_user_id
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
_NOT_FOUND, _ID_NOT_FOUND = 4180, 4517
# The fields of an integration. A field is null until a request sets it.
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
_SECRETS = ("partner_access_token", "partner_refresh_token", "partner_primary_email")


@assumed(
    choice="An integration does not require an `external_business_id`. Creating an integration that exists updates it.",
)
@handles(INTEGRATIONS_COMMERCE_POST)
def create_integration(call: Call) -> dict[str, Any]:
    """Creates an integration and returns its metadata."""
    state, body = call.state, call.body
    found = _find_integration(call, body.get("external_business_id"))
    if found is not None:
        return _update_integration(call, found)
    [id] = state.random.generate_ids(state.store, _KIND)
    data = {
        "id": id,
        **dict.fromkeys(_FIELDS),
        **_truncate_floats(body),
        "connected_user_id": get_user_id(state),
        "created_time": state.now_in_milliseconds(),
        "updated_time": state.now_in_milliseconds(),
    }
    state.store.put(_KIND, None, [Entity(id, data)])
    return _build_integration_response(data)


@handles(INTEGRATIONS_COMMERCE_GET)
def get_integration(call: Call) -> dict[str, Any]:
    """Returns the metadata of an integration."""
    return _build_integration_response(_require_integration_in_path(call).data)


@handles(INTEGRATIONS_COMMERCE_PATCH)
def update_integration(call: Call) -> dict[str, Any]:
    """Updates an integration and returns its metadata."""
    return _update_integration(call, _require_integration_in_path(call))


@assumed(
    choice="Deleting an integration that does not exist responds with 404.",
)
@handles(INTEGRATIONS_COMMERCE_DEL)
def delete_integration(call: Call) -> None:
    """Deletes an integration."""
    call.state.store.delete(_KIND, None, _require_integration_in_path(call).id)


@handles(INTEGRATIONS_GET_LIST)
def list_integrations(call: Call) -> JsonText:
    """Returns a page of the integrations."""
    return list_entities(call, _KIND, None)


@handles(INTEGRATIONS_GET_BY_ID)
def get_integration_by_id(call: Call) -> Mapping[str, Any]:
    """Returns one integration."""
    found = call.state.store.get(_KIND, None, call.arguments["id"], call.state.clock.now())
    if found is None:
        raise Problem(404, _ID_NOT_FOUND, "Integration not found.")
    return found.data


@assumed(
    choice="Logs are accepted, but not stored.",
)
@handles(INTEGRATIONS_LOGS_POST, refuse_unknown=True)
def receive_logs(call: Call) -> dict[str, Any]:
    """Accepts logs and discards them."""
    return {"message": f"{len(call.body['logs'])} logs accepted"}


def _truncate_floats(body: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a copy of a request body with floats truncated to integers. Only times are floats."""
    return {name: int(value) if isinstance(value, float) else value for name, value in body.items()}


def _update_integration(call: Call, integration: Entity) -> dict[str, Any]:
    """Updates an integration with the request body and returns the response."""
    changed = integration.replace_fields(
        {**_truncate_floats(call.body or {}), "updated_time": call.state.now_in_milliseconds()}
    )
    call.state.store.put(_KIND, None, [changed])
    return _build_integration_response(changed.data)


def _find_integration(call: Call, external_id: str | None) -> Entity | None:
    if not external_id:
        return None
    where = {"external_business_id": external_id}
    found = call.state.store.select(_KIND, None, call.state.clock.now(), where)
    return found[0] if found else None


def _require_integration_in_path(call: Call) -> Entity:
    found = _find_integration(call, call.arguments["external_business_id"])
    if found is None:
        raise Problem(404, _NOT_FOUND, "Integration not found.")
    return found


def _build_integration_response(data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the response data of an integration, without secrets and null fields."""
    times = {f"{name}_timestamp": data[f"{name}_time"] for name in ("created", "updated")}
    hidden = (*_SECRETS, "created_time", "updated_time")
    fields = {
        name: value for name, value in data.items() if value is not None and name not in hidden
    }
    return {**fields, **times}
