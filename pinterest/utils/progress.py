"""Progress of iterators and jobs: a bar, the caller's function, or nothing."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Progress", "ProgressOption", "check_progress", "with_progress"]

T = TypeVar("T")

ProgressOption: TypeAlias = "bool | Callable[[int], object] | None"
"""How to report progress: True for a bar, or a function that is called with the number of items that are done."""


def check_progress(progress: object) -> None:
    """Checks the argument `progress` of a method.

    Raises:
        ValidationError: If it is not True, False, None or a function.
        ConfigurationError: If it is True and tqdm is not installed. This is raised even where no bar would be drawn,
            so that a program fails in the same way everywhere.
    """
    if not (progress is None or isinstance(progress, bool) or callable(progress)):
        raise ValidationError(
            f"progress: {format_value(progress)} is not valid; allowed: True, False, None or a function"
        )
    if progress is True and importlib.util.find_spec("tqdm") is None:
        raise ConfigurationError(
            "progress=True needs tqdm. Install the extra 'progress' of this SDK, or pass a function that is called "
            "with the number of items so far"
        )


class Progress:
    """Counts finished items and reports the number. Use it as a context manager, in one thread.

    A bar is only drawn in terminals and notebooks.

    Attributes:
        count: Number of finished items.

    Examples:
        >>> with Progress(True, total=len(rows), unit="rows") as progress:
        ...     for row in rows:
        ...         upload(row)
        ...         progress.advance()
    """

    def __init__(
        self, progress: ProgressOption, *, total: int | None = None, unit: str = "items"
    ) -> None:
        """Draws the bar, if there is one.

        Args:
            progress: True for a bar, a function to call with the count after each change, or None.
            total: The final count. None if it is unknown.
            unit: The unit, in the plural.
        """
        self.count = 0
        self._function = progress if callable(progress) else None
        self._bar = _draw_bar(total, unit) if progress is True else None

    def advance(self, count: int = 1, *, always: bool = False) -> None:
        """Adds to the count and reports it.

        Args:
            count: What to add.
            always: Whether to report a count that has not changed.
        """
        if not count and not always:
            return
        self.count += count
        if self._bar is not None:
            self._bar.update(count)
        if self._function is not None:
            self._function(self.count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()


def with_progress(items: Iterable[T], progress: ProgressOption) -> Iterator[T]:
    """Yields items. Counts each one when the next is requested."""
    with Progress(progress) as counter:
        for item in items:
            yield item
            counter.advance()


def _draw_bar(total: int | None, unit: str) -> Any:
    with warnings.catch_warnings():
        # Without ipywidgets, tqdm warns and draws a bar of text. That is good enough.
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm  # only a bar needs it

    # With None, tqdm only draws a bar in a terminal. A notebook is not a terminal, but also shows bars.
    disable = False if _is_notebook() else None
    return tqdm(total=total, unit=f" {unit}", unit_scale=unit == "bytes", disable=disable)


def _is_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return "IPKernelApp" in getattr(shell, "config", {})
