"""Audiences: create, get, list, update and remove them.

A new audience is INITIALIZING for a day, then READY or TOO_SMALL.

The emulator makes up the size of an audience from the seed and from the ID and rule of the audience. The size of a
CUSTOMER_LIST audience is the number of people on the list. An audience with fewer than 100 people is TOO_SMALL. To
create such an audience, use a short list, `prefill` false in a VISITOR rule, or `retention_days` 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.audience_sharing import (
    find_readable_audience,
    list_received_audiences,
)
from pinterest.emulator.resources.customer_lists import count_people
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
_COMPANY_NAME = "The Quilt Shop"
_READY_SECONDS = DAY
_MIN_SIZE = 100
_DEFAULT_RETENTION_DAYS = 180
# For each audience type: the required field of the rule.
_FIELD_BY_TYPE = {
    "CUSTOMER_LIST": "customer_list_id",
    "ACTALIKE": "seed_id",
    "ENGAGEMENT": "engagement_domain",
}

assumed(
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_UPDATE,
    choice="The conversion tag of a VISITOR rule and the pins of an ENGAGEMENT rule are not checked, "
    "because they may belong to other accounts.",
)
assumed(
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_UPDATE,
    contract="With `prefill` false, a VISITOR audience starts empty.",
    observed="An audience with fewer than 100 people is TOO_SMALL.",
    choice="An audience is counted one day after its creation, and again one day after a change of its rule. "
    "Until then it keeps its size. A CUSTOMER_LIST audience has the people who were on the list at its "
    "creation. Other sizes are generated from the seed, the ID and the rule. With `retention_days` 1, an "
    "audience is too small.",
)
assumed(
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_UPDATE,
    observed="The rule of an ENGAGEMENT audience only requires `engager_type`.",
    choice="A rule may have any country. The fields that are specific to its type are optional. A null in an "
    "update leaves the name or the rule as it is.",
)

SAMPLE_RULES: Mapping[str, Mapping[str, Any]] = {
    "VISITOR": {"visitor_source_id": "2614886750417", "retention_days": 180},
    "ENGAGEMENT": {"engagement_domain": ["www.example.com"], "engager_type": 1},
    "CUSTOMER_LIST": {"customer_list_id": "643"},
    "ACTALIKE": {"seed_id": ["2542620905475"], "country": "US", "percentage": 5},
}
"""The default rules of sample audiences, by audience type."""


@handles(AUDIENCES_LIST)
def list_audiences(call: Call) -> JsonText:
    """Returns a page of the audiences that the account owns, or of the audiences that are shared with it."""
    if call.arguments["ownership_type"] == "RECEIVED":
        return list_received_audiences(call, "AD_ACCOUNT", call.arguments["ad_account_id"])
    return list_entities(call, _KIND, call.arguments["ad_account_id"])


@handles(AUDIENCES_GET)
def get_audience(call: Call) -> dict[str, Any]:
    """Returns an audience that the account owns or that is shared with it."""
    account, id = call.arguments["ad_account_id"], call.arguments["audience_id"]
    found = find_readable_audience(call.state, account, id)
    if found is None:
        raise not_found("Audience")
    return dict(found.data)


@handles(AUDIENCES_CREATE)
def create_audience(call: Call) -> dict[str, Any]:
    """Creates an audience and returns it."""
    return _create_audience_from_body(call, call.body["audience_type"])


@handles(AUDIENCES_CREATE_CUSTOM)
def create_custom_audience(call: Call) -> dict[str, Any]:
    """Creates an audience with a sharing type and returns it."""
    rule = call.body["rule"] or {}
    # The fields of the rule imply the audience type.
    kind = next((kind for kind, field in _FIELD_BY_TYPE.items() if rule.get(field)), "VISITOR")
    return _create_audience_from_body(call, kind)


@handles(AUDIENCES_UPDATE)
@assumed(
    choice="An audience that another ad account shares can be read. Updating it responds with 404.",
)
def update_audience(call: Call) -> dict[str, Any]:
    """Updates or removes an audience, and returns it."""
    found = _require_own_audience(call)
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
            due = state.now() + state.get_processing_seconds(_READY_SECONDS)
        later = None if due is None else _add_size_and_status(state, data)
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
    """Creates an audience and returns its initial fields. `created` is in Unix seconds and defaults to now.

    Raises:
        Problem: If the rule refers to an entity that does not exist.
    """
    created_time = state.now() if created is None else created
    [id] = state.random.generate_ids(state.store, _KIND)
    data = _build_audience(ad_account_id, id, name, audience_type, rule, description, created_time)
    check_references(state, ad_account_id, {"rule": rule})
    entity = Entity(
        id,
        data,
        created_time + state.get_processing_seconds(_READY_SECONDS),
        _add_size_and_status(state, data),
    )
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
    """Creates audiences with numbered names, such as "Buyers 1", and returns their IDs.

    If `ready` is true, the audiences have their final size and status immediately.
    """
    ids = state.random.generate_ids(state.store, _KIND, count)
    now = state.now()

    def build_entities() -> Iterator[Entity]:
        for number, id in enumerate(ids, 1):
            data = _build_audience(
                ad_account_id, id, f"{name} {number}", audience_type, rule, None, now
            )
            counted = _add_size_and_status(state, data)
            yield (
                Entity(id, counted)
                if ready
                else Entity(id, data, now + state.get_processing_seconds(_READY_SECONDS), counted)
            )

    state.store.put(_KIND, ad_account_id, build_entities())
    return ids


def _create_audience_from_body(call: Call, audience_type: str) -> dict[str, Any]:
    body = call.body
    return add_audience(
        call.state,
        call.arguments["ad_account_id"],
        name=body["name"],
        audience_type=audience_type,
        rule=body["rule"],
        description=body.get("description"),
    )


def _build_audience(
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
        "created_by_company_name": _COMPANY_NAME,
        "created_timestamp": now,
        "updated_timestamp": now,
    }


def _require_own_audience(call: Call) -> Entity:
    arguments, state = call.arguments, call.state
    found = state.store.get(
        _KIND, arguments["ad_account_id"], arguments["audience_id"], state.clock.now()
    )
    if found is None:
        raise not_found("Audience")
    return found


def _add_size_and_status(state: State, data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an audience with its size and with the status `READY` or `TOO_SMALL`."""
    size = _estimate_size(state, data)
    return {**data, "size": size, "status": "READY" if size >= _MIN_SIZE else "TOO_SMALL"}


def _estimate_size(state: State, data: Mapping[str, Any]) -> int:
    rule, kind = data["rule"] or {}, data["audience_type"]
    generator = state.random.generator(_KIND, data["id"])
    if kind == "ACTALIKE":
        return int(rule.get("percentage") or 1) * generator.randrange(700_000, 900_000)
    list_id = str(rule.get("customer_list_id") or "")
    people = (
        count_people(state, data["ad_account_id"], list_id) if kind == "CUSTOMER_LIST" else None
    )
    if people is not None:
        return people
    if kind not in ("VISITOR", "ENGAGEMENT"):
        return generator.randrange(1_000, 50_000)
    if kind == "VISITOR" and rule.get("prefill") is False:
        return 0
    days = int(rule.get("retention_days") or _DEFAULT_RETENTION_DAYS)
    people_per_day = generator.randrange(_MIN_SIZE // 2, _MIN_SIZE)
    return days * people_per_day
