"""Parses the docstrings of methods, for the help of commands."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Docstring", "parse_docstring"]

_SECTION: Final = re.compile(r"^(Args|Returns|Yields|Raises|Examples|Attributes):$", re.MULTILINE)
_CALL: Final = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[^\s`,]*)")
_ARGUMENT: Final = re.compile(r"^\*{0,2}(\w+): ", re.MULTILINE)

_FOR_PYTHON: Final = re.compile(
    r"(?: Pass None to [^.]*\.| Sends only the fields that you pass\. A field passed as None[^.]*\.)"
)


@dataclass(frozen=True)
class Docstring:
    """The parts of a docstring that the help of a command shows.

    Attributes:
        summary: The first paragraph.
        details: The other paragraphs before the first section, without the `:calls:` line.
        calls: The verbs and paths of the operations that the method calls.
        arguments: Maps argument names to descriptions.
    """

    summary: str = ""
    details: tuple[str, ...] = ()
    calls: tuple[tuple[str, str], ...] = ()
    arguments: dict[str, str] = field(default_factory=dict)


def parse_docstring(text: str | None) -> Docstring:
    """Returns the parts of a Google-style docstring."""
    head, *sections = _SECTION.split(inspect.cleandoc(text or ""))
    paragraphs = [_simplify_text(part) for part in head.split("\n\n") if part.strip()]
    calls = [part for part in paragraphs if part.startswith(":calls:")]
    prose = [part for part in paragraphs if not part.startswith(":calls:")]
    named = dict(zip(sections[::2], sections[1::2], strict=True))
    return Docstring(
        summary=prose[0] if prose else "",
        details=tuple(prose[1:]),
        calls=tuple(_CALL.findall(calls[0])) if calls else (),
        arguments=_parse_args_section(named.get("Args", "")),
    )


def _parse_args_section(text: str) -> dict[str, str]:
    _, *parts = _ARGUMENT.split(inspect.cleandoc(text))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {name: _simplify_text(description) for name, description in pairs}


def _simplify_text(text: str) -> str:
    """Returns text on one line, without backticks and without sentences that are only about Python."""
    return _FOR_PYTHON.sub("", " ".join(text.replace("`", "").split()))
