"""Writes log lines to the logger `pinterest`. Tokens, secrets and personal data are hidden."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Final, Protocol

from pinterest.exceptions import ConfigurationError
from pinterest.utils.forks import ForkSafeLock
from pinterest.utils.redact import escape_control_characters, redact, redact_data
from pinterest.utils.settings_files import get_absolute_path
from pinterest.utils.suggest import format_value

logger = logging.getLogger("pinterest")

# The formats of all log lines of the SDK.
RESPONSE: Final = "%s %s %s -> %d in %.0f ms (request id %s)"
NO_RESPONSE: Final = "%s"
WAIT_FOR_QUOTA: Final = "waiting %.1f s: %s"
WAIT_BEFORE_RETRY: Final = "waiting %.1f s before retry %d of %d: %s"
SETTING_IGNORED: Final = "ignored, since it may belong to another program: %s"
TOKEN_RENEWED: Final = "the access token was renewed"
HOOK_FAILED: Final = "%s raised %s: %s (%s). The call goes on."
TOKEN_NOT_RENEWED: Final = "the access token was not renewed, but is still valid: %s"

TOKENS_NOT_SAVED: Final = (
    "the access token was renewed, but the new refresh token is only in memory: %s"
)
RATES_NOT_SHARED: Final = "the limits in the headers of a response were not shared: %s"
STORE_NOT_READ: Final = "the token store is not used: %s"

# Without this lock, two clients that are created at the same moment could both add a handler.
_handler_lock = ForkSafeLock()

# `is_logging` is True while this thread runs log handlers.
_thread = threading.local()

_LONG_WAIT = 5.0
_SECONDS_BETWEEN_WARNINGS = 60.0


def log(level: int, line: str, *values: object, secrets: Iterable[str | None] = ()) -> None:
    """Writes a line to the log, with secrets and personal data hidden.

    An error in a log handler is printed, not raised.

    Args:
        level: Level of the line, such as `logging.INFO`.
        line: Format of the line, one of the constants of this module.
        *values: Values to insert into the format.
        secrets: Values to hide, such as the client's tokens.
    """
    # Do not log the requests that a log handler sends, because this would call the handler again.
    if logger.isEnabledFor(level) and not getattr(_thread, "is_logging", False):
        redacted = [
            value
            if isinstance(value, (int, float))
            else escape_control_characters(redact(str(value), secrets))
            for value in values
        ]
        _thread.is_logging = True
        try:
            logger.log(level, line, *redacted)
        except Exception:  # noqa: BLE001  # a handler must not change the outcome of a request that was sent
            if logging.raiseExceptions:
                traceback.print_exc()
        finally:
            _thread.is_logging = False


def format_body_for_log(body: object, secrets: Iterable[str | None]) -> str:
    """Returns a request body as text, with secrets and personal data hidden."""
    return str(redact_data(body, secrets))


class WaitLevels:
    """Chooses the log level for messages about waits.

    Long waits have the level WARNING, at most once a minute for each quota. Other waits have the level INFO.
    """

    def __init__(self) -> None:
        """Creates an empty record of past warnings."""
        self._warned_at: dict[Hashable, float] = {}
        self._lock = ForkSafeLock()

    def choose_level(self, quota: Hashable, seconds: float) -> int:
        """Returns the log level for a message about a wait.

        Args:
            quota: The quota that the request counts against.
            seconds: Length of the wait.
        """
        if seconds < _LONG_WAIT:
            return logging.INFO
        now = time.monotonic()
        with self._lock:
            warned_at = self._warned_at.get(quota)
            if warned_at is not None and now - warned_at < _SECONDS_BETWEEN_WARNINGS:
                return logging.INFO
            self._warned_at[quota] = now
        return logging.WARNING  # Python shows warnings even if logging is not configured


class LogSettings(Protocol):
    """The methods of `Settings` that this module needs."""

    def get(self, name: str) -> str | None:
        """Returns the value of a setting, or None if the setting is missing."""

    def flag(self, name: str) -> bool:
        """Returns the value of a boolean setting."""

    def ignore(self, name: str, error: ConfigurationError) -> None:
        """Ignores a setting and logs `error` if the setting may belong to another program. Otherwise raises `error`."""


def set_up_logging(settings: LogSettings) -> None:
    """Adds a log handler if `PINTEREST_LOG_FILE` or `PINTEREST_DEBUG` is set.

    The handler writes to the log file, or to standard error if no file is set.

    Raises:
        ConfigurationError: If the log file cannot be written, or the log format is not valid.
    """
    debug, log_file = settings.flag("PINTEREST_DEBUG"), settings.get("PINTEREST_LOG_FILE")
    if not (debug or log_file):
        return
    if debug:
        logger.setLevel(logging.DEBUG)
    elif logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)
    name = f"pinterest:{get_absolute_path(Path(log_file)) if log_file else 'stderr'}"
    with _handler_lock:
        if any(handler.name == name for handler in logger.handlers):
            return  # an earlier call added the handler
        try:
            handler = _create_handler(log_file)
        except ConfigurationError as error:
            settings.ignore("PINTEREST_LOG_FILE", error)
            return
        handler.set_name(name)
        handler.setFormatter(_choose_formatter(settings))
        logger.addHandler(handler)


def _create_handler(log_file: str | None) -> logging.Handler:
    """Creates a handler that writes to a file, or to standard error if there is no file."""
    if not log_file:
        return logging.StreamHandler()
    try:
        with Path(log_file).open("a", encoding="utf-8"):
            pass  # fail now, because an error while logging would only be printed
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"PINTEREST_LOG_FILE cannot be written: {error}") from None
    return logging.FileHandler(log_file, encoding="utf-8", delay=True)


def _choose_formatter(settings: LogSettings) -> logging.Formatter:
    """Returns the formatter of the setting `PINTEREST_LOGGER_FORMAT`, or the default one."""
    try:
        return _create_formatter(settings.get("PINTEREST_LOGGER_FORMAT"))
    except ConfigurationError as error:
        settings.ignore("PINTEREST_LOGGER_FORMAT", error)
    return _create_formatter(settings.get("PINTEREST_LOGGER_FORMAT"))


def _create_formatter(log_format: str | None) -> logging.Formatter:
    """Creates a formatter, and checks that its format is valid."""
    try:
        formatter = logging.Formatter(log_format)
        formatter.format(logging.makeLogRecord({}))
    except (ValueError, TypeError) as error:
        raise ConfigurationError(
            f"PINTEREST_LOGGER_FORMAT: {format_value(log_format)} is not a valid log format: {error}"
        ) from None
    return formatter
