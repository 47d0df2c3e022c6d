"""The code on the page about adding a noun works unchanged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources import load_all
from pinterest.operations.boards import BOARDS_LIST
from tests.docs.blocks import python_blocks

ROOT = Path(__file__).parents[2]

# In a separate process, where the page's noun replaces the existing one.
SCRIPT = """
import sys, types
from pinterest.emulator import Emulator
from tests.emulator.api import Api

name = "pinterest.emulator.resources.board_sections"
noun = sys.modules[name] = types.ModuleType(name)
exec(sys.stdin.read(), noun.__dict__)
noun.add_section = noun.require_section = None
with Emulator() as emulator, Api(emulator.url, emulator.access_token) as api:
    board = api.post("/boards", json={"name": "Quilts"}).json()["id"]
    sections = f"/boards/{board}/sections"
    made = api.post(sections, json={"name": "Blue"})
    assert made.status_code == 201, made.text
    assert api.items(sections) == [made.json()]
    saved = emulator.dump()
    emulator.load(saved)
    section = f"{sections}/{made.json()['id']}"
    assert [api.delete(section).status_code for _ in range(2)] == [204, 404]
    assert api.items(sections) == []
"""


@pytest.mark.slow
def test_the_noun_of_the_page_works() -> None:
    [block] = python_blocks(ROOT / "docs" / "adding-a-noun.md")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=block.source,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_an_operation_has_one_handler() -> None:
    load_all()
    with pytest.raises(
        ValueError, match=r"GET /boards has two handlers, .*boards\.list_boards and .*; remove one"
    ):

        @handles(BOARDS_LIST)
        def list_boards_otherwise(call: object) -> None: ...
