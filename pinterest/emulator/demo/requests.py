"""Sends requests directly to handlers, without HTTP. The demo shop is created with such requests."""

from __future__ import annotations

import json
from typing import Any

from pinterest.emulator.handlers.call import Call, JsonText, get_status_and_body
from pinterest.emulator.handlers.registry import call_handler
from pinterest.emulator.store.state import State
from pinterest.operation import Operation


def send_request(state: State, operation: Operation, body: Any = None, **arguments: Any) -> Any:
    """Calls the handler of an operation and returns the content of the response.

    Call `load_all` first to register the handlers. The body and the arguments are not validated.

    Args:
        state: The emulator's state.
        operation: The operation.
        body: The body of the request.
        **arguments: Path and query parameters by their Python names. Missing parameters get their defaults.

    Raises:
        Problem: If the handler refuses the request.
    """
    # Without validation, because building the schemas would slow down the emulator's start. Tests validate the
    # shop's objects.
    defaults = {parameter.argument: parameter.default for parameter in operation.parameters}
    reply = call_handler(Call(operation, {**defaults, **arguments}, body, state))
    content = get_status_and_body(operation, reply)[1]
    return json.loads(content.text) if isinstance(content, JsonText) else content
