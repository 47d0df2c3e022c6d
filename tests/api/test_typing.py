"""What type checkers make of code that uses the typed methods: mypy, run on a file as a user might write it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
USER_CODE = Path(__file__).with_name("typing") / "user_code.py"
_COMMENT = re.compile(r"  # ([ER]): (.+)$")
_FINDING = re.compile(
    r":(?P<line>\d+): (?:error: .*\[(?P<code>[\w-]+)\]|note: Revealed type is \"(?P<type>.*)\")$"
)


def test_what_runs_is_accepted_what_does_not_is_refused_and_answers_have_one_type(tmp_path: Path):
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
    findings = [(line, _FINDING.search(line)) for line in out.splitlines()]
    assert [line for line, found in findings if not found] == []
    assert expected == [
        (int(found["line"]), found["code"] or found["type"]) for _, found in findings if found
    ]
    assert not re.search(r"\bAny\b", out)
