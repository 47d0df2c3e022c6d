"""Every Python block of README and docs works: each page runs top to bottom, on the emulator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from tests.docs.blocks import python_blocks
from tests.meta.source import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WITH_BLOCKS = [page for page in PAGES if page.is_file() and python_blocks(page)]


def name_of(page):
    return str(page.relative_to(ROOT))


@pytest.fixture
def emulator(monkeypatch):
    with Emulator() as running:
        monkeypatch.setenv("PINTEREST_API_URI", running.url)
        monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", running.access_token)
        monkeypatch.setenv("PINTEREST_REFRESH_ACCESS_TOKEN", running.refresh_token)
        monkeypatch.setenv("PINTEREST_APP_ID", running.app_id)
        monkeypatch.setenv("PINTEREST_APP_SECRET", running.app_secret)
        monkeypatch.setenv("PINTEREST_AD_ACCOUNT_ID", running.ad_account_id)
        PinterestSDKClient.set_default_client(None)
        yield running
        PinterestSDKClient.set_default_client(None)


@pytest.mark.usefixtures("emulator")
@pytest.mark.parametrize("page", WITH_BLOCKS, ids=name_of)
def test_page_runs(page):
    namespace = {"__name__": "__main__"}
    for block in python_blocks(page):
        code = block.compiled()
        if block.runs:
            exec(code, namespace)


def test_readme_shows_code():
    assert any(block.runs for block in python_blocks(ROOT / "README.md"))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_block_escapes(page):
    # A fence that is indented, as within a tab or a list, might be none to the parser, and so never run.
    fences = re.findall(
        r"^[ \t]*(?:```+|~~~+)[ \t]*python\b", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(python_blocks(page)) == len(fences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```python\nx = 1\n```\n", [(2, True)]),
        (
            '# A\n\n``` python title="a.py"\nx = 1\n```\n\n~~~python\ny\n~~~\n',
            [(4, True), (8, True)],
        ),
        ("<!-- no-run: needs an account -->\n```python\nx\n```\n", [(3, False)]),
        ("<!-- no-run: needs an account -->\n\n```python\nx\n```\n", [(4, False)]),
        ("<!-- no-run: one -->\n```python\nx\n```\n```python\ny\n```\n", [(3, False), (6, True)]),
        ("<!-- no-run: -->\n```python\nx\n```\n", [(3, True)]),
        ("<!-- no-run: far -->\n\nText.\n\n```python\nx\n```\n", [(6, True)]),
        ("```pythonic\nx\n```\n\n```bash\nls\n```\n\n```\ny\n```\n", []),
        ("- item\n\n    ```python\n    x\n    ```\n", [(4, True)]),
    ],
)
def test_blocks_are_found(tmp_path, text, expected):
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    assert [(block.line, block.runs) for block in python_blocks(page)] == expected


def test_an_error_names_the_page_and_its_line(tmp_path):
    page = Path(tmp_path / "page.md")
    page.write_text("# A page\n\n```python\nx = 1\nraise KeyError(x)\n```\n", encoding="utf-8")
    (block,) = python_blocks(page)
    with pytest.raises(KeyError) as caught:
        exec(block.compiled(), {})
    last = caught.traceback[-1]
    assert (str(last.path), last.lineno + 1) == (str(page), 5)
