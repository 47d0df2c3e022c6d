"""Product tags: the product pins that are tagged on another pin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.boards import PIN
from pinterest.emulator.resources.pin_entities import find_pin
from pinterest.emulator.resources.pins import require_editable_pin, require_pin
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
    """Returns the product tags of a pin, in the order in which they were added."""
    return _build_tags_response(_load_tags(call.state, require_pin(call, call.arguments["pin_id"])))


@assumed(
    choice="A tag must be a pin that exists. A pin can have any number of tags, and has each tag once.",
)
@handles(PRODUCT_TAGS_BULK_ADD)
def add_product_tags(call: Call) -> dict[str, Any]:
    """Adds product tags to a pin, and returns all product tags of the pin."""
    pin = require_editable_pin(call)
    new_tags = _list_requested_tags(call)
    for index, tag in enumerate(new_tags):
        if not _pin_exists(call.state, tag):
            raise bad_request(f"product_tags[{index}].pin_id: there is no pin {tag}")
    tags = list(dict.fromkeys([*_load_tags(call.state, pin), *new_tags]))
    _store_tags(call.state, pin, tags)
    return _build_tags_response(tags)


@assumed(
    choice="Tags that a pin does not have are ignored.",
)
@handles(PRODUCT_TAGS_BULK_DELETE)
def delete_product_tags(call: Call) -> None:
    """Removes product tags from a pin."""
    pin = require_editable_pin(call)
    removed = set(_list_requested_tags(call))
    tags = [tag for tag in _load_tags(call.state, pin) if tag not in removed]
    _store_tags(call.state, pin, tags)


def _list_requested_tags(call: Call) -> list[str]:
    """Returns the pin IDs in the `product_tags` of the request body."""
    return [tag["pin_id"] for tag in call.body["product_tags"]]


def _load_tags(state: State, pin: Entity) -> list[str]:
    """Returns the IDs of the existing pins that a pin is tagged with."""
    return [tag for tag in (pin.notes or {}).get(_NOTE, ()) if _pin_exists(state, tag)]


def _pin_exists(state: State, pin_id: str) -> bool:
    return find_pin(state, pin_id) is not None


def _store_tags(state: State, pin: Entity, tags: list[str]) -> None:
    tagged = Entity(pin.id, pin.data, notes={**(pin.notes or {}), _NOTE: tags})
    state.store.put(PIN, pin.parent, [tagged])


def _build_tags_response(tags: Iterable[str]) -> dict[str, Any]:
    return {_NOTE: [{"pin_id": tag} for tag in tags]}
