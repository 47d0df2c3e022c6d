"""Batch writes: a function run over the items of a body, what fails told item by item inside one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.store.state import State

Form = Literal["array", "object"]


class Create(Protocol):
    """Makes one thing of an ad account from the fields of a body, and returns it."""

    def __call__(
        self,
        state: State,
        ad_account_id: str,
        fields: Mapping[str, Any],
        /,
        *,
        created: int | None = None,
    ) -> Mapping[str, Any]:
        """Makes it, now or at the time that is given."""
        ...


class Add(Protocol):
    """Keeps several things of an ad account, each given as in the body of a request."""

    def __call__(
        self,
        state: State,
        ad_account_id: str,
        items: Iterable[Mapping[str, Any]],
        /,
        *,
        created: int | None = None,
    ) -> list[str]:
        """Keeps them, made now or at the time that is given, and returns their ids."""
        ...


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


def account_batch(
    call: Call,
    function: Callable[[State, str, Mapping[str, Any]], Mapping[str, Any]],
    *,
    form: Form = "array",
) -> dict[str, Any]:
    """Returns the answer of a batch write to an ad account, each item of the body for itself.

    Args:
        call: The request; its path names the account.
        function: What is done for an item, given the state, the account and the item; else as for `batch`.
        form: How `exceptions` are written.
    """
    account = call.arguments["ad_account_id"]
    return batch(call, lambda item: function(call.state, account, item), form=form)


def adding(create: Create) -> Add:
    """Returns what does without requests, and at any time, what a batch of `create` does."""

    def add(
        state: State,
        ad_account_id: str,
        items: Iterable[Mapping[str, Any]],
        /,
        *,
        created: int | None = None,
    ) -> list[str]:
        return [create(state, ad_account_id, fields, created=created)["id"] for fields in items]

    return add


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
