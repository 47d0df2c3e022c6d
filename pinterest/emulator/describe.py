"""`python -m pinterest.emulator.describe FILE`: writes what answers each operation into a page of the documentation.

The tables stand between two marks, so that the rest of the page is written by hand.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pinterest.emulator.handlers.assumptions import assumptions_about, assumptions_about_all
from pinterest.emulator.handlers.registry import handler_of
from pinterest.emulator.resources import load_all
from pinterest.operation import Operation
from pinterest.operations import all_operations

BEGIN = "<!-- From here on made by `python -m pinterest.emulator.describe docs/emulator.md`. -->"
END = "<!-- To here. -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the tables into the page, or to the standard output where none is named; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m pinterest.emulator.describe")
    parser.add_argument("page", nargs="?", type=Path, help="the page to bring up to date")
    options = parser.parse_args(arguments)
    if options.page is None:
        sys.stdout.write(tables())
    else:
        options.page.write_text(updated(options.page.read_text("utf-8")), "utf-8")
    return 0


def updated(page: str) -> str:
    """Returns a page with its tables up to date."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page lacks its marks: {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def tables() -> str:
    """Returns what answers each operation, and what is assumed of it, as Markdown."""
    load_all()
    return "\n".join([*_answering(all_operations()), "", *_assumed(all_operations()), ""])


def _answering(operations: Sequence[Operation]) -> Iterator[str]:
    own = [item for item in operations if handler_of(item)]
    yield f"Of {len(operations)} operations, {len(own)} have state and rules of their own; the others answer a sample."
    yield ""
    yield "| Tag | State and rules | Sample |"
    yield "|---|---|---|"
    for tag, items in sorted(_by_tag(operations).items()):
        with_rules = _names(item for item in items if handler_of(item))
        sampled = _names(item for item in items if not handler_of(item))
        yield f"| {tag} | {with_rules} | {sampled} |"


def _assumed(operations: Sequence[Operation]) -> Iterator[str]:
    """Yields every assumption once, under the tag of the first operation that it is about."""
    about: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        for sentence in assumptions_about(operation):
            about[sentence].append(operation)
    yield "### Assumed"
    yield ""
    yield "Neither the contract nor what was seen of the live API says what follows; the simplest was chosen."
    yield ""
    yield "| Assumed | Of |"
    yield "|---|---|"
    for sentence in sorted(assumptions_about_all()):
        yield _row(sentence, "all")
    for sentence, items in sorted(about.items(), key=lambda entry: (entry[1][0].tag, entry[0])):
        yield _row(sentence, _names(items))


def _row(sentence: str, about: str) -> str:
    shown = sentence.replace("|", "\\|")
    return f"| {shown} | {about} |"


def _by_tag(operations: Iterable[Operation]) -> dict[str, list[Operation]]:
    by_tag: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        by_tag[operation.tag].append(operation)
    return by_tag


def _names(operations: Iterable[Operation]) -> str:
    return ", ".join(f"`{operation.id}`" for operation in operations)


if __name__ == "__main__":
    sys.exit(main())
