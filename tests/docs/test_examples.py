"""Every Python block of the docs runs on an emulator, page by page from top to bottom."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from tests.docs.blocks import NEEDS_SETTINGS, NO_RUN, as_script, python_blocks
from tests.docs.settings import build_settings
from tests.meta.source import ROOT

README = ROOT / "README.md"
GUIDES = sorted((ROOT / "docs").rglob("*.md"))
WITH_BLOCKS = [page for page in GUIDES if python_blocks(page)]


def get_name(page):
    return str(page.relative_to(ROOT))


@pytest.fixture
def emulator(monkeypatch):
    with Emulator() as running:
        for name, value in build_settings(running).items():
            monkeypatch.setenv(name, value)
        PinterestSDKClient.set_default_client(None)
        yield running
        PinterestSDKClient.set_default_client(None)


@pytest.mark.slow
@pytest.mark.usefixtures("emulator")
@pytest.mark.parametrize("page", WITH_BLOCKS, ids=get_name)
def test_page_runs(page):
    namespace = {"__name__": "__main__"}
    for block in python_blocks(page):
        code = block.compiled()
        if block.mark != NO_RUN:
            exec(code, namespace)


@pytest.mark.parametrize("page", [README, *GUIDES], ids=get_name)
def test_every_fence_is_found(page):
    # The parser might miss an indented fence in a tab or list, so the block would never run.
    fences = re.findall(
        r"^[ \t]*(?:```+|~~~+)[ \t]*python\b", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(python_blocks(page)) == len(fences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```python\nx = 1\n```\n", [(2, None)]),
        (
            '# A\n\n``` python title="a.py"\nx = 1\n```\n\n~~~python\ny\n~~~\n',
            [(4, None), (8, None)],
        ),
        ("<!-- no-run: needs an account -->\n```python\nx\n```\n", [(3, NO_RUN)]),
        ("<!-- no-run: needs an account -->\n\n```python\nx\n```\n", [(4, NO_RUN)]),
        ("<!-- needs-settings: a token -->\n```python\nx\n```\n", [(3, NEEDS_SETTINGS)]),
        (
            "<!-- no-run: one -->\n```python\nx\n```\n```python\ny\n```\n",
            [(3, NO_RUN), (6, None)],
        ),
        ("<!-- no-run: -->\n```python\nx\n```\n", [(3, None)]),
        ("<!-- no-run: far -->\n\nText.\n\n```python\nx\n```\n", [(6, None)]),
        ("```pythonic\nx\n```\n\n```bash\nls\n```\n\n```\ny\n```\n", []),
        ("- item\n\n    ```python\n    x\n    ```\n", [(4, None)]),
    ],
)
def test_blocks_and_their_marks_are_found(tmp_path, text, expected):
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    assert [(block.line, block.mark) for block in python_blocks(page)] == expected


def test_a_script_keeps_the_lines_of_its_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```python\nx\n```\n\nText.\n\n```python\ny\nz\n```\n", encoding="utf-8")
    assert as_script(python_blocks(page)).splitlines() == ["", "x", *[""] * 5, "y", "z"]


def test_an_error_names_the_page_and_its_line(tmp_path):
    page = Path(tmp_path / "page.md")
    page.write_text("# A page\n\n```python\nx = 1\nraise KeyError(x)\n```\n", encoding="utf-8")
    (block,) = python_blocks(page)
    with pytest.raises(KeyError) as caught:
        exec(block.compiled(), {})
    last = caught.traceback[-1]
    assert (str(last.path), last.lineno + 1) == (str(page), 5)
