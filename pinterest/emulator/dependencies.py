"""Checks that the emulator's dependencies are installed."""

from __future__ import annotations

import importlib.util

from pinterest.exceptions import ConfigurationError

INSTALL = 'pip install "pinterest-sdk[emulator]"'


def require_extra() -> None:
    """Checks that the `emulator` extra is installed.

    Raises:
        ConfigurationError: If it is not.
    """
    if importlib.util.find_spec("werkzeug") is None:
        raise ConfigurationError(
            f"the emulator needs werkzeug, which is not installed; run: {INSTALL}"
        )
