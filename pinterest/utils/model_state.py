"""Parts of the state of rich models. Most objects share them or do not need them, which saves time and memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pinterest.response import ApiResponse
from pinterest.utils.shared_request import SharedRequest

__all__ = ["Origin", "Versions"]


class Origin(NamedTuple):
    """Where an object comes from. The objects of a page share it.

    Attributes:
        client: The client to use. None for the default client.
        context: Optional query parameters to send with each request of the object.
        response: The response that the fields come from, without its body.
    """

    client: Any = None
    context: Mapping[str, object] | None = None
    response: ApiResponse | None = None


class Versions:
    """Numbers the reads and updates of an object. Objects have none until their first read or update.

    Attributes:
        last: The last number that was assigned.
        request: The latest request that was sent because a field was read. Threads share it.
        stored: The number of the stored data.
    """

    __slots__ = ("last", "request", "stored")

    def __init__(self) -> None:
        """Starts with the data that the object was created with."""
        self.request: SharedRequest | None = None
        self.last = self.stored = 0
