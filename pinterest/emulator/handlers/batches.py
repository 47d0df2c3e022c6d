"""Batch writes: runs a function for each item of a body, and reports for each item whether it failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.store.state import State

Form = Literal["array", "object"]


class Create(Protocol):
    """Creates one entity of an ad account from the fields of a body, and returns it."""

    def __call__(
        self,
        state: State,
        ad_account_id: str,
        fields: Mapping[str, Any],
        /,
        *,
        created: int | None = None,
    ) -> Mapping[str, Any]:
        """Creates the entity. Its creation time defaults to now."""
        ...


class Add(Protocol):
    """Creates entities of an ad account, each from the fields of a body."""

    def __call__(
        self,
        state: State,
        ad_account_id: str,
        items: Iterable[Mapping[str, Any]],
        /,
        *,
        created: int | None = None,
    ) -> list[str]:
        """Creates the entities and returns their IDs. Their creation time defaults to now."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one item.

    Attributes:
        index: The item's index in the body.
        item: The item.
        result: The function's return value. None if it failed.
        problem: The error. None if it succeeded.
    """

    index: int
    item: Any
    result: Any = None
    problem: Problem | None = None


def run_each(call: Call, items: Iterable[Any], function: Callable[[Any], Any]) -> list[Outcome]:
    """Runs a function for each item, in order, and returns the outcomes.

    A `Problem` only fails its item: the item's changes are rolled back, and the next item is processed.
    """
    outcomes = []
    for index, item in enumerate(items):
        try:
            with call.state.store.transaction():
                outcomes.append(Outcome(index, item, function(item)))
        except Problem as problem:
            outcomes.append(Outcome(index, item, problem=problem))
    return outcomes


def run_batch(
    call: Call,
    function: Callable[[Any], Mapping[str, Any]],
    *,
    form: Form = "array",
    items: Iterable[Any] | None = None,
    get_sent_data: Callable[[Any], Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """Returns the response of a batch write, `{"items": [{"data", "exceptions"}]}`, with one entry per item.

    Args:
        call: The request.
        function: Called with each item. It returns the item's `data`, or raises a `Problem`.
        form: The format of `exceptions`: an `array` (campaigns, ad groups) or a single `object` (ads).
        items: The items. Defaults to the body.
        get_sent_data: Returns the `data` to send for a failed item. Without it, failed items have no `data`.
    """
    return {
        "items": [
            _build_entry(outcome, form, get_sent_data)
            for outcome in run_each(call, call.body if items is None else items, function)
        ]
    }


def run_account_batch(
    call: Call,
    function: Callable[[State, str, Mapping[str, Any]], Mapping[str, Any]],
    *,
    form: Form = "array",
) -> dict[str, Any]:
    """Returns the response of a batch write to the ad account in the path.

    Args:
        call: The request.
        function: Called with the state, the account's ID and each item. It returns the item's `data`, or raises a
            `Problem`.
        form: The format of `exceptions`: `array` or `object`.
    """
    account = call.arguments["ad_account_id"]
    return run_batch(call, lambda item: function(call.state, account, item), form=form)


def make_adder(create: Create) -> Add:
    """Returns a function that creates several entities without a request, with any creation time."""

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


def to_exception(problem: Problem) -> dict[str, Any]:
    """Converts a problem to an entry of `exceptions`."""
    return {"code": problem.code, "message": problem.message}


def _build_entry(
    outcome: Outcome, form: Form, get_sent_data: Callable[[Any], Mapping[str, Any]] | None
) -> dict[str, Any]:
    if outcome.problem is None:
        return {"data": outcome.result}
    failure = to_exception(outcome.problem)
    entry: dict[str, Any] = {} if get_sent_data is None else {"data": get_sent_data(outcome.item)}
    return {**entry, "exceptions": [failure] if form == "array" else failure}
