"""Bodies and answers of an operation, checked against and read as the schemas that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.operation import Answer, Body, Operation
from pinterest.response import ApiResponse
from pinterest.utils.bookmark import Listing
from pinterest.utils.request_check import RequestCheck
from pinterest.utils.suggest import allowed_range


def checked_arguments(operation: Operation, arguments: Mapping[str, object]) -> dict[str, object]:
    """Checks the parameters that are objects against their schemas and returns all, those as plain data.

    Raises:
        ValidationError: One of them is not what the operation takes.
    """
    checked = dict(arguments)
    for parameter in operation.parameters:
        value = checked.get(parameter.argument)
        if parameter.schema and value is not None:
            from pinterest.schema import Schema, to_request

            # What is no object at all is refused as any other value of a wrong type is.
            if isinstance(value, (Mapping, Schema)):
                kind, what = getattr(schemas, parameter.schema), f"{operation}: {parameter.name}"
                checked[parameter.argument] = to_request(
                    kind, value, what=what, check=RequestCheck(whole="")
                )
    return checked


def checked_body(operation: Operation, body: object) -> Any:
    """Checks a body against the operation's schema and returns it as plain data.

    Raises:
        ValidationError: The body is not one that the operation takes.
    """
    from pinterest.schema import to_request

    assert operation.body is not None
    part = operation.body
    if part.many and isinstance(body, Sequence) and not isinstance(body, (str, bytes)):
        least, most = part.min_items or 0, part.max_items
        if len(body) < least or (most is not None and len(body) > most):
            allowed = allowed_range(least or None, most)
            raise ValidationError(
                f"{operation}: {part.argument} has {len(body)} items; allowed: {allowed}"
            )
    return to_request(_kind(part), body, what=str(operation))


def typed_answer(operation: Operation, response: ApiResponse) -> Any:
    """Returns the data of an answer as the type that the contract gives to its status."""
    from pinterest.schema import read_answer

    if response.data is None or not operation.answers:
        return response.data
    by_status = {answer.status: answer for answer in operation.answers}
    answer = by_status.get(response.status) or operation.answers[0]
    if answer.schema is None:
        return response.data
    kind = _kind(answer)
    return read_answer(kind, _listed_as(answer, kind, response.data))


def _listed_as(answer: Answer, kind: Any, data: Any) -> Any:
    """Returns a list as the contract has it, bare or under `items`: the API answers some either way, as pages are."""
    if answer.many:
        items = data["items"] if isinstance(data, dict) and list(data) == ["items"] else None
        return items if isinstance(items, list) else data
    if isinstance(data, list) and "items" in getattr(kind, "model_fields", ()):
        return {"items": data}
    return data


def _kind(part: Answer | Body) -> Any:
    assert part.schema is not None
    kind = getattr(schemas, part.schema)
    return list.__class_getitem__(kind) if part.many else kind


def typed_items(listing: Listing[Any], items: list[Any]) -> list[Any]:
    """Returns the items of a page as the type that the contract gives them."""
    from pinterest.schema import read_answer

    answer = next(answer for answer in listing.operation.answers if answer.paged)
    assert answer.schema is not None
    kind = getattr(schemas, answer.schema)
    return [read_answer(kind, item) for item in items]
