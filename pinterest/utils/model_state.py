"""Parts of a rich model's state that are shared by objects, or created only when needed, to save time and memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pinterest.response import ApiResponse
from pinterest.utils.shared_request import SharedRequest

__all__ = ["Origin", "Versions"]


# All objects of a page share one origin.
class Origin(NamedTuple):
    """The client of an object, and the response that contained the object.

    Attributes:
        client: The client to use. None for the default client.
        context: Optional query parameters to add to each request for this object.
        response: The response that contained the object's fields, stored without its body.
    """

    client: Any = None
    context: Mapping[str, object] | None = None
    response: ApiResponse | None = None


# An object has no `Versions` before its first read or update.
class Versions:
    """Counts the reads and updates of one object, so that an older response does not replace newer data.

    Attributes:
        last: The number of the latest read or update.
        request: The latest request for the object. Threads that read at the same time share the request.
        stored: The number of the read or update whose data was stored last.
    """

    __slots__ = ("last", "request", "stored")

    def __init__(self) -> None:
        """Sets `last` and `stored` to 0."""
        self.request: SharedRequest | None = None
        self.last = self.stored = 0  # the first read or update gets the number 1
