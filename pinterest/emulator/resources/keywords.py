"""Keywords of an ad account, a campaign or an ad group: create and update them in batches, and list them by parent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import (
    AD_GROUP,
    CAMPAIGN,
    KEYWORD,
    drop_nulls,
    strip_id_prefix,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import Outcome, run_each
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.metrics.delivery_hours import add_running_hours
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.keywords import KEYWORDS_CREATE, KEYWORDS_GET, KEYWORDS_UPDATE

_NEGATIVE = "_NEGATIVE"
# For each ID prefix: the parent's kind and `parent_type`. An ID without a prefix is looked up in this order.
_PARENTS = {"AG": (AD_GROUP, "ad_group"), "C": (CAMPAIGN, "campaign")}
_ACCOUNT_TYPE = "advertiser"


def _add_missing_match_types(body: Any) -> Any:
    """Returns the body with null for each missing match type."""
    keywords = body.get("keywords") if isinstance(body, dict) else None
    if not isinstance(keywords, list):
        return body
    # Without null, a missing match type would fail the whole request instead of one keyword.
    completed = [
        {"match_type": None, **item} if isinstance(item, dict) else item for item in keywords
    ]
    return {**body, "keywords": completed}


@handles(KEYWORDS_GET)
@assumed(
    choice="With several parents, the keywords of all of them are listed. A page has at most 250 keywords, even "
    "if more are requested.",
)
def list_keywords(call: Call) -> JsonText:
    """Returns a page of the keywords of the requested campaign and ad groups, or else of the ad account itself."""
    arguments = call.arguments
    account = arguments["ad_account_id"]
    ids = [arguments["campaign_id"], arguments["ad_group_id"], *(arguments["ad_group_ids"] or [])]
    # Without a requested parent, the ad account's own keywords are listed.
    parents = [id for id in ids if id] or [account]
    where = {"parent_id": parents, "archived": False}
    return list_entities(call, KEYWORD, account, filters={"match_types": "match_type"}, where=where)


@handles(KEYWORDS_CREATE, prepare=_add_missing_match_types)
def create_keywords(call: Call) -> dict[str, Any]:
    """Creates keywords under one parent. Returns the created keywords and the errors."""
    account, body = call.arguments["ad_account_id"], call.body
    parent = _find_parent(call.state, account, body["parent_id"])
    outcomes = run_each(
        call, body["keywords"], lambda item: _create_keyword(call.state, account, parent, item)
    )
    return _build_keywords_response(outcomes, parent_id=parent[1], id="0")


@handles(KEYWORDS_UPDATE)
def update_keywords(call: Call) -> dict[str, Any]:
    """Archives or restores keywords."""
    account = call.arguments["ad_account_id"]

    def update_keyword(item: Mapping[str, Any]) -> dict[str, Any]:
        found = get_referenced(call.state, KEYWORD, account, item["id"], field="id")
        data = {**found.data, **item, "bid": None}
        entity = add_running_hours(call.state, KEYWORD, account, Entity(found.id, data))
        call.state.store.put(KEYWORD, account, [entity])
        return data

    return _build_keywords_response(
        run_each(call, call.body["keywords"], update_keyword), parent_id=account
    )


def add_keywords(
    state: State,
    ad_account_id: str,
    parent_id: str,
    keywords: Iterable[Mapping[str, Any]],
    *,
    created: int | None = None,
) -> list[str]:
    """Creates keywords without an API request and returns their IDs.

    `parent_id` is the ID of an ad account, campaign or ad group.
    `created` is the creation time in Unix seconds, by default now.
    """
    parent = _find_parent(state, ad_account_id, parent_id)
    return [
        _create_keyword(state, ad_account_id, parent, fields, created=created)["id"]
        for fields in keywords
    ]


def _create_keyword(
    state: State,
    ad_account_id: str,
    parent: tuple[str, str],
    fields: Mapping[str, Any],
    *,
    created: int | None = None,
) -> dict[str, Any]:
    parent_type, parent_id = parent
    match_type = fields.get("match_type")
    if not match_type:
        raise bad_request("match_type: is required")
    if parent_type != "ad_group" and not match_type.endswith(_NEGATIVE):
        raise bad_request(
            f"match_type: {match_type} is only for ad groups; use a negative match type for ad accounts and campaigns"
        )
    [id] = state.random.generate_ids(state.store, KEYWORD)
    data = {
        "id": id,
        "type": "keyword",
        "archived": False,
        "bid": None,  # keywords no longer have bids
        "match_type": match_type,
        "value": fields["value"],
        "parent_id": parent_id,
        "parent_type": parent_type,
    }
    entity = add_running_hours(state, KEYWORD, ad_account_id, Entity(id, data), created=created)
    state.store.put(KEYWORD, ad_account_id, [entity])
    return data


def _find_parent(state: State, ad_account_id: str, id: str) -> tuple[str, str]:
    """Returns the type of a keyword's parent, and the parent's ID without a prefix such as `AG`.

    Raises:
        Problem: If the ad account has no campaign or ad group with that ID.
    """
    digits = strip_id_prefix(id)
    if id == ad_account_id:
        return _ACCOUNT_TYPE, digits
    letters = id.removesuffix(digits)
    candidates = [_PARENTS[letters]] if letters else list(_PARENTS.values())
    for kind, parent_type in candidates:
        if state.store.get(kind, ad_account_id, digits, state.clock.now()):
            return parent_type, digits
    raise bad_request(f"parent_id: the ad account has no ad group or campaign {id}")


def _build_keywords_response(outcomes: Iterable[Outcome], **defaults: str) -> dict[str, Any]:
    """Returns the response to a request with several keywords.

    `defaults` has values for required fields that a failed keyword lacks.
    """
    keywords, errors = [], []
    for outcome in outcomes:
        if outcome.problem is None:
            keywords.append(outcome.result)
        else:
            # The response for a failed keyword has the fields that were sent, and all required fields.
            sent = drop_nulls(outcome.item)
            data = {"type": "keyword", "match_type": None, "value": "", **defaults, **sent}
            errors.append({"data": data, "error_messages": [outcome.problem.message]})
    return {"keywords": keywords, "errors": errors}
