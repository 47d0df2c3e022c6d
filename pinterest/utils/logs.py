"""Log lines under the logger `pinterest`, without tokens, secrets and personal data."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

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


def set_up(debug: bool, log_file: str | None, log_format: str) -> None:
    """Writes log lines where the settings ask for it: to a file, or to standard error when debugging.

    Does nothing without either setting, and does not add what it added before.
    """
    if not (debug or log_file):
        return
    if debug:
        logger.setLevel(logging.DEBUG)
    elif logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)
    name = f"pinterest:{Path(log_file).absolute() if log_file else 'stderr'}"
    if any(handler.name == name for handler in logger.handlers):
        return
    handler: logging.Handler = (
        logging.FileHandler(log_file, encoding="utf-8", delay=True)
        if log_file
        else logging.StreamHandler()
    )
    handler.set_name(name)
    handler.setFormatter(logging.Formatter(log_format))
    logger.addHandler(handler)
