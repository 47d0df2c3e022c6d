"""Finds the operation for a method and a path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from pinterest.emulator.handlers.problems import Problem
from pinterest.operation import Operation, identifier

BASE_PATH = "/v5"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class Routes:
    """Finds operations by method and path."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._adapter = _build_url_map(tuple(operations)).bind("emulator")

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """Returns the operation for a method and path, and the path parameters by Python name.

        Raises:
            Problem: If the path does not exist (404), or does not allow the method (405).
        """
        try:
            operation, values = self._adapter.match(path.removesuffix("/"), method)
        except MethodNotAllowed as error:
            allowed = ", ".join(sorted(error.valid_methods or ()))
            raise Problem(
                405, 405, f"Method not allowed here; allowed: {allowed}", headers={"Allow": allowed}
            ) from None
        except NotFound:
            hint = "" if path.startswith(BASE_PATH + "/") else f" Paths begin with {BASE_PATH}/."
            raise Problem(404, 404, f"There is no such path.{hint}") from None
        return operation, dict(values)


def strip_base_path(path: str) -> str:
    """Returns a path without `/v5`, as the API's reference shows it."""
    return path.removeprefix(BASE_PATH) if path.startswith(BASE_PATH + "/") else path


# Building the map is the slowest step at startup.
@cache
def _build_url_map(operations: tuple[Operation, ...]) -> Map:
    """Returns the URL map of the operations."""
    rules = [
        Rule(
            BASE_PATH + _PLACEHOLDER.sub(lambda match: f"<{identifier(match[1])}>", operation.path),
            methods=[operation.verb],
            endpoint=operation,
        )
        for operation in operations
    ]
    return Map(rules, merge_slashes=False, redirect_defaults=False)
