"""The example notebooks run, and their outputs match the stored ones."""

from __future__ import annotations

import re
import subprocess
import sys

import nbformat
import pytest

from tests.meta.source import ROOT
from tests.notebooks.execute import FOLDER, NOTEBOOKS

# Figures, dates, IDs and bookmarks differ from run to run, and so does the width of columns.
_VARIES = re.compile(r"Bookmark\('[^']*'|[\d.,:+%-]*\d[\d.,:+%-]*|\[.*items/s\]")


def as_text(value):
    text = value if isinstance(value, str) else "".join(value)
    return " ".join(_VARIES.sub("0", text).split())


def shape_of(output):
    """Returns the parts of an output that must not change: its kind, and its text without values that vary."""
    if output.output_type == "stream":
        return output.name, as_text(output.text)
    if output.output_type == "error":
        return output.ename, as_text(output.traceback)
    texts = {kind: as_text(text) for kind, text in output.data.items() if kind.startswith("text/")}
    return output.output_type, sorted(output.data), texts


@pytest.fixture(scope="module")
def executed_folder(tmp_path_factory):
    """Executes the notebooks in another process, and returns the folder with them."""
    folder = tmp_path_factory.mktemp("executed")
    command = [sys.executable, "-m", "tests.notebooks.execute", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_is_stored(path, executed_folder):
    stored, run = (
        nbformat.read(item, as_version=4) for item in (path, executed_folder / path.name)
    )
    for old, new in zip(stored.cells, run.cells, strict=True):
        if old.cell_type == "code":
            shapes = [[shape_of(item) for item in cell.outputs] for cell in (old, new)]
            assert shapes[0] == shapes[1], (
                f"{old.source}\n\nTo store new outputs: python -m tests.notebooks.execute"
            )


def test_each_kind_of_output_is_stored():
    outputs = [
        output
        for path in NOTEBOOKS
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", ())
    ]
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    assert kinds == {"image/png", "text/html", "text/plain"}
    errors = [output for output in outputs if output.output_type == "error"]
    assert errors
    for error in errors:
        assert len(error.traceback) < 8
        assert "site-packages" not in str(error.traceback)


def test_no_stored_output_names_a_place_on_a_machine():
    for path in FOLDER.glob("*.ipynb"):
        text = path.read_text("utf-8")
        assert not re.search(r"/(?:home|root|tmp|work|Users)/", text)
        assert not re.search(r"pin[ar]_", text)
