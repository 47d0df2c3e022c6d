"""Checks the arguments and bodies of operations against their schemas, and parses responses into schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pinterest import schemas
from pinterest.exceptions import OutcomeUnknown, PinterestError, ServerError, ValidationError
from pinterest.operation import Answer, Body, Operation
from pinterest.response import ApiResponse
from pinterest.utils.listing import Listing
from pinterest.utils.request_check import ItemPlaces, RequestCheck
from pinterest.utils.suggest import allowed_range

_SHAPE_NAMES: Final[dict[type, str]] = {dict: "an object", list: "a list"}


def check_arguments(operation: Operation, arguments: dict[str, object]) -> dict[str, object]:
    """Checks arguments that are objects against their schemas. Returns all arguments, with objects as plain data.

    Raises:
        ValidationError: If an argument does not fit its schema.
    """
    for parameter in operation.object_parameters:
        value = arguments.get(parameter.argument)
        # A value that is not an object is refused later, like other values of the wrong type.
        if isinstance(value, Mapping):
            from pinterest.schema import to_request

            arguments[parameter.argument] = to_request(
                getattr(schemas, parameter.schema or ""),
                value,
                subject=f"{operation}: {parameter.name}",
                check=RequestCheck(label=""),
            )
    return arguments


def check_body(operation: Operation, body: object, places: ItemPlaces | None = None) -> Any:
    """Checks a body against the schema of the operation and returns it as plain data.

    Args:
        operation: The operation.
        body: The body.
        places: Where the caller passed the items of the body. None if the caller passed the body.

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
    check = RequestCheck(places=places)
    return to_request(_load_schema(part), body, subject=str(operation), check=check)


def parse_response(operation: Operation, response: ApiResponse) -> Any:
    """Returns the data of a response as the schema of its status.

    Raises:
        ServerError: If the response to a read is not a JSON object or list, as it should be.
        OutcomeUnknown: If the same is true of the response to a write.
    """
    from pinterest.schema import read_answer

    is_empty = response.data is None and not response.content
    if is_empty or not operation.answers:
        return response.data
    by_status = {answer.status: answer for answer in operation.answers}
    answer = by_status.get(response.status) or operation.answers[0]
    if answer.schema is None:
        return response.data
    kind = _load_schema(answer)
    data = _wrap_or_unwrap(answer, kind, response.data)
    shapes = _json_shapes(kind)
    if data is None and list in shapes:
        return None  # where the API documents null in place of an empty list
    if shapes and not isinstance(data, shapes):
        raise build_unexpected_response_error(operation, f"is not {_SHAPE_NAMES[shapes[0]]}")
    return read_answer(kind, data)


def build_unexpected_response_error(operation: Operation, problem: str) -> PinterestError:
    """Returns the error for a successful response whose content is not as documented.

    Args:
        operation: The operation.
        problem: What is wrong with the response, such as "is not an object".
    """
    if operation.verb == "GET":
        return ServerError(f"{operation}: the response {problem}")
    return OutcomeUnknown(
        f"{operation}: the request succeeded, but the response {problem}. Look the result up before you try again."
    )


def parse_items(listing: Listing[Any], items: list[Any], response: ApiResponse) -> list[Any]:
    """Parses the items of a page as their schema."""
    from pinterest.schema import read_answer

    answer = next(answer for answer in listing.operation.answers if answer.paged)
    assert answer.schema is not None
    kind = getattr(schemas, answer.schema)
    return [read_answer(kind, item) for item in items]


def _wrap_or_unwrap(answer: Answer, kind: Any, data: Any) -> Any:
    """Converts a list to its documented form, bare or under `items`. The API sends some lists and pages either way."""
    if answer.many:
        items = data["items"] if isinstance(data, dict) and list(data) == ["items"] else None
        return items if isinstance(items, list) else data
    if isinstance(data, list) and "items" in getattr(kind, "model_fields", ()):
        return {"items": data}
    return data


def _json_shapes(kind: Any) -> tuple[type, ...]:
    """Returns whether values of a type are JSON objects, lists or both. Empty if any JSON is possible."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _json_shapes(inner[0])
    if origin in (Union, UnionType):
        members = [_json_shapes(item) for item in inner]
        return tuple(shape for shapes in members for shape in shapes) if all(members) else ()
    outermost = origin or kind
    if isinstance(outermost, type) and issubclass(outermost, Mapping):
        return (dict,)
    return (list,) if outermost is list else ()


def _load_schema(part: Answer | Body) -> Any:
    assert part.schema is not None
    kind = getattr(schemas, part.schema)
    return list.__class_getitem__(kind) if part.many else kind
