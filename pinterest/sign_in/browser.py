"""Checks whether a browser can open the consent page."""

from __future__ import annotations

import os
import sys
import webbrowser

__all__ = ["has_browser"]

# On other systems, one of these must be set if a window can be opened.
_DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER")


def has_browser() -> bool:
    """Returns whether there is a browser with a window.

    A browser inside the terminal does not count. It would take over the terminal, and cannot show the consent page.
    """
    has_display = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in _DISPLAY_VARIABLES
    )
    if not has_display:
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
