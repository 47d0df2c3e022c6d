"""Entities that change by themselves more than once: a list uploading, processing, ready."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

_NOTE = "stages"

Stage: TypeAlias = "tuple[float, Mapping[str, Any]]"
"""When it begins, in Unix time, and the fields that it sets."""


def staged(entity: Entity, stages: Sequence[Stage]) -> Entity:
    """Returns an entity that goes through stages, the earliest first, from how it is now.

    Those that it was to go through before are forgotten.
    """
    notes = {name: value for name, value in (entity.notes or {}).items() if name != _NOTE}
    if not stages:
        return replace(entity, due=None, later=None, notes=notes or None)
    (due, fields), *rest = stages
    if rest:
        notes[_NOTE] = [[at, dict(sets)] for at, sets in rest]
    return replace(entity, due=due, later={**entity.data, **fields}, notes=notes or None)


def joined(entity: Entity, stage: Stage) -> Entity:
    """Returns an entity that goes through one more stage, in its turn among those that are still to come."""
    return staged(entity, sorted([*_to_come(entity), stage], key=operator.itemgetter(0)))


def foreseen(entity: Entity, at: float) -> dict[str, Any]:
    """Returns how an entity will be shown at a time, by what is known of it now."""
    data = dict(entity.data)
    for due, fields in _to_come(entity):
        if due <= at:
            data |= fields
    return data


def settle(state: State, kind: str, parent: str) -> None:
    """Brings the entities of a parent to the stage that they are in by now.

    The store knows one change ahead. Whoever reads entities of several stages calls this first.
    """
    rows = state.store.execute(
        "SELECT id FROM entities WHERE kind = :kind AND parent = :parent AND due <= :now",
        {"kind": kind, "parent": int(parent), "now": state.clock.now()},
    )
    for (id,) in rows:
        entity = settled(state, kind, parent, str(id))
        if entity:
            state.store.put(kind, parent, [entity])


def settled(state: State, kind: str, parent: str, id: str) -> Entity | None:
    """Returns an entity in the stage that it is in by now, None where there is none."""
    now = state.clock.now()
    entity = state.store.get(kind, parent, id, now)
    while entity and entity.due is None and _NOTE in (entity.notes or {}):
        entity = _next(entity, now)
    return entity


def _to_come(entity: Entity) -> list[Stage]:
    """Returns the stages that an entity is still to go through, the earliest first."""
    if entity.due is None or entity.later is None:
        return []
    rest = (entity.notes or {}).get(_NOTE, ())
    return [(entity.due, entity.later), *((at, fields) for at, fields in rest)]


def _next(entity: Entity, now: float) -> Entity:
    moved = staged(entity, (entity.notes or {})[_NOTE])
    if moved.due is not None and moved.due <= now and moved.later is not None:
        return replace(moved, data=moved.later, due=None, later=None)
    return moved
