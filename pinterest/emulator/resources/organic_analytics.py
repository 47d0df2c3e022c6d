"""Figures of Pins and of the user account: daily, summed up, and the Pins that did best."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.refusals import not_one_of
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics import figures
from pinterest.emulator.metrics.counts import split_by_weight
from pinterest.emulator.metrics.date_ranges import analytics_dates
from pinterest.emulator.metrics.figures import Figures, Source
from pinterest.emulator.resources.ad_accounts import user_id
from pinterest.emulator.resources.known_pins import find_pin
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operation import Parameter
from pinterest.operations.pins import MULTI_PINS_ANALYTICS, PINS_ANALYTICS
from pinterest.operations.user_account import (
    USER_ACCOUNT_ANALYTICS,
    USER_ACCOUNT_ANALYTICS_TOP_PINS,
    USER_ACCOUNT_ANALYTICS_TOP_VIDEO_PINS,
)

_PIN = "pin"
_PIN_NOT_FOUND = 50
_MONTH_DAYS = 30
_COUNTS = {
    "IMPRESSION": "IMPRESSION_1",
    "ENGAGEMENT": "ENGAGEMENT_1",
    "OUTBOUND_CLICK": "OUTBOUND_CLICK_1",
    "PIN_CLICK": "CLICKTHROUGH_1",
    "SAVE": "REPIN_1",
    "USER_FOLLOW": "FOLLOWS",
    "PROFILE_VISIT": "PROFILE_VISITS",
    "VIDEO_START": "VIDEO_P0_COMBINED_1",
    "VIDEO_MRC_VIEW": "VIDEO_MRC_VIEWS_1",
    "VIDEO_10S_VIEW": "VIDEO_15SEC_UNIQUE_VIEWS_1",
    "QUARTILE_95_PERCENT_VIEW": "VIDEO_P95_COMBINED_1",
}
_RATE = "_RATE"
_RATED = ("ENGAGEMENT", "OUTBOUND_CLICK", "PIN_CLICK", "SAVE")
_CLICK_RATE, _RATELESS_DAYS = "PIN_CLICK_RATE", 10
_WATCHED, _WATCHED_ON_AVERAGE = "VIDEO_V50_WATCH_TIME", "VIDEO_AVG_WATCH_TIME"
_LIFETIME = {"TOTAL_COMMENTS": "COMMENTS", "TOTAL_REACTIONS": "REACTIONS"}
LIFETIME_DAYS = 366
"""How far back the lifetime of a Pin is counted."""

METRICS = (*_COUNTS, *(name + _RATE for name in _RATED), _WATCHED, _WATCHED_ON_AVERAGE, *_LIFETIME)
"""The metrics that Pins have."""

_EVERYTHING = ("ALL", "BOTH")
_NARROWING = ("app_types", "from_claimed_content", "pin_format", "content_type", "source")
# What each way to split by is called as a filter.
_SPLITS = {
    "APP_TYPE": "app_types",
    "OWNED_CONTENT": "from_claimed_content",
    "PIN_FORMAT": "pin_format",
    "SOURCE": "source",
}
_NO_SPLIT = "NO_SPLIT"

assumed(
    PINS_ANALYTICS,
    MULTI_PINS_ANALYTICS,
    USER_ACCOUNT_ANALYTICS,
    USER_ACCOUNT_ANALYTICS_TOP_PINS,
    USER_ACCOUNT_ANALYTICS_TOP_VIDEO_PINS,
    contract="A date range may start up to 90 days ago and be up to 90 days long.",
    observed="A date range at exactly a limit is refused.",
    choice="Figures are made up for every day up to today, including days before a pin was created. Every day is "
    "READY.",
)


@handles(PINS_ANALYTICS)
def pin_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of a Pin, as a whole or split by app."""
    _check_metrics(call)
    pin = _require_pins(call, [call.arguments["pin_id"]])[0]
    return _split(call, [pin], lifetime=True)


@handles(MULTI_PINS_ANALYTICS)
def pins_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of several Pins, by their ids."""
    _check_metrics(call)
    pins = _require_pins(call, dict.fromkeys(call.arguments["pin_ids"]))
    return {pin.leaf[1]: _split(call, [pin], lifetime=True) for pin in pins}


@assumed(
    observed="Some days of the user account have no `PIN_CLICK_RATE`.",
    choice="The user account's figures are the sum of its pins' figures. An account without pins has figures of "
    "its own. Every tenth day has no `PIN_CLICK_RATE`.",
)
@handles(USER_ACCOUNT_ANALYTICS)
def account_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of the user account, as a whole or split."""
    return _split(call, _of_account(call.state))


@handles(USER_ACCOUNT_ANALYTICS_TOP_PINS)
def top_pins(call: Call) -> dict[str, Any]:
    """Returns the Pins that did best."""
    return _top(call, None)


@handles(USER_ACCOUNT_ANALYTICS_TOP_VIDEO_PINS)
def top_video_pins(call: Call) -> dict[str, Any]:
    """Returns the Pins with a video that did best."""
    return _top(call, {"media.media_type": "video"})


