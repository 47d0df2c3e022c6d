"""Finds the list of objects in a delete request, and the other fields of the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codegen.batches import get_length_limits
from codegen.definitions import Definition, ListOf, Property, Ref
from pinterest.operation import Operation


@dataclass(frozen=True)
class DeletedList:
    """The list of IDs or objects in a delete request.

    Attributes:
        name: The body field or parameter that contains the list.
        max_items: The maximum number of items, or None if there is no limit.
        item: The schema of an item, or None if the items are IDs.
        envelope: The other fields of the body.
    """

    name: str
    max_items: int | None
    item: Definition | None = None
    envelope: tuple[Property, ...] = ()


def find_deleted_list(
    operation: Operation, definitions: Mapping[str, Definition]
) -> DeletedList | None:
    """Describes the list of IDs or objects in a delete request. Returns None if there is no such list."""
    if operation.verb != "DELETE":
        return None
    if operation.body is None:
        many = [item for item in operation.parameters if item.many and item.required]
        return DeletedList(many[0].argument, many[0].max_items) if len(many) == 1 else None
    fields = definitions[operation.body.schema].properties
    lists = [item for item in fields if isinstance(item.type, ListOf)]
    if len(lists) != 1 or not isinstance(lists[0].type, ListOf):
        return None
    [listed] = lists
    kind = lists[0].type.item
    item = definitions[kind.name] if isinstance(kind, Ref) else None
    rest = tuple(field for field in fields if field is not listed)
    return DeletedList(listed.name, get_length_limits(lists[0].type)[1], item, rest)
