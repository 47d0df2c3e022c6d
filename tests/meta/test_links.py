"""Links in the documents outside docs/ are valid. `make docs` checks those inside."""

from __future__ import annotations

import re

import pytest

from tests.meta.source import ROOT


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_relative_links_point_to_files(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_make_target_in_the_documents_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        target
        for path in documents
        for target in re.findall(
            r"(?:`|^ {4}|\$ )make ([a-z][a-z-]*)", path.read_text("utf-8"), re.MULTILINE
        )
    }
    assert {"demo", "test"} <= named
    assert named <= known


def test_contributing_lists_every_make_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.MULTILINE)) - {"help"}
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert targets == set(re.findall(r"^\| `make ([a-z-]+)", table, re.MULTILINE))


def test_included_files_exist():
    # The formatter of Python blocks once changed a marker, so the page did not include the file.
    for path in (ROOT / "docs").rglob("*.md"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("--8"):
                found = re.fullmatch(r'--8<-- "([^":]+)(:[\w-]+)?"', line)
                assert found, (path, line)
                assert (ROOT / found[1]).exists(), (path, line)
