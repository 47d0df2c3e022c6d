"""Batch requests whose items are IDs or names instead of objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.utils.batch import Request
from pinterest.utils.request_check import ItemPlaces

__all__ = ["IdList"]


@dataclass(frozen=True)
class IdList:
    """Describes the list of IDs or names in the requests of an operation.

    Attributes:
        name: The name of the body field or parameter that contains the list.
        max_items: Maximum number of items per request. None if there is no maximum.
        id_field: The name of the field that contains the ID, if each item is a mapping. Otherwise empty.
    """

    name: str
    max_items: int | None = None
    id_field: str = ""

    def split_into_requests(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        items: Sequence[Any],
        fields: Mapping[str, object],
        *,
        single: bool = False,
    ) -> list[Request]:
        """Splits items into as few requests as the API allows, and checks the requests.

        Args:
            operation: The operation.
            arguments: Path and query parameters of every request.
            items: The IDs or names, or mappings that contain them.
            fields: Other fields of the request body. Fields that are None are left out.
            single: Whether the caller passed a single item. If so, error texts contain no index.

        Raises:
            ValidationError: If the items are not a list, or if an argument or a field is not valid.
        """
        from pinterest.utils.payload import check_body

        if isinstance(items, (str, bytes, Mapping)) or not isinstance(items, Sequence):
            raise ValidationError(f"{operation}: {self.name} is not a list. Pass a list")
        shared = {name: value for name, value in fields.items() if value is not None}
        size = self.max_items or max(len(items), 1)
        requests = []
        for start in range(0, len(items), size):
            indexes = list(range(start, min(start + size, len(items))))
            part = {self.name: [items[index] for index in indexes]}
            if operation.body is None:
                operation.prepare({**arguments, **part})
                requests.append(Request(indexes, None, part))
            else:
                operation.prepare(arguments)
                places = ItemPlaces(self.name, None if single else indexes)
                body = check_body(operation, {**shared, **part}, places)
                requests.append(Request(indexes, body))
        return requests
