"""The base class of the generated API classes, such as `AudiencesApi`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from pydantic import TypeAdapter

from pinterest.operation import Operation
from pinterest.schemas import (
    common,  # noqa: F401  # loads pydantic and what most calls need, so that no first call waits for it
)
from pinterest.utils import default_client
from pinterest.utils.batch import list_request_items
from pinterest.utils.batch_schema import attach_request, raise_partial_failures
from pinterest.utils.deprecation import warn_if_deprecated
from pinterest.utils.listing import get_page
from pinterest.utils.payload import check_arguments, check_body, parse_items, parse_response
from pinterest.utils.protocol import Client, Deadline, Timeout, with_deadline
from pinterest.utils.schema_types import load_all

__all__ = ["Api"]

# pydantic searches for plugins when it builds its first type. Build one now, so that the first API call is not slow.
TypeAdapter(int)


class Api:
    """The base class of the API classes. Each API class has a method for every operation of an OpenAPI tag.

    Args:
        client: The client to use. Defaults to the default client.
    """

    _preloaded_schemas: ClassVar[str] = ""
    """Name of the schema module that the constructor loads, or an empty string."""

    def __init__(self, client: Client | None = None) -> None:
        """Creates the API object without sending a request."""
        self._client = client
        if self._preloaded_schemas:
            load_all(self._preloaded_schemas)

    @property
    def client(self) -> Client:
        """The client that sends the requests."""
        return default_client.resolve(self._client)

    def _call(
        self,
        operation: Operation,
        values: Iterable[object],
        body: object = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Any:
        """Checks the arguments, sends the request and returns the parsed response.

        `values` contains the values of the operation's parameters, in order. Parameters with the value None are not
        sent.
        """
        timeout = with_deadline(timeout, deadline)
        warn_if_deprecated(operation)
        arguments = check_arguments(operation, dict(zip(operation.arguments, values, strict=True)))
        data = None if body is None else check_body(operation, body)
        if operation.is_paged:
            bookmark: Any = arguments.pop("bookmark", None)  # checked below
            return get_page(
                operation,
                arguments,
                parse_items,
                client=self._client,
                bookmark=bookmark,
                timeout=timeout,
                body=data,
            )
        items = list_request_items(operation, data, arguments)
        with raise_partial_failures(operation, items):
            response = self.client.execute(operation, arguments, body=data, timeout=timeout)
        return attach_request(operation, items, response, parse_response(operation, response))
