"""The Python blocks of a Markdown page."""

from __future__ import annotations

import re
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from markdown_it import MarkdownIt

_LANGUAGE = re.compile(r"python\b")
_NO_RUN = re.compile(r"<!--\s*no-run:\s*(\S.*?)\s*-->\s*\Z", re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its page, the line of its first statement, its text, and whether it is executed."""

    path: Path
    line: int
    source: str
    runs: bool

    def compiled(self) -> CodeType:
        """The block as code whose line numbers are those of the page."""
        return compile(
            "\n" * (self.line - 1) + self.source, str(self.path), "exec", dont_inherit=True
        )


def python_blocks(path: Path) -> list[Block]:
    """Every Python block of a page, in order.

    A comment `<!-- no-run: why -->` just before a block keeps it from being executed.
    """
    blocks, before = [], ""
    for token in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        if token.type == "fence" and _LANGUAGE.match(token.info.strip()):
            assert token.map is not None
            runs = not _NO_RUN.search(before)
            blocks.append(Block(path, token.map[0] + 2, token.content, runs))
        before = token.content if token.type == "html_block" else ""
    return blocks
