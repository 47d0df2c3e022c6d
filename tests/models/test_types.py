"""The types for type checkers and editors."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
AUDIENCE = "pinterest.ads.audiences.Audience"
BOOKMARK, PAGE = "pinterest.utils.bookmark.Bookmark", "pinterest.utils.bookmark.Page"
CAMPAIGN = "pinterest.ads.campaigns.Campaign"
EXPECTED = f"""\
str | None
int | None
schemas.AudienceRule | None
{AUDIENCE}
bool
{AUDIENCE}
tuple[list[{AUDIENCE}], {BOOKMARK}[{AUDIENCE}] | None, fallback={PAGE}[{AUDIENCE}]]
list[{AUDIENCE}]
{BOOKMARK}[{AUDIENCE}] | None
str | None
{AUDIENCE}
str
Any
schemas.AudienceDemographics | None
str
list[schemas.AudienceDefinition]
int | None
datetime.datetime | None
decimal.Decimal | None
bool
list[{CAMPAIGN}]
{CAMPAIGN} | None
tuple[list[schemas.Audience], {BOOKMARK}[schemas.Audience] | None, fallback={PAGE}[schemas.Audience]]
schemas.AudienceRule | None
{BOOKMARK}[schemas.Audience] | None
schemas.Audience
schemas.Audience
"""


def copy_script(name: str, folder: Path) -> Path:
    """Copies a user's script to a folder."""
    return Path(shutil.copy(HERE / name, folder / "script.py"))


def run_mypy(script: Path) -> str:
    """Runs mypy on a script and returns its output."""
    pytest.importorskip("mypy", reason="mypy is not installed")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            "--explicit-package-bases",
            f"--cache-dir={ROOT / '.mypy_cache' / 'of_users'}",
            "--no-pretty",
            "--no-error-summary",
            str(script),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_mypy_infers_every_type(tmp_path):
    output = run_mypy(copy_script("typed_example.py.txt", tmp_path))
    assert "error:" not in output
    # The generator decides which module of `schemas` defines a class.
    output = re.sub(r"pinterest\.schemas\.\w+", "schemas", output)
    assert re.findall(r'Revealed type is "(.*)"', output) == EXPECTED.splitlines()


def test_mypy_finds_every_mistake(tmp_path):
    source = (HERE / "wrongly_typed.py.txt").read_text(encoding="utf-8")
    output = run_mypy(copy_script("wrongly_typed.py.txt", tmp_path))
    found = {int(line) for line in re.findall(r"script\.py:(\d+): error:", output)}
    lines = source.splitlines()
    first = next(number for number, line in enumerate(lines, 1) if line.startswith("audience, "))
    assert found == set(range(first + 1, len(lines) + 1))
