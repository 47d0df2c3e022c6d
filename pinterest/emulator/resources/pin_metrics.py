"""The `pin_metrics` of a pin: the figures of the last 90 days, and of the pin's lifetime."""

from __future__ import annotations

from collections.abc import Mapping

from pinterest.emulator.metrics.figures import Source
from pinterest.emulator.resources.organic_analytics import LIFETIME_DAYS, get_count, sum_last_days
from pinterest.emulator.store.state import State

_LEVEL = "pin"
_RECENT_DAYS = 90
# Maps each metric name in `pin_metrics` to the name of the metric in analytics.
_RECENT = {"impression": "IMPRESSION", "pin_click": "PIN_CLICK", "clickthrough": "OUTBOUND_CLICK"}
_LIFETIME = {
    **_RECENT,
    "save": "SAVE",
    "reaction": "TOTAL_REACTIONS",
    "comment": "TOTAL_COMMENTS",
}


def build_pin_metrics(state: State, pin_id: str) -> dict[str, dict[str, int]]:
    """Returns the `pin_metrics` of a pin, up to and including today."""
    return {
        f"{_RECENT_DAYS}d": _sum_metrics(state, pin_id, _RECENT_DAYS, _RECENT),
        "lifetime_metrics": _sum_metrics(state, pin_id, LIFETIME_DAYS, _LIFETIME),
    }


def _sum_metrics(state: State, pin_id: str, days: int, names: Mapping[str, str]) -> dict[str, int]:
    """Maps each metric in `names` to the pin's total for the last `days` days."""
    total = sum_last_days(state, [Source((_LEVEL, pin_id))], days)
    return {name: get_count(total, metric) for name, metric in names.items()}
