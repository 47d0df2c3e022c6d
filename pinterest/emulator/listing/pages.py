"""Pages of every list: where one ends, and the bookmark that the next one begins with."""

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
_NOT_BOUND = frozenset({"bookmark", "page_size", "order"})
_POSITION_BYTES = 8
_SIGNATURE_BYTES = 16


def page(
    call: Call,
    kind: str,
    parents: Iterable[str] | str | None = None,
    *,
    descending: bool = False,
    where: Where | None = None,
) -> JsonText:
    """Returns the page of a list that was asked for.

    Args:
        call: The request, with `page_size` and `bookmark` among its arguments.
        kind: What the list is of.
        parents: What its entities are under, one id or several; None for whatever they are under.
        descending: Whether the largest id is the first.
        where: The fields that its entities are chosen by.

    Raises:
        Problem: The bookmark belongs to another list, or was changed.
    """
    size = _size(call)
    token = call.arguments.get("bookmark")
    rows = call.state.store.texts(
        kind,
        parents,
        after=_position(call, token, descending) if token else None,
        descending=descending,
        limit=size + 1,
        now=call.state.clock.now(),
        where=where,
    )
    bookmark = None
    if len(rows) > size:
        rows.pop()
        bookmark = _bookmark(call, rows[-1][0], descending)
    items = ",".join([text for _, text in rows])
    return JsonText(f'{{"items":[{items}],"bookmark":{json.dumps(bookmark)}}}')


def page_of(call: Call, items: Sequence[Any]) -> dict[str, Any]:
    """Returns the page that was asked for of a list that is at hand as a whole.

    Args:
        call: The request, with `page_size`, `bookmark` and perhaps `order` among its arguments.
        items: The list, ascending.

    Raises:
        Problem: The bookmark belongs to another list, or was changed.
    """
    size, descending = _size(call), is_descending(call)
    token = call.arguments.get("bookmark")
    begin = _position(call, token, descending) if token else 0
    end = begin + size
    bookmark = _bookmark(call, end, descending) if end < len(items) else None
    ordered = items[::-1] if descending else items
    return {"items": list(ordered[begin:end]), "bookmark": bookmark}


def is_descending(call: Call) -> bool:
    """Returns whether a list was asked for from its end."""
    return call.arguments.get("order") == "DESCENDING"


def _size(call: Call) -> int:
    return min(int(call.arguments.get("page_size") or _DEFAULT_SIZE), _LARGEST_SIZE)


def _bookmark(call: Call, position: int, descending: bool) -> str:
    place = position.to_bytes(_POSITION_BYTES, "big")
    return base64.urlsafe_b64encode(place + _signature(call, place, descending)).decode()


def _position(call: Call, token: str, descending: bool) -> int:
    try:
        content = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except ValueError:
        content = b""
    place, signature = content[:_POSITION_BYTES], content[_POSITION_BYTES:]
    if not hmac.compare_digest(signature, _signature(call, place, descending)):
        raise bad_request("bookmark: it does not belong to this list; leave it out to begin anew")
    return int.from_bytes(place, "big")


def _signature(call: Call, place: bytes, descending: bool) -> bytes:
    """Binds a place to the list that it is in: the operation, its path and its filters, a body's among them."""
    bound = {name: value for name, value in call.arguments.items() if name not in _NOT_BOUND}
    if call.body is not None:
        bound["body"] = call.body
    listing = json.dumps(
        [call.operation.id, bound, descending], sort_keys=True, default=str
    ).encode()
    key = call.state.app.secret.encode()
    return hmac.digest(key, place + listing, hashlib.sha256)[:_SIGNATURE_BYTES]
