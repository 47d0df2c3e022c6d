"""Lists that come page by page: the list, its pages, and the bookmark that leads from one page to the next.

Rich models and typed methods both page through this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar, overload

from pinterest.exceptions import RepeatedBookmark, ServerError, UnknownKey, ValidationError
from pinterest.operation import Operation, Prepared
from pinterest.response import ApiResponse
from pinterest.utils import default_client
from pinterest.utils.nested_data import pack, rebuild
from pinterest.utils.page_iteration import (
    REPEATED,
    check_iteration,
    iterate_items,
    iterate_pages,
)
from pinterest.utils.progress import ProgressOption
from pinterest.utils.protocol import Client, Timeout
from pinterest.utils.suggest import format_value

__all__ = ["Bookmark", "Listing", "Page", "get_page", "iter_all"]

T = TypeVar("T")

Build: TypeAlias = "Callable[[Listing[Any], list[Any], ApiResponse], list[T]]"
"""Builds the items of a page, given the list, the parsed JSON of the items and the response that they come from."""

# Neither parameter says which list is meant.
_BOOKMARK, _PAGE_SIZE = "bookmark", "page_size"
_TOKENS_IN_BOOKMARK = 8


class Page(NamedTuple, Generic[T]):
    """One page of a list. Unpack it as `items, bookmark = page`.

    To loop over its items, use `page.items`; to loop over the whole list, use `page.iter_all()`. A page is a tuple of
    two: `for item in page` yields `items` and `bookmark`, and `len(page)` is always 2.

    Attributes:
        items: The items of this page.
        bookmark: The bookmark of the next page. None on the last page.

    Examples:
        >>> page = AudiencesApi().audiences_list(ad_account_id)
        >>> for audience in page.iter_all(limit=1000):
        ...     print(audience.name)
    """

    items: list[T]
    bookmark: Bookmark[T] | None

    def iter_all(
        self, limit: int | None = None, *, prefetch: int = 0, progress: ProgressOption = None
    ) -> Iterator[T]:
        """Yields the items of this page and of every later page. Gets each page when its first item is needed.

        Args:
            limit: Maximum number of items. Defaults to all of them.
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of items
                so far.

        Raises:
            ValidationError: At the call, if an argument is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
            ApiException: If the API refuses a request.
        """
        check_iteration(limit, prefetch, progress)
        return iterate_items(lambda: self, limit=limit, prefetch=prefetch, progress=progress)

    def iter_pages(self, *, prefetch: int = 0) -> Iterator[Page[T]]:
        """Yields this page, then gets and yields every later page.

        Args:
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).

        Raises:
            ValidationError: At the call, if `prefetch` is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
            ApiException: If the API refuses a request.
        """
        check_iteration(prefetch=prefetch)
        return iterate_pages(lambda: self, prefetch=prefetch)

    def to_dict(self) -> dict[str, Any]:
        """Returns the page as plain data. The bookmark becomes its token."""
        items = [item.to_dict() if hasattr(item, "to_dict") else item for item in self.items]
        return {"items": items, "bookmark": self.bookmark.bookmark_token if self.bookmark else None}

    def __reduce__(self) -> tuple[Any, ...]:
        return rebuild, (type(self), pack(self.items), self.bookmark)

    @overload  # type: ignore[override]  # takes less than other tuples
    def __getitem__(self, index: Literal[0]) -> list[T]: ...
    @overload
    def __getitem__(self, index: Literal[1]) -> Bookmark[T] | None: ...
    def __getitem__(self, index: object) -> Any:
        """Returns the items for 0 and the bookmark for 1."""
        if isinstance(index, int) and index in (0, 1):
            return tuple.__getitem__(self, index)
        raise UnknownKey(
            f"a page has no index {format_value(index)}: it is a tuple of items and bookmark. Use page.items for the "
            "items of this page, or page.iter_all() for the items of every page"
        )


class Bookmark(Generic[T]):
    """Leads from one page of a list to the next. It never changes, and creating it sends no request.

    A loop over a bookmark yields all remaining items. A bookmark can be pickled; the pickle contains the tokens of the
    client, so keep it secret.

    Examples:
        >>> audiences, bookmark = Audience.get_all(ad_account_id)
        >>> while bookmark:
        ...     audiences, bookmark = bookmark.get_next()
    """

    __slots__ = ("_listing", "_tokens")
    _listing: Listing[T]
    _tokens: tuple[str, ...]

    def __init__(self, listing: Listing[T], token: str, earlier: Iterable[str] = ()) -> None:
        """Creates the bookmark of a list.

        Args:
            listing: The list.
            token: The token of the page that the bookmark leads to.
            earlier: The tokens of earlier pages, oldest first.
        """
        object.__setattr__(self, "_listing", listing)
        object.__setattr__(self, "_tokens", (*earlier, token)[-_TOKENS_IN_BOOKMARK:])

    @property
    def bookmark_token(self) -> str:
        """The token of the next page, as the API knows it."""
        return self._tokens[-1]

    @property
    def listing(self) -> Listing[T]:
        """The list that the bookmark belongs to."""
        return self._listing

    def get_bookmark_token(self) -> str:
        """Returns the token of the next page, as the API knows it."""
        return self.bookmark_token

    def get_next(self) -> Page[T]:
        """Gets the next page. Every call sends a request for the same page.

        Raises:
            RepeatedBookmark: If the server returns one of the last eight bookmarks again.
            ApiException: If the API refuses the request.
        """
        return self._listing.fetch_page(self.bookmark_token, self._tokens)

    def iter_all(
        self, limit: int | None = None, *, prefetch: int = 0, progress: ProgressOption = None
    ) -> Iterator[T]:
        """Yields all remaining items. Gets each page when its first item is needed.

        Args:
            limit: Maximum number of items. Defaults to all of them.
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of items
                so far.

        Raises:
            ValidationError: At the call, if an argument is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
            ApiException: If the API refuses a request.
        """
        check_iteration(limit, prefetch, progress)
        return iterate_items(
            self.get_next, self._tokens, limit=limit, prefetch=prefetch, progress=progress
        )

    def iter_pages(self, *, prefetch: int = 0) -> Iterator[Page[T]]:
        """Gets and yields the next page and every later page.

        Args:
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).

        Raises:
            ValidationError: At the call, if `prefetch` is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
            ApiException: If the API refuses a request.
        """
        check_iteration(prefetch=prefetch)
        return iterate_pages(self.get_next, self._tokens, prefetch=prefetch)

    def with_build(self, build: Build[Any]) -> Bookmark[Any]:
        """Returns a bookmark of the same page whose items are built by another function."""
        listing: Listing[Any] = copy(self._listing)
        object.__setattr__(listing, "build", build)
        return Bookmark(listing, self.bookmark_token, self._tokens[:-1])

    def belongs_to(self, listing: Listing[Any]) -> bool:
        """Returns whether it belongs to that list: the same operation with the same arguments."""
        return self._listing.identity == listing.identity

    def __iter__(self) -> Iterator[T]:
        """Yields all remaining items. Gets each page when its first item is needed."""
        return iterate_items(self.get_next, self._tokens)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Bookmark cannot be changed; {name!r} was not set")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Bookmark):
            return NotImplemented
        return self.bookmark_token == other.bookmark_token and self.belongs_to(other._listing)

    def __hash__(self) -> int:
        return hash(self.bookmark_token)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._listing, self.bookmark_token, self._tokens[:-1])

    def __repr__(self) -> str:
        return f"Bookmark({format_value(self.bookmark_token)} of {self._listing.operation})"


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list of the API. Its request is prepared once; only the bookmark changes from page to page.

    Attributes:
        operation: The operation that returns a page.
        arguments: The arguments of the operation, without the bookmark.
        client: The client that gets every page.
        build: Builds the items of a page. It must be a function that can be pickled.
        timeout: Seconds to connect and to read, for each page.
        body: The body of every request, already checked. None for no body.
        prepared: Path and query of the first page.
    """

    operation: Operation
    arguments: Mapping[str, object]
    client: Client = field(compare=False)
    build: Build[T]
    timeout: Timeout = None
    body: object = None
    prepared: Prepared = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepares the request.

        Raises:
            ValidationError: If an argument is unknown, missing or not allowed.
        """
        object.__setattr__(self, "arguments", dict(self.arguments))
        object.__setattr__(self, "prepared", self.operation.prepare(self.arguments))

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells this list from others. The page size does not count."""
        query = [pair for pair in self.prepared.query if pair[0] != _PAGE_SIZE]
        return self.operation, self.prepared.path, query, self.body

    def get_page(self, bookmark: str | Bookmark[Any] | None = None) -> Page[T]:
        """Gets the first page, or the page that a bookmark leads to.

        Raises:
            ValidationError: If the bookmark belongs to another list or is not valid.
            RepeatedBookmark: If the page leads back to itself.
            ApiException: If the API refuses the request.
        """
        if bookmark is None:
            return self.fetch_page(None)
        if not isinstance(bookmark, Bookmark):
            return self.fetch_page(bookmark, (bookmark,))
        if not bookmark.belongs_to(self):
            raise ValidationError(
                f"{self.operation}: bookmark: {bookmark!r} belongs to another list or other filters; "
                "pass it with the arguments of its own list, or leave it out to start at the first page"
            )
        return self.fetch_page(bookmark.bookmark_token, bookmark._tokens)

    def fetch_page(self, token: str | None, earlier: tuple[str, ...] = ()) -> Page[T]:
        """Sends the request for one page and returns the page.

        Args:
            token: The token of the page. None for the first page.
            earlier: Tokens that must not come back, oldest first, the token of this page included.

        Raises:
            ValidationError: If the token is not valid.
            RepeatedBookmark: If the response has one of the earlier tokens.
            ServerError: If the response is not a page.
            ApiException: If the API refuses the request.
        """
        prepared = self.prepared
        if isinstance(token, str) and not token:
            raise ValidationError(
                f"{self.operation}: bookmark: '' is not valid; allowed: a token from an earlier page, or None"
            )
        if token is not None:
            parameter = self.operation.parameter(_BOOKMARK)
            prepared = prepared.with_query(self.operation.encode(parameter, token))
        response = self.client.execute(
            self.operation, prepared, body=self.body, timeout=self.timeout
        )
        items, following = _parse_page(self.operation, response.data)
        if following is None:
            return Page(self.build(self, items, response), None)
        if following in earlier:
            raise RepeatedBookmark(REPEATED)
        return Page(self.build(self, items, response), Bookmark(self, following, earlier))


