"""Analytics of pins and the user account: daily figures, totals and top pins."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.refusals import describe_invalid_value
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics import figures
from pinterest.emulator.metrics.counts import split_by_weight
from pinterest.emulator.metrics.date_ranges import parse_analytics_dates
from pinterest.emulator.metrics.figures import Figures, Source
from pinterest.emulator.resources.ad_accounts import get_user_id
from pinterest.emulator.resources.pin_entities import find_pin
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
_METRICS_WITH_RATE = ("ENGAGEMENT", "OUTBOUND_CLICK", "PIN_CLICK", "SAVE")
# The metric that some days lack, and the interval between these days.
_CLICK_RATE, _MISSING_EVERY_DAYS = "PIN_CLICK_RATE", 10
_WATCH_TIME, _AVERAGE_WATCH_TIME = "VIDEO_V50_WATCH_TIME", "VIDEO_AVG_WATCH_TIME"
_LIFETIME = {"TOTAL_COMMENTS": "COMMENTS", "TOTAL_REACTIONS": "REACTIONS"}
LIFETIME_DAYS = 366
"""The number of days that lifetime figures cover."""

METRICS = (
    *_COUNTS,
    *(name + _RATE for name in _METRICS_WITH_RATE),
    _WATCH_TIME,
    _AVERAGE_WATCH_TIME,
    *_LIFETIME,
)
"""The names of all metrics of pins."""

_NO_FILTER = ("ALL", "BOTH")
_FILTERS = ("app_types", "from_claimed_content", "pin_format", "content_type", "source")
# For each `split_field`: the filter that has the same values.
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
    observed="A date range that exactly reaches a limit is refused.",
    choice="Figures are made up for every day up to today, including days before a pin was created. Every day is "
    "READY.",
)


@handles(PINS_ANALYTICS)
def get_pin_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of a pin, in total or by app type."""
    _check_metric_types(call)
    pin = _require_pin_sources(call, [call.arguments["pin_id"]])[0]
    return _build_response(call, [pin], lifetime=True)


@handles(MULTI_PINS_ANALYTICS)
def get_multi_pin_analytics(call: Call) -> dict[str, Any]:
    """Maps the ID of each requested pin to the pin's figures."""
    _check_metric_types(call)
    pins = _require_pin_sources(call, dict.fromkeys(call.arguments["pin_ids"]))
    return {pin.leaf[1]: _build_response(call, [pin], lifetime=True) for pin in pins}


@assumed(
    observed="Some days of the user account have no `PIN_CLICK_RATE`.",
    choice="The user account's figures are the sum of its pins' figures. An account without pins has figures of "
    "its own. Every tenth day has no `PIN_CLICK_RATE`.",
)
@handles(USER_ACCOUNT_ANALYTICS)
def get_account_analytics(call: Call) -> dict[str, Any]:
    """Returns the figures of the user account, in total or split by a field."""
    return _build_response(call, _list_account_sources(call.state))


@handles(USER_ACCOUNT_ANALYTICS_TOP_PINS)
def get_top_pins(call: Call) -> dict[str, Any]:
    """Returns the pins with the highest values of a metric."""
    return _build_top_pins_response(call, None)


@handles(USER_ACCOUNT_ANALYTICS_TOP_VIDEO_PINS)
def get_top_video_pins(call: Call) -> dict[str, Any]:
    """Returns the video pins with the highest values of a metric."""
    return _build_top_pins_response(call, {"media.media_type": "video"})


