"""Checks the IDs in request bodies: each ID must belong to an entity that the ad account owns or may use.

This module does not check `pin_id`: the `ads` module checks the pins of ads, and audiences may contain pins of other
users.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pinterest.emulator.advertising.entities import AD, AD_GROUP, CAMPAIGN, strip_id_prefix
from pinterest.emulator.handlers.problems import BAD_PARAMETER, PIN_NOT_FOUND, Problem
from pinterest.emulator.resources.audience_sharing import find_readable_audience
from pinterest.emulator.resources.order_lines import find_order_line
from pinterest.emulator.resources.pin_entities import find_pin
from pinterest.emulator.store.state import State

_Lookup: TypeAlias = Callable[[State, str, str], object]


def _make_lookup_in_ad_account(kind: str) -> _Lookup:
    """Returns a function that finds an entity of one kind, such as `campaign`, in an ad account."""

    def find_entity(state: State, ad_account_id: str, id: str) -> object:
        return state.store.get(kind, ad_account_id, id, state.clock.now())

    return find_entity


def _find_pin(state: State, _: str, id: str) -> object:
    return find_pin(state, id)


# For each field name, at any depth of a body: the noun for error messages, and the function that finds the entity.
_REFERENCES: Mapping[str, tuple[str, _Lookup]] = {
    "ad_group_id": ("ad group", _make_lookup_in_ad_account(AD_GROUP)),
    "ad_id": ("ad", _make_lookup_in_ad_account(AD)),
    "audience_id": ("audience", find_readable_audience),
    "AUDIENCE_EXCLUDE": ("audience", find_readable_audience),
    "AUDIENCE_INCLUDE": ("audience", find_readable_audience),
    "campaign_id": ("campaign", _make_lookup_in_ad_account(CAMPAIGN)),
    "collections_hero_pin_id": ("pin", _find_pin),
    "conversion_tag_id": ("conversion tag", _make_lookup_in_ad_account("conversion_tag")),
    "customer_list_id": ("customer list", _make_lookup_in_ad_account("customer_list")),
    "lead_form_id": ("lead form", _make_lookup_in_ad_account("lead_form")),
    "order_line_id": ("order line", find_order_line),
    "organic_pin_id": ("pin", _find_pin),
    "seed_id": ("audience", find_readable_audience),
}
# The keys of the object in this field are audience IDs.
_MULTIPLIERS = "audience_multipliers"
_EMPTY = (None, "", "0")
# The error codes of the nouns that have a special code.
_CODES = {"pin": PIN_NOT_FOUND}


def check_references(state: State, ad_account_id: str, body: Mapping[str, Any]) -> None:
    """Checks that the ad account owns or may use the entities whose IDs are in a body, at any depth.

    Raises:
        Problem: With status 400, if an entity does not exist, or the ad account may not use it.
    """
    for path, name, id in _find_ids(body, ""):
        noun, look_up = _REFERENCES[name]
        if look_up(state, ad_account_id, strip_id_prefix(id)) is None:
            code = _CODES.get(noun, BAD_PARAMETER)
            raise Problem(400, code, f"{path}: there is no {noun} {id}")


def _find_ids(value: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Yields the path, the field name and the value of each ID in a body."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _find_ids(item, f"{path}[{index}]")
    if not isinstance(value, Mapping):
        return
    for name, inner in value.items():
        here = f"{path}.{name}" if path else str(name)
        if name in _REFERENCES:
            ids = inner if isinstance(inner, list) else [inner]
            yield from ((here, name, str(id)) for id in ids if id not in _EMPTY)
        elif name == _MULTIPLIERS and isinstance(inner, Mapping):
            yield from ((here, "audience_id", id) for id in inner if id.isdigit())
        else:
            yield from _find_ids(inner, here)