def get_page(
    operation: Operation,
    arguments: Mapping[str, object],
    build: Build[T],
    *,
    client: Client | None,
    bookmark: str | Bookmark[Any] | None = None,
    timeout: Timeout = None,
    body: object = None,
) -> Page[T]:
    """Gets the first page of a list, or the page that a bookmark leads to.

    Args:
        operation: The operation that returns a page.
        arguments: Its arguments, without the bookmark. The page size defaults to that of the bookmark.
        build: Builds the items of a page. It must be a function that can be pickled.
        client: The client to use. Defaults to that of the bookmark, then to the default client.
        bookmark: A bookmark or its token. Defaults to the first page.
        timeout: Seconds to connect and to read, for each page.
        body: The body of every request, already checked.

    Raises:
        ValidationError: If an argument or the bookmark is not valid. Nothing was sent.
        ApiException: If the API refuses the request.
    """
    if isinstance(bookmark, Bookmark):
        origin = bookmark.listing
        client = origin.client if client is None else client
        size = origin.arguments.get(_PAGE_SIZE)
        if size is not None and arguments.get(_PAGE_SIZE) is None:
            arguments = {**arguments, _PAGE_SIZE: size}
    chosen = default_client.resolve(client)
    return Listing(operation, arguments, chosen, build, timeout, body).get_page(bookmark)


