"""The figures that a pin is shown with where a request asks for them: of 90 days, and of all its days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from pinterest.emulator import figures
from pinterest.emulator.state import State

_LEVEL = "pin"
_RECENT_DAYS = 90
# As far back as the analytics of pins count.
_LIFETIME_DAYS = 366
_RECENT = {
    "impression": "IMPRESSION_1",
    "pin_click": "CLICKTHROUGH_1",
    "clickthrough": "OUTBOUND_CLICK_1",
}
_LIFETIME = {**_RECENT, "save": "REPIN_1", "reaction": "REACTIONS", "comment": "COMMENTS"}


def metrics_of(state: State, pin_id: str) -> dict[str, dict[str, int]]:
    """Returns the figures of a pin, today's included."""
    return {
        f"{_RECENT_DAYS}d": _counted(state, pin_id, _RECENT_DAYS, _RECENT),
        "lifetime_metrics": _counted(state, pin_id, _LIFETIME_DAYS, _LIFETIME),
    }


def _counted(state: State, pin_id: str, days: int, names: Mapping[str, str]) -> dict[str, int]:
    today = figures.today(state)
    first = today - datetime.timedelta(days=days - 1)
    [(_, found)] = figures.over(state, _LEVEL, pin_id, first, today)
    return {shown: found.count(name) for shown, name in names.items()}
