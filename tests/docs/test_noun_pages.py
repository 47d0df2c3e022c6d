"""Every rich model has a page in `docs/nouns/`, in a group whose folder the menu lists."""

from __future__ import annotations

import re

from tests.meta.source import ROOT
from tests.models.samples import MODELS

FOLDER = ROOT / "docs" / "nouns"
PAGES = sorted(path for path in FOLDER.glob("*/*.md") if path.name != "index.md")


def test_every_noun_has_a_page():
    # A page documents the nouns in backticks in its first paragraph: A `Campaign` is the top level of ...
    described = {
        noun
        for page in PAGES
        for noun in re.findall(r"`(\w+)`", page.read_text(encoding="utf-8").split("\n\n")[1])
    }
    assert set(MODELS) - described == set()


def test_every_page_shows_how_to_work_with_its_noun():
    for page in PAGES:
        headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert "Errors" in headings, page
        assert len(headings) > 1, page


def test_the_first_page_of_a_group_names_its_pages_and_nouns():
    for first in FOLDER.glob("*/index.md"):
        text = first.read_text(encoding="utf-8")
        pages = {page.name for page in first.parent.glob("*.md")} - {first.name}
        assert pages <= set(re.findall(r"\]\(([\w-]+\.md)\)", text)), first
    named = {
        noun
        for page in FOLDER.glob("*/index.md")
        for noun in re.findall(r"`(\w+)`", page.read_text("utf-8"))
    }
    assert set(MODELS) - named == set()


def test_the_menu_lists_every_group():
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    [listed] = re.findall(r"^  - Nouns:\n((?:      - .*\n)+)", menu, re.MULTILINE)
    groups = re.findall(r"- ([\w-]+)\n", listed)
    assert sorted(groups) == sorted({path.parent.name for path in FOLDER.glob("*/index.md")})