def iter_all(
    operation: Operation,
    arguments: Mapping[str, object],
    build: Build[T],
    *,
    client: Client | None,
    limit: int | None = None,
    prefetch: int = 0,
    progress: ProgressOption = None,
    timeout: Timeout = None,
    body: object = None,
) -> Iterator[T]:
    """Returns an iterator over every item of a list. It gets each page when its first item is needed.

    Args:
        operation: The operation that returns a page.
        arguments: Its arguments. The page size defaults to the maximum, or to the limit if that is smaller.
        build: Builds the items of a page. It must be a function that can be pickled.
        client: The client to use. Defaults to the default client.
        limit: Maximum number of items. Defaults to all of them.
        prefetch: Maximum number of pages to fetch ahead in a thread.
        progress: True for a bar, or a function that is called with the number of items so far.
        timeout: Seconds to connect and to read, for each page.
        body: The body of every request, already checked.

    Raises:
        ValidationError: If an argument is not valid. Nothing was sent.
        ConfigurationError: If progress is True and tqdm is not installed.
    """
    check_iteration(limit, prefetch, progress)
    most = operation.parameter(_PAGE_SIZE).maximum if _PAGE_SIZE in operation.arguments else None
    if most is not None and arguments.get(_PAGE_SIZE) is None:
        size = int(most) if limit is None else min(int(most), max(limit, 1))
        arguments = {**arguments, _PAGE_SIZE: size}
    listing = Listing(operation, arguments, default_client.resolve(client), build, timeout, body)
    return iterate_items(listing.get_page, limit=limit, prefetch=prefetch, progress=progress)


def _parse_page(operation: Operation, data: Any) -> tuple[list[Any], str | None]:
    """Returns the items of a response and the token of the next page."""
    items, token = data, None
    if isinstance(data, dict):
        items, token = data.get("items"), data.get("bookmark")
    if not isinstance(items, list):
        raise ServerError(f"{operation}: the response is not a page: it has no list of items")
    return items, str(token) if token else None
