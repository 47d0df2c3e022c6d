"""What every generated class of typed methods inherits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from pydantic import TypeAdapter

from pinterest.operation import Operation
from pinterest.schemas import (
    common,  # noqa: F401  # with pydantic; what every first call would pay for otherwise
)
from pinterest.utils import default_client
from pinterest.utils.batch_schema import noted, partial_failures
from pinterest.utils.bookmark import Listing, first_page
from pinterest.utils.deprecation import warn_if_deprecated
from pinterest.utils.paginated import Paginated
from pinterest.utils.payload import checked_arguments, checked_body, typed_answer, typed_items
from pinterest.utils.protocol import Client, Timeout
from pinterest.utils.schema_types import load_all

__all__ = ["Api"]

# The first thing that pydantic builds makes it look for its plugins; no first call should pay for that.
TypeAdapter(int)


class Api:
    """Typed methods, one an operation, carried out by one client.

    Args:
        client: Who carries them out; the default client unless given.
    """

    _gathers: ClassVar[str] = ""
    """A module of schemas that speaks of those of many others; they are loaded before the first call needs them."""

    def __init__(self, client: Client | None = None) -> None:
        """Remembers the client; nothing is sent."""
        self._client = client
        if self._gathers:
            load_all(self._gathers)

    @property
    def client(self) -> Client:
        """Who carries the operations out."""
        return default_client.resolve(self._client)

    def _call(
        self,
        operation: Operation,
        values: Iterable[object],
        body: object = None,
        *,
        timeout: Timeout = None,
    ) -> Any:
        """Checks body and objects, carries the operation out and returns its answer as the contract types it.

        Args:
            operation: What to do.
            values: A value for each of its parameters, in their order; None stands for left out.
            body: What to send.
            timeout: Seconds to connect and to read.
        """
        warn_if_deprecated(operation)
        names = (parameter.argument for parameter in operation.parameters)
        arguments = checked_arguments(operation, dict(zip(names, values, strict=True)))
        data = None if body is None else checked_body(operation, body)
        if operation.is_paged:
            bookmark = arguments.get("bookmark")
            rest = {name: value for name, value in arguments.items() if name != "bookmark"}
            listing = Listing(operation, rest, self.client, typed_items, timeout, data)
            return Paginated(first_page(listing, bookmark))  # type: ignore[arg-type]  # checked on its way out
        with partial_failures(operation, data):
            response = self.client.execute(operation, arguments, body=data, timeout=timeout)
        return noted(operation, data, response, typed_answer(operation, response))
