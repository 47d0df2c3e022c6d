"""When campaigns and what is in them ran, and will: there are figures for no other hours.

What has run is noted, so that whatever is changed afterwards - a status, a schedule - leaves days that are over alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pinterest.emulator.metrics.counts import hour_of
from pinterest.emulator.metrics.figures import ALWAYS, Hours, both
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

_NOTE = "runs"
_LAST = ALWAYS[-1].stop


def noted(
    state: State, kind: str, ad_account_id: str, entity: Entity, *, created: float | None = None
) -> Entity:
    """Returns an entity that is to be kept, with a note of when it ran and is to run.

    Args:
        state: Where it is kept.
        kind: What it is.
        ad_account_id: The account that it is for.
        entity: It.
        created: When one that is new was made; where it does not tell by itself, now unless given.
    """
    now = state.clock.now()
    old = state.store.get(kind, ad_account_id, entity.id, now)
    if old is None:
        now = entity.data.get("created_time", now if created is None else created)
    past = both(runs_of(old), (range(hour_of(now) + 1),)) if old else ()
    hours = _united([*past, *_planned(entity.data, now)])
    runs = [[run.start, None if run.stop == _LAST else run.stop] for run in hours]
    return replace(entity, notes={**(entity.notes or {}), _NOTE: runs})


def runs_of(entity: Entity) -> Hours:
    """Returns the hours that an entity ran in, or will if nothing changes; whether its parents did is not looked at."""
    runs = (entity.notes or {}).get(_NOTE)
    if runs is not None:
        return tuple(range(begin, _LAST if end is None else end) for begin, end in runs)
    # Of what a data set tells no more of than what it is now.
    data = entity.data
    created = data.get("created_time") or 0
    if _is_active(data):
        return _planned(data, created)
    until = {"end_time": data.get("updated_time") or 0, "start_time": data.get("start_time")}
    return _planned(until, created)


def _planned(data: Mapping[str, Any], now: float) -> Hours:
    """Returns the hours from now on that something is to run in, those that it begins or ends within as a whole."""
    if not _is_active(data):
        return ()
    begin, end = max(now, data.get("start_time") or 0), data.get("end_time")
    if end is not None and end <= begin:
        return ()
    return both((range(hour_of(begin), _LAST if end is None else hour_of(end - 1) + 1),), ALWAYS)


def _is_active(data: Mapping[str, Any]) -> bool:
    # Keywords are archived, parts of product groups are left out; everything else has a status.
    is_in = data.get("included", True) and not data.get("archived")
    return bool(is_in) and data.get("status", "ACTIVE") == "ACTIVE"


def _united(hours: Iterable[range]) -> Hours:
    """Returns ranges of hours as few and apart from each other, the earliest first."""
    found: list[range] = []
    for run in sorted(hours, key=lambda run: run.start):
        if found and run.start <= found[-1].stop:
            found[-1] = range(found[-1].start, max(found[-1].stop, run.stop))
        else:
            found.append(run)
    return tuple(found)
