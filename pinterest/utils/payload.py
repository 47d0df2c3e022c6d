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

_CONTAINER_NAMES: Final[dict[type, str]] = {dict: "an object", list: "a list"}


def check_arguments(operation: Operation, arguments: dict[str, object]) -> dict[str, object]:
    """Checks the arguments that have a schema, replaces their values with plain data and returns `arguments`.

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
    """Checks a request body against the operation's schema, and returns the body as plain data.

    `places` maps items of the body to the caller's arguments, for error messages. None if the caller passed the body.

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
    return to_request(_get_type(part), body, subject=str(operation), check=check)


def parse_response(operation: Operation, response: ApiResponse) -> Any:
    """Parses response data with the schema that the API documents for the response's status.

    Raises:
        ServerError: If the response to a GET request is not the documented JSON object or list.
        OutcomeUnknown: If the response to any other request is not the documented JSON object or list.
    """
    from pinterest.schema import parse_as_type

    is_empty = response.data is None and not response.content
    if is_empty or not operation.answers:
        return response.data
    by_status = {answer.status: answer for answer in operation.answers}
    answer = by_status.get(response.status) or operation.answers[0]
    if answer.schema is None:
        return response.data
    kind = _get_type(answer)
    data = _wrap_or_unwrap_list(answer, kind, response.data)
    containers = _get_container_types(kind)
    if data is None and list in containers:
        return None  # the API documents that null can replace an empty list
    if containers and not isinstance(data, containers):
        raise build_unexpected_response_error(
            operation, f"is not {_CONTAINER_NAMES[containers[0]]}"
        )
    return parse_as_type(kind, data)


def build_unexpected_response_error(operation: Operation, problem: str) -> PinterestError:
    """Returns the error for a successful response that does not have the documented content.

    `problem` continues the sentence "the response ...", for example with "is not an object".
    """
    if operation.verb == "GET":
        return ServerError(f"{operation}: the response {problem}")
    return OutcomeUnknown(
        f"{operation}: the request succeeded, but the response {problem}. Look the result up before you try again."
    )


def parse_items(listing: Listing[Any], items: list[Any], response: ApiResponse) -> list[Any]:
    """Converts the items of a page to objects of their class in `pinterest.schemas`."""
    from pinterest.schema import parse_as_type

    answer = next(answer for answer in listing.operation.answers if answer.paged)
    assert answer.schema is not None
    kind = getattr(schemas, answer.schema)
    return [parse_as_type(kind, item) for item in items]


def _wrap_or_unwrap_list(answer: Answer, kind: Any, data: Any) -> Any:
    """Converts the list in a response to the documented format: a JSON list, or an object with `items`."""
    # The API may use either format.
    if answer.many:
        items = data["items"] if isinstance(data, dict) and list(data) == ["items"] else None
        return items if isinstance(items, list) else data
    if isinstance(data, list) and "items" in getattr(kind, "model_fields", ()):
        return {"items": data}
    return data


def _get_container_types(kind: Any) -> tuple[type, ...]:
    """Returns the containers that a type allows in JSON: `dict`, `list` or both.

    Returns an empty tuple if the type also allows other values, for example strings.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _get_container_types(inner[0])
    if origin in (Union, UnionType):
        members = [_get_container_types(item) for item in inner]
        return tuple(found for types in members for found in types) if all(members) else ()
    outermost = origin or kind
    if isinstance(outermost, type) and issubclass(outermost, Mapping):
        return (dict,)
    return (list,) if outermost is list else ()


def _get_type(content: Answer | Body) -> Any:
    """Returns the type of a response or a request body: a schema or a list of schemas."""
    assert content.schema is not None
    kind = getattr(schemas, content.schema)
    return list.__class_getitem__(kind) if content.many else kind
