"""Creates and labels the axes of plots. Needs the extra `notebook`.

By default, plots have a transparent background, and colors that are legible on both white and black. A matplotlib
style that the user has chosen, and axes that the user passes, keep their own colors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "check_positive_integer",
    "choose_colors",
    "draw_legend",
    "format_percent",
    "get_axes",
    "import_matplotlib",
    "set_labels",
]

_COLORS: Final = (
    "#e6324b",
    "#3b8beb",
    "#e08a00",
    "#1f9d6b",
    "#9b6bdf",
    "#1aa3b8",
    "#e56ba8",
    "#a07850",
)
# This gray has the same contrast with black as with white.
_TEXT: Final = "#7d7d7d"


def import_matplotlib() -> Any:
    """Imports and returns `matplotlib.pyplot`.

    Raises:
        ConfigurationError: If matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ConfigurationError(
            "plots need matplotlib. Install the extra 'notebook' of this SDK, or matplotlib itself"
        ) from None
    return pyplot


def get_axes(ax: Axes | None, height: float) -> Axes:
    """Returns `ax`. If `ax` is None, returns the axes of a new figure. `height` is in inches.

    Raises:
        ConfigurationError: If matplotlib is not installed.
        ValidationError: If `ax` is neither None nor matplotlib axes.
    """
    pyplot = import_matplotlib()
    if ax is not None:
        if not hasattr(ax, "barh"):
            raise ValidationError(
                f"ax: {format_value(ax)} is not valid; allowed: matplotlib axes, or None"
            )
        return ax
    figure, created = pyplot.subplots(figsize=(8, height), layout="constrained")
    axes: Axes = created
    if _has_default_style(pyplot):
        figure.patch.set_alpha(0)
        axes.patch.set_alpha(0)
        axes.tick_params(colors=_TEXT, length=0)
        for text in (axes.xaxis.label, axes.yaxis.label):
            text.set_color(_TEXT)
        axes.spines[:].set_color(_TEXT)
        axes.grid(color=_TEXT, alpha=0.25, linewidth=0.8)
        axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def choose_colors(count: int) -> list[str]:
    """Returns one color per series: the colors of the user's matplotlib style, or else the SDK's own colors."""
    pyplot = import_matplotlib()
    cycle = pyplot.rcParams["axes.prop_cycle"].by_key().get("color", ["C0"])
    chosen: Sequence[str] = (
        _COLORS if cycle == _get_default_setting("axes.prop_cycle").by_key()["color"] else cycle
    )
    return [chosen[place % len(chosen)] for place in range(count)]


def set_labels(ax: Axes, title: str, *, x: str = "", y: str = "") -> None:
    """Sets the title of a plot and the labels of its axes."""
    ax.set_title(title, loc="left", fontweight="bold", color=ax.xaxis.label.get_color())
    ax.set_xlabel(x)
    ax.set_ylabel(y)


def draw_legend(ax: Axes, *, below: bool = False) -> None:
    """Draws a legend beside the plot, or below the plot if `below` is True."""
    # Outside the plot, the legend does not cover any data. Below the plot, there is room for long names.
    place = (0.0, 0.0) if below else (1.0, 1.0)
    ax.legend(
        frameon=False,
        loc="upper left",
        bbox_to_anchor=place,
        borderaxespad=4 if below else 0.5,
        labelcolor=ax.xaxis.label.get_color(),
        alignment="left",
    )


def format_percent(value: float, _: object = None) -> str:
    """Returns a ratio as a percentage with at most two decimals, such as `12.5%` for 0.125."""
    return f"{value * 100:,.2f}".rstrip("0").rstrip(".") + "%"


def check_positive_integer(name: str, value: object) -> None:
    """Checks that an argument is a positive integer.

    Raises:
        ValidationError: If the value is not an integer or is less than 1.
    """
    if type(value) is not int or value < 1:
        raise ValidationError(
            f"{name}: {format_value(value)} is not valid; allowed: an integer, 1 or more"
        )


def _has_default_style(pyplot: Any) -> bool:
    """Returns whether the colors of text and backgrounds are matplotlib's defaults."""
    names = ("text.color", "axes.labelcolor", "figure.facecolor", "axes.facecolor")
    return all(pyplot.rcParams[name] == _get_default_setting(name) for name in names)


def _get_default_setting(name: str) -> Any:
    """Returns the default value of a matplotlib setting."""
    import matplotlib

    defaults: Any = matplotlib.rcParamsDefault
    return defaults[name]
