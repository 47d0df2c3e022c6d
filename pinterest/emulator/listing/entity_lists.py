"""Lists of entities: which of them a request is about, and the page of those that it asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.listing.pages import is_descending, page
from pinterest.emulator.store.database import Where

assumed(
    "An id that nothing has finds nothing where it filters a list: the page is empty, unless a 404 is documented."
)


def listing(
    call: Call,
    kind: str,
    parents: Iterable[str] | str | None,
    *,
    filters: Mapping[str, str] | None = None,
    where: Where | None = None,
    descending: bool | None = None,
) -> JsonText:
    """Returns the page of a list that was asked for.

    Args:
        call: The request; `page_size`, `bookmark` and `order` are read from its arguments.
        kind: What the list is of.
        parents: What its entities are under, one id or several; None for whatever they are under.
        filters: The field that each filtering argument is about: `{"campaign_ids": "id", "entity_statuses": "status"}`.
            An argument that was not given filters nothing.
        where: What else narrows the list down, whatever was asked.
        descending: Whether the largest id is the first; as `order` says unless given.

    Raises:
        Problem: The bookmark belongs to another list, or was changed.
    """
    chosen = {**filtered(call, filters or {}), **(where or {})}
    if descending is None:
        descending = is_descending(call)
    return page(call, kind, parents, descending=descending, where=chosen)


def filtered(call: Call, filters: Mapping[str, str]) -> dict[str, object]:
    """Returns what the given arguments narrow a list down to, by field."""
    chosen: dict[str, object] = {}
    for argument, field in filters.items():
        wanted = call.arguments.get(argument)
        if wanted in (None, [], ()):
            continue
        if field in chosen:
            wanted = sorted(set(_many(chosen[field])) & set(_many(wanted)), key=str)
        chosen[field] = wanted
    return chosen


def _many(wanted: object) -> Iterable[object]:
    return wanted if isinstance(wanted, (list, tuple)) else [wanted]
