"""Hooks of mkdocs: `:calls:` lines are shown as requests, and the menu lists the pages of rich models."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_CALLS = re.compile(r"<p>:calls:\s*(?:<code>)?([A-Z]+ /[^\s,<]*)(?:</code>)?(.*?)</p>", re.DOTALL)


def on_page_content(html: str, **_: Any) -> str:
    """Rewrites the HTML of a page."""
    return _CALLS.sub(r"<p><strong>Request:</strong> <code>\1</code>\2</p>", html)


def on_config(config: Any) -> Any:
    """Adds the reference pages of rich models, which the generator writes, to the menu."""
    reference = next(entry["Reference"] for entry in config["nav"] if "Reference" in entry)
    at = next(place for place, entry in enumerate(reference) if "Pages and bookmarks" in entry)
    reference[at:at] = [{"Rich models": list(_pages(Path(config["docs_dir"])))}]
    return config


def _pages(folder: Path) -> list[dict[str, str]]:
    """Returns the title and the path of each page that shows rich models."""
    pages = []
    for path in sorted((folder / "reference").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = re.search(r"^# (.+)$", text, re.MULTILINE)
        if title and re.search(
            r"^::: pinterest\.(ads|organic|catalogs|business)\.", text, re.MULTILINE
        ):
            pages.append({title[1]: f"reference/{path.name}"})
    return pages
