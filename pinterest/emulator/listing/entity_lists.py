"""Lists stored entities with the filters, order, page size and bookmark of a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.listing.pages import is_descending, list_page
from pinterest.emulator.store.database import Where

assumed(
    choice="Filtering a list by an unknown ID returns an empty list, unless the contract documents a 404.",
)


def list_entities(
    call: Call,
    kind: str,
    parents: Iterable[str] | str | None,
    *,
    filters: Mapping[str, str] | None = None,
    where: Where | None = None,
    descending: bool | None = None,
) -> JsonText:
    """Returns the requested page of the stored entities that match the filters.

    Args:
        call: The request. `page_size`, `bookmark` and `order` come from its arguments.
        kind: The kind of entity.
        parents: The ID of the entities' parent, or the IDs of several parents. None for any parent.
        filters: Maps arguments of the request to the fields that they filter: `{"campaign_ids": "id"}`.
        where: Additional filters: maps each field to its allowed value, or to a list of allowed values.
        descending: Whether the largest ID comes first. Defaults to the `order` of the request.

    Raises:
        Problem: If the bookmark belongs to another list, or was modified.
    """
    selected = {**build_where(call, filters or {}), **(where or {})}
    if descending is None:
        descending = is_descending(call)
    return list_page(call, kind, parents, descending=descending, where=selected)


def build_where(call: Call, filters: Mapping[str, str]) -> dict[str, object]:
    """Maps the fields that a request filters by to the allowed values. `filters` maps argument to field names."""
    where: dict[str, object] = {}
    for argument, field in filters.items():
        allowed = call.arguments.get(argument)
        if allowed in (None, [], ()):
            continue
        if field in where:
            allowed = sorted(set(_to_list(where[field])) & set(_to_list(allowed)), key=str)
        where[field] = allowed
    return where


def _to_list(value: object) -> Iterable[object]:
    """Returns a list or tuple as it is. Wraps any other value in a list."""
    return value if isinstance(value, (list, tuple)) else [value]
