"""Formats errors in a notebook: shows the message and the lines of the user's code, but no lines of the SDK."""

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
    """Returns whether to show full tracebacks: the log level is DEBUG or the variable `PINTEREST_DEBUG` is set."""
    # Check the variable too: it sets the log level, but only when a client is created.
    setting = os.environ.get("PINTEREST_DEBUG", "").strip().lower()
    if setting in ("1", "true", "yes", "on"):
        return True
    return logging.getLogger("pinterest").isEnabledFor(logging.DEBUG)


def render(error: BaseException) -> list[str]:
    """Formats an error: its class, its message and the lines of the user's code. Returns a list with one string."""
    [first, *rest] = str(error).splitlines() or [""]
    name = type(error).__name__
    # Wrap the first line together with the name before adding color codes, which would change the widths.
    wrapped = _wrap_line(f"{name}: {first}")
    lines = [f"{_RED}{name}{_PLAIN}{wrapped[0][len(name) :]}", *wrapped[1:]]
    for line in rest:
        lines += _wrap_line(line) or [""]
    places = list(_find_user_lines(error.__traceback__))
    if len(places) > _MAX_LINES:
        # The last line is the one that called the SDK.
        places = [*places[: _MAX_LINES - 1], places[-1]]
    lines += [f"{_DIM}{place}{_PLAIN}" for place in places]
    # IPython expects a list of strings. Notebook converters add blank lines between strings, so return only one.
    return ["\n".join(lines)]


def _wrap_line(line: str) -> list[str]:
    return textwrap.wrap(
        line, _WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  "
    )


def _find_user_lines(trace: TracebackType | None) -> Iterator[str]:
    """Yields the lines of the user's code in a traceback, outermost first."""
    while trace is not None:
        frame, number = trace.tb_frame, trace.tb_lineno
        name = frame.f_code.co_filename
        if name.startswith(_PACKAGE) or _is_foreign(frame):
            trace = trace.tb_next
            continue
        code = _hide_secrets(linecache.getline(name, number, frame.f_globals).strip())
        function = frame.f_code.co_name
        where = f", in {function}" if function != "<module>" else ""
        yield f"{_get_shown_file_name(name)}, line {number}{where}" + (
            f": {shorten(code, 160)}" if code else ""
        )
        trace = trace.tb_next


def _is_foreign(frame: FrameType) -> bool:
    """Returns whether a frame belongs to Python or to an installed package such as IPython."""
    name = frame.f_code.co_filename
    parts = Path(name).parts
    return "site-packages" in parts or "dist-packages" in parts or name.startswith(_PYTHON)


def _get_shown_file_name(name: str) -> str:
    """Returns the name of a source file without its folder, or the name of a notebook cell."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    try:
        cell = shell.compile.format_code_name(name) if shell is not None else None
    except AttributeError:  # other versions of IPython lack this attribute
        cell = None
    return cell[1] if cell else Path(name).name


def _hide_secrets(code: str) -> str:
    hidden = _KEYWORD.sub(
        lambda found: f"{found[1]}{found[2]}{HIDDEN}" if is_secret(found[1]) else found[0], code
    )
    return redact(hidden)
