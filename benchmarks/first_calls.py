"""The cost of each operation's first call: importing modules and building pydantic models."""

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
"""Maximum milliseconds that a first call may cost more than the second."""


class FirstCall(NamedTuple):
    """An operation, and the CPU seconds by which its first call exceeds its second."""

    operation: str
    seconds: float


def measure_first_calls(rounds: int = 3) -> list[FirstCall]:
    """Returns the cost of every operation's first call, most expensive first.

    Each operation is measured in separate processes. They are forked from a process that has imported what a client
    needs, but no schema. Costs that do not depend on the operation, such as the connection, are not measured.
    """
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
    """Measures one operation in a fork."""
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
    # The object that has the method is created before the call.
    tag = operations.TAGS[operation_id]
    getattr(api, build_class_name(tag))()
    # Touches the inherited memory, so that copying its pages does not count for the call.
    gc.collect()
    gc.freeze()
    started = time.process_time()
    operation = operations.get(operation_id)
    _check_and_read(operation)
    first = time.process_time() - started
    started = time.process_time()
    _check_and_read(operation)
    return first - (time.process_time() - started)


_KINDS = ("ad_groups", "ads", "campaigns", "keywords", "labels", "product_groups", "schedules")
_BODIES_OF_ENTITIES: dict[str, Any] = {
    "bulk_upsert/create": {
        "create": {kind: [{}] for kind in (*_KINDS, "catalog_product_groups")},
        "update": {kind: [{}] for kind in (*_KINDS, "catalog_product_groups")},
    }
}
"""Bodies with one entity of each kind."""


def _check_and_read(operation: Operation) -> None:
    """Checks a request body and parses a response, as a call does.

    Their content does not matter, except for bodies that contain entities of other operations.
    """
    from pinterest.utils.payload import check_body, parse_response

    if operation.body:
        body = _BODIES_OF_ENTITIES.get(operation.id, {})
        try:
            check_body(operation, [body] if operation.body.many else body)
        except ValidationError:
            pass
    for answer in operation.answers:
        if answer.schema:
            try:
                parse_response(operation, ApiResponse(answer.status, {}, {}))
            except PinterestError:  # the response is a list
                parse_response(operation, ApiResponse(answer.status, {}, [{}]))
