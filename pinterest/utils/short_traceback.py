"""Errors in a notebook: the message and the user's own lines, without the internals of the SDK."""

from __future__ import annotations

import linecache
import logging
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Final

from pinterest.utils.redact import HIDDEN, is_secret, redact
from pinterest.utils.shorten import shorten

__all__ = ["is_debugging", "render"]

_PACKAGE: Final = str(Path(__file__).resolve().parent.parent) + os.sep
_PYTHON: Final = (os.path.dirname(os.__file__) + os.sep, "<frozen")  # noqa: PTH120  # strings are compared
_MAX_LINES: Final = 4
_WIDTH: Final = 100
_RED: Final = "\033[1;31m"
_DIM: Final = "\033[2m"
_PLAIN: Final = "\033[0m"
_KEYWORD: Final = re.compile(r"""\b(\w+)(\s*=\s*)("[^"]*"?|'[^']*'?)""")


def is_debugging() -> bool:
    """Returns whether to show full tracebacks: at the log level DEBUG, or with `PINTEREST_DEBUG` in the environment."""
    # The setting also sets the log level, but only when a client is created.
    setting = os.environ.get("PINTEREST_DEBUG", "").strip().lower()
    if setting in ("1", "true", "yes", "on"):
        return True
    return logging.getLogger("pinterest").isEnabledFor(logging.DEBUG)


def render(error: BaseException) -> list[str]:
    """Returns an error as text: its class and message, and the lines of the user's code that led to it.

    IPython expects a list of strings. One string keeps converters of notebooks from adding blank lines.
    """
    [first, *rest] = str(error).splitlines() or [""]
    name = type(error).__name__
    # The first line is wrapped with the name, which has no color yet, so that the widths are right.
    wrapped = _wrap(f"{name}: {first}")
    lines = [f"{_RED}{name}{_PLAIN}{wrapped[0][len(name) :]}", *wrapped[1:]]
    for line in rest:
        lines += _wrap(line) or [""]
    places = list(_find_user_lines(error.__traceback__))
    if len(places) > _MAX_LINES:
        places = [*places[: _MAX_LINES - 1], places[-1]]
    lines += [f"{_DIM}{place}{_PLAIN}" for place in places]
    return ["\n".join(lines)]


def _wrap(line: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  "
    )


def _find_user_lines(trace: TracebackType | None) -> Iterator[str]:
    """Yields the user's lines, outermost first. The last one called the SDK."""
    while trace is not None:
        frame, number = trace.tb_frame, trace.tb_lineno
        name = frame.f_code.co_filename
        if name.startswith(_PACKAGE) or _is_foreign(frame):
            trace = trace.tb_next
            continue
        code = _hide_secrets(linecache.getline(name, number, frame.f_globals).strip())
        function = frame.f_code.co_name
        where = f", in {function}" if function != "<module>" else ""
        yield f"{_find_file(name)}, line {number}{where}" + (
            f": {shorten(code, 160)}" if code else ""
        )
        trace = trace.tb_next


def _is_foreign(frame: FrameType) -> bool:
    """Returns whether a frame belongs to an installed package, as IPython's own does, or to Python."""
    name = frame.f_code.co_filename
    parts = Path(name).parts
    return "site-packages" in parts or "dist-packages" in parts or name.startswith(_PYTHON)


def _find_file(name: str) -> str:
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    try:
        cell = shell.compile.format_code_name(name) if shell is not None else None
    except AttributeError:  # another version of IPython
        cell = None
    return cell[1] if cell else Path(name).name


def _hide_secrets(code: str) -> str:
    hidden = _KEYWORD.sub(
        lambda found: f"{found[1]}{found[2]}{HIDDEN}" if is_secret(found[1]) else found[0], code
    )
    return redact(hidden)
