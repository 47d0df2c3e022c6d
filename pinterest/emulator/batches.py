"""Batch writes: a function run over the items of a body, what fails told item by item inside one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pinterest.emulator.handlers import Call
from pinterest.emulator.problems import Problem

Form = Literal["array", "object"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one item.

    Attributes:
        index: Its place in the body.
        item: What was asked.
        result: What the function returned; None where it failed.
        problem: Why it failed; None where it did not.
    """

    index: int
    item: Any
    result: Any = None
    problem: Problem | None = None


def each(call: Call, items: Iterable[Any], function: Callable[[Any], Any]) -> list[Outcome]:
    """Runs a function over items, in their order, and returns what became of each.

    A `Problem` that it raises is that item's own: what was done for the item is undone, and the next one has its turn.
    """
    outcomes = []
    for index, item in enumerate(items):
        try:
            with call.state.store.transaction():
                outcomes.append(Outcome(index, item, function(item)))
        except Problem as problem:
            outcomes.append(Outcome(index, item, problem=problem))
    return outcomes


def batch(
    call: Call,
    function: Callable[[Any], Mapping[str, Any]],
    *,
    form: Form = "array",
    items: Iterable[Any] | None = None,
    echo: Callable[[Any], Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Returns the answer of a batch write, `{"items": [{"data", "exceptions"}]}`, one entry for each item.

    Args:
        call: The request.
        function: What is done for an item; it returns what the item became, or raises a `Problem`.
        form: How `exceptions` are written: an `array` (campaigns, ad groups) or a single `object` (ads).
        items: What is worked on; the body unless given.
        echo: What `data` of an item that failed is; without it the entry has none.
    """
    return {
        "items": [
            _entry(outcome, form, echo)
            for outcome in each(call, call.body if items is None else items, function)
        ]
    }


def exception(problem: Problem) -> dict[str, Any]:
    """Returns a problem as it stands in an item."""
    return {"code": problem.code, "message": problem.message}


def _entry(
    outcome: Outcome, form: Form, echo: Callable[[Any], Mapping[str, Any]] | None
) -> dict[str, Any]:
    if outcome.problem is None:
        return {"data": outcome.result}
    told = exception(outcome.problem)
    entry: dict[str, Any] = {} if echo is None else {"data": echo(outcome.item)}
    return {**entry, "exceptions": [told] if form == "array" else told}
