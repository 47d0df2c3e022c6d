"""Lead forms: create and update them in batches, get and list them, and send test leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_batch
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.lead_subscriptions import find_subscription
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.lead_forms import (
    LEAD_FORM_GET,
    LEAD_FORM_TEST_CREATE,
    LEAD_FORMS_CREATE,
    LEAD_FORMS_LIST,
    LEAD_FORMS_UPDATE,
)

_KIND = "lead_form"
_NOT_FOUND = 4842
_NEVER_NULL = ("status", "policy_links")

assumed(
    LEAD_FORMS_CREATE,
    LEAD_FORMS_UPDATE,
    choice="A lead form is ACTIVE unless it is created as a DRAFT. Its fields, its questions and the "
    "acceptance of the terms are not checked.",
)


@handles(LEAD_FORMS_LIST)
def list_lead_forms(call: Call) -> JsonText:
    """Returns a page of the ad account's lead forms."""
    return list_entities(call, _KIND, call.arguments["ad_account_id"])


@handles(LEAD_FORM_GET)
def get_lead_form(call: Call) -> dict[str, Any]:
    """Returns one lead form."""
    return dict(_get_lead_form(call, call.arguments["lead_form_id"]).data)


@handles(LEAD_FORMS_CREATE)
def create_lead_forms(call: Call) -> dict[str, Any]:
    """Creates lead forms and returns the data or error of each."""
    account = call.arguments["ad_account_id"]
    return run_batch(call, lambda item: add_lead_form(call.state, account, item))


@handles(LEAD_FORMS_UPDATE)
def update_lead_forms(call: Call) -> dict[str, Any]:
    """Updates lead forms and returns the data or error of each."""
    state, account = call.state, call.arguments["ad_account_id"]

    def update_lead_form(item: Mapping[str, Any]) -> dict[str, Any]:
        found = _get_lead_form(call, item["id"])
        data = {**found.data, **_select_fields(item), "updated_time": state.now()}
        state.store.put(_KIND, account, [Entity(found.id, data)])
        return data

    return run_batch(call, update_lead_form)


@assumed(
    choice="A test lead requires a subscription for the form or the account, and may answer any number of questions. "
    "The emulator does not deliver it.",
)
@handles(LEAD_FORM_TEST_CREATE)
def create_test_lead(call: Call) -> dict[str, Any]:
    """Returns the ID of the subscription that would receive a test lead."""
    form = _get_lead_form(call, call.arguments["lead_form_id"])
    subscription = find_subscription(call.state, call.arguments["ad_account_id"], form.id)
    if subscription is None:
        raise bad_request(
            "the lead form has no subscription; create a subscription for the form or the ad account"
        )
    # The emulator does not deliver the test lead.
    return {"subscription_id": subscription.id}


def add_lead_form(state: State, ad_account_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Creates a lead form and returns it."""
    now = state.now()
    [id] = state.random.generate_ids(state.store, _KIND)
    data = {
        "disclosure_language": None,
        "policy_links": [],
        "status": "ACTIVE",
        **_select_fields(fields),
        "ad_account_id": ad_account_id,
        "created_time": now,
        "id": id,
        "updated_time": now,
    }
    state.store.put(_KIND, ad_account_id, [Entity(id, data)])
    return data


def _select_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields in a request body, without nulls for fields that cannot be null."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None or name not in _NEVER_NULL
    }


def _get_lead_form(call: Call, id: str) -> Entity:
    state, account = call.state, call.arguments["ad_account_id"]
    found = state.store.get(_KIND, account, id, state.clock.now())
    if found is None:
        raise Problem(404, _NOT_FOUND, "Lead form not found.")
    return found
