"""Labels: made for a campaign, applied to others and taken off again, listed by campaign."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import CAMPAIGN, strip_id_prefix, without_nulls
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
# Each is under its label, and has the id of the campaign that carries it.
_APPLICATION = "label_application"
_MOST = {"BRAND": 1, "CUSTOM": 30}
_ACTIVE, _ARCHIVED = "ACTIVE", "ARCHIVED"


@handles(LABELS_LIST)
@assumed(
    choice="Each item of a page has one label, so `page_size` counts labels. The item has the fields of the "
    "label at the top level too, where some clients look for them.",
)
def list_labels(call: Call) -> dict[str, Any]:
    """Returns a page of the account's labels by id, each in an item of its own."""
    arguments, state = call.arguments, call.state
    filters = {"label_ids": "id", "entity_statuses": "status", "label_types": "label_type"}
    where = {}
    if arguments["campaign_ids"]:
        applied = state.store.select(
            _APPLICATION, None, state.clock.now(), {"entity_id": arguments["campaign_ids"]}
        )
        chosen = {entity.data["label_id"] for entity in applied}
        asked = arguments["label_ids"]
        where["id"] = sorted(chosen & set(asked) if asked else chosen)
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

    def create(item: Mapping[str, Any]) -> dict[str, Any]:
        return add_label(state, account, campaign.id, item)

    return _answer(run_each(call, call.body["labels"], create))


@handles(LABELS_UPDATE)
@assumed(
    choice="Archiving a label removes it from every campaign. When it becomes active again, no campaign has it.",
)
def update_labels(call: Call) -> dict[str, Any]:
    """Updates the value or the status of labels."""
    state, account = call.state, call.arguments["ad_account_id"]

    def update(item: Mapping[str, Any]) -> dict[str, Any]:
        found = get_referenced(state, _KIND, account, item["id"], field="id")
        data = {**found.data, **without_nulls(item)}
        if data["status"] == _ARCHIVED:
            state.store.delete_all(_APPLICATION, found.id, state.clock.now())
        state.store.put(_KIND, account, [Entity(found.id, data)])
        return data

    return _answer(run_each(call, call.body["labels"], update))


@handles(LABELS_APPLY)
@assumed(
    choice="A label that a campaign has already, or that is archived, is applied without an error.",
)
def apply_label(call: Call) -> dict[str, Any]:
    """Applies a label to campaigns."""
    return _each_campaign(call, _apply)


@handles(LABELS_REMOVE)
@assumed(
    choice="A label that a campaign does not have is removed from it without an error.",
)
def remove_label(call: Call) -> dict[str, Any]:
    """Takes a label off campaigns."""
    return _each_campaign(call, _remove)


def add_label(
    state: State, ad_account_id: str, campaign_id: str, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Keeps a new label and applies it to a campaign; returns it.

    Args:
        state: Where it is kept.
        ad_account_id: Whose it is.
        campaign_id: The campaign.
        fields: What it is, as in the body of a request.

    Raises:
        Problem: It is no label, or the campaign carries too many.
    """
    if not fields["label_type"]:
        raise bad_request("label_type: is required")
    [id] = state.random.next_ids(state.store, _KIND)
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
    _apply(state, ad_account_id, label, campaign_id)
    return data


def labels_of(state: State, campaign_id: str) -> dict[str, list[str]]:
    """Returns the values of the labels that a campaign carries, by their type."""
    now, found = state.clock.now(), {kind: list[str]() for kind in _MOST}
    for carried in state.store.select(_APPLICATION, None, now, {"entity_id": campaign_id}):
        label = state.store.find(_KIND, carried.parent, now)
        if label:
            found[carried.data["label_type"]].append(label.data["value"])
    return found


def _each_campaign(
    call: Call, function: Callable[[State, str, Entity, str], dict[str, Any]]
) -> dict[str, Any]:
    state, account = call.state, call.arguments["ad_account_id"]
    label = get_entity(state, _KIND, account, call.arguments["label_id"])
    outcomes = run_each(
        call, call.body["entity_ids"], lambda campaign: function(state, account, label, campaign)
    )
    errors = [
        {
            "data": {"entity_id": outcome.item, "label_id": label.id},
            "error_messages": [outcome.problem.message],
        }
        for outcome in outcomes
        if outcome.problem
    ]
    done = [outcome.result for outcome in outcomes if outcome.problem is None]
    return {"entities_labels": done, "errors": errors}


def _apply(state: State, ad_account_id: str, label: Entity, campaign_id: str) -> dict[str, Any]:
    campaign = get_referenced(
        state, CAMPAIGN, ad_account_id, strip_id_prefix(campaign_id), field="entity_ids"
    )
    now, kind = state.clock.now(), label.data["label_type"]
    where = {"entity_id": campaign.id, "label_type": kind}
    others = state.store.select(_APPLICATION, None, now, where)
    if sum(other.parent != label.id for other in others) >= _MOST[kind]:
        raise bad_request(f"A campaign carries {_MOST[kind]} {kind} labels at most")
    shown = _carried(label, campaign.id, _ACTIVE)
    state.store.put(_APPLICATION, label.id, [Entity(campaign.id, {**shown, "label_type": kind})])
    return shown


def _remove(state: State, ad_account_id: str, label: Entity, campaign_id: str) -> dict[str, Any]:
    id = get_referenced(
        state, CAMPAIGN, ad_account_id, strip_id_prefix(campaign_id), field="entity_ids"
    ).id
    state.store.delete(_APPLICATION, label.id, id)
    return _carried(label, id, _ARCHIVED)


def _carried(label: Entity, campaign_id: str, status: str) -> dict[str, Any]:
    return {
        "entity_id": campaign_id,
        "entity_type": "CAMPAIGN",
        "label_id": label.id,
        "status": status,
    }


def _answer(outcomes: list[Outcome]) -> dict[str, Any]:
    errors = [
        {"data": dict(outcome.item), "error_messages": [outcome.problem.message]}
        for outcome in outcomes
        if outcome.problem
    ]
    done = [outcome.result for outcome in outcomes if outcome.problem is None]
    return {"labels": done, "errors": errors}
