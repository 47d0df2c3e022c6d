"""After `import pinterest`, the modules of the package are attributes."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import pinterest
from pinterest.operations import all_operations

ROOT = str(Path(pinterest.__file__).parents[1])
MODULES = [
    found.name
    for found in pkgutil.iter_modules(pinterest.__path__)
    if found.name != "__main__"  # importing it runs the command
]


def run_code(code):
    """Runs code in a new interpreter, where nothing is imported yet."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {ROOT!r})\n{code}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("use", ["api.AudiencesApi", "config.SETTINGS", "emulator.Emulator"])
def test_modules_are_attributes_after_import_pinterest(use):
    run_code(f"import pinterest; pinterest.{use}")


@pytest.mark.slow
def test_every_module_in_dir_can_be_used():
    assert {"api", "config", "emulator", "retry"} <= set(MODULES)
    run_code(
        f"import pinterest, types; assert set({MODULES!r}) <= set(dir(pinterest))\n"
        f"for name in {MODULES!r}: assert isinstance(getattr(pinterest, name), types.ModuleType)"
    )


@pytest.mark.slow
def test_every_name_in_dir_can_be_used():
    run_code("import pinterest\nfor name in dir(pinterest): getattr(pinterest, name)")


@pytest.mark.slow
def test_every_name_in_dir_works_without_the_emulator_extra():
    run_code(
        "sys.modules['werkzeug'] = None  # importing it fails\n"
        "import pinterest\nfor name in dir(pinterest): getattr(pinterest, name)"
    )


def test_misspelled_module_suggests_the_closest_name():
    with pytest.raises(AttributeError, match="has no attribute 'confg'; did you mean 'config'"):
        _ = pinterest.confg


def test_operations_with_a_version_are_newer_than_the_api_version():
    version = tuple(map(int, pinterest.API_VERSION.split(".")))
    added = {operation.added_in for operation in all_operations() if operation.added_in}
    assert len(version) == 3 and version[0] == 5
    assert added and all(tuple(map(int, item.split("."))) > version for item in added)
