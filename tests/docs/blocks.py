"""Finds the Python blocks of a Markdown page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from markdown_it import MarkdownIt

NO_RUN = "no-run"
NEEDS_SETTINGS = "needs-settings"

_LANGUAGE = re.compile(r"python\b")
_MARK = re.compile(rf"<!--\s*({NO_RUN}|{NEEDS_SETTINGS}):\s*\S.*?\s*-->\s*\Z", re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its page, the line of its first statement, its text, and its marker, if any."""

    path: Path
    line: int
    source: str
    mark: str | None

    def compiled(self) -> CodeType:
        """Compiles the block. Errors have the line numbers of the page."""
        return compile(as_script([self]), str(self.path), "exec", dont_inherit=True)


def python_blocks(path: Path) -> list[Block]:
    """Returns every Python block of a page, in order.

    A comment right before a block marks it. `<!-- no-run: reason -->` means that the block cannot run.
    `<!-- needs-settings: which -->` means that it runs only with the settings of a client.
    """
    blocks, before = [], ""
    for token in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        if token.type == "fence" and _LANGUAGE.match(token.info.strip()):
            assert token.map is not None
            mark = _MARK.search(before)
            blocks.append(Block(path, token.map[0] + 2, token.content, mark and mark[1]))
        before = token.content if token.type == "html_block" else ""
    return blocks


def as_script(blocks: Iterable[Block]) -> str:
    """Joins the blocks of a page to a script. Each statement keeps its line number from the page."""
    script = ""
    for block in blocks:
        script += "\n" * (block.line - 1 - script.count("\n")) + block.source
    return script
