"""Measures the cost of each operation's first call: importing modules and building pydantic models."""

from __future__ import annotations

import gc
import os
import struct
import time
import traceback
from typing import Any, NamedTuple

from codegen.emit_api import build_class_name
from pinterest import api, operations
from pinterest.exceptions import PinterestError, ValidationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse

FIRST_CALL = 50.0
"""A first call may take at most this many milliseconds longer than the second call."""


class FirstCall(NamedTuple):
    """An operation, and how many more CPU seconds its first call takes than its second call."""

    operation: str
    seconds: float


def measure_first_calls(rounds: int = 3) -> list[FirstCall]:
    """Returns the cost of every operation's first call, most expensive first."""
    # The forked processes inherit what a client needs, but no schema. Costs that do not depend on the operation, such
    # as the connection, are not measured.
    import pinterest.client
    import pinterest.utils.base_api
    import pinterest.utils.payload  # noqa: F401  # imported here, so that it does not count for an operation

    # Only the IDs are kept, since the modules of the operations must not be imported yet.
    results = [
        FirstCall(name, min(_measure_in_fork(name) for _ in range(rounds)))
        for name in operations.TAGS
    ]
    return sorted(results, key=lambda item: -item.seconds)


def _measure_in_fork(operation_id: str) -> float:
    """Measures the first call of an operation in a forked process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, struct.pack("d", _measure_first_call(operation_id)))
        except BaseException:  # noqa: BLE001  # the child prints it, and ends without cleaning up
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        data = stream.read()
    os.waitpid(child, 0)
    (seconds,) = struct.unpack("d", data)
    return float(seconds)


def _measure_first_call(operation_id: str) -> float:
    # The API object is created before the call, so that its creation is not measured.
    tag = operations.TAGS[operation_id]
    getattr(api, build_class_name(tag))()
    # Touches the inherited memory, so that copying its pages is not measured.
    gc.collect()
    gc.freeze()
    started = time.process_time()
    operation = operations.get(operation_id)
    _check_body_and_parse_responses(operation)
    first = time.process_time() - started
    started = time.process_time()
    _check_body_and_parse_responses(operation)
    return first - (time.process_time() - started)


_KINDS = ("ad_groups", "ads", "campaigns", "keywords", "labels", "product_groups", "schedules")
_ENTITY_BODIES: dict[str, Any] = {
    "bulk_upsert/create": {
        "create": {kind: [{}] for kind in (*_KINDS, "catalog_product_groups")},
        "update": {kind: [{}] for kind in (*_KINDS, "catalog_product_groups")},
    }
}
"""Maps the IDs of bulk operations to request bodies whose lists contain one empty object each."""


def _check_body_and_parse_responses(operation: Operation) -> None:
    """Checks a sample body and parses sample responses as a call does, without sending a request."""
    from pinterest.utils.payload import check_body, parse_response

    if operation.body:
        body = _ENTITY_BODIES.get(operation.id, {})
        try:
            check_body(operation, [body] if operation.body.many else body)
        except ValidationError:
            pass
    for answer in operation.answers:
        if answer.schema:
            try:
                parse_response(operation, ApiResponse(answer.status, {}, {}))
            except PinterestError:  # the response has to be a list
                parse_response(operation, ApiResponse(answer.status, {}, [{}]))
