"""The state of rich models that objects share or create only when needed. This saves time and memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pinterest.response import ApiResponse
from pinterest.utils.shared_request import SharedRequest

__all__ = ["Origin", "Versions"]


class Origin(NamedTuple):
    """Where an object comes from. All objects of a page share one instance.

    Attributes:
        client: The client to use. None for the default client.
        context: Optional query parameters to add to each request for this object.
        response: The response that contained the object's fields, stored without its body.
    """

    client: Any = None
    context: Mapping[str, object] | None = None
    response: ApiResponse | None = None


class Versions:
    """Numbers the reads and updates of one object, so that an older response does not replace newer data.

    An object has no `Versions` before its first read or update.

    Attributes:
        last: The number of the latest read or update.
        request: The latest request for the object. Threads that read the object at the same time share this request.
        stored: The number of the read or update that last stored data.
    """

    __slots__ = ("last", "request", "stored")

    def __init__(self) -> None:
        """Sets `last` and `stored` to 0. The first read or update gets the number 1."""
        self.request: SharedRequest | None = None
        self.last = self.stored = 0
