"""A page as the typed methods answer it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from pinterest.exceptions import UnknownKey
from pinterest.utils.bookmark import Page, walk

__all__ = ["Paginated"]

T = TypeVar("T")


class Paginated(Generic[T]):
    """A page of a list, and the way to the rest.

    Attributes:
        items: The items of this page.
        bookmark: The token of the next page, None on the last.
    """

    __slots__ = ("_page", "bookmark", "items")

    def __init__(self, page: Page[T]) -> None:
        """Takes a page that was asked for already."""
        self._page = page
        self.items = page.items
        self.bookmark = page.bookmark.bookmark_token if page.bookmark else None

    def iter_pages(self) -> Iterator[Paginated[T]]:
        """Yields this page, then asks for each of the following ones and yields it.

        Raises:
            RepeatedBookmark: The server led back to a page that was read before.
        """
        for page in walk(self._page):
            yield self if page is self._page else Paginated(page)

    def iter_all(self) -> Iterator[T]:
        """Yields the items of this page and of every following one."""
        for page in walk(self._page):
            yield from page.items

    def to_dict(self) -> dict[str, Any]:
        """Returns the page as plain data."""
        items = [item.to_dict() if hasattr(item, "to_dict") else item for item in self.items]
        return {"items": items, "bookmark": self.bookmark}

    def __getitem__(self, name: str) -> Any:
        if name not in self:
            raise UnknownKey(f"a page has no {name!r}; it has 'items' and 'bookmark'")
        return getattr(self, name)

    def get(self, name: str, default: Any = None) -> Any:
        """Returns `items` or `bookmark`, `default` for any other name."""
        return getattr(self, name) if name in self else default

    def __contains__(self, name: object) -> bool:
        return name in ("items", "bookmark")

    def __repr__(self) -> str:
        return f"Paginated(items={self.items!r}, bookmark={self.bookmark!r})"
