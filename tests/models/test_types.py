"""What type checkers and editors see."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
AUDIENCE = "pinterest.ads.audiences.Audience"
SCHEMAS = "pinterest.schemas.audiences"
EXPECTED = f"""\
str | None
int | None
{SCHEMAS}.AudienceRule | None
{AUDIENCE}
bool
{AUDIENCE}
tuple[list[{AUDIENCE}], pinterest.utils.bookmark.Bookmark[{AUDIENCE}] | None, fallback=pinterest.utils.bookmark.Page[{AUDIENCE}]]
list[{AUDIENCE}]
pinterest.utils.bookmark.Bookmark[{AUDIENCE}] | None
str | None
{AUDIENCE}
str | None
pinterest.schemas.audience_insights.AudienceDemographics | None
str
list[pinterest.schemas.audience_insights.AudienceDefinition]
pinterest.utils.paginated.Paginated[{SCHEMAS}.Audience]
{SCHEMAS}.AudienceRule | None
str | None
{SCHEMAS}.Audience
{SCHEMAS}.Audience
"""


def mypy(path: Path) -> str:
    """Runs mypy as a user of the installed package would, and returns what it says."""
    pytest.importorskip("mypy", reason="mypy is not installed: pip install 'pinterest-sdk[lint]'")
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
            str(path),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_every_value_has_its_type():
    said = mypy(HERE / "typed_example.py")
    assert "error:" not in said
    assert re.findall(r'Revealed type is "(.*)"', said) == EXPECTED.splitlines()


def test_mistakes_are_found_in_their_lines(tmp_path):
    source = (HERE / "wrongly_typed.py.txt").read_text(encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(source, encoding="utf-8")
    said = mypy(script)
    found = {int(line) for line in re.findall(r"script\.py:(\d+): error:", said)}
    first = source.splitlines().index('audience = Audience("1", "2")') + 1
    # The first is a misspelt name, which `__getattr__` keeps checkers from seeing: the API may add fields.
    assert found == set(range(first + 2, len(source.splitlines()) + 1))
