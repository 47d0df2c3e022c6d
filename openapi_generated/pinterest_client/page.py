"""A page of a list, as the generated client answers it: a dict."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator
from dataclasses import replace
from typing import Any

from openapi_generated.pinterest_client.answered import answered
from pinterest.exceptions import UnknownAttribute
from pinterest.utils.bookmark import Bookmark, Listing, walk
from pinterest.utils.paginated import Paginated


class _Items(list[Any]):
    """The items of a page that is read by attribute; calling it is the method that a dict has under this name."""

    def __init__(self, page: dict[str, Any]) -> None:
        super().__init__(page.get("items") or ())
        self._page = page

    def __call__(self) -> ItemsView[str, Any]:
        return dict.items(self._page)


class LegacyPage(dict[str, Any]):
    """A page: a dict of what arrived, with `items` and `bookmark`, and the way to the rest of the list."""

    __slots__ = ("_following",)
    _following: Bookmark[Any] | None

    def __init__(self, data: Any, page: Paginated[Any]) -> None:
        """Takes the parsed answer, and the page that a typed method made of it."""
        fields = data if isinstance(data, dict) else {"items": data}
        super().__init__(answered(fields))
        self.setdefault("bookmark", None)
        following = page._page.bookmark
        self._following = None if following is None else _plain(following)

    @property
    def items(self) -> Any:
        """The items as a list; called, the pairs of the dict."""
        return _Items(self)

    @property
    def bookmark(self) -> str | None:
        """The token of the next page, None on the last."""
        token: str | None = self["bookmark"]
        return token

    def iter_pages(self) -> Iterator[LegacyPage]:
        """Yields this page, then asks for each of the following ones and yields it."""
        yield self
        if self._following is not None:
            for page in walk(self._following.get_next()):
                token = page.bookmark.bookmark_token if page.bookmark else None
                yield LegacyPage({"items": page.items, "bookmark": token}, Paginated(page))

    def iter_all(self) -> Iterator[Any]:
        """Yields the items of this page and of every following one."""
        for page in self.iter_pages():
            yield from page["items"]

    def to_dict(self) -> dict[str, Any]:
        """Returns the page as plain data."""
        return {
            name: [item.to_dict() if hasattr(item, "to_dict") else item for item in value]
            if isinstance(value, list)
            else value
            for name, value in dict.items(self)
        }

    def __getattr__(self, name: str) -> Any:
        if name not in self:
            raise UnknownAttribute(f"the page has no {name!r}; it has: {', '.join(self)}")
        return self[name]


def _plain(bookmark: Bookmark[Any]) -> Bookmark[Any]:
    """Returns the way to the same page with its items as they arrive."""
    listing = replace(bookmark.listing, build=_as_they_are)
    return Bookmark(listing, bookmark.bookmark_token, bookmark._trail)


def _as_they_are(listing: Listing[Any], items: list[Any]) -> list[Any]:
    return items
