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
    """Describes an operation's field or parameter that contains a list of IDs or names.

    Attributes:
        name: The name of the body field or parameter.
        max_items: Maximum number of items per request. None for no maximum.
        id_field: If the items are mappings, the name of their ID field. Otherwise empty.
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
        """Checks the items and splits them into as few requests as the API allows.

        Args:
            operation: The operation.
            arguments: Path and query parameters of every request.
            items: The IDs or names, or mappings that contain the IDs.
            fields: Other fields of every request body. Fields that are None are left out.
            single: Whether error texts leave out the index, because the caller passed a single item.

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
