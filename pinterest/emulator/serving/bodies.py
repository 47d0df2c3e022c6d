"""Parses JSON and form bodies of requests, and validates them against the operation's schema."""

from __future__ import annotations

import json
import logging
import re
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request

import pinterest.schemas
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.refusals import explain_invalid_body
from pinterest.emulator.handlers.registry import prepare_body, refuses_unknown_fields
from pinterest.emulator.serving.file_requests import is_file_path
from pinterest.exceptions import ValidationError
from pinterest.operation import Body, Operation
from pinterest.schema import to_request
from pinterest.utils.request_check import ItemPlaces, RequestCheck
from pinterest.utils.suggest import format_value

logger = logging.getLogger("pinterest.emulator")

LARGEST_BODY = 16 * 1024 * 1024
_DEEPEST = 64
_FORM = "application/x-www-form-urlencoded"
_LARGEST_EXACT_INTEGER = 2**53
_NAME = re.compile(r"[\w.\[\]-]{1,64}")
_RECORDED_BYTES = 256 * 1024


def read_body(operation: Operation, request: Request) -> Any:
    """Returns the body of a request as plain data.

    Returns None if the operation takes no body, or an optional body is missing.

    Raises:
        Problem: If a required body is missing, or the body is too large, is malformed, does not match its schema, or
            has the wrong media type.
    """
    body = operation.body
    if body is None:
        return None
    content = request.get_data(cache=True)
    if len(content) > LARGEST_BODY:
        raise too_large()
    if not content:
        if body.required:
            raise bad_request(f"{operation}: a body is required")
        return None
    encoding = request.headers.get("Content-Encoding") or "identity"
    if encoding != "identity":
        message = f"{operation}: Content-Encoding {format_value(encoding)} is not valid"
        raise Problem(415, 415, f"{message}; send the body uncompressed")
    media_type = request.mimetype or body.media_type
    if media_type != body.media_type:
        raise Problem(
            415, 415, f"{operation}: Content-Type {media_type} is not valid; send {body.media_type}"
        )
    # The values of a form are strings. The validation converts them to the types of the fields.
    is_json = body.media_type == "application/json"
    data = parse_json(content) if is_json else parse_form(content)
    return _validate_body(operation, body, prepare_body(operation, data), strict=is_json)


def too_large() -> Problem:
    """Returns a `Problem` with status 413 for a body that is too large."""
    return Problem(413, 413, f"The body is too large; allowed: {LARGEST_BODY} bytes")


def parse_json(content: bytes) -> Any:
    """Parses a JSON body.

    Raises:
        Problem: If the body is not valid JSON in UTF-8, or is nested too deeply.
    """
    try:
        data = json.loads(
            content.decode("utf-8"),
            parse_constant=_refuse_nonfinite_number,
            parse_float=_parse_float,
        )
    except UnicodeDecodeError:
        raise bad_request("the body is not UTF-8") from None
    except RecursionError:
        raise _build_nesting_error() from None
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise bad_request(f"the body is not valid JSON{where}") from None
    _check_nesting_depth(data)
    return data


def parse_form(content: bytes) -> dict[str, str]:
    """Parses a form body, and keeps the last value of a repeated name.

    Raises:
        Problem: If the body is not text in UTF-8.
    """
    try:
        return dict(parse_qsl(content.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise bad_request("the body is not a form in UTF-8") from None


def has_app_credentials(request: Request) -> bool:
    """Returns whether a form body contains an app's ID or secret."""
    try:
        form = parse_form(request.get_data(cache=True))
    except Problem:
        return False
    return bool({"client_id", "client_secret"} & form.keys())


def get_loggable_body(request: Request) -> Any:
    """Returns the parsed body of a request for the request log, or None without a body.

    For a file, a large body or a body that cannot be parsed, returns the size, such as `[123 bytes]`.
    """
    content = request.get_data(cache=True)
    if not content:
        return None
    # The request log redacts secrets by field name, which needs a parsed body.
    size = f"[{len(content)} bytes]"
    if len(content) > _RECORDED_BYTES or is_file_path(request.path):
        return size
    try:
        return parse_json(content)
    except Problem:
        pass
    try:
        form = parse_form(content) if request.mimetype == _FORM else {}
    except Problem:
        form = {}
    # Any text can be parsed as a form with one long name. Log a form only if all names look like field names.
    return form if form and all(_NAME.fullmatch(name) for name in form) else size


def _validate_body(operation: Operation, body: Body, data: Any, *, strict: bool = True) -> Any:
    schema: Any = getattr(pinterest.schemas, body.schema)
    if body.many and isinstance(data, list):
        least, most = body.min_items or 0, body.max_items
        if len(data) < least or (most is not None and len(data) > most):
            allowed = f"{least} to {most if most is not None else 'any number of'} items"
            raise bad_request(f"the body has {len(data)} items; allowed: {allowed}")
    dropped: list[str] | None = None if refuses_unknown_fields(operation) else []
    places = _get_places_without_index(body, data)
    check = RequestCheck(dropped, strict=strict, on_wire=True, places=places)
    expected: Any = list[schema] if body.many else schema
    try:
        validated = to_request(expected, data, subject=str(operation), check=check)
    except ValidationError as error:
        raise explain_invalid_body(operation, data, error, places) from None
    if dropped:
        names = ", ".join(sorted({repr(name) for name in dropped}))
        logger.warning("%s: dropped unknown fields, as the API does: %s", operation, names)
    return validated


def _refuse_nonfinite_number(name: str) -> NoReturn:
    """Raises an error for `NaN` and `Infinity`, which Python's `json` module would accept."""
    raise ValueError(f"{name} is not valid JSON")


def _parse_float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number is too large")
    # `10.0` is an integer in JSON Schema. Numbers that a float cannot represent exactly stay floats.
    return int(number) if number.is_integer() and abs(number) <= _LARGEST_EXACT_INTEGER else number


def _build_nesting_error() -> Problem:
    return bad_request(f"the body is nested too deeply; allowed: {_DEEPEST} levels")


def _check_nesting_depth(data: Any) -> None:
    level = [data]
    for _ in range(_DEEPEST):
        level = [
            child
            for item in level
            if isinstance(item, (dict, list))
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return
    raise _build_nesting_error()


def _get_places_without_index(body: Body, data: Any) -> ItemPlaces | None:
    """Returns an `ItemPlaces` that removes the item's index from error messages.

    Returns None if the body does not contain exactly one item.
    """
    items = data.get(body.items) if body.items and isinstance(data, dict) else data
    is_only_item = isinstance(items, list) and len(items) == 1
    return ItemPlaces(body.items or "") if is_only_item else None