def _build_top_pins_response(call: Call, where: Mapping[str, object] | None) -> dict[str, Any]:
    """Returns the top pins by the requested metric, among the pins that match `where`."""
    arguments, state = call.arguments, call.state
    start, end = parse_analytics_dates(call)
    sort_by = arguments["sort_by"]
    names = _get_requested_metric_types(call)
    ranking = []
    for pin in state.store.select(_PIN, None, state.clock.now(), where):
        if _is_created_in_requested_days(call, pin):
            [(_, total)] = figures.iterate_periods(state, [Source((_PIN, pin.id))], start, end)
            filtered = _apply_filters(call, total)
            ranking.append((_compute_metric(filtered, sort_by), pin.id, filtered))
    ranking.sort(key=lambda entry: (-entry[0], int(entry[1])))
    return {
        "date_availability": {
            "is_realtime": False,
            # The last millisecond of yesterday.
            "latest_available_timestamp": int(state.clock.now() // DAY * DAY * 1000) - 1,
        },
        "pins": [
            {
                "metrics": _compute_metrics(filtered, names),
                "data_status": dict.fromkeys(names, "READY"),
                "pin_id": id,
            }
            for _, id, filtered in ranking[: arguments["num_of_pins"]]
        ],
        "sort_by": sort_by,
    }


def _is_created_in_requested_days(call: Call, pin: Entity) -> bool:
    days = call.arguments["created_in_last_n_days"]
    created = pin.data.get("created_at")
    if not days or not created:
        return True
    created_on = datetime.datetime.fromisoformat(created).date()
    return (figures.get_today(call.state) - created_on).days < int(days)


def _build_response(
    call: Call, sources: Iterable[Source], *, lifetime: bool = False
) -> dict[str, Any]:
    """Returns the figures under the key `all`, or under each value of the requested `split_field`, such as `mobile`."""
    split_field = call.arguments.get("split_field") or _NO_SPLIT
    sources = list(sources)
    if split_field == _NO_SPLIT:
        return {"all": _build_figures(call, sources, {}, lifetime)}
    parameter = call.operation.parameter(_SPLITS[split_field])
    return {
        value.lower(): _build_figures(call, sources, {parameter.argument: value}, lifetime)
        for value in _list_filter_values(parameter)
    }


def _build_figures(
    call: Call, sources: list[Source], filters: Mapping[str, str], lifetime: bool
) -> dict[str, Any]:
    """Returns the daily, total and lifetime figures. Values in `filters` override the filters of the request."""
    start, end = parse_analytics_dates(call)
    names = _get_requested_metric_types(call)
    metrics = [name for name in names if name not in _LIFETIME]
    state = call.state
    result: dict[str, Any] = {
        "daily_metrics": [
            {
                "data_status": "READY",
                "date": period.day.isoformat() if period.day else "",
                "metrics": _compute_metrics(
                    _apply_filters(call, day, filters),
                    _list_metrics_of_day(call, period.day, metrics),
                ),
            }
            for period, day in figures.iterate_periods(state, sources, start, end, "DAY")
        ]
    }
    [(_, total)] = figures.iterate_periods(state, sources, start, end)
    result["summary_metrics"] = _compute_metrics(_apply_filters(call, total, filters), metrics)
    if lifetime:
        total = sum_last_days(state, sources, LIFETIME_DAYS)
        result["lifetime_metrics"] = {
            name: get_count(total, name) for name in names if name in _LIFETIME
        }
    return result


def _list_metrics_of_day(
    call: Call, day: datetime.date | None, metrics: Iterable[str]
) -> list[str]:
    """Returns the metrics to include for a day."""
    # In account analytics, every tenth day has no click rate.
    has_no_click_rate = (
        call.operation is USER_ACCOUNT_ANALYTICS
        and day is not None
        and (day.toordinal() + call.state.random.seed) % _MISSING_EVERY_DAYS == 0
    )
    return [name for name in metrics if not (has_no_click_rate and name == _CLICK_RATE)]


def count_monthly_views(state: State) -> int:
    """Returns the number of impressions of the user's pins in the last 30 days, including today."""
    return get_count(sum_last_days(state, _list_account_sources(state), _MONTH_DAYS), "IMPRESSION")


def _list_account_sources(state: State) -> list[Source]:
    """Returns the pins whose figures add up to the account's figures, or the account itself if it has no pins."""
    pins = state.store.select(_PIN, None, state.clock.now())
    return [Source((_PIN, pin.id)) for pin in pins] or [Source(("user", get_user_id(state)))]


def sum_last_days(state: State, sources: Iterable[Source], days: int) -> Figures:
    """Returns the total figures of sources over the last `days` days, including today."""
    today = figures.get_today(state)
    [(_, total)] = figures.iterate_periods(
        state, sources, today - datetime.timedelta(days - 1), today
    )
    return total


def get_count(counts: Figures, metric: str) -> int:
    """Returns the value of a metric that is a count, such as `IMPRESSION`."""
    return counts.count(_COUNTS.get(metric) or _LIFETIME[metric])


def _get_requested_metric_types(call: Call) -> list[str]:
    """Returns the requested metric types, by default all metric types."""
    every = call.operation.parameter("metric_types").enum
    return [str(name) for name in call.arguments["metric_types"] or every]


def _compute_metrics(counts: Figures, names: Iterable[str]) -> dict[str, float]:
    return {name: _compute_metric(counts, name) for name in names}


def _compute_metric(counts: Figures, name: str) -> float:
    if name == _WATCH_TIME:
        return 1000 * counts.count("VIDEO_SECONDS_1")
    if name == _AVERAGE_WATCH_TIME:
        return _compute_ratio(
            1000 * counts.count("VIDEO_SECONDS_1"), get_count(counts, "VIDEO_START")
        )
    if name.endswith(_RATE):
        return _compute_ratio(
            get_count(counts, name.removesuffix(_RATE)), get_count(counts, "IMPRESSION")
        )
    return get_count(counts, name)


def _compute_ratio(dividend: float, divisor: float) -> float:
    return round(dividend / divisor, 6) if divisor else 0.0


def _apply_filters(
    call: Call, counts: Figures, overrides: Mapping[str, str] | None = None
) -> Figures:
    """Returns the part of the figures that matches the filters of a request.

    Values in `overrides` replace the filters of the request.
    """
    for name in _FILTERS:
        value = (overrides or {}).get(name) or call.arguments.get(name)
        if value and value not in _NO_FILTER:
            values = _list_filter_values(call.operation.parameter(name))
            part = split_by_weight(range(len(values) + 1, 1, -1))[values.index(value)]
            counts = counts.reduce_to_part(part)
    return counts


def _list_filter_values(parameter: Parameter) -> list[str]:
    """Returns the values of a filter parameter, except `ALL` and `BOTH`, which do not filter."""
    return [str(value) for value in parameter.enum if value not in _NO_FILTER]


def _check_metric_types(call: Call) -> None:
    for name in call.arguments["metric_types"]:
        if name not in METRICS:
            raise bad_request(f"metric_types: {describe_invalid_value(name, METRICS)}")


def _require_pin_sources(call: Call, ids: Iterable[str]) -> list[Source]:
    """Returns one `Source` per pin, which provides the figures of the pin.

    Raises:
        Problem: If a pin does not exist.
    """
    pins = list(ids)
    for id in pins:
        if find_pin(call.state, id) is None:
            raise Problem(404, _PIN_NOT_FOUND, "Pin not found.")
    return [Source((_PIN, id)) for id in pins]
