"""Log lines under the logger `pinterest`, without tokens, secrets and personal data."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from pinterest.exceptions import ConfigurationError
from pinterest.utils.redact import redact, redact_data

logger = logging.getLogger("pinterest")
logger.addHandler(logging.NullHandler())


def log(level: int, secrets: Iterable[str | None], text: str, *values: object) -> None:
    """Writes a line, scrubbed; costs nothing when its level is off."""
    if logger.isEnabledFor(level):
        shown = [
            value if isinstance(value, (int, float)) else redact(str(value), secrets)
            for value in values
        ]
        logger.log(level, text, *shown)


def body_text(body: object, secrets: Iterable[str | None]) -> str:
    """Returns a request's body as a log shows it."""
    return str(redact_data(body, secrets))


class LogSettings(Protocol):
    """The settings, as far as log lines are concerned."""

    def get(self, name: str) -> str | None:
        """Returns a setting by its full name."""

    def flag(self, name: str) -> bool:
        """Returns a setting that is on or off."""


def set_up(settings: LogSettings) -> None:
    """Writes log lines where the settings ask for it: to a file, or to standard error when debugging.

    Does nothing without either setting, and does not add what it added before.

    Raises:
        ConfigurationError: The file cannot be written, or the format is none.
    """
    debug, log_file = settings.flag("PINTEREST_DEBUG"), settings.get("PINTEREST_LOG_FILE")
    if not (debug or log_file):
        return
    if debug:
        logger.setLevel(logging.DEBUG)
    elif logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)
    name = f"pinterest:{Path(log_file).absolute() if log_file else 'stderr'}"
    if any(handler.name == name for handler in logger.handlers):
        return
    handler = _handler(log_file)
    handler.set_name(name)
    handler.setFormatter(_formatter(settings.get("PINTEREST_LOGGER_FORMAT")))
    logger.addHandler(handler)


def _handler(log_file: str | None) -> logging.Handler:
    if not log_file:
        return logging.StreamHandler()
    try:
        with Path(log_file).open("a", encoding="utf-8"):
            pass  # found out now rather than with the first line, when it is too late for an error
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"PINTEREST_LOG_FILE cannot be written: {error}") from None
    return logging.FileHandler(log_file, encoding="utf-8", delay=True)


def _formatter(log_format: str | None) -> logging.Formatter:
    try:
        formatter = logging.Formatter(log_format)
        formatter.format(logging.makeLogRecord({}))
    except (ValueError, TypeError) as error:
        raise ConfigurationError(
            f"PINTEREST_LOGGER_FORMAT is {log_format!r}, which is no format of log lines: {error}"
        ) from None
    return formatter