def _top(call: Call, where: Mapping[str, object] | None) -> dict[str, Any]:
    arguments, state = call.arguments, call.state
    start, end = analytics_dates(call)
    by = arguments["sort_by"]
    wanted = _wanted(call)
    found = []
    for pin in state.store.select(_PIN, None, state.clock.now(), where):
        if _is_young(call, pin):
            [(_, whole)] = figures.periods(state, [Source((_PIN, pin.id))], start, end)
            left = _narrowed(call, whole)
            found.append((_metric(left, by), pin.id, left))
    found.sort(key=lambda one: (-one[0], int(one[1])))
    return {
        "date_availability": {
            "is_realtime": False,
            # The last millisecond of yesterday.
            "latest_available_timestamp": int(state.clock.now() // DAY * DAY * 1000) - 1,
        },
        "pins": [
            {
                "metrics": _metrics(left, wanted),
                "data_status": dict.fromkeys(wanted, "READY"),
                "pin_id": id,
            }
            for _, id, left in found[: arguments["num_of_pins"]]
        ],
        "sort_by": by,
    }


def _is_young(call: Call, pin: Entity) -> bool:
    days = call.arguments["created_in_last_n_days"]
    created = pin.data.get("created_at")
    if not days or not created:
        return True
    made = datetime.datetime.fromisoformat(created).date()
    return (figures.today(call.state) - made).days < int(days)


def _split(call: Call, sources: Iterable[Source], *, lifetime: bool = False) -> dict[str, Any]:
    """Returns the figures of sources together: under `all`, or under each value of what they are split by."""
    by = call.arguments.get("split_field") or _NO_SPLIT
    sources = list(sources)
    if by == _NO_SPLIT:
        return {"all": _figures(call, sources, {}, lifetime)}
    parameter = call.operation.parameter(_SPLITS[by])
    return {
        value.lower(): _figures(call, sources, {parameter.argument: value}, lifetime)
        for value in _values(parameter)
    }


def _figures(
    call: Call, sources: list[Source], narrowed: Mapping[str, str], lifetime: bool
) -> dict[str, Any]:
    start, end = analytics_dates(call)
    wanted = _wanted(call)
    metrics = [name for name in wanted if name not in _LIFETIME]
    state = call.state
    answer: dict[str, Any] = {
        "daily_metrics": [
            {
                "data_status": "READY",
                "date": period.day.isoformat() if period.day else "",
                "metrics": _metrics(
                    _narrowed(call, day, narrowed), _of_day(call, period.day, metrics)
                ),
            }
            for period, day in figures.periods(state, sources, start, end, "DAY")
        ]
    }
    [(_, whole)] = figures.periods(state, sources, start, end)
    answer["summary_metrics"] = _metrics(_narrowed(call, whole, narrowed), metrics)
    if lifetime:
        ever = latest(state, sources, LIFETIME_DAYS)
        answer["lifetime_metrics"] = {
            name: counted(ever, name) for name in wanted if name in _LIFETIME
        }
    return answer


def _of_day(call: Call, day: datetime.date | None, metrics: Iterable[str]) -> list[str]:
    """Returns the metrics that a day has: every tenth day of the account lacks the rate of clicks."""
    rateless = (
        call.operation is USER_ACCOUNT_ANALYTICS
        and day is not None
        and (day.toordinal() + call.state.random.seed) % _RATELESS_DAYS == 0
    )
    return [name for name in metrics if not (rateless and name == _CLICK_RATE)]


def monthly_views(state: State) -> int:
    """Returns how often the user's Pins were seen in 30 days, today included."""
    return counted(latest(state, _of_account(state), _MONTH_DAYS), "IMPRESSION")


def _of_account(state: State) -> list[Source]:
    pins = state.store.select(_PIN, None, state.clock.now())
    return [Source((_PIN, pin.id)) for pin in pins] or [Source(("user", user_id(state)))]


def latest(state: State, sources: Iterable[Source], days: int) -> Figures:
    """Returns the figures of sources over so many days, today included."""
    today = figures.today(state)
    [(_, found)] = figures.periods(state, sources, today - datetime.timedelta(days - 1), today)
    return found


def counted(found: Figures, metric: str) -> int:
    """Returns one of the metrics of Pins that are counts."""
    return found.count(_COUNTS.get(metric) or _LIFETIME[metric])


def _wanted(call: Call) -> list[str]:
    every = call.operation.parameter("metric_types").enum
    return [str(name) for name in call.arguments["metric_types"] or every]


def _metrics(found: Figures, names: Iterable[str]) -> dict[str, float]:
    return {name: _metric(found, name) for name in names}


def _metric(found: Figures, name: str) -> float:
    if name == _WATCHED:
        return 1000 * found.count("VIDEO_SECONDS_1")
    if name == _WATCHED_ON_AVERAGE:
        return _ratio(1000 * found.count("VIDEO_SECONDS_1"), counted(found, "VIDEO_START"))
    if name.endswith(_RATE):
        return _ratio(counted(found, name.removesuffix(_RATE)), counted(found, "IMPRESSION"))
    return counted(found, name)


def _ratio(above: float, below: float) -> float:
    return round(above / below, 6) if below else 0.0


def _narrowed(call: Call, found: Figures, more: Mapping[str, str] | None = None) -> Figures:
    """Returns the part of figures that the filters of a request leave; filters that split go by their own value."""
    for name in _NARROWING:
        value = (more or {}).get(name) or call.arguments.get(name)
        if value and value not in _EVERYTHING:
            values = _values(call.operation.parameter(name))
            part = split_by_weight(range(len(values) + 1, 1, -1))[values.index(value)]
            found = found.part(part)
    return found


def _values(parameter: Parameter) -> list[str]:
    return [str(value) for value in parameter.enum if value not in _EVERYTHING]


def _check_metrics(call: Call) -> None:
    for name in call.arguments["metric_types"]:
        if name not in METRICS:
            raise bad_request(f"metric_types: {not_one_of(name, METRICS)}")


def _require_pins(call: Call, ids: Iterable[str]) -> list[Source]:
    pins = list(ids)
    for id in pins:
        if find_pin(call.state, id) is None:
            raise Problem(404, _PIN_NOT_FOUND, "Pin not found.")
    return [Source((_PIN, id)) for id in pins]
