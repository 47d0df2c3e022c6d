"""Schedules several changes of one entity, such as a customer list that is uploading, then processing, then ready."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

_NOTE = "stages"

Stage: TypeAlias = "tuple[float, Mapping[str, Any]]"
"""A scheduled change of an entity: its Unix time, and the new values of the fields that change."""


def schedule_stages(entity: Entity, stages: Sequence[Stage]) -> Entity:
    """Returns a copy of an entity with `stages` as its only scheduled changes. `stages` must be sorted by time."""
    notes = {name: value for name, value in (entity.notes or {}).items() if name != _NOTE}
    if not stages:
        return replace(entity, due=None, later=None, notes=notes or None)
    (due, fields), *rest = stages
    if rest:
        notes[_NOTE] = [[at, dict(sets)] for at, sets in rest]
    return replace(entity, due=due, later={**entity.data, **fields}, notes=notes or None)


def add_stage(entity: Entity, stage: Stage) -> Entity:
    """Returns a copy of an entity with one more scheduled change."""
    return schedule_stages(
        entity, sorted([*_get_remaining_stages(entity), stage], key=operator.itemgetter(0))
    )


def get_data_at(entity: Entity, at: float) -> dict[str, Any]:
    """Returns the data that an entity will have at the Unix time `at`."""
    data = dict(entity.data)
    for due, fields in _get_remaining_stages(entity):
        if due <= at:
            data |= fields
    return data


def apply_due_stages(state: State, kind: str, parent: str) -> None:
    """Applies all due changes of the entities of a kind under one parent, and stores the entities.

    Call this function before you read entities with several scheduled changes.
    """
    # The store itself applies only the first scheduled change of an entity.
    rows = state.store.execute(
        "SELECT id FROM entities WHERE kind = :kind AND parent = :parent AND due <= :now",
        {"kind": kind, "parent": int(parent), "now": state.clock.now()},
    )
    for (id,) in rows:
        entity = get_current_entity(state, kind, parent, str(id))
        if entity:
            state.store.put(kind, parent, [entity])


def get_current_entity(state: State, kind: str, parent: str, id: str) -> Entity | None:
    """Returns an entity with all due changes applied, or None if the entity does not exist."""
    now = state.clock.now()
    entity = state.store.get(kind, parent, id, now)
    while entity and entity.due is None and _NOTE in (entity.notes or {}):
        entity = _enter_or_schedule_next_stage(entity, now)
    return entity


def _get_remaining_stages(entity: Entity) -> list[Stage]:
    """Returns the scheduled stages that an entity has not entered yet, earliest first."""
    if entity.due is None or entity.later is None:
        return []
    rest = (entity.notes or {}).get(_NOTE, ())
    return [(entity.due, entity.later), *((at, fields) for at, fields in rest)]


def _enter_or_schedule_next_stage(entity: Entity, now: float) -> Entity:
    """Enters the next stage if that stage has begun by `now`, or schedules the stage. Returns the entity."""
    moved = schedule_stages(entity, (entity.notes or {})[_NOTE])
    if moved.due is not None and moved.due <= now and moved.later is not None:
        return replace(moved, data=moved.later, due=None, later=None)
    return moved
