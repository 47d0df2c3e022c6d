"""Checks that the emulator's dependencies are installed."""

from __future__ import annotations

import importlib.util

from pinterest.exceptions import ConfigurationError


def require_extra() -> None:
    """Checks that the `emulator` extra is installed.

    Raises:
        ConfigurationError: If Werkzeug is not installed.
    """
    if importlib.util.find_spec("werkzeug") is None:
        raise ConfigurationError(
            "The emulator needs the extra 'emulator', and Werkzeug is not installed. "
            'Run pip install ".[emulator]" in a checkout of the SDK, or pip install werkzeug anywhere else.'
        )
