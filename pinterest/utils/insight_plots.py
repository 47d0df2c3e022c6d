"""Plots audience insights: the share of people per age, gender, device, country, metropolitan area or interest."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from pinterest.exceptions import ValidationError
from pinterest.utils import axes
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes


__all__ = [
    "COLUMNS",
    "Share",
    "build_insight_rows",
    "check_arguments",
    "draw_insights",
    "list_shares",
]

_TITLES: Final = {
    "ages": "Ages",
    "genders": "Genders",
    "devices": "Devices",
    "countries": "Countries",
    "metros": "Metropolitan areas",
    "categories": "Interests",
}
_UNSORTED: Final = ("ages", "genders")
_BAR_HEIGHT: Final = 0.32
_MARGIN_HEIGHT: Final = 1.1


@dataclass(frozen=True)
class Share:
    """The share of an audience that belongs to one group, such as an age group or people with the same interest.

    Attributes:
        key: The key of the group in the API, such as `18-24`.
        name: The name of the group.
        ratio: The group's share of the audience, from 0 to 1.
        index: For an interest, the audience's affinity compared with all people on Pinterest. Otherwise None.
    """

    key: str
    name: str
    ratio: float
    index: float | None = None


COLUMNS: Final = ["by", *(field.name for field in fields(Share))]
"""The keys of the rows that `build_insight_rows` returns."""


def check_arguments(by: object, top: object) -> None:
    """Checks the arguments of a plot, and that matplotlib is installed.

    Raises:
        ValidationError: If an argument is not valid.
        ConfigurationError: If matplotlib is not installed.
    """
    axes.import_matplotlib()
    if not isinstance(by, str) or by not in _TITLES:
        raise ValidationError(f"by: {format_value(by)} is not valid; allowed: {', '.join(_TITLES)}")
    axes.check_positive_integer("top", top)


def list_shares(insights: Any, by: str) -> list[Share]:
    """Returns each group's share of an audience. Leaves out groups if the API returned no share.

    Args:
        insights: The insights of the audience.
        by: The grouping, such as `ages` or `countries`.
    """
    source = insights.categories if by == "categories" else getattr(insights.demographics, by, None)
    found = []
    for item in source if isinstance(source, list) else ():
        ratio, key, index = (getattr(item, name, None) for name in ("ratio", "key", "index"))
        if _fits_float(ratio) and key is not None:
            is_number = _fits_float(index)
            name = str(getattr(item, "name", None) or key)
            found.append(Share(str(key), name, float(ratio), index if is_number else None))
    return found if by in _UNSORTED else sorted(found, key=lambda share: -share.ratio)


def _fits_float(value: object) -> TypeGuard[float]:
    """Returns whether a value is a number that is small enough for a float."""
    return isinstance(value, (int, float)) and abs(value) <= sys.float_info.max


def build_insight_rows(insights: Any) -> list[dict[str, Any]]:
    """Returns a dict per group of people, with the grouping (`by`, such as `ages`) and the fields of its `Share`."""
    return [{"by": by} | asdict(share) for by in _TITLES for share in list_shares(insights, by)]


def draw_insights(audiences: Sequence[Any], by: str, *, top: int, ax: Axes | None) -> Axes:
    """Draws one bar per group and audience, and returns the axes.

    Args:
        audiences: The insights of one or more audiences of an ad account.
        by: The grouping, such as `ages` or `countries`.
        top: Maximum number of groups to draw, sorted by their share of the first audience, largest first. Ages and
            genders keep the API's order.
        ax: The axes to draw on. None creates a new figure.

    Raises:
        ValidationError: If the insights have no data for this grouping.
    """
    found = [{share.key: share for share in list_shares(item, by)} for item in audiences]
    keys = list(dict.fromkeys(key for parts in found for key in parts))
    if not keys:
        others = ", ".join(name for name in _TITLES if name != by)
        raise ValidationError(f"by: the insights have no {by}. Pass one of: {others}")
    shown = keys[:top]
    names = {key: share.name for parts in found for key, share in parts.items()}
    ax = axes.get_axes(ax, _MARGIN_HEIGHT + _BAR_HEIGHT * len(shown) * max(len(audiences), 1.2))
    thickness = 0.8 / len(audiences)
    for place, (item, parts, color) in enumerate(
        zip(audiences, found, axes.choose_colors(len(audiences)), strict=True)
    ):
        at = [row - 0.4 + thickness * (place + 0.5) for row in range(len(shown))]
        ratios = [parts[key].ratio if key in parts else 0.0 for key in shown]
        bars = ax.barh(at, ratios, thickness * 0.9, color=color, label=_describe_audience(item))
        texts = [_format_share(parts.get(key), len(audiences)) for key in shown]
        ax.bar_label(bars, texts, padding=4, color=ax.xaxis.label.get_color(), fontsize="small")
    ax.set_yticks(range(len(shown)), [_shorten_name(names[key]) for key in shown])
    ax.invert_yaxis()
    ax.grid(visible=False, axis="y")
    ax.margins(x=0.18)
    ax.xaxis.set_major_formatter(axes.format_percent)
    left = len(keys) - len(shown)
    title = _TITLES[by] if not left else f"{_TITLES[by]} (first {len(shown)} of {len(keys)})"
    if len(audiences) == 1:
        title += f": {_describe_audience(audiences[0])}"
    else:
        axes.draw_legend(ax, below=True)
    axes.set_labels(ax, title, x="Share of people")
    return ax


def _describe_audience(insights: Any) -> str:
    """Returns the type and the size of an audience as text."""
    name = str(insights.type).replace("_", " ").lower().replace("pinterest", "Pinterest")
    name = name[:1].upper() + name[1:]
    size = insights.size
    if not isinstance(size, int):
        return name
    return f"{name} ({'at most ' if insights.size_is_upper_bound else ''}{size:,} people)"


def _format_share(share: Share | None, audience_count: int) -> str:
    """Returns the label of a bar, such as `12.5%`, or `12.5%, index 1.30` if the plot shows only one audience."""
    if share is None:
        return ""
    text = f"{share.ratio:.1%}"
    return text if share.index is None or audience_count > 1 else f"{text}, index {share.index:.2f}"


def _shorten_name(name: Any) -> str:
    """Shortens a name to at most 32 characters, so that it fits in a plot label."""
    return name if len(name) <= 32 else f"{name[:31]}…"
