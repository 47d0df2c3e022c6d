"""Warnings about operations that Pinterest has deprecated."""

from __future__ import annotations

import sys
import warnings

from pinterest.operation import Operation

_OWN = ("pinterest", "openapi_generated")


def warn_if_deprecated(operation: Operation) -> None:
    """Emits a warning if an operation is deprecated. The warning points to the line outside the SDK that called it."""
    if operation.deprecated:
        warnings.warn(
            f"{operation} is deprecated by Pinterest",
            DeprecationWarning,
            stacklevel=_find_stack_level(),
        )


def _find_stack_level() -> int:
    """Returns the `stacklevel` of the nearest caller outside the SDK, for use in the calling function."""
    # The number of frames varies, because rich models and the alias package add their own.
    level, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OWN:
        level, frame = level + 1, frame.f_back
    return level
