"""Sends batches: splits items into requests, sends the requests, and reports which items failed.

The API responds with status 200 even if some items failed. The module `outcomes` finds these items in a response. This
module raises an error for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pinterest.exceptions import (
    ApiException,
    OutcomeUnknown,
    PartialFailureError,
    PinterestError,
    RateLimited,
    Reason,
    ServerError,
    UnprocessableItems,
)
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils.outcomes import Outcome, parse_outcomes, parse_row_outcomes
from pinterest.utils.protocol import Client, Timeout
from pinterest.utils.redact import redact
from pinterest.utils.request_check import ItemPlaces
from pinterest.utils.shorten import join_first

__all__ = [
    "Request",
    "build_failure_error",
    "extract_response",
    "list_request_items",
    "send_requests",
    "split_into_requests",
]

T = TypeVar("T")

_MAX_SHOWN = 5
_UNPROCESSABLE = 422


class Request(NamedTuple):
    """One request of a batch.

    Attributes:
        indexes: The indexes of the request's items in the batch.
        body: The request body, already checked.
        arguments: Path and query parameters of this request only.
    """

    indexes: list[int]
    body: Any
    arguments: Mapping[str, object] = MappingProxyType({})


def split_into_requests(
    operation: Operation,
    items: Sequence[Mapping[str, Any]],
    *,
    envelope: Sequence[str] = (),
    extra_body: Mapping[str, object] | None = None,
    single: bool = False,
) -> list[Request]:
    """Splits items into as few requests as the API allows, and checks the request bodies.

    Args:
        operation: The operation.
        items: The items, each with all fields.
        envelope: Names of the fields that are sent once per request instead of once per item.
        extra_body: Unchecked fields to add to each item.
        single: Whether the caller passed a single object, so that error texts need no index.

    Raises:
        ValidationError: If a field is unknown, missing or not valid.
    """
    assert operation.body is not None
    requests: list[Request] = []
    for indexes in _group_items(items, envelope, operation.body.max_items):
        inner = [
            {name: value for name, value in items[index].items() if name not in envelope}
            for index in indexes
        ]
        shared = {name: items[indexes[0]][name] for name in envelope if name in items[indexes[0]]}
        places = ItemPlaces(operation.body.items or "", None if single else indexes)
        body = _build_body(operation, shared, inner, extra_body or {}, places)
        requests.append(Request(indexes, body))
    return requests


def _group_items(
    items: Sequence[Mapping[str, Any]], envelope: Sequence[str], max_items: int | None
) -> Iterator[list[int]]:
    """Yields lists of item indexes, one list per request.

    The items of a request have the same values in the `envelope` fields.
    """
    group: list[int] = []
    for index, item in enumerate(items):
        differs = group and any(items[group[0]].get(name) != item.get(name) for name in envelope)
        if differs or (max_items is not None and len(group) == max_items):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _build_body(
    operation: Operation,
    shared: Mapping[str, Any],
    items: list[dict[str, Any]],
    extra_body: Mapping[str, object],
    places: ItemPlaces,
) -> Any:
    """Checks the shared fields and the items, and returns the request body."""
    from pinterest.utils.payload import check_body

    assert operation.body is not None
    # The name of the field with the items. Without this field, the body is the list of items.
    listed = operation.body.items
    body = check_body(operation, {**shared, listed: items} if listed else items, places)
    # Added after the check, since the SDK may not know these fields.
    for item in body[listed] if listed else body:
        item.update(extra_body)
    return body


@dataclass
class _BatchOutcomes:
    """The outcomes of all items of a batch, collected while its requests are sent."""

    items: Sequence[Any]
    succeeded: dict[int, Any] = field(default_factory=dict)
    failures: dict[int, list[Reason]] = field(default_factory=dict)
    first_failure: ApiResponse | None = None
    failed_request: Sequence[int] = ()
    unknown: list[int] = field(default_factory=list)
    not_sent: list[int] = field(default_factory=list)


def send_requests(
    client: Client,
    operation: Operation,
    arguments: Mapping[str, object],
    items: Sequence[Any],
    requests: Sequence[Request],
    build: Callable[[int, dict[str, Any] | None, ApiResponse], T],
    timeout: Timeout = None,
    parse: Callable[[Sequence[Any], object], list[Outcome | None]] = parse_outcomes,
) -> list[T]:
    """Sends the requests of a batch, and returns one result per item, in the order of the items.

    Args:
        client: The client to use.
        operation: The operation.
        arguments: Path and query parameters of every request.
        items: The items that the caller passed.
        requests: The requests that contain these items.
        build: A function that returns the result of an item, given the item's index, the data and the response.
        timeout: Seconds to wait for a connection and for data.
        parse: A function that returns the outcomes of items, given the items and the data of the response.

    Raises:
        PartialFailureError: If an item failed, or if one of several requests failed.
        OutcomeUnknown: If the batch has only one request, and no response arrived.
        ApiException: If the batch has only one request, and the API refuses the whole request.
    """
    collected = _BatchOutcomes(items)
    response: ApiResponse | None = None
    for number, request in enumerate(requests):
        try:
            sent = {**arguments, **request.arguments}
            response = client.execute(operation, sent, body=request.body, timeout=timeout)
        except PinterestError as error:
            outcomes_in_error = extract_response(operation, error)
            if outcomes_in_error is None:
                if len(requests) == 1:
                    raise
                _record_failed_request(collected, error, request, requests[number + 1 :])
                raise _build_partial_failure_error(operation, collected, None, error) from error
            response = outcomes_in_error
        _record_outcomes(collected, request.indexes, response, build, parse)
    if collected.failures or (collected.unknown and len(items) > 1):
        raise _build_partial_failure_error(operation, collected, response, None)
    if collected.unknown:
        raise OutcomeUnknown(
            f"{operation}: the request succeeded, but the response does not contain the object. "
            "Look the object up before you try again."
        )
    return [collected.succeeded[index] for index in range(len(items))]


def _record_outcomes(
    collected: _BatchOutcomes,
    indexes: Sequence[int],
    response: ApiResponse,
    build: Callable[[int, dict[str, Any] | None, ApiResponse], Any],
    parse: Callable[[Sequence[Any], object], list[Outcome | None]] = parse_outcomes,
) -> None:
    """Parses a response, and adds the outcome of each item to `collected`."""
    found = parse([collected.items[index] for index in indexes], response.data)
    for index, outcome in zip(indexes, found, strict=True):
        if outcome is None:
            collected.unknown.append(index)
        elif outcome.reasons:
            collected.failures[index] = outcome.reasons
            collected.first_failure = collected.first_failure or response
        else:
            collected.succeeded[index] = build(index, outcome.data, response)


def extract_response(operation: Operation, error: PinterestError) -> ApiResponse | None:
    """Returns an error's response if it reports the outcome of each item, and None otherwise."""
    partial = any(answer.partial for answer in operation.answers)
    if not (partial and isinstance(error, ApiException) and isinstance(error.details, dict)):
        return None
    if not any(isinstance(value, list) for value in error.details.values()):
        return None
    content = (error.body or "").encode()
    return ApiResponse(error.status or 0, error.headers, error.details, content)


