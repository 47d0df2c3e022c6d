"""Warnings about operations that Pinterest has deprecated."""

from __future__ import annotations

import sys
import warnings

from pinterest.operation import Operation

_OWN = ("pinterest", "openapi_generated")


def warn_if_deprecated(operation: Operation) -> None:
    """Emits a `DeprecationWarning` at the user's line of code if an operation is deprecated."""
    if operation.deprecated:
        warnings.warn(
            f"{operation} is deprecated by Pinterest",
            DeprecationWarning,
            stacklevel=_find_stack_level(),
        )


def _find_stack_level() -> int:
    """Returns the `stacklevel` that makes a warning point to the nearest caller outside the SDK."""
    # The number of frames varies: calls through rich models or the alias package have more frames.
    level, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OWN:
        level, frame = level + 1, frame.f_back
    return level
