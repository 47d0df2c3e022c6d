"""What the first call of each operation costs beyond the second: modules, and what pydantic builds of schemas."""

from __future__ import annotations

import gc
import os
import struct
import time
from typing import Any, NamedTuple

from codegen.emit_api import class_name
from pinterest import api, operations
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse

FIRST_CALL = 50.0
"""The most milliseconds that a first call may cost beyond the second."""


class FirstCall(NamedTuple):
    """An operation and the CPU seconds of its first call beyond those of the second."""

    operation: str
    seconds: float


def first_calls(rounds: int = 3) -> list[FirstCall]:
    """Returns the cost of every operation's first call, the dearest first.

    Each is measured in processes of its own, forked from one that has loaded what a client needs and no schema. What
    does not depend on the operation, such as the connection, is left out.
    """
    import pinterest.client
    import pinterest.utils.base_api
    import pinterest.utils.payload  # noqa: F401  # loaded here, so that no operation is charged for it

    # By their ids alone, so that their modules are still to be loaded.
    found = [
        FirstCall(name, min(_in_child(name) for _ in range(rounds))) for name in operations.TAGS
    ]
    return sorted(found, key=lambda item: -item.seconds)


def _in_child(operation_id: str) -> float:
    """Returns what one operation costs, measured in a fork."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, struct.pack("d", _beyond_second(operation_id)))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        data = stream.read()
    os.waitpid(child, 0)
    (seconds,) = struct.unpack("d", data)
    return float(seconds)


def _beyond_second(operation_id: str) -> float:
    # Whoever calls has an object that has the method.
    tag = operations.TAGS[operation_id]
    getattr(api, class_name(tag))()
    # Touches what the fork has inherited, so that copying its pages is not charged to the call.
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
_GATHERED: dict[str, Any] = {
    "bulk_upsert/create": {
        "create": {kind: [{}] for kind in (*_KINDS, "catalog_product_groups")},
        "update": {kind: [{}] for kind in (*_KINDS, "catalog_product_groups")},
    }
}
"""Bodies with one of each kind of entity."""


def _check_and_read(operation: Operation) -> None:
    """Does to a body and to an answer what a call does.

    What is in them makes no difference to what is built, but where a body gathers what belongs to other operations.
    """
    from pinterest.utils.payload import checked_body, typed_answer

    if operation.body:
        body = _GATHERED.get(operation.id, {})
        try:
            checked_body(operation, [body] if operation.body.many else body)
        except ValidationError:
            pass
    for answer in operation.answers:
        if answer.schema:
            data: object = [{}] if answer.many else {}
            typed_answer(operation, ApiResponse(answer.status, {}, data))