def _record_failed_request(
    collected: _BatchOutcomes, error: PinterestError, request: Request, unsent: Sequence[Request]
) -> None:
    """Adds the items of a failed request and of the unsent requests to `collected`."""
    collected.failed_request = request.indexes
    if isinstance(error, (OutcomeUnknown, ServerError)):
        collected.unknown += request.indexes
    elif not isinstance(error, ApiException) or isinstance(error, RateLimited):
        # The API did not process these items, so the caller can send them again.
        collected.not_sent += request.indexes
    else:
        reason = Reason(error.message or str(error), error.code)
        collected.failures |= {index: [reason] for index in request.indexes}
    collected.not_sent += [index for other in unsent for index in other.indexes]


def _build_partial_failure_error(
    operation: Operation,
    collected: _BatchOutcomes,
    response: ApiResponse | None,
    cause: PinterestError | None,
) -> PartialFailureError:
    """Returns the error that describes the outcomes of all items of a batch."""
    first = next(iter(sorted(collected.failures)), None)
    reason = collected.failures[first][0] if first is not None else None
    response = collected.first_failure or response
    status = response.status if response else getattr(cause, "status", None)
    kind = UnprocessableItems if status == _UNPROCESSABLE else PartialFailureError
    return kind(
        redact(f"{operation}: {_build_error_text(collected, cause)}"),
        failures=collected.failures,
        inputs={
            index: item
            for index, item in enumerate(collected.items)
            if index not in collected.succeeded
        },
        succeeded=collected.succeeded,
        unknown=collected.unknown,
        not_sent=collected.not_sent,
        status=status,
        reason=None if response else getattr(cause, "reason", None),
        code=reason.code if reason else getattr(cause, "code", None),
        api_message=reason.message if reason else getattr(cause, "message", None),
        request_id=response.request_id if response else getattr(cause, "request_id", None),
        headers=response.headers if response else getattr(cause, "headers", None),
        body=response.content.decode("utf-8", "replace") if response else None,
    )


