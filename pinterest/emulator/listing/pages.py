"""Splits lists into pages, with signed bookmarks that lead to the next page."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from typing import Any

from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.store.database import Where

_DEFAULT_SIZE = 25
_LARGEST_SIZE = 250
_NOT_SIGNED = frozenset({"bookmark", "page_size", "order"})
_POSITION_BYTES = 8
_SIGNATURE_BYTES = 16


def list_page(
    call: Call,
    kind: str,
    parents: Iterable[str] | str | None = None,
    *,
    descending: bool = False,
    where: Where | None = None,
) -> JsonText:
    """Returns the requested page of stored entities.

    Args:
        call: The request, with the arguments `page_size` and `bookmark`.
        kind: The type of the entities, such as `ad_group`.
        parents: One or more parent IDs. None for any parent.
        descending: Whether the largest ID comes first.
        where: Maps each field to one allowed value, or to a list of allowed values.

    Raises:
        Problem: If the bookmark is not valid for this list.
    """
    size = _get_page_size(call)
    token = call.arguments.get("bookmark")
    rows = call.state.store.select_json(
        kind,
        parents,
        after=_parse_bookmark(call, token, descending) if token else None,
        descending=descending,
        limit=size + 1,
        now=call.state.clock.now(),
        where=where,
    )
    bookmark = None
    if len(rows) > size:
        rows.pop()
        bookmark = _build_bookmark(call, rows[-1][0], descending)
    items = ",".join([text for _, text in rows])
    return JsonText(f'{{"items":[{items}],"bookmark":{json.dumps(bookmark)}}}')


def paginate_items(call: Call, items: Sequence[Any]) -> dict[str, Any]:
    """Returns the requested page of a list. `items` is the whole list in ascending order.

    Raises:
        Problem: If the bookmark is not valid for this list.
    """
    size, descending = _get_page_size(call), is_descending(call)
    token = call.arguments.get("bookmark")
    start = _parse_bookmark(call, token, descending) if token else 0
    end = start + size
    bookmark = _build_bookmark(call, end, descending) if end < len(items) else None
    ordered = items[::-1] if descending else items
    return {"items": list(ordered[start:end]), "bookmark": bookmark}


def is_descending(call: Call) -> bool:
    """Returns whether the `order` of a request is `DESCENDING`."""
    return call.arguments.get("order") == "DESCENDING"


def _get_page_size(call: Call) -> int:
    return min(int(call.arguments.get("page_size") or _DEFAULT_SIZE), _LARGEST_SIZE)


def _build_bookmark(call: Call, position: int, descending: bool) -> str:
    packed = position.to_bytes(_POSITION_BYTES, "big")
    return base64.urlsafe_b64encode(packed + _sign_position(call, packed, descending)).decode()


def _parse_bookmark(call: Call, bookmark: str, descending: bool) -> int:
    """Decodes a bookmark to a position in the list. Raises a `Problem` if the bookmark is not valid for this list."""
    try:
        content = base64.b64decode(bookmark.encode(), altchars=b"-_", validate=True)
    except ValueError:
        content = b""
    packed, signature = content[:_POSITION_BYTES], content[_POSITION_BYTES:]
    if not hmac.compare_digest(signature, _sign_position(call, packed, descending)):
        raise bad_request(
            "bookmark: belongs to another list; leave it out to start at the first page"
        )
    return int.from_bytes(packed, "big")


def _sign_position(call: Call, position: bytes, descending: bool) -> bytes:
    """Returns the signature of a position in the requested list."""
    # A bookmark is only valid for the same list: the same operation, path, filters, order and body.
    signed = {name: value for name, value in call.arguments.items() if name not in _NOT_SIGNED}
    if call.body is not None:
        signed["body"] = call.body
    listing = json.dumps(
        [call.operation.id, signed, descending], sort_keys=True, default=str
    ).encode()
    key = call.state.app.secret.encode()
    return hmac.digest(key, position + listing, hashlib.sha256)[:_SIGNATURE_BYTES]
