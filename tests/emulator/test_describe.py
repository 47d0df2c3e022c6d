"""The generated tables of the emulator's page are complete and up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from pinterest.emulator import describe
from pinterest.operations import all_operations

PAGE = Path(__file__).parents[2] / "docs" / "emulator.md"
SOURCES = {"contract", "observed on the live API", "choice"}


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    wanted = "run `python -m pinterest.emulator.describe docs/emulator.md`"
    assert describe.update_page(page) == page, wanted


def test_every_operation_is_listed_in_one_column() -> None:
    table = describe.build_tables().partition("### Assumptions")[0]
    listed = [name for line in table.splitlines() for name in line.split("`")[1::2]]
    assert sorted(listed) == sorted(operation.id for operation in all_operations())


def test_assumptions_about_all_operations_come_first() -> None:
    about = [row[-1] for row in assumption_rows()]
    general = about.count("all")
    assert general >= 2 and about[:general] == ["all"] * general


def test_every_assumption_is_listed_once_with_its_source() -> None:
    rows = assumption_rows()
    assert len({row[0] for row in rows}) == len(rows) > 100
    assert {row[1] for row in rows} <= SOURCES


def test_only_the_part_between_the_markers_changes(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{describe.BEGIN}\noutdated lines\n{describe.END}\nafter\n")
    assert describe.main([str(page)]) == 0
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "outdated lines" not in text and "`audiences/list`" in text


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the markers"):
        describe.update_page("nothing here")


def test_without_a_page_the_tables_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert describe.main([]) == 0
    assert capsys.readouterr().out == describe.build_tables()


def assumption_rows() -> list[list[str]]:
    """Returns the cells of each row of the table of assumptions."""
    table = describe.build_tables().partition("|---|---|---|")[2].partition("|---|---|---|")[2]
    rows = [line.replace("\\|", "/") for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