def _build_error_text(collected: _BatchOutcomes, cause: PinterestError | None) -> str:
    """Returns the text of a `PartialFailureError`, short enough for one screen."""
    failures = collected.failures
    if len(collected.items) == 1 and failures:
        return join_first(failures[0])
    counts = [
        f"{len(failures)} of {len(collected.items)} failed",
        f"{len(collected.unknown)} unknown" if collected.unknown else "",
        f"{len(collected.not_sent)} not sent" if collected.not_sent else "",
    ]
    # If a request failed as a whole, all of its items failed for the same reason. The text states it once, at the end.
    texts = [
        f"[{index}] {join_first(failures[index], max_parts=2, max_length=300)}"
        for index in sorted(failures.keys() - set(collected.failed_request))
    ]
    shown = [join_first(texts, max_parts=_MAX_SHOWN)] if texts else []
    if cause is not None:
        shown.append(
            f"the request with {_format_index_range(collected.failed_request)} failed: {cause}"
        )
    return f"{', '.join(filter(None, counts))}: {'; '.join(shown)}"


def _format_index_range(indexes: Sequence[int]) -> str:
    """Returns a range of indexes as text, such as `items 3 to 7`."""
    first, last = indexes[0], indexes[-1]
    return f"item {first}" if first == last else f"items {first} to {last}"


def build_failure_error(
    operation: Operation,
    items: Sequence[Any],
    response: ApiResponse,
) -> PartialFailureError | None:
    """Returns an error with the failed items in a response, or None if no item failed."""
    found: list[Outcome | None]
    if items:
        found = parse_outcomes(items, response.data)
    else:
        # Without the items of the request, the error contains the rows of the response.
        rows = parse_row_outcomes(response.data)
        items, found = [row for row, _ in rows], [outcome for _, outcome in rows]
    collected = _BatchOutcomes(items)
    _record_outcomes(
        collected,
        range(len(items)),
        response,
        lambda index, data, response: data,
        lambda items, data: found,
    )
    return (
        _build_partial_failure_error(operation, collected, response, None)
        if collected.failures
        else None
    )


def list_request_items(
    operation: Operation, body: object, arguments: Mapping[str, object] | None = None
) -> Iterable[Any]:
    """Returns the items in the body of a request, or in the only list parameter of a request without a body."""
    if operation.body is None:
        lists = [(arguments or {}).get(item.argument) for item in operation.parameters if item.many]
        found = lists[0] if len(lists) == 1 else None
        return list(found) if isinstance(found, Sequence) else ()
    if isinstance(body, list):
        return body
    if not isinstance(body, Mapping):
        return ()
    if operation.body.items:
        return list(body.get(operation.body.items) or ())
    # The body of an invite has two lists, members and partners. One of the lists is empty.
    people = [value for value in body.values() if isinstance(value, (list, tuple)) and value]
    return list(people[0]) if len(people) == 1 else ()
