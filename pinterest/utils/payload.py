"""Checks arguments and bodies against their schemas, and parses responses into schemas."""

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
from pinterest.utils.suggest import describe_allowed_range

_SHAPE_NAMES: Final[dict[type, str]] = {dict: "an object", list: "a list"}


def check_arguments(operation: Operation, arguments: dict[str, object]) -> dict[str, object]:
    """Checks the arguments that have a schema. Returns all arguments as plain data.

    Raises:
        ValidationError: If an argument does not match its schema.
    """
    for parameter in operation.object_parameters:
        value = arguments.get(parameter.argument)
        # Values that are not mappings are refused later, like all values of a wrong type.
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
        places: Maps the items of the body to the caller's arguments. None if the caller passed the whole
            body.

    Raises:
        ValidationError: If the body does not match the schema.
    """
    from pinterest.schema import to_request

    assert operation.body is not None
    part = operation.body
    if part.many and isinstance(body, Sequence) and not isinstance(body, (str, bytes)):
        least, most = part.min_items or 0, part.max_items
        if len(body) < least or (most is not None and len(body) > most):
            allowed = describe_allowed_range(least or None, most)
            raise ValidationError(
                f"{operation}: {part.argument} has {len(body)} items; allowed: {allowed}"
            )
    check = RequestCheck(places=places)
    return to_request(_load_schema(part), body, subject=str(operation), check=check)


def parse_response(operation: Operation, response: ApiResponse) -> Any:
    """Parses the data of a response into the schema that the operation documents for its status.

    Raises:
        ServerError: If the response to a GET is not the JSON object or list that the operation documents.
        OutcomeUnknown: If the response to another verb is not the JSON object or list that the operation
            documents.
    """
    from pinterest.schema import parse_as_type

    is_empty = response.data is None and not response.content
    if is_empty or not operation.answers:
        return response.data
    by_status = {answer.status: answer for answer in operation.answers}
    answer = by_status.get(response.status) or operation.answers[0]
    if answer.schema is None:
        return response.data
    kind = _load_schema(answer)
    data = _wrap_or_unwrap(answer, kind, response.data)
    shapes = _get_json_shapes(kind)
    if data is None and list in shapes:
        return None  # the API documents that null can replace an empty list
    if shapes and not isinstance(data, shapes):
        raise build_unexpected_response_error(operation, f"is not {_SHAPE_NAMES[shapes[0]]}")
    return parse_as_type(kind, data)


def build_unexpected_response_error(operation: Operation, problem: str) -> PinterestError:
    """Returns the error for a successful response that does not have the documented content.

    Args:
        operation: The operation.
        problem: The problem, such as "is not an object". Completes a sentence that starts with "the
            response".
    """
    if operation.verb == "GET":
        return ServerError(f"{operation}: the response {problem}")
    return OutcomeUnknown(
        f"{operation}: the request succeeded, but the response {problem}. Look the result up before you try again."
    )


def parse_items(listing: Listing[Any], items: list[Any], response: ApiResponse) -> list[Any]:
    """Parses the items of a page into their schema."""
    from pinterest.schema import parse_as_type

    answer = next(answer for answer in listing.operation.answers if answer.paged)
    assert answer.schema is not None
    kind = getattr(schemas, answer.schema)
    return [parse_as_type(kind, item) for item in items]


def _wrap_or_unwrap(answer: Answer, kind: Any, data: Any) -> Any:
    """Converts a list to its documented form: a JSON list, or an object with `items`. The API may send either."""
    if answer.many:
        items = data["items"] if isinstance(data, dict) and list(data) == ["items"] else None
        return items if isinstance(items, list) else data
    if isinstance(data, list) and "items" in getattr(kind, "model_fields", ()):
        return {"items": data}
    return data


def _get_json_shapes(kind: Any) -> tuple[type, ...]:
    """Returns which of `dict` and `list` a JSON value of a type can be. Empty if any JSON value is possible."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _get_json_shapes(inner[0])
    if origin in (Union, UnionType):
        members = [_get_json_shapes(item) for item in inner]
        return tuple(shape for shapes in members for shape in shapes) if all(members) else ()
    outermost = origin or kind
    if isinstance(outermost, type) and issubclass(outermost, Mapping):
        return (dict,)
    return (list,) if outermost is list else ()


def _load_schema(part: Answer | Body) -> Any:
    assert part.schema is not None
    kind = getattr(schemas, part.schema)
    return list.__class_getitem__(kind) if part.many else kind
