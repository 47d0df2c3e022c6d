"""The page that says what answers each operation: made from the code, and up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from pinterest.emulator import describe
from pinterest.operations import all_operations

PAGE = Path(__file__).parents[2] / "docs" / "emulator.md"


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    wanted = "run `python -m pinterest.emulator.describe docs/emulator.md`"
    assert describe.updated(page) == page, wanted


def test_every_operation_stands_in_one_column() -> None:
    table = [line for line in describe.tables().splitlines() if line.count("|") == 4]
    found = [name for line in table for name in line.split("`")[1::2]]
    assert sorted(found) == sorted(operation.id for operation in all_operations())


def test_what_is_assumed_of_all_is_told_once_and_first() -> None:
    rows = describe.tables().partition("### Assumed")[2].splitlines()
    about = [row.rsplit("|", 2)[1].strip() for row in rows if row.count("|") == 3][2:]
    general = about.count("all")
    assert general >= 2 and about[:general] == ["all"] * general


def test_only_what_is_between_the_marks_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{describe.BEGIN}\noutdated lines\n{describe.END}\nafter\n")
    assert describe.main([str(page)]) == 0
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "outdated lines" not in text and "`audiences/list`" in text


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks its marks"):
        describe.updated("nothing here")


def test_without_a_page_the_tables_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert describe.main([]) == 0
    assert capsys.readouterr().out == describe.tables()
