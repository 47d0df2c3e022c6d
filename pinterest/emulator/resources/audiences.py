"""Audiences: created, read, listed, updated and removed; INITIALIZING for a day, then READY or TOO_SMALL.

How many people an audience matches is made up from the seed, its id and its rule, but for those on a customer list. It
is too small, fewer than 100, when little fills it: a short list, a VISITOR rule with `prefill` false, or one that keeps
people for a single day (`retention_days` 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.audience_sharing import readable_audience, received_audiences
from pinterest.emulator.resources.customer_lists import people_on
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.audiences import (
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_GET,
    AUDIENCES_LIST,
    AUDIENCES_UPDATE,
)

_KIND = "audience"
_COMPANY = "The Quilt Shop"
_READY_AFTER = DAY
_FEWEST = 100
_RETENTION_DAYS = 180
# Of each type, the field of the rule that tells it from other types.
_TELLING = {
    "CUSTOMER_LIST": "customer_list_id",
    "ACTALIKE": "seed_id",
    "ENGAGEMENT": "engagement_domain",
}

assumed(
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_UPDATE,
    choice="The conversion tag of a VISITOR rule and the pins of an ENGAGEMENT rule are not checked, since they "
    "may belong to others.",
)
assumed(
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_UPDATE,
    contract="With `prefill` false, a VISITOR audience starts empty.",
    observed="An audience with fewer than 100 people is TOO_SMALL.",
    choice="An audience is counted one day after its creation, and again one day after a change of its rule. "
    "Until then it keeps its size. A CUSTOMER_LIST audience has the people who were on the list at its "
    "creation. Other sizes are made up from the seed, the ID and the rule. With `retention_days` 1, an "
    "audience is too small.",
)
assumed(
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_UPDATE,
    observed="The rule of an ENGAGEMENT audience requires no field but `engager_type`.",
    choice="A rule may have any country, and requires no field that its type is about. A null in an update leaves "
    "the name or the rule as it is.",
)

SAMPLE_RULES: Mapping[str, Mapping[str, Any]] = {
    "VISITOR": {"visitor_source_id": "2614886750417", "retention_days": 180},
    "ENGAGEMENT": {"engagement_domain": ["www.example.com"], "engager_type": 1},
    "CUSTOMER_LIST": {"customer_list_id": "643"},
    "ACTALIKE": {"seed_id": ["2542620905475"], "country": "US", "percentage": 5},
}

"""A rule for each type, for audiences that are added without one."""


@handles(AUDIENCES_LIST)
def list_audiences(call: Call) -> JsonText:
    """Returns a page of the account's audiences by id, or of those that others share with it."""
    if call.arguments["ownership_type"] == "RECEIVED":
        return received_audiences(call, "AD_ACCOUNT", call.arguments["ad_account_id"])
    return list_entities(call, _KIND, call.arguments["ad_account_id"])


@handles(AUDIENCES_GET)
def get_audience(call: Call) -> dict[str, Any]:
    """Returns one audience: the account's own, or one that is shared with it."""
    account, id = call.arguments["ad_account_id"], call.arguments["audience_id"]
    found = readable_audience(call.state, account, id)
    if found is None:
        raise not_found("Audience")
    return dict(found.data)


@handles(AUDIENCES_CREATE)
def create_audience(call: Call) -> dict[str, Any]:
    """Creates an audience and returns it."""
    return _create(call, call.body["audience_type"])


@handles(AUDIENCES_CREATE_CUSTOM)
def create_custom_audience(call: Call) -> dict[str, Any]:
    """Creates an audience that comes with a sharing type; its own type is read from its rule."""
    rule = call.body["rule"] or {}
    kind = next((kind for kind, field in _TELLING.items() if rule.get(field)), "VISITOR")
    return _create(call, kind)


@handles(AUDIENCES_UPDATE)
@assumed(
    choice="An audience that another ad account shares can be read. Updating it responds with 404.",
)
def update_audience(call: Call) -> dict[str, Any]:
    """Sets fields of an audience, or removes it; answers how it is, or was."""
    found = _find(call)
    account, state = call.arguments["ad_account_id"], call.state
    body = dict(call.body or {})
    if body.pop("operation_type", None) == "REMOVE":
        state.store.delete(_KIND, account, found.id)
        return dict(found.data)
    body.pop("ad_account_id", None)
    for name in ("name", "rule"):
        if name in body and body[name] is None:
            del body[name]
    data = {**found.data, **body}
    check_references(state, account, body)
    if body:
        data["updated_timestamp"] = state.now()
        due = found.due
        if due is None and data["rule"] != found.data["rule"]:
            due = state.now() + state.processing_seconds(_READY_AFTER)
        later = None if due is None else _matched(state, data)
        state.store.put(_KIND, account, [Entity(found.id, data, due, later)])
    return data


