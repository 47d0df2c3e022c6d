"""Reports the progress of iterators and jobs with a progress bar or with the caller's function."""

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

__all__ = ["Progress", "ProgressOption", "check_progress", "iterate_with_progress"]

T = TypeVar("T")

ProgressOption: TypeAlias = "bool | Callable[[int], object] | None"
"""How to report progress: True to show a progress bar, or a function to call with the number of finished items."""


def check_progress(progress: object) -> None:
    """Checks the `progress` argument of a method.

    Raises:
        ValidationError: If `progress` is not True, False, None or a function.
        ConfigurationError: If `progress` is True and tqdm is not installed.
    """
    if not (progress is None or isinstance(progress, bool) or callable(progress)):
        raise ValidationError(
            f"progress: {format_value(progress)} is not valid; allowed: True, False, None or a function"
        )
    # tqdm must be installed even where no progress bar would be shown.
    if progress is True and importlib.util.find_spec("tqdm") is None:
        raise ConfigurationError(
            "progress=True needs tqdm. Install the extra 'progress' of this SDK, or pass a function that is called "
            "with the number of items so far"
        )


class Progress:
    """A context manager that counts finished items, and shows or reports the count. For use in one thread.

    The progress bar is only shown in terminals and notebooks.

    Attributes:
        count: The number of finished items.

    Examples:
        >>> with Progress(True, total=len(rows), unit="rows") as progress:
        ...     for row in rows:
        ...         upload(row)
        ...         progress.advance()
    """

    def __init__(
        self, progress: ProgressOption, *, total: int | None = None, unit: str = "items"
    ) -> None:
        """Shows the progress bar if `progress` is True.

        Args:
            progress: True to show a progress bar, a function to call with each new count, or None.
            total: The final count, or None if unknown.
            unit: The name of the items, in the plural.
        """
        self.count = 0
        self._function = progress if callable(progress) else None
        self._bar = _create_progress_bar(total, unit) if progress is True else None

    def advance(self, count: int = 1, *, always: bool = False) -> None:
        """Adds `count` to the number of finished items, and reports the new number.

        With a `count` of 0, this method does nothing by default. With `always=True`, it reports the number again.
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


def iterate_with_progress(items: Iterable[T], progress: ProgressOption) -> Iterator[T]:
    """Yields the items and counts an item as finished when the caller requests the next one."""
    with Progress(progress) as counter:
        for item in items:
            yield item
            counter.advance()


def _create_progress_bar(total: int | None, unit: str) -> Any:
    with warnings.catch_warnings():
        # Without ipywidgets, tqdm warns and shows a progress bar made of text, which is good enough.
        warnings.simplefilter("ignore")
        from tqdm.auto import tqdm  # imported late: only a progress bar needs this package

    # With disable=None, tqdm shows the bar only in a terminal. A notebook is not a terminal, but can also
    # show the bar.
    disable = False if _is_notebook() else None
    return tqdm(total=total, unit=f" {unit}", unit_scale=unit == "bytes", disable=disable)


def _is_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return "IPKernelApp" in getattr(shell, "config", {})
