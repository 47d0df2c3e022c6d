"""Batch writes: runs a function for each item of a request body, and reports the failures per item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.store.state import State

Form = Literal["array", "object"]


class CreateEntity(Protocol):
    """A function that creates one entity of an ad account and returns the entity's data."""

    def __call__(
        self,
        state: State,
        ad_account_id: str,
        fields: Mapping[str, Any],
        /,
        *,
        created: int | None = None,
    ) -> Mapping[str, Any]:
        """Creates an entity from the fields of a request body. The creation time defaults to now."""
        ...


class AddEntities(Protocol):
    """A function that creates several entities of an ad account, and returns their IDs."""

    def __call__(
        self,
        state: State,
        ad_account_id: str,
        items: Iterable[Mapping[str, Any]],
        /,
        *,
        created: int | None = None,
    ) -> list[str]:
        """Creates one entity per item and returns the IDs. The creation time defaults to now."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one item of a batch.

    Attributes:
        index: The item's index in the body.
        item: The item.
        result: The function's return value for the item. None if the item failed.
        problem: The error. None if the item succeeded.
    """

    index: int
    item: Any
    result: Any = None
    problem: Problem | None = None


def run_each(call: Call, items: Iterable[Any], function: Callable[[Any], Any]) -> list[Outcome]:
    """Runs a function for each item and returns the outcomes.

    If the function raises a `Problem`, only the changes of this item are rolled back.
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
    """Runs a function for each item and returns the response, `{"items": [{"data", "exceptions"}]}`.

    Args:
        call: The request.
        function: Returns the `data` of an item, or raises a `Problem`.
        form: The JSON type of `exceptions`: `array` (campaigns, ad groups) or `object` (ads).
        items: The items. Defaults to the body.
        get_sent_data: Returns the `data` of a failed item. By default, failed items have no `data`.
    """
    return {
        "items": [
            _build_response_entry(outcome, form, get_sent_data)
            for outcome in run_each(call, call.body if items is None else items, function)
        ]
    }


def run_account_batch(
    call: Call,
    function: Callable[[State, str, Mapping[str, Any]], Mapping[str, Any]],
    *,
    form: Form = "array",
) -> dict[str, Any]:
    """Runs a function for each item of the body and returns the response. The path contains the ad account's ID.

    Args:
        call: The request.
        function: Takes the state, the ad account's ID and an item. Returns the item's `data`, or raises a `Problem`.
        form: The JSON type of `exceptions`: `array` or `object`.
    """
    account = call.arguments["ad_account_id"]
    return run_batch(call, lambda item: function(call.state, account, item), form=form)


def build_add_function(create: CreateEntity) -> AddEntities:
    """Returns a function that creates several entities by calling `create` for each item."""

    def add_entities(
        state: State,
        ad_account_id: str,
        items: Iterable[Mapping[str, Any]],
        /,
        *,
        created: int | None = None,
    ) -> list[str]:
        return [create(state, ad_account_id, fields, created=created)["id"] for fields in items]

    return add_entities


def build_exception_entry(problem: Problem) -> dict[str, Any]:
    """Converts a problem to an entry for the `exceptions` of a response."""
    return {"code": problem.code, "message": problem.message}


def _build_response_entry(
    outcome: Outcome, form: Form, get_sent_data: Callable[[Any], Mapping[str, Any]] | None
) -> dict[str, Any]:
    """Returns the response entry of one item. See `run_batch` for the arguments."""
    if outcome.problem is None:
        return {"data": outcome.result}
    failure = build_exception_entry(outcome.problem)
    entry: dict[str, Any] = {} if get_sent_data is None else {"data": get_sent_data(outcome.item)}
    return {**entry, "exceptions": [failure] if form == "array" else failure}
