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
    """Returns the requested page of the entities that match the filters.

    Args:
        call: The request, with the arguments `page_size`, `bookmark` and `order`.
        kind: The type of the entities, such as `ad_group`.
        parents: One or more parent IDs. None for any parent.
        filters: Maps arguments of the request to entity fields: `{"campaign_ids": "id"}`.
        where: Further filters. Maps each field to one allowed value, or to a list of allowed values.
        descending: Whether the largest ID comes first. None for the `order` of the request.

    Raises:
        Problem: If the bookmark is not valid for this list.
    """
    selected = {**build_where(call, filters or {}), **(where or {})}
    if descending is None:
        descending = is_descending(call)
    return list_page(call, kind, parents, descending=descending, where=selected)


def build_where(call: Call, filters: Mapping[str, str]) -> dict[str, object]:
    """Returns the filter values of a request, by field. `filters` maps arguments of the request to fields."""
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
    """Wraps a value in a list, unless the value is a list or a tuple."""
    return value if isinstance(value, (list, tuple)) else [value]
