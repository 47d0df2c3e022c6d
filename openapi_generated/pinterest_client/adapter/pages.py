"""The pages of lists in the generated client. Each page is a dict."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator
from typing import Any

from openapi_generated.pinterest_client.adapter.plain_data import (
    hide_secrets,
    to_plain,
    to_response_dicts,
)
from pinterest.exceptions import UnknownAttribute
from pinterest.response import ApiResponse
from pinterest.utils.bookmark import Bookmark, Page
from pinterest.utils.listing import Listing


class _Items(list[Any]):
    """The items of a page: a list that can also be called like the dict method `items`."""

    def __init__(self, page: dict[str, Any]) -> None:
        super().__init__(page.get("items") or ())
        self._page = page

    def __call__(self) -> ItemsView[str, Any]:
        return dict.items(self._page)


class LegacyPage(dict[str, Any]):
    """A page of a list: a dict with `items` and `bookmark` that can fetch the following pages."""

    __slots__ = ("_next",)
    _next: Bookmark[Any] | None

    def __init__(self, data: Any, page: Page[Any]) -> None:
        """Stores the parsed response and the page that the typed method returned."""
        super().__init__(to_response_dicts(data if isinstance(data, dict) else {"items": data}))
        self.setdefault("bookmark", None)
        self._next = page.bookmark.with_build(_keep_items) if page.bookmark else None

    @property
    def items(self) -> Any:
        """A list of the items. The list can be called: `page.items()` returns key-value pairs like `dict.items()`."""
        return _Items(self)

    @property
    def bookmark(self) -> str | None:
        """The bookmark of the next page, or None on the last page."""
        token: str | None = self["bookmark"]
        return token

    def iter_pages(self) -> Iterator[LegacyPage]:
        """Yields this page, then fetches and yields each following page."""
        yield self
        if self._next is not None:
            for page in self._next.iter_pages():
                yield LegacyPage(page.to_dict(), page)

    def iter_all(self) -> Iterator[Any]:
        """Yields the items of this page and of all following pages."""
        for page in self.iter_pages():
            yield from page["items"]

    def to_dict(self) -> dict[str, Any]:
        """Returns the same data as plain dicts and lists."""
        return {name: to_plain(value) for name, value in dict.items(self)}

    def __getattr__(self, name: str) -> Any:
        if name not in self:
            raise UnknownAttribute(
                f"the page has no field {name!r}; its fields are: {', '.join(self)}"
            )
        return self[name]

    def __repr__(self) -> str:
        return repr(hide_secrets(dict(dict.items(self))))


def _keep_items(listing: Listing[Any], items: list[Any], response: ApiResponse) -> list[Any]:
    """Returns the items of a following page unchanged, because `LegacyPage` converts them later."""
    return items
