"""Checks the arguments and bodies of operations against their schemas, and parses responses into schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.operation import Answer, Body, Operation
from pinterest.response import ApiResponse
from pinterest.utils.listing import Listing
from pinterest.utils.request_check import RequestCheck
from pinterest.utils.suggest import allowed_range


def check_arguments(operation: Operation, arguments: dict[str, object]) -> dict[str, object]:
    """Checks the arguments that are objects against their schemas. Returns all arguments, those as plain data.

    Raises:
        ValidationError: If an argument does not fit its schema.
    """
    for parameter in operation.object_parameters:
        value = arguments.get(parameter.argument)
        # A value that is not an object is refused later, like every other value of a wrong type.
        if isinstance(value, Mapping):
            from pinterest.schema import to_request

            arguments[parameter.argument] = to_request(
                getattr(schemas, parameter.schema or ""),
                value,
                subject=f"{operation}: {parameter.name}",
                check=RequestCheck(label=""),
            )
    return arguments


def check_body(operation: Operation, body: object) -> Any:
    """Checks a body against the schema of the operation and returns it as plain data.

    Raises:
        ValidationError: If the body does not fit the schema.
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
    return to_request(_schema_of(part), body, subject=str(operation))


def parse_response(operation: Operation, response: ApiResponse) -> Any:
    """Returns the data of a response as the schema of its status."""
    from pinterest.schema import read_answer

    if response.data is None or not operation.answers:
        return response.data
    by_status = {answer.status: answer for answer in operation.answers}
    answer = by_status.get(response.status) or operation.answers[0]
    if answer.schema is None:
        return response.data
    kind = _schema_of(answer)
    return read_answer(kind, _wrap_or_unwrap(answer, kind, response.data))


def parse_items(listing: Listing[Any], items: list[Any], response: ApiResponse) -> list[Any]:
    """Returns the items of a page as their schema."""
    from pinterest.schema import read_answer

    answer = next(answer for answer in listing.operation.answers if answer.paged)
    assert answer.schema is not None
    kind = getattr(schemas, answer.schema)
    return [read_answer(kind, item) for item in items]


def _wrap_or_unwrap(answer: Answer, kind: Any, data: Any) -> Any:
    """Returns a list as it is documented, bare or under `items`. The API sends some lists, and pages, either way."""
    if answer.many:
        items = data["items"] if isinstance(data, dict) and list(data) == ["items"] else None
        return items if isinstance(items, list) else data
    if isinstance(data, list) and "items" in getattr(kind, "model_fields", ()):
        return {"items": data}
    return data


def _schema_of(part: Answer | Body) -> Any:
    assert part.schema is not None
    kind = getattr(schemas, part.schema)
    return list.__class_getitem__(kind) if part.many else kind
