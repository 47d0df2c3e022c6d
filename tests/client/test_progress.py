"""Progress: a bar in terminals and notebooks, a function that counts, or nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.slow_server import ACCOUNT, SlowServer
from pinterest.ads.audiences import Audience
from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.utils.progress import Progress
from tests.client.threads import following

CODE = """
from pinterest.utils.progress import Progress
with Progress(True, total=3, unit="rows") as progress:
    for _ in range(3):
        progress.advance()
print(progress.count)
"""

NOTEBOOK = """
import sys, types
shell = types.SimpleNamespace(config={"IPKernelApp": {}})
sys.modules["IPython"] = types.SimpleNamespace(get_ipython=lambda: shell)
"""


@pytest.fixture
def server():
    with SlowServer(pages=3) as running:
        yield running


def run_code(code, **streams):
    # tqdm warns in a notebook without ipywidgets.
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(
        command, stdout=subprocess.PIPE, text=True, timeout=60, check=True, **streams
    )


def test_nothing_is_drawn_if_the_output_is_not_a_terminal():
    done = run_code(CODE, stderr=subprocess.PIPE)
    assert (done.stdout, done.stderr) == ("3\n", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudoterminals of this kind")
def test_a_bar_is_drawn_in_a_terminal():
    import termios

    ours, theirs = os.openpty()
    try:
        termios.tcsetwinsize(theirs, (24, 80))
        assert run_code(CODE, stderr=theirs).stdout == "3\n"
        os.close(theirs)
        drawn = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
    assert "3/3 [" in drawn
    assert " rows/s]" in drawn


def test_a_bar_is_drawn_in_a_notebook():
    done = run_code(NOTEBOOK + CODE, stderr=subprocess.PIPE)
    assert "3/3 [" in done.stderr


def test_a_missing_tqdm_is_reported_at_the_call(server, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    client = server.client()
    page = Audience.get_all(ACCOUNT, client=client)
    for call in (
        lambda: Audience.iter_all(ACCOUNT, client=client, progress=True),
        lambda: page.iter_all(progress=True),
        lambda: following(page).iter_all(progress=True),
        lambda: client.map(str, [1], progress=True),
    ):
        with pytest.raises(ConfigurationError, match="Install the extra 'progress'"):
            call()
    assert len(list(page.iter_all(progress=False))) == 9


@pytest.mark.parametrize("prefetch", [0, 2])
def test_a_function_gets_the_number_of_items_so_far(server, prefetch):
    counts: list[int] = []
    items = Audience.iter_all(
        ACCOUNT, client=server.client(), prefetch=prefetch, progress=counts.append
    )
    for number, _ in enumerate(items):
        assert counts == list(range(1, number + 1))  # an item counts when the next one is requested
    assert counts == list(range(1, 10))


def test_pages_and_bookmarks_report_progress(server):
    counts: list[int] = []
    page = Audience.get_all(ACCOUNT, client=server.client())
    assert len(list(page.iter_all(progress=counts.append, limit=5))) == 5
    assert len(list(following(page).iter_all(progress=counts.append))) == 6
    assert counts == [*range(1, 6), *range(1, 7)]


def test_an_error_of_the_function_reaches_the_caller(server):
    items = Audience.iter_all(ACCOUNT, client=server.client(), progress=lambda count: 1 / 0)
    next(items)
    with pytest.raises(ZeroDivisionError):
        next(items)


@pytest.mark.parametrize("invalid", [5, "bar", []])
def test_progress_is_checked_at_the_call(server, invalid):
    page = Audience.get_all(ACCOUNT, client=server.client())
    with pytest.raises(ValidationError, match=r"progress: .*True, False, None or a function"):
        page.iter_all(progress=invalid)


def test_an_advance_by_nothing_is_not_reported():
    counts: list[int] = []
    with Progress(counts.append) as progress:
        progress.advance(0)
        progress.advance(5)
    assert counts == [5]
