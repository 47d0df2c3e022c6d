"""Search: the user's own boards and pins by the words in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import lacks_feature
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import page_of_items
from pinterest.emulator.resources.boards import BOARD, PIN, board_ids_by_privacy
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.features import PIN_SEARCH
from pinterest.operations.search import (
    SEARCH_PARTNER_PINS,
    SEARCH_USER_BOARDS_GET,
    SEARCH_USER_PINS_LIST,
)

_OF_A_BOARD = ("name", "description")
_OF_A_PIN = ("title", "description", "alt_text")
_OF_A_SUMMARY = ("id", "title", "description", "alt_text", "link", "media")

assumed(
    SEARCH_USER_BOARDS_GET,
    SEARCH_USER_PINS_LIST,
    SEARCH_PARTNER_PINS,
    choice="A board or pin matches if its name, title, description or alt text has every word of the query, in "
    "any case, also as a part of longer words. Without a query, all boards match.",
)


@handles(SEARCH_USER_BOARDS_GET)
def search_boards(call: Call) -> dict[str, Any]:
    """Returns a page of the boards that a query finds, those of every privacy."""
    found = call.state.store.select(BOARD, None, call.state.clock.now())
    return page_of_items(call, _matching(found, call.arguments["query"] or "", _OF_A_BOARD))


@handles(SEARCH_USER_PINS_LIST)
def search_pins(call: Call) -> dict[str, Any]:
    """Returns a page of the pins that a query finds, those on boards of every privacy."""
    found = call.state.store.select(PIN, None, call.state.clock.now())
    return page_of_items(call, _matching(found, call.arguments["query"], _OF_A_PIN))


@assumed(
    choice="The emulator has no pins of other users. It searches the user's own pins on public boards, for every "
    "country and locale.",
)
@handles(SEARCH_PARTNER_PINS)
def search_partner_pins(call: Call) -> dict[str, Any]:
    """Returns a page, of `limit`, of the public pins that a term finds, in short."""
    state = call.state
    if PIN_SEARCH not in state.features:
        raise lacks_feature(PIN_SEARCH)
    public = state.store.select(PIN, board_ids_by_privacy(state, ["PUBLIC"]), state.clock.now())
    found = _matching(public, call.arguments["term"], _OF_A_PIN)
    summaries = [{name: pin[name] for name in _OF_A_SUMMARY} for pin in found]
    arguments = {**call.arguments, "page_size": call.arguments["limit"]}
    return page_of_items(replace(call, arguments=arguments), summaries)


def _matching(
    entities: Iterable[Entity], query: str, fields: Iterable[str]
) -> list[Mapping[str, Any]]:
    words, fields = query.casefold().split(), tuple(fields)

    def holds(data: Mapping[str, Any]) -> bool:
        text = " ".join(data[field] or "" for field in fields).casefold()
        return all(word in text for word in words)

    return [entity.data for entity in entities if holds(entity.data)]
