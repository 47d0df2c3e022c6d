"""Bodies and answers of an operation, checked against and read as the schemas that it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.operation import Answer, Body, Operation
from pinterest.response import ApiResponse
from pinterest.utils.bookmark import Listing


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
            allowed = f"{least} to {most}" if most is not None else f"{least} or more"
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
    return response.data if answer.schema is None else read_answer(_kind(answer), response.data)


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
