"""Type checking of code that uses the typed methods: mypy runs on a file that a user might write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
USER_CODE = Path(__file__).with_name("typing") / "user_code.py"
_COMMENT = re.compile(r"  # ([ER]): (.+)$")
_FINDING = re.compile(
    r":(?P<line>\d+): (?:error: .*\[(?P<code>[\w-]+)\]|note: Revealed type is \"(?P<type>.*)\")$"
)


def test_mypy_accepts_valid_code_and_reports_mistakes_and_types(tmp_path: Path):
    mypy = pytest.importorskip("mypy.api", reason="mypy is not installed")
    out, trouble, _ = mypy.run(
        [
            f"--config-file={ROOT / 'pyproject.toml'}",
            f"--cache-dir={tmp_path}",
            "--no-error-summary",
            str(USER_CODE),
        ]
    )
    assert trouble == ""
    expected = [
        (number, found[2])
        for number, line in enumerate(USER_CODE.read_text(encoding="utf-8").splitlines(), 1)
        if (found := _COMMENT.search(line))
    ]
    lines = [line for line in out.splitlines() if ": note: " not in line or "Revealed" in line]
    findings = [(line, _FINDING.search(line)) for line in lines]
    assert [line for line, found in findings if not found] == []
    # One mistake may be reported once per member of a union.
    assert expected == list(
        dict.fromkeys(
            (int(found["line"]), found["code"] or found["type"]) for _, found in findings if found
        )
    )
    assert not re.search(r"\bAny\b", out)
