"""Labels: create them for a campaign, apply them to other campaigns, remove them, and list them by campaign."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import CAMPAIGN, drop_nulls, strip_id_prefix
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import Outcome, run_each
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.labels import (
    LABELS_APPLY,
    LABELS_CREATE,
    LABELS_LIST,
    LABELS_REMOVE,
    LABELS_UPDATE,
)

_KIND = "label"
# The application of a label to a campaign. The parent is the label, and the ID is the ID of the campaign.
_APPLICATION = "label_application"
# For each label type: the maximum number of labels per campaign.
_LIMITS = {"BRAND": 1, "CUSTOM": 30}
_ACTIVE, _ARCHIVED = "ACTIVE", "ARCHIVED"


@handles(LABELS_LIST)
@assumed(
    choice="Each item of a page has one label, so `page_size` counts labels. The fields of the label are also at "
    "the top level of the item, because some clients look for them there.",
)
def list_labels(call: Call) -> dict[str, Any]:
    """Returns a page of the ad account's labels, sorted by ID."""
    arguments, state = call.arguments, call.state
    filters = {"label_ids": "id", "entity_statuses": "status", "label_types": "label_type"}
    where = {}
    if arguments["campaign_ids"]:
        applied = state.store.select(
            _APPLICATION, None, state.clock.now(), {"entity_id": arguments["campaign_ids"]}
        )
        applied_ids = {entity.data["label_id"] for entity in applied}
        requested = arguments["label_ids"]
        where["id"] = sorted(applied_ids & set(requested) if requested else applied_ids)
    page = list_entities(call, _KIND, arguments["ad_account_id"], filters=filters, where=where)
    content: dict[str, Any] = json.loads(page.text)
    items = [{**item, "labels": [item], "errors": []} for item in content["items"]]
    return {**content, "items": items}


@handles(LABELS_CREATE)
def create_labels(call: Call) -> dict[str, Any]:
    """Creates labels and applies them to one campaign."""
    state, account = call.state, call.arguments["ad_account_id"]
    campaign = get_referenced(
        state, CAMPAIGN, account, strip_id_prefix(call.body["parent_id"]), field="parent_id"
    )

    def create_label(item: Mapping[str, Any]) -> dict[str, Any]:
        return add_label(state, account, campaign.id, item)

    return _build_labels_response(run_each(call, call.body["labels"], create_label))


@handles(LABELS_UPDATE)
@assumed(
    choice="Archiving a label removes it from every campaign. Activating it does not apply it again.",
)
def update_labels(call: Call) -> dict[str, Any]:
    """Updates the value or the status of labels."""
    state, account = call.state, call.arguments["ad_account_id"]

    def update_label(item: Mapping[str, Any]) -> dict[str, Any]:
        found = get_referenced(state, _KIND, account, item["id"], field="id")
        data = {**found.data, **drop_nulls(item)}
        if data["status"] == _ARCHIVED:
            state.store.delete_all(_APPLICATION, found.id, state.clock.now())
        state.store.put(_KIND, account, [Entity(found.id, data)])
        return data

    return _build_labels_response(run_each(call, call.body["labels"], update_label))


@handles(LABELS_APPLY)
@assumed(
    choice="Applying an archived label, or one that the campaign already has, is not an error.",
)
def apply_label(call: Call) -> dict[str, Any]:
    """Applies a label to campaigns."""
    return _change_label_of_each_campaign(call, _apply_label)


@handles(LABELS_REMOVE)
@assumed(
    choice="Removing a label that the campaign does not have is not an error.",
)
def remove_label(call: Call) -> dict[str, Any]:
    """Removes a label from campaigns."""
    return _change_label_of_each_campaign(call, _remove_label)


def add_label(
    state: State, ad_account_id: str, campaign_id: str, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Creates a label, applies it to a campaign and returns it.

    Raises:
        Problem: If the label has no type, or the campaign has too many labels.
    """
    if not fields["label_type"]:
        raise bad_request("label_type: is required")
    [id] = state.random.generate_ids(state.store, _KIND)
    data = {
        "id": id,
        "label_type": fields["label_type"],
        "value": fields["value"],
        "status": _ACTIVE,
        "parent_id": campaign_id,
        "parent_type": "CAMPAIGN",
    }
    label = Entity(id, data)
    state.store.put(_KIND, ad_account_id, [label])
    _apply_label(state, ad_account_id, label, campaign_id)
    return data


def get_campaign_labels(state: State, campaign_id: str) -> dict[str, list[str]]:
    """Returns the values of a campaign's labels, by type."""
    now, values = state.clock.now(), {label_type: list[str]() for label_type in _LIMITS}
    for application in state.store.select(_APPLICATION, None, now, {"entity_id": campaign_id}):
        label = state.store.find(_KIND, application.parent, now)
        if label:
            values[application.data["label_type"]].append(label.data["value"])
    return values


def _change_label_of_each_campaign(
    call: Call, change_label: Callable[[State, str, Entity, str], dict[str, Any]]
) -> dict[str, Any]:
    """Calls `change_label` for each campaign in the request body and returns the results and errors."""
    state, account = call.state, call.arguments["ad_account_id"]
    label = get_entity(state, _KIND, account, call.arguments["label_id"])
    outcomes = run_each(
        call,
        call.body["entity_ids"],
        lambda campaign: change_label(state, account, label, campaign),
    )
    errors = [
        {
            "data": {"entity_id": outcome.item, "label_id": label.id},
            "error_messages": [outcome.problem.message],
        }
        for outcome in outcomes
        if outcome.problem
    ]
    applied = [outcome.result for outcome in outcomes if outcome.problem is None]
    return {"entities_labels": applied, "errors": errors}


def _apply_label(
    state: State, ad_account_id: str, label: Entity, campaign_id: str
) -> dict[str, Any]:
    campaign = get_referenced(
        state, CAMPAIGN, ad_account_id, strip_id_prefix(campaign_id), field="entity_ids"
    )
    now, label_type = state.clock.now(), label.data["label_type"]
    where = {"entity_id": campaign.id, "label_type": label_type}
    others = state.store.select(_APPLICATION, None, now, where)
    if sum(other.parent != label.id for other in others) >= _LIMITS[label_type]:
        raise bad_request(
            f"entity_ids: campaign {campaign.id} already has the maximum of {_LIMITS[label_type]} "
            f"{label_type} labels; remove a label first"
        )
    data = _build_label_application(label, campaign.id, _ACTIVE)
    application = Entity(campaign.id, {**data, "label_type": label_type})
    state.store.put(_APPLICATION, label.id, [application])
    return data


def _remove_label(
    state: State, ad_account_id: str, label: Entity, campaign_id: str
) -> dict[str, Any]:
    id = get_referenced(
        state, CAMPAIGN, ad_account_id, strip_id_prefix(campaign_id), field="entity_ids"
    ).id
    state.store.delete(_APPLICATION, label.id, id)
    return _build_label_application(label, id, _ARCHIVED)


def _build_label_application(label: Entity, campaign_id: str, status: str) -> dict[str, Any]:
    """Returns the fields that link a label to a campaign."""
    return {
        "entity_id": campaign_id,
        "entity_type": "CAMPAIGN",
        "label_id": label.id,
        "status": status,
    }


def _build_labels_response(outcomes: list[Outcome]) -> dict[str, Any]:
    errors = [
        {"data": dict(outcome.item), "error_messages": [outcome.problem.message]}
        for outcome in outcomes
        if outcome.problem
    ]
    labels = [outcome.result for outcome in outcomes if outcome.problem is None]
    return {"labels": labels, "errors": errors}
