"""Hooks for MkDocs: they add the pages that are built from the code, complete the menu, and adapt the HTML."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File
from nbconvert import MarkdownExporter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docs.builder.commands import build_command_pages
from docs.builder.html import adapt_html, get_description, get_search_rank, shrink_html
from docs.builder.pages import build_pages, list_identifiers

_TITLE_SUFFIXES = {"reference": "reference", "jobs": "guide", "notebooks": "notebook"}
_GENERATED = ("reference/api/", "reference/commands/", "reference/schemas/")
_README_PART = re.compile(r'^--8<-- "README\.md:([\w-]+)"$', re.MULTILINE)
_RICH = re.compile(r"^::: pinterest\.(ads|organic|catalogs|business)\.", re.MULTILINE)


def on_config(config: Any) -> Any:
    """Adds the pages of rich models and the generated reference pages to the menu."""
    folder = Path(config["docs_dir"])
    nouns = _get_submenu(config["nav"], "Nouns")
    nouns[:] = [each if "." in str(each) else _build_group_menu(folder, each) for each in nouns]
    reference = _get_submenu(config["nav"], "Reference")
    _get_submenu(reference, "Nouns")[:] = _find_model_pages(folder)
    pages = [{page.title: page.path} for page in build_pages()]
    _get_submenu(reference, "Commands").extend(
        [
            page.path if page.path.endswith("index.md") else {page.title: page.path}
            for page in build_command_pages()
        ]
    )
    _get_submenu(reference, "Typed methods").extend(_select_pages(pages, "/api/"))
    _get_submenu(reference, "Further schemas").extend(_select_pages(pages, "/schemas/"))
    return config


def on_files(files: Any, *, config: Any) -> Any:
    """Adds the pages of the commands, typed methods and schemas, and the example notebooks."""
    for page in [*build_command_pages(), *build_pages()]:
        files.append(File.generated(config, page.path, content=page.text))
    _add_notebooks(files, config)
    return files


def _add_notebooks(files: Any, config: Any) -> None:
    """Adds the example notebooks as pages, with their stored outputs. Nothing is executed."""
    folder = Path(config["docs_dir"]).parent / "examples" / "notebooks"
    for path in sorted(folder.glob("*.ipynb")):
        resources = {"output_files_dir": f"{path.stem}-outputs"}
        text, found = MarkdownExporter().from_filename(str(path), resources)
        # The notebook's links to the docs start at the folder of the notebook.
        text = text.replace("](../../docs/", "](../")
        # Remove the class and border of pandas' tables, so that the theme applies its own style.
        text = text.replace('<table border="1" class="dataframe">', "<table>")
        files.append(File.generated(config, f"notebooks/{path.name[:-6]}.md", content=text))
        for name, data in found["outputs"].items():
            files.append(File.generated(config, f"notebooks/{name}", content=data))


def on_page_content(html: str, *, page: Any, config: Any, **_: Any) -> str:
    """Adapts the HTML of a page, and registers the sections of a generated page as targets of links."""
    anchors = config.plugins["autorefs"]
    for name, anchor in list_identifiers(page.file.src_uri):
        anchors.register_anchor(page, name, anchor, primary=name == anchor)
    if page.file.src_uri == "emulator.md":  # half of this page consists of generated tables
        html = html.replace("<table>", '<table data-search-exclude="true">')
    generated = page.file.src_uri.startswith(_GENERATED)
    return adapt_html(html, generated=generated or bool(_RICH.search(page.markdown)))


def on_post_page(output: str, *, page: Any, **_: Any) -> str:
    """Removes markup that has no visible effect from the pages of the reference."""
    return shrink_html(output) if page.file.src_uri.startswith("reference/") else output


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Sets the description, the title and the search rank of a page, and includes parts of the README."""
    page.meta.setdefault("description", get_description(markdown))
    markdown = _README_PART.sub(_include_readme, markdown)
    path = page.file.src_uri
    folder, _, rest = path.partition("/")
    if folder in _TITLE_SUFFIXES and "/" not in rest and rest != "index.md":
        # A guide or a page about a noun can have the same title as a page of the reference.
        page.meta.setdefault("title", f"{page.title}: {_TITLE_SUFFIXES[folder]}")
    if "search" not in page.meta:
        page.meta["search"] = {"boost": get_search_rank(path)}
    return markdown


def _include_readme(match: re.Match[str]) -> str:
    """Returns a part of the README, with links that work from a page in `docs/`."""
    readme = Path(__file__).resolve().parent.parent / "README.md"
    text = readme.read_text(encoding="utf-8")
    part = text.partition(f"[start:{match[1]}] -->\n")[2].partition("<!-- --8<-- [end")[0]
    return part.replace("](docs/", "](")


def _get_submenu(menu: list[Any], title: str) -> list[Any]:
    """Returns the entries below a title of the menu."""
    found: list[Any] = next(
        each[title] for each in menu if isinstance(each, dict) and title in each
    )
    return found


def _select_pages(pages: list[dict[str, str]], folder: str) -> list[dict[str, str]]:
    """Returns the menu entries of the pages in a folder."""
    return [page for page in pages if all(folder in path for path in page.values())]


def _build_group_menu(folder: Path, name: str) -> dict[str, list[Any]]:
    """Returns the menu of a group of nouns: the first page, then the other pages in alphabetical order."""
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


def _find_model_pages(folder: Path) -> list[dict[str, str]]:
    """Returns the title and the path of each reference page about rich models."""
    return [
        {_read_title(path): f"reference/{path.name}"}
        for path in sorted((folder / "reference").glob("*.md"))
        if _RICH.search(path.read_text(encoding="utf-8"))
    ]
