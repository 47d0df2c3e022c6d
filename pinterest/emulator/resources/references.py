"""What the fields of bodies refer to, declared once: each id must be of something that the account has, or may use.

A `pin_id` is not among them: what an ad promotes is looked up there, and what people engaged with may be anybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pinterest.emulator.advertising.entities import AD, AD_GROUP, CAMPAIGN, bare
from pinterest.emulator.handlers.problems import BAD_PARAMETER, PIN_NOT_FOUND, Problem
from pinterest.emulator.resources.audience_sharing import readable_audience
from pinterest.emulator.resources.known_pins import find_pin
from pinterest.emulator.resources.order_lines import order_line
from pinterest.emulator.store.state import State

_Finding: TypeAlias = Callable[[State, str, str], object]


def _of_account(kind: str) -> _Finding:
    def find(state: State, ad_account_id: str, id: str) -> object:
        return state.store.get(kind, ad_account_id, id, state.clock.now())

    return find


def _pin(state: State, _: str, id: str) -> object:
    return find_pin(state, id)


# By the name of a field, wherever in a body it stands: what it names, and how that is found.
_REFERENCES: Mapping[str, tuple[str, _Finding]] = {
    "ad_group_id": ("ad group", _of_account(AD_GROUP)),
    "ad_id": ("ad", _of_account(AD)),
    "audience_id": ("audience", readable_audience),
    "AUDIENCE_EXCLUDE": ("audience", readable_audience),
    "AUDIENCE_INCLUDE": ("audience", readable_audience),
    "campaign_id": ("campaign", _of_account(CAMPAIGN)),
    "collections_hero_pin_id": ("pin", _pin),
    "conversion_tag_id": ("conversion tag", _of_account("conversion_tag")),
    "customer_list_id": ("customer list", _of_account("customer_list")),
    "lead_form_id": ("lead form", _of_account("lead_form")),
    "order_line_id": ("order line", order_line),
    "organic_pin_id": ("pin", _pin),
    "seed_id": ("audience", readable_audience),
}
# Here the ids are the keys.
_MULTIPLIERS = "audience_multipliers"
_NOTHING = (None, "", "0")
# What the API has a code of its own for.
_CODES = {"pin": PIN_NOT_FOUND}


def check_references(state: State, ad_account_id: str, body: Mapping[str, Any]) -> None:
    """Makes sure that there is what the fields of a body refer to, however deep in it they stand.

    Args:
        state: Where to look.
        ad_account_id: The account that it must be of, or be shared with.
        body: The body, or what is written of it.

    Raises:
        Problem: There is nothing of such an id, with status 400.
    """
    for path, name, id in _ids(body, ""):
        what, found = _REFERENCES[name]
        if found(state, ad_account_id, bare(id)) is None:
            code = _CODES.get(what, BAD_PARAMETER)
            raise Problem(400, code, f"{path}: there is no {what} {id}")


def _ids(value: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """Yields, for each id in a body, where it stands, the name of the reference, and itself."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _ids(item, f"{path}[{place}]")
    if not isinstance(value, Mapping):
        return
    for name, inner in value.items():
        here = f"{path}.{name}" if path else str(name)
        if name in _REFERENCES:
            wanted = inner if isinstance(inner, list) else [inner]
            yield from ((here, name, str(id)) for id in wanted if id not in _NOTHING)
        elif name == _MULTIPLIERS and isinstance(inner, Mapping):
            yield from ((here, "audience_id", id) for id in inner if id.isdigit())
        else:
            yield from _ids(inner, here)
