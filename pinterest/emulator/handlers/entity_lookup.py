"""Looks up the entities that a request refers to. An unknown ID causes a 404 if it is in the path, else a 400."""

from __future__ import annotations

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

assumed(
    choice="An ID that does not exist gets a 404 in the path, and a 400 with code 1 in a body. In a batch, only "
    "the item with this ID fails. If the contract documents another code, this code is used.",
)

assumed(
    choice="A value is only refused if the contract's description of the field excludes the value. Names and "
    "other strings can be empty. An end time can equal the start time, but cannot be earlier.",
)


def get_entity(state: State, kind: str, parent: str | None, id: str, *, noun: str = "") -> Entity:
    """Returns the entity whose ID is in the path.

    Args:
        state: The emulator's state.
        kind: The kind of entity.
        parent: The ID of the entity's parent. None if the entity has no parent.
        id: The ID of the entity.
        noun: The name of the entity in the error message. Defaults to the kind.

    Raises:
        Problem: With status 404, if the entity does not exist.
    """
    found = state.store.get(kind, parent, id, state.clock.now())
    if found is None:
        raise not_found(noun or kind.replace("_", " ").capitalize())
    return found


def get_referenced(state: State, kind: str, parent: str | None, id: str, *, field: str) -> Entity:
    """Returns the entity whose ID is in a field of the body or query.

    Args:
        state: The emulator's state.
        kind: The kind of entity.
        parent: The ID of the entity's parent. None if the entity has no parent.
        id: The ID of the entity.
        field: The name of the field, for the error message.

    Raises:
        Problem: With status 400, if the entity does not exist.
    """
    return _require_found(state.store.get(kind, parent, id, state.clock.now()), kind, id, field)


def get_referenced_in_any_parent(state: State, kind: str, id: str, *, field: str) -> Entity:
    """Returns the entity whose ID is in a field of the body or query. The entity can have any parent.

    Args:
        state: The emulator's state.
        kind: The kind of entity.
        id: The ID of the entity.
        field: The name of the field, for the error message.

    Raises:
        Problem: With status 400, if the entity does not exist.
    """
    return _require_found(state.store.find(kind, id, state.clock.now()), kind, id, field)


def _require_found(entity: Entity | None, kind: str, id: str, field: str) -> Entity:
    """Returns `entity`. Raises a `Problem` with status 400 if `entity` is None."""
    if entity is None:
        raise bad_request(f"{field}: there is no {kind.replace('_', ' ')} {id}")
    return entity
