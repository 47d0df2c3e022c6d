"""Records the hours in which campaigns, ad groups and ads run. Outside these hours, they have no figures.

The hours are stored in the internal `notes` of an entity. A later change of its status or schedule therefore does not
change past figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pinterest.emulator.metrics.counts import to_hour
from pinterest.emulator.metrics.figures import ALWAYS, Hours, intersect_hours
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

_NOTE = "runs"
_LAST = ALWAYS[-1].stop


def add_running_hours(
    state: State, kind: str, ad_account_id: str, entity: Entity, *, created: float | None = None
) -> Entity:
    """Returns a copy of an entity that has its running hours in the internal `notes`. Does not store the copy.

    `created` is the creation time of a new entity without `created_time`, in Unix seconds. Defaults to now.
    """
    now = state.clock.now()
    old = state.store.get(kind, ad_account_id, entity.id, now)
    if old is None:
        now = entity.data.get("created_time", now if created is None else created)
    past = intersect_hours(get_running_hours(old), (range(to_hour(now) + 1),)) if old else ()
    hours = _merge_ranges([*past, *_get_planned_hours(entity.data, now)])
    runs = [[run.start, None if run.stop == _LAST else run.stop] for run in hours]
    return replace(entity, notes={**(entity.notes or {}), _NOTE: runs})


def get_running_hours(entity: Entity) -> Hours:
    """Returns the hours in which an entity runs by its own status and schedule, regardless of its parents."""
    runs = (entity.notes or {}).get(_NOTE)
    if runs is not None:
        return tuple(range(start, _LAST if end is None else end) for start, end in runs)
    # Entities from a hand-written data set have no notes.
    data = entity.data
    created = data.get("created_time") or 0
    if _is_active(data):
        return _get_planned_hours(data, created)
    until = {"end_time": data.get("updated_time") or 0, "start_time": data.get("start_time")}
    return _get_planned_hours(until, created)


def _get_planned_hours(data: Mapping[str, Any], now: float) -> Hours:
    """Returns the scheduled hours of an entity from `now` on, including partial hours."""
    if not _is_active(data):
        return ()
    start, end = max(now, data.get("start_time") or 0), data.get("end_time")
    if end is not None and end <= start:
        return ()
    return intersect_hours(
        (range(to_hour(start), _LAST if end is None else to_hour(end - 1) + 1),), ALWAYS
    )


def _is_active(data: Mapping[str, Any]) -> bool:
    # Keywords have the field `archived`, product groups `included`, and all other entities `status`.
    is_included = data.get("included", True) and not data.get("archived")
    return bool(is_included) and data.get("status", "ACTIVE") == "ACTIVE"


def _merge_ranges(hours: Iterable[range]) -> Hours:
    """Sorts ranges, and merges overlapping and adjoining ranges."""
    found: list[range] = []
    for run in sorted(hours, key=lambda run: run.start):
        if found and run.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, run.stop))
        else:
            found.append(run)
    return tuple(found)
