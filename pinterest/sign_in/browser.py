"""Checks whether a browser can open the consent page."""

from __future__ import annotations

import os
import sys
import webbrowser

__all__ = ["has_browser"]

# On systems other than Windows and macOS, a program can only open a window if one of these variables is set.
_DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER")


def has_browser() -> bool:
    """Returns whether this machine can open a browser window."""
    has_display = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in _DISPLAY_VARIABLES
    )
    # Without a display, only a browser inside the terminal can open, and such a browser cannot show the consent page.
    if not has_display:
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
