"""The page about reliability names a test for each promise, and these tests exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
PROMISES = [
    line
    for section in PAGE.partition("## The fault matrix")[0].split("| Promise | Test |")[1:]
    for line in section.splitlines()[2:]
    if line.startswith("|")
]


@pytest.mark.parametrize("line", PROMISES)
def test_the_test_of_a_promise_exists(line):
    found = re.fullmatch(r"\| .+ \| `(tests/[\w/]+\.py)::(test_\w+)` \|", line)
    assert found, line
    tree = ast.parse((ROOT / found[1]).read_text(encoding="utf-8"))
    assert found[2] in {item.name for item in ast.walk(tree) if isinstance(item, ast.FunctionDef)}


def test_there_are_promises():
    assert len(PROMISES) > 20
