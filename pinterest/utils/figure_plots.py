"""Plots figures of analytics and reports as lines over time or as bars per object, with their units."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pinterest.exceptions import ValidationError
from pinterest.utils import axes
from pinterest.utils.columns import ColumnType, get_column_type, get_converted_name
from pinterest.utils.suggest import format_value, unknown_name

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

__all__ = ["draw_figures"]

_DATE: Final = "DATE"
_HOUR: Final = "HOUR"
_MAX_LINES: Final = 8
_MAX_BARS: Final = 20
_FEW_POINTS: Final = 15
_CURRENCY: Final = re.compile(
    r"_IN_(?:MICRO_)?(?P<unit>US_DOLLAR|USD|DOLLAR|LOCAL_CURRENCY)(?=_|$)"
)
_CURRENCIES: Final = {"US_DOLLAR": "US dollars", "USD": "US dollars", "DOLLAR": "dollars"}
_RATE: Final = re.compile(r"(?:^|_)(?:RATE|E?CTR)(?:_\d)?$")
_COST: Final = re.compile(r"COST_PER|(?:^|_)E?CP[A-Z]+(?:_|$)|PRODUCT_VALUE|PRICE$|_BUDGET|SPEND")
_AVERAGED: Final = re.compile(r"COST_PER|(?:^|_)E?CP[A-Z0-9]+(?:_|$)|AVERAGE|_AVG_|_PER_|PRICE$")
_ROAS: Final = re.compile(r"(?:^|_)ROAS(?:_|$)")
_ACRONYM: Final = re.compile(r"\b(?:e?ctr|e?cp[a-z]|cpcv|roas|id)\b")


class _Unit(NamedTuple):
    """The unit of the figures in a column.

    Attributes:
        name: The name for the axis label, such as `US dollars`. Empty if the figures have no unit.
        style: How to format the figures: `money`, `percent`, `ratio` or `count`.
    """

    name: str
    style: str


def draw_figures(
    frame: pandas.DataFrame, columns: Sequence[str], by: str | None, ax: Axes | None
) -> Axes:
    """Draws lines over time, or bars if the rows have no dates. Returns the axes.

    Args:
        frame: The rows, with amounts of money in whole units, not in micro currency.
        columns: The names of the columns to draw, as in the API. Empty for the first column with figures.
        by: The column to group by, with one line or bar per value. None to choose a column automatically.
        ax: The axes to draw on. None creates a new figure.

    Raises:
        ValidationError: If a column is unknown or has no figures, or if the columns have different units.
        ConfigurationError: If matplotlib is not installed.
    """
    chosen = _choose_columns(frame, columns)
    unit = _check_units(chosen)
    by = _choose_group_column(frame, by)
    groups = [] if by is None else list(dict.fromkeys(frame[by].dropna()))
    if len(groups) > 1 and len(chosen) > 1:
        raise ValidationError(
            f"columns: {len(chosen)} columns cannot be plotted together, because the rows have {len(groups)} "
            f"values of {by}. Plot one column, or only the rows of one {by}"
        )
    times = _get_times(frame) if _DATE in frame.columns and frame[_DATE].notna().any() else None
    series = _collect_series(frame, chosen, by if len(groups) > 1 else None, times)
    ax = _draw_bars(series, unit, ax) if times is None else _draw_lines(series, unit, ax)
    most = _MAX_BARS if times is None else _MAX_LINES
    name = _format_title(chosen[0]) if len(chosen) == 1 else "Figures"
    group = f" by {_format_group(frame, by)}" if by is not None and len(groups) > 1 else ""
    left = f" (top {most} of {len(series)})" if len(series) > most else ""
    measure = f"{name} ({unit.name})" if unit.name else name
    if times is None:
        axes.set_labels(ax, f"{name}{group}{left}", x=measure)
    else:
        axes.set_labels(ax, f"{name}{group}{left}", x="Date (UTC)", y=measure)
        if len(series) > 1:
            axes.draw_legend(ax)
    return ax


def _find_figure_columns(frame: pandas.DataFrame) -> list[str]:
    """Returns the names of the columns with figures that can be drawn."""
    return [
        name
        for name in frame.columns
        if get_column_type(name) in (ColumnType.COUNT, ColumnType.AMOUNT)
        and name != _HOUR
        and frame[name].dtype.kind in "iuf"
        and frame[name].notna().any()
    ]


def _choose_columns(frame: pandas.DataFrame, columns: Sequence[str]) -> list[str]:
    """Returns the columns to draw: `columns`, or the first column with figures if `columns` is empty.

    Raises:
        ValidationError: If a column has no figures.
    """
    figures = _find_figure_columns(frame)
    if not figures:
        raise ValidationError(
            "there are no figures to plot: the rows are empty or have no column with numbers. "
            "Request other dates or columns"
        )
    for name in columns:
        if not isinstance(name, str) or get_converted_name(name) not in figures:
            hint = unknown_name(name, figures)
            raise ValidationError(
                f"columns: {format_value(name)} is not a column with figures; {hint}"
            )
    return list(dict.fromkeys(get_converted_name(name) for name in columns)) or figures[:1]


def _check_units(columns: Sequence[str]) -> _Unit:
    """Checks that all columns have the same unit, and returns the unit."""
    first = _get_unit(columns[0])
    for name in columns[1:]:
        if _get_unit(name) != first:
            raise ValidationError(
                f"columns: {columns[0]} and {name} have different units. Plot each column on its own axes"
            )
    return first


def _get_unit(column: str) -> _Unit:
    """Returns the unit of a column, based on its name."""
    found = _CURRENCY.search(column)
    if found is not None:
        return _Unit(_CURRENCIES.get(found["unit"], "the account's currency"), "money")
    if _RATE.search(column):
        return _Unit("percent", "percent")
    if _ROAS.search(column):
        return _Unit("return per unit spent", "ratio")
    if get_column_type(column) is ColumnType.COUNT:
        return _Unit("", "count")
    return _Unit("the account's currency", "money") if _COST.search(column) else _Unit("", "ratio")


def _choose_group_column(frame: pandas.DataFrame, by: str | None) -> str | None:
    """Returns the column to group by: `by`, or a text column with several values if `by` is None.

    Returns None if no text column has several values.

    Raises:
        ValidationError: If `by` is not a text column.
    """
    texts = [
        name
        for name in frame.columns
        if get_column_type(name) is ColumnType.TEXT or name == "TARGETING_TYPE"
    ]
    if by is not None:
        if by not in texts:
            hint = unknown_name(by, texts)
            raise ValidationError(f"by: {format_value(by)} is not a text column; {hint}")
        return by
    several = [name for name in texts if frame[name].nunique() > 1 and not name.endswith("STATUS")]
    for end in ("_VALUE", "_NAME", "SPLIT", "_ID", "_TYPE"):
        for name in several:
            if name.endswith(end):
                return name
    return None


def _get_times(frame: pandas.DataFrame) -> Any:
    """Returns the date and hour of each row."""
    import pandas

    times = pandas.to_datetime(frame[_DATE])
    if _HOUR in frame.columns:
        times = times + pandas.to_timedelta(frame[_HOUR].fillna(0).astype(float), unit="h")
    return times


def _collect_series(
    frame: pandas.DataFrame, columns: Sequence[str], by: str | None, times: Any
) -> dict[str, dict[Any, float]]:
    """Returns the figures to draw, as `{name of the line or bar: {time: figure}}`.

    If `by` is set, each group gets one line or bar, and the largest sum comes first. If `times` is None, each bar has
    one figure, and its time is an empty string.
    """
    found: dict[str, dict[Any, float]] = {}
    for column in columns:
        figures = frame[column].astype(float)
        for name, part in (
            [(_format_title(column), figures)] if by is None else figures.groupby(frame[by])
        ):
            groups: Any = [("", part)] if times is None else part.groupby(times)
            values = {moment: _sum_or_average(column, values) for moment, values in groups}
            if _drop_nan(values):
                found[str(name)] = values
    if by is None:
        return found
    return dict(sorted(found.items(), key=lambda item: -sum(_drop_nan(item[1]))))


def _sum_or_average(column: str, values: pandas.Series[float]) -> float:
    """Returns the average of rates and unit costs, and the sum of other figures. NaN if all figures are missing."""
    if _get_unit(column).style in ("percent", "ratio") or _AVERAGED.search(column):
        return float(values.mean())
    return float(values.sum(min_count=1))


def _drop_nan(values: Mapping[Any, float]) -> list[float]:
    """Returns the figures of a series that are not NaN."""
    return [value for value in values.values() if not math.isnan(value)]


def _draw_lines(series: Mapping[str, Mapping[Any, float]], unit: _Unit, ax: Axes | None) -> Axes:
    """Draws one line per series, at most `_MAX_LINES` lines, and returns the axes."""
    from matplotlib import dates as untyped

    dates: Any = untyped
    ax = axes.get_axes(ax, 3.8)
    shown = list(series)[:_MAX_LINES]
    for name, color in zip(shown, axes.choose_colors(len(shown)), strict=True):
        values = series[name]
        mark = "o" if len(values) < _FEW_POINTS else ""
        ax.plot(
            list(values),
            list(values.values()),
            color=color,
            label=_shorten_name(name),
            linewidth=2,
            marker=mark,
            markersize=4,
        )
    locator = dates.AutoDateLocator(maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    ax.xaxis.get_offset_text().set_color(ax.xaxis.label.get_color())
    numbers = [value for name in shown for value in _drop_nan(series[name])]
    ax.yaxis.set_major_formatter(_create_formatter(unit, max(numbers)))
    if min(numbers) >= 0:
        ax.set_ylim(bottom=0)
    return ax


def _draw_bars(series: Mapping[str, Mapping[Any, float]], unit: _Unit, ax: Axes | None) -> Axes:
    """Draws one bar per series, at most `_MAX_BARS` bars, and returns the axes."""
    shown = list(series)[:_MAX_BARS]
    ax = axes.get_axes(ax, 1.1 + 0.38 * len(shown))
    values = [series[name][""] for name in shown]
    bars = ax.barh(range(len(shown)), values, 0.7, color=axes.choose_colors(1)[0])
    write = _create_formatter(unit, max(values))
    texts = [write(value, None) for value in values]
    ax.bar_label(bars, texts, padding=4, color=ax.xaxis.label.get_color(), fontsize="small")
    ax.set_yticks(range(len(shown)), [_shorten_name(name) for name in shown])
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    ax.margins(x=0.12)
    ax.xaxis.set_major_formatter(write)
    return ax


def _create_formatter(unit: _Unit, largest: float) -> Callable[[float, object], str]:
    """Returns a function that formats figures as text, without decimals if the largest figure is large."""
    if unit.style == "percent":
        return axes.format_percent
    decimals = 0 if largest >= 100 or (unit.style == "count" and largest >= _MAX_LINES) else 2
    if unit.style == "count" and not decimals:
        return lambda value, _: f"{value:,.0f}"
    return lambda value, _: f"{value:,.{decimals}f}"


def _format_title(column: str) -> str:
    """Returns the name of a column as a title, without the unit, such as `Spend` for `SPEND_IN_DOLLAR`."""
    text = _CURRENCY.sub("", column).replace("_", " ").strip().lower()
    text = _ACRONYM.sub(lambda found: found[0].upper(), text)
    return text[:1].upper() + text[1:]


def _format_group(frame: pandas.DataFrame, by: str) -> str:
    """Returns a noun for the values in the column `by`, such as `campaign` for `CAMPAIGN_NAME`."""
    if (
        by == "TARGETING_VALUE"
        and "TARGETING_TYPE" in frame
        and frame["TARGETING_TYPE"].nunique() == 1
    ):
        by = str(frame["TARGETING_TYPE"].iloc[0])
    return re.sub(r"_(?:NAME|ID)$", "", by).replace("_", " ").lower().replace("pin", "Pin")


def _shorten_name(name: str) -> str:
    """Shortens a name to at most 32 characters, so that it fits in a plot label."""
    return name if len(name) <= 32 else f"{name[:31]}…"
