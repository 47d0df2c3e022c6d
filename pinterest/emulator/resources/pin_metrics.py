"""The figures that a pin is shown with where a request asks for them: of 90 days, and of all its days."""

from __future__ import annotations

from collections.abc import Mapping

from pinterest.emulator.metrics.figures import Source
from pinterest.emulator.resources.organic_analytics import LIFETIME_DAYS, counted, latest
from pinterest.emulator.store.state import State

_LEVEL = "pin"
_RECENT_DAYS = 90
# What the metrics of analytics are called here.
_RECENT = {"impression": "IMPRESSION", "pin_click": "PIN_CLICK", "clickthrough": "OUTBOUND_CLICK"}
_LIFETIME = {
    **_RECENT,
    "save": "SAVE",
    "reaction": "TOTAL_REACTIONS",
    "comment": "TOTAL_COMMENTS",
}


def metrics_of(state: State, pin_id: str) -> dict[str, dict[str, int]]:
    """Returns the figures of a pin, today's included."""
    return {
        f"{_RECENT_DAYS}d": _counted(state, pin_id, _RECENT_DAYS, _RECENT),
        "lifetime_metrics": _counted(state, pin_id, LIFETIME_DAYS, _LIFETIME),
    }


def _counted(state: State, pin_id: str, days: int, names: Mapping[str, str]) -> dict[str, int]:
    found = latest(state, [Source((_LEVEL, pin_id))], days)
    return {shown: counted(found, metric) for shown, metric in names.items()}
