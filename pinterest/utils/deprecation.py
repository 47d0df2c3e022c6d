"""Warns about operations that Pinterest advises against, at the line of the user."""

from __future__ import annotations

import sys
import warnings

from pinterest.operation import Operation

_OWN = ("pinterest", "openapi_generated")


def warn_if_deprecated(operation: Operation) -> None:
    """Warns where an operation is deprecated; the warning points at the nearest code that is not the SDK's own."""
    if operation.deprecated:
        warnings.warn(
            f"{operation} is deprecated by Pinterest",
            DeprecationWarning,
            stacklevel=_level_of_user(),
        )


def _level_of_user() -> int:
    """Returns the stack level, as the caller counts it, of the nearest code that is not the SDK's own."""
    # Rich models and the alias stand between, in different numbers; a warning is shown for the user's line only.
    level, frame = 1, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OWN:
        level, frame = level + 1, frame.f_back
    return level
