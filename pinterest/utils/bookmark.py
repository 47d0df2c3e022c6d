"""Pages of a list, and the bookmark that leads from one to the next; every level of the SDK pages through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from pinterest.exceptions import RepeatedBookmark, ServerError, ValidationError
from pinterest.operation import Operation, shown
from pinterest.utils.protocol import Client, Timeout

__all__ = ["Bookmark", "Listing", "Page", "first_page", "walk"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list that is read page by page: what to ask, whom, and what to make of the items.

    Attributes:
        operation: The operation that answers a page.
        arguments: Its arguments, without the bookmark.
        client: Who carries it out; every page is asked of the same.
        build: Makes the items of a page from the parsed ones; a function that pickles.
        timeout: Seconds to connect and to read, for each page.
        body: The body that goes with each request, checked already; None for none.
    """

    operation: Operation
    arguments: Mapping[str, object]
    client: Client = field(compare=False)
    build: Callable[[Listing[Any], list[Any]], list[T]]
    timeout: Timeout = None
    body: object = None

    def __post_init__(self) -> None:
        # The caller may go on changing the lists that it passed; later pages ask what the first one asked.
        kept = {
            name: tuple(value) if isinstance(value, (list, set)) else value
            for name, value in self.arguments.items()
        }
        object.__setattr__(self, "arguments", kept)

    def page(self, token: str | None) -> tuple[list[T], str | None]:
        """Asks for one page and returns its items with the token of the next, None after the last."""
        arguments = self.arguments if token is None else {**self.arguments, "bookmark": token}
        answer = self.client.execute(
            self.operation, arguments, body=self.body, timeout=self.timeout
        )
        data = answer.data
        items, following = data, None
        if isinstance(data, dict):
            items, following = data.get("items"), data.get("bookmark")
        if not isinstance(items, list):
            raise ServerError(f"{self.operation}: the answer is no page: it has no list of items")
        return self.build(self, items), str(following) if following else None


@dataclass(frozen=True, slots=True)
class _Trail:
    """The way to a page, enough of it to notice that a server leads in a circle.

    One earlier token is kept and compared with each new one; it is replaced after 1, 2, 4, 8, ... pages, so that a
    circle of any length is found without remembering every token.
    """

    token: str
    marker: str
    steps: int = 0
    span: int = 1

    def follow(self, token: str) -> _Trail:
        if token in (self.token, self.marker):
            raise RepeatedBookmark(
                "the server answered with a bookmark that led here before, so its pages would never end; "
                "begin again at the first page"
            )
        if self.steps + 1 < self.span:
            return _Trail(token, self.marker, self.steps + 1, self.span)
        return _Trail(token, token, 0, self.span * 2)


class Page(NamedTuple, Generic[T]):
    """A page of a list: `items, bookmark = page` takes it apart.

    Attributes:
        items: The items of this page.
        bookmark: The way to the next page, None on the last.
    """

    items: list[T]
    bookmark: Bookmark[T] | None


class Bookmark(Generic[T]):
    """The way from one page to the next. It never changes, and asks nothing until it is told to.

    Examples:
        >>> audiences, bookmark = Audience.get_all(ad_account_id)
        >>> while bookmark:
        ...     audiences, bookmark = bookmark.get_next()
    """

    __slots__ = ("_listing", "_trail")
    _listing: Listing[T]
    _trail: _Trail

    def __init__(self, listing: Listing[T], token: str, trail: _Trail | None = None) -> None:
        """Remembers the list and the token of the page that it leads to."""
        object.__setattr__(self, "_listing", listing)
        object.__setattr__(self, "_trail", trail or _Trail(token, token))

    @property
    def bookmark_token(self) -> str:
        """The token that the API knows the next page by."""
        return self._trail.token

    @property
    def listing(self) -> Listing[T]:
        """The list that it is in."""
        return self._listing

    def get_bookmark_token(self) -> str:
        """Returns the token that the API knows the next page by."""
        return self._trail.token

    def get_next(self) -> Page[T]:
        """Asks for the next page and returns it: its items, and the bookmark after it. It may be called again.

        Raises:
            RepeatedBookmark: The server led back to a page that was read before.
            ApiException: The API refused.
        """
        items, following = self._listing.page(self._trail.token)
        if following is None:
            return Page(items, None)
        return Page(items, Bookmark(self._listing, following, self._trail.follow(following)))

    def belongs_to(self, listing: Listing[Any]) -> bool:
        """Tells whether it came out of that list: the same operation with the same arguments."""
        return self._listing.operation == listing.operation and _filters(self._listing) == _filters(
            listing
        )

    def __iter__(self) -> Iterator[T]:
        """Yields the remaining items, asking for one page after another."""
        bookmark: Bookmark[T] | None = self
        while bookmark is not None:
            items, bookmark = bookmark.get_next()
            yield from items

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Bookmark cannot be changed; {name!r} was not set")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Bookmark):
            return NotImplemented
        return self._trail.token == other._trail.token and self.belongs_to(other._listing)

    def __hash__(self) -> int:
        return hash(self._trail.token)

    def __reduce__(self) -> tuple[Any, ...]:
        return Bookmark, (self._listing, self._trail.token, self._trail)

    def __repr__(self) -> str:
        return f"Bookmark({shown(self._trail.token)} of {self._listing.operation})"


def _filters(listing: Listing[Any]) -> dict[str, object]:
    # The size of a page says nothing about which list it is.
    return {
        name: str(value) if isinstance(value, int) else value
        for name, value in listing.arguments.items()
        if value is not None and name not in ("bookmark", "page_size")
    }


def first_page(listing: Listing[T], bookmark: str | Bookmark[Any] | None = None) -> Page[T]:
    """Asks for the first page of a list, or for the one that a bookmark leads to.

    Raises:
        ValidationError: The bookmark is of another list, or empty.
    """
    if isinstance(bookmark, Bookmark):
        if not bookmark.belongs_to(listing):
            raise ValidationError(
                f"{listing.operation}: bookmark: {bookmark!r} belongs to another list or other filters; "
                "pass it where it came from, or leave it out to begin at the first page"
            )
        bookmark = bookmark.bookmark_token
    if bookmark == "":
        raise ValidationError(
            f"{listing.operation}: bookmark: '' is not valid; allowed: a token from an earlier page, or None"
        )
    items, following = listing.page(bookmark)
    if following is None:
        return Page(items, None)
    trail = _Trail(bookmark, bookmark).follow(following) if bookmark else None
    return Page(items, Bookmark(listing, following, trail))


def walk(page: Page[T]) -> Iterator[Page[T]]:
    """Yields a page and every one that follows it."""
    while True:
        yield page
        if page.bookmark is None:
            return
        page = page.bookmark.get_next()