def add_audience(
    state: State,
    ad_account_id: str,
    *,
    name: str,
    audience_type: str,
    rule: Mapping[str, Any],
    description: str | None = None,
    created: int | None = None,
) -> dict[str, Any]:
    """Keeps a new audience and returns it as it is at first.

    Args:
        state: The emulator's state.
        ad_account_id: The ID of the ad account.
        name: Its name.
        audience_type: Its type.
        rule: Its rule.
        description: What it is about.
        created: When it was created, in Unix time. Defaults to now.

    Raises:
        Problem: If its rule names something that does not exist.
    """
    made = state.now() if created is None else created
    [id] = state.random.next_ids(state.store, _KIND)
    data = _new(ad_account_id, id, name, audience_type, rule, description, made)
    check_references(state, ad_account_id, {"rule": rule})
    entity = Entity(id, data, made + state.processing_seconds(_READY_AFTER), _matched(state, data))
    state.store.put(_KIND, ad_account_id, [entity])
    return data


def add_audiences(
    state: State,
    ad_account_id: str,
    count: int,
    *,
    name: str,
    audience_type: str,
    rule: Mapping[str, Any],
    ready: bool,
) -> Sequence[str]:
    """Keeps many audiences at once, their names numbered from 1; returns their ids."""
    ids = state.random.next_ids(state.store, _KIND, count)
    now = state.now()

    def entities() -> Any:
        for number, id in enumerate(ids, 1):
            data = _new(ad_account_id, id, f"{name} {number}", audience_type, rule, None, now)
            matched = _matched(state, data)
            yield (
                Entity(id, matched)
                if ready
                else Entity(id, data, now + state.processing_seconds(_READY_AFTER), matched)
            )

    state.store.put(_KIND, ad_account_id, entities())
    return ids


def _create(call: Call, audience_type: str) -> dict[str, Any]:
    body = call.body
    return add_audience(
        call.state,
        call.arguments["ad_account_id"],
        name=body["name"],
        audience_type=audience_type,
        rule=body["rule"],
        description=body.get("description"),
    )


def _new(
    ad_account_id: str,
    id: str,
    name: str,
    audience_type: str,
    rule: Mapping[str, Any],
    description: str | None,
    now: int,
) -> dict[str, Any]:
    return {
        "ad_account_id": ad_account_id,
        "id": id,
        "type": "audience",
        "name": name,
        "description": description,
        "audience_type": audience_type,
        "rule": rule,
        "size": None,
        "status": "INITIALIZING",
        "is_nca": False,
        "created_by_company_name": _COMPANY,
        "created_timestamp": now,
        "updated_timestamp": now,
    }


def _find(call: Call) -> Entity:
    arguments, state = call.arguments, call.state
    found = state.store.get(
        _KIND, arguments["ad_account_id"], arguments["audience_id"], state.clock.now()
    )
    if found is None:
        raise not_found("Audience")
    return found


def _matched(state: State, data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an audience as it is once its people are counted."""
    size = _size(state, data)
    return {**data, "size": size, "status": "READY" if size >= _FEWEST else "TOO_SMALL"}


def _size(state: State, data: Mapping[str, Any]) -> int:
    rule, kind = data["rule"] or {}, data["audience_type"]
    chance = state.random.generator(_KIND, data["id"])
    if kind == "ACTALIKE":
        return int(rule.get("percentage") or 1) * chance.randrange(700_000, 900_000)
    listed = str(rule.get("customer_list_id") or "")
    people = people_on(state, data["ad_account_id"], listed) if kind == "CUSTOMER_LIST" else None
    if people is not None:
        return people
    if kind not in ("VISITOR", "ENGAGEMENT"):
        return chance.randrange(1_000, 50_000)
    if kind == "VISITOR" and rule.get("prefill") is False:
        return 0
    days = int(rule.get("retention_days") or _RETENTION_DAYS)
    people_a_day = chance.randrange(_FEWEST // 2, _FEWEST)
    return days * people_a_day
