"""Product tags: the pins that are tagged as products on another pin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.boards import PIN
from pinterest.emulator.resources.known_pins import find_pin
from pinterest.emulator.resources.pins import require_own_pin, require_pin
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.product_tags import (
    PRODUCT_TAGS_BULK_ADD,
    PRODUCT_TAGS_BULK_DELETE,
    PRODUCT_TAGS_LIST,
)

_NOTE = "product_tags"


@handles(PRODUCT_TAGS_LIST)
def list_product_tags(call: Call) -> dict[str, Any]:
    """Returns the tags of a pin, in the order in which they were added."""
    return _shown(_tags(call.state, require_pin(call, call.arguments["pin_id"])))


@assumed(
    choice="Only Pins that exist can be tags, each once; a Pin can have any number of them.",
)
@handles(PRODUCT_TAGS_BULK_ADD)
def add_product_tags(call: Call) -> dict[str, Any]:
    """Adds tags to a pin, and returns all that it has then."""
    pin = require_own_pin(call)
    given = _given(call)
    for place, tag in enumerate(given):
        if not _exists(call.state, tag):
            raise bad_request(f"product_tags[{place}].pin_id: there is no pin {tag}")
    tags = list(dict.fromkeys([*_tags(call.state, pin), *given]))
    _keep(call.state, pin, tags)
    return _shown(tags)


@assumed(
    choice="Tags that a pin does not have are ignored.",
)
@handles(PRODUCT_TAGS_BULK_DELETE)
def delete_product_tags(call: Call) -> None:
    """Takes tags off a pin."""
    pin = require_own_pin(call)
    given = set(_given(call))
    _keep(call.state, pin, [tag for tag in _tags(call.state, pin) if tag not in given])


def _given(call: Call) -> list[str]:
    return [tag["pin_id"] for tag in call.body["product_tags"]]


def _tags(state: State, pin: Entity) -> list[str]:
    return [tag for tag in (pin.notes or {}).get(_NOTE, ()) if _exists(state, tag)]


def _exists(state: State, pin_id: str) -> bool:
    return find_pin(state, pin_id) is not None


def _keep(state: State, pin: Entity, tags: list[str]) -> None:
    tagged = Entity(pin.id, pin.data, notes={**(pin.notes or {}), _NOTE: tags})
    state.store.put(PIN, pin.parent, [tagged])


def _shown(tags: Iterable[str]) -> dict[str, Any]:
    return {_NOTE: [{"pin_id": tag} for tag in tags]}
