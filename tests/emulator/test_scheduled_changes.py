"""Entities that change several times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.scheduled_changes import apply_due_stages, schedule_stages
from pinterest.emulator.store.state import State


@pytest.fixture
def state() -> Iterator[State]:
    state = State()
    yield state
    state.store.close()


def get_status(state: State) -> str:
    apply_due_stages(state, "noun", "1")
    found = state.store.get("noun", "1", "7", state.clock.now())
    assert found
    return str(found.data["status"])


def store_entity(state: State, *steps: tuple[float, str]) -> Entity:
    now = state.clock.now()
    stages = [(now + seconds, {"status": status}) for seconds, status in steps]
    entity = schedule_stages(Entity("7", {"status": "NEW"}, notes={"owner": "jo"}), stages)
    state.store.put("noun", "1", [entity])
    return entity


@pytest.mark.parametrize("pace", [10, 20, 30, 50])
def test_every_stage_is_reached_at_any_pace(state: State, pace: int) -> None:
    store_entity(state, (10, "A"), (20, "B"), (30, "C"))
    for seconds in range(pace, 60, pace):
        state.clock.advance(pace)
        assert get_status(state) == "ABC"[min(seconds // 10, 3) - 1]


def test_a_change_applies_to_every_stage(state: State) -> None:
    changed = store_entity(state, (10, "A"), (20, "B")).replace_fields({"name": "Quilt"})
    state.store.put("noun", "1", [changed])
    state.clock.advance(25)
    assert get_status(state) == "B"
    found = state.store.get("noun", "1", "7", state.clock.now())
    assert found and found.data["name"] == "Quilt"
    assert found.notes == {"owner": "jo"}


def test_new_stages_replace_the_old_ones(state: State) -> None:
    entity = store_entity(state, (10, "A"), (20, "B"))
    state.store.put("noun", "1", [schedule_stages(entity, [])])
    state.clock.advance(25)
    assert get_status(state) == "NEW"
