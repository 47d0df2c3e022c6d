"""Subscriptions to the leads of a lead form or an ad account."""

from __future__ import annotations

import base64
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.ad_accounts import get_user_id
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.lead_ads import (
    AD_ACCOUNTS_SUBSCRIPTIONS_DEL_BY_ID,
    AD_ACCOUNTS_SUBSCRIPTIONS_GET_BY_ID,
    AD_ACCOUNTS_SUBSCRIPTIONS_GET_LIST,
    AD_ACCOUNTS_SUBSCRIPTIONS_POST,
)

_KIND = "lead_subscription"
_KEY_BYTES = 32


@handles(AD_ACCOUNTS_SUBSCRIPTIONS_GET_LIST)
def list_subscriptions(call: Call) -> JsonText:
    """Returns a page of the ad account's subscriptions."""
    return list_entities(call, _KIND, call.arguments["ad_account_id"])


@handles(AD_ACCOUNTS_SUBSCRIPTIONS_GET_BY_ID)
def get_subscription(call: Call) -> dict[str, Any]:
    """Returns one subscription."""
    return dict(_get_subscription(call).data)


@assumed(
    contract="The webhook URL must begin with `https://`. There is one subscription per lead form, and one for "
    "the ad account.",
    choice="A second subscription is refused with 400. The partner's tokens are not stored.",
)
@handles(AD_ACCOUNTS_SUBSCRIPTIONS_POST)
def create_subscription(call: Call) -> dict[str, Any]:
    """Creates a subscription and returns it."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    form = body.get("lead_form_id")
    if form is not None:
        get_referenced(state, "lead_form", account, form, field="lead_form_id")
    if not body["webhook_url"].startswith("https://"):
        raise bad_request("webhook_url: must begin with https://")
    if _find_subscription_by_form(state, account, form):
        raise bad_request(
            "lead_form_id: a subscription to these leads already exists; delete that subscription first"
        )
    [id] = state.random.generate_ids(state.store, _KIND)
    key = state.random.generator(_KIND, id).randbytes(_KEY_BYTES)
    data = {
        "ad_account_id": account,
        "api_version": "v5",
        "created_time": state.now_in_milliseconds(),
        "cryptographic_algorithm": "AES-256-GCM",
        "cryptographic_key": base64.b64encode(key).decode(),
        "id": id,
        "lead_form_id": form,
        "user_account_id": get_user_id(state),
        "webhook_url": body["webhook_url"],
    }
    state.store.put(_KIND, account, [Entity(id, data)])
    return data


@handles(AD_ACCOUNTS_SUBSCRIPTIONS_DEL_BY_ID)
def delete_subscription(call: Call) -> None:
    """Deletes a subscription."""
    call.state.store.delete(_KIND, call.arguments["ad_account_id"], _get_subscription(call).id)


def find_subscription(state: State, ad_account_id: str, lead_form_id: str) -> Entity | None:
    """Returns the subscription of a lead form if it exists, else the subscription of the ad account."""
    by_form = _find_subscription_by_form(state, ad_account_id, lead_form_id)
    return by_form or _find_subscription_by_form(state, ad_account_id, None)


def _find_subscription_by_form(
    state: State, ad_account_id: str, lead_form_id: str | None
) -> Entity | None:
    """Returns the subscription of a lead form, or of the ad account if `lead_form_id` is None."""
    where = {"lead_form_id": lead_form_id}
    found = state.store.select(_KIND, ad_account_id, state.clock.now(), where)
    return found[0] if found else None


def _get_subscription(call: Call) -> Entity:
    arguments = call.arguments
    return get_entity(
        call.state,
        _KIND,
        arguments["ad_account_id"],
        arguments["subscription_id"],
        noun="Subscription",
    )
