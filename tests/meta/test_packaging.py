"""The documents use the correct names of the distribution, its wheel and its extras."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pinterest import __version__
from tests.meta.source import ROOT, texts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def find_everywhere(pattern):
    """Returns the text of a pattern's group for each match in the project's files, except this file."""
    others = [path for path in texts() if path != Path(__file__).resolve()]
    return {found for path in others for found in re.findall(pattern, path.read_text("utf-8"))}


def test_the_wheel_has_the_name_that_the_documents_install():
    distribution = PROJECT["name"].replace("-", "_")
    assert find_everywhere(r"dist/([\w.-]+\.whl)\b") == {
        f"{distribution}-{__version__}-py3-none-any.whl"
    }


def test_every_extra_that_the_documents_install_exists():
    named = find_everywhere(r"pip install [^\n]*?\[([a-z]+)\]")
    assert "emulator" in named
    assert named <= set(PROJECT["optional-dependencies"])


def test_extras_include_each_other_by_the_name_of_the_distribution():
    lines = [line for extra in PROJECT["optional-dependencies"].values() for line in extra]
    own = {line.partition("[")[0] for line in lines if line.startswith("pinterest")}
    assert own == {PROJECT["name"]}


@pytest.mark.slow
def test_no_text_says_that_the_package_is_on_an_index():
    assert find_everywhere(r"pip install [\"']?(pinterest-(?:sdk|v5)\b[^\n]*)") == set()
    assert find_everywhere(r"\b(pinterest-sdk)\b") == set()
