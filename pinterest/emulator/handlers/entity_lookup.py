"""Looks up the entities that a request refers to. Unknown IDs get a 404 in the path, and a 400 elsewhere."""

from __future__ import annotations

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

assumed(
    choice="An ID that does not exist is refused with 404 in the path, and with 400 and code 1 in a body. In a "
    "batch, only the item with the ID fails. Other codes are as documented.",
)

assumed(
    choice="A value is only refused if its description rules it out. Names and other strings may be "
    "empty. An end time may be the same as the start time, but not before it.",
)


def get_entity(state: State, kind: str, parent: str | None, id: str, *, noun: str = "") -> Entity:
    """Returns the entity with an ID from the path.

    Args:
        state: The emulator's state.
        kind: The kind of entity.
        parent: The ID of its parent. None if it has none.
        id: The ID.
        noun: The name of the entity in the error. Defaults to its kind.

    Raises:
        Problem: If it does not exist, with status 404.
    """
    found = state.store.get(kind, parent, id, state.clock.now())
    if found is None:
        raise not_found(noun or kind.replace("_", " ").capitalize())
    return found


def get_referenced(state: State, kind: str, parent: str | None, id: str, *, field: str) -> Entity:
    """Returns the entity with an ID from a field of the body or query.

    Args:
        state: The emulator's state.
        kind: The kind of entity.
        parent: The ID of its parent. None if it has none.
        id: The ID.
        field: The name of the field, for the error.

    Raises:
        Problem: If it does not exist, with status 400.
    """
    return _require_referenced(
        state.store.get(kind, parent, id, state.clock.now()), kind, id, field
    )


def get_referenced_in_any_parent(state: State, kind: str, id: str, *, field: str) -> Entity:
    """Returns the entity with an ID from a field of the body or query, whatever its parent.

    Args:
        state: The emulator's state.
        kind: The kind of entity.
        id: The ID.
        field: The name of the field, for the error.

    Raises:
        Problem: If it does not exist, with status 400.
    """
    return _require_referenced(state.store.find(kind, id, state.clock.now()), kind, id, field)


def _require_referenced(entity: Entity | None, kind: str, id: str, field: str) -> Entity:
    if entity is None:
        raise bad_request(f"{field}: there is no {kind.replace('_', ' ')} {id}")
    return entity
