"""Says what to install where the emulator's own dependency is missing."""

from __future__ import annotations

import importlib.util

from pinterest.exceptions import ConfigurationError

INSTALL = 'pip install "pinterest-sdk[emulator]"'


def require_extra() -> None:
    """Makes sure that the emulator can be loaded.

    Raises:
        ConfigurationError: Its extra is not installed.
    """
    if importlib.util.find_spec("werkzeug") is None:
        raise ConfigurationError(f"the emulator needs werkzeug, which is not installed: {INSTALL}")
