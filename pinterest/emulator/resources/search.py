"""Search for the user's boards and pins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import missing_feature
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.boards import BOARD, PIN, list_board_ids_by_privacy
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.features import PIN_SEARCH
from pinterest.operations.search import (
    SEARCH_PARTNER_PINS,
    SEARCH_USER_BOARDS_GET,
    SEARCH_USER_PINS_LIST,
)

_BOARD_TEXTS = ("name", "description")
_PIN_TEXTS = ("title", "description", "alt_text")
_SUMMARY_FIELDS = ("id", "title", "description", "alt_text", "link", "media")

assumed(
    SEARCH_USER_BOARDS_GET,
    SEARCH_USER_PINS_LIST,
    SEARCH_PARTNER_PINS,
    choice="A board or pin matches if its name, title, description or alt text contains every word of the query. Case "
    "is ignored, and a word may be part of a longer word. Without a query, all boards match.",
)


@handles(SEARCH_USER_BOARDS_GET)
def search_boards(call: Call) -> dict[str, Any]:
    """Returns a page of the boards that match a query, including protected and secret boards."""
    found = call.state.store.select(BOARD, None, call.state.clock.now())
    return paginate_items(call, _find_matches(found, call.arguments["query"] or "", _BOARD_TEXTS))


@handles(SEARCH_USER_PINS_LIST)
def search_pins(call: Call) -> dict[str, Any]:
    """Returns a page of the pins that match a query, including pins on protected and secret boards."""
    found = call.state.store.select(PIN, None, call.state.clock.now())
    return paginate_items(call, _find_matches(found, call.arguments["query"], _PIN_TEXTS))


@assumed(
    observed="An app needs the feature `pin_search`. Access that is not permitted gets a 401 with code 29.",
    choice="The emulator has no pins of other users. It searches the user's own pins on public boards, for every "
    "country and locale.",
)
@handles(SEARCH_PARTNER_PINS)
def search_partner_pins(call: Call) -> dict[str, Any]:
    """Returns a page of summaries of the public pins that match a term."""
    state = call.state
    if PIN_SEARCH not in state.features:
        raise missing_feature(PIN_SEARCH)
    public = state.store.select(
        PIN, list_board_ids_by_privacy(state, ["PUBLIC"]), state.clock.now()
    )
    found = _find_matches(public, call.arguments["term"], _PIN_TEXTS)
    summaries = [{name: pin[name] for name in _SUMMARY_FIELDS} for pin in found]
    arguments = {**call.arguments, "page_size": call.arguments["limit"]}
    return paginate_items(replace(call, arguments=arguments), summaries)


def _find_matches(
    entities: Iterable[Entity], query: str, fields: Iterable[str]
) -> list[Mapping[str, Any]]:
    """Returns the data of the entities whose `fields` contain every word of the query."""
    words, fields = query.casefold().split(), tuple(fields)

    def matches_query(data: Mapping[str, Any]) -> bool:
        text = " ".join(data[field] or "" for field in fields).casefold()
        return all(word in text for word in words)

    return [entity.data for entity in entities if matches_query(entity.data)]
