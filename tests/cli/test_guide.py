"""The output in docs/command-line.md, and its table of exit codes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pinterest.cli.errors import ExitCode

GUIDE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ pinterest (.+)\n((?:.*\n)*?)```", GUIDE)


def get_comparable_words(text: str) -> list[str]:
    """Returns the words of output. IDs and figures depend on the time and the seed."""
    return re.sub(r"\d[\d.,]*", "#", text.replace("127.0.0.1", "HOST")).split()


@pytest.mark.parametrize(("command", "output"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_the_guide_shows_real_output(run, command, output):
    shown = run(*shlex.split(command))
    assert shown.code == 0, shown.err
    assert get_comparable_words(shown.out) == get_comparable_words(output)


def test_the_guide_lists_every_exit_code():
    assert len(BLOCKS) >= 4
    listed = re.findall(r"^\| (\d+) \|", GUIDE, re.MULTILINE)
    assert [int(code) for code in listed] == [int(code) for code in ExitCode]
