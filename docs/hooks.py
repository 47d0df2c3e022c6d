"""Hooks of mkdocs.

`:calls:` lines are shown as requests, the menu lists the pages of rich models, and example notebooks become pages.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_CALLS = re.compile(r"<p>:calls:\s*(?:<code>)?([A-Z]+ /[^\s,<]*)(?:</code>)?(.*?)</p>", re.DOTALL)


def on_page_content(html: str, **_: Any) -> str:
    """Rewrites the HTML of a page."""
    return _CALLS.sub(r"<p><strong>Request:</strong> <code>\1</code>\2</p>", html)


def on_config(config: Any) -> Any:
    """Adds the pages of nouns, and the reference pages that the generator writes, to the menu."""
    nouns = next(entry["Nouns"] for entry in config["nav"] if "Nouns" in entry)
    nouns[:] = [_group(Path(config["docs_dir"]), name) for name in nouns]
    reference = next(entry["Reference"] for entry in config["nav"] if "Reference" in entry)
    at = next(place for place, entry in enumerate(reference) if "Pages and bookmarks" in entry)
    reference[at:at] = [{"Rich models": list(_find_pages(Path(config["docs_dir"])))}]
    return config


def on_files(files: Any, *, config: Any) -> Any:
    """Adds the example notebooks as pages, with their stored outputs. Nothing is executed."""
    from mkdocs.structure.files import File
    from nbconvert import MarkdownExporter

    folder = Path(config["docs_dir"]).parent / "examples" / "notebooks"
    for path in sorted(folder.glob("*.ipynb")):
        resources = {"output_files_dir": f"{path.stem}-outputs"}
        text, found = MarkdownExporter().from_filename(str(path), resources)
        # Links lead from the notebook to the docs.
        text = text.replace("](../../docs/", "](../")
        # Without its class and border, the theme gives a table of pandas its own style.
        text = text.replace('<table border="1" class="dataframe">', "<table>")
        files.append(File.generated(config, f"notebooks/{path.name[:-6]}.md", content=text))
        for name, data in found["outputs"].items():
            files.append(File.generated(config, f"notebooks/{name}", content=data))
    return files


def _group(folder: Path, name: str) -> dict[str, list[Any]]:
    """Returns the menu of a group of nouns: its first page, and its other pages in alphabetical order."""
    first = f"nouns/{name}/index.md"
    others = {
        _read_title(path): f"nouns/{name}/{path.name}"
        for path in (folder / "nouns" / name).glob("*.md")
        if path.name != "index.md"
    }
    return {
        _read_title(folder / first): [first, *({title: others[title]} for title in sorted(others))]
    }


def _read_title(path: Path) -> str:
    """Returns the first heading of a page."""
    found = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else path.stem


def _find_pages(folder: Path) -> list[dict[str, str]]:
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
