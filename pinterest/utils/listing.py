"""Gets lists page by page, for rich models and typed methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeAlias, TypeVar

from pinterest.exceptions import RepeatedBookmark, ServerError, ValidationError
from pinterest.operation import Operation, Prepared
from pinterest.response import ApiResponse
from pinterest.utils import default_client
from pinterest.utils.bookmark import Bookmark, Page
from pinterest.utils.page_iteration import REPEATED, check_iteration, iterate_items
from pinterest.utils.progress import ProgressOption
from pinterest.utils.protocol import Client, Deadline, Timeout, with_deadline, with_defaults

__all__ = ["Build", "Listing", "get_page", "iter_all"]

T = TypeVar("T")

Build: TypeAlias = "Callable[[Listing[Any], list[Any], ApiResponse], list[T]]"
"""A function that builds the items of a page from the `Listing`, the JSON items and the response."""

# Parameters that are not part of the identity of a list.
_BOOKMARK = "bookmark"
_PAGE_SIZE = "page_size"


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list that the API returns page by page.

    Attributes:
        operation: The operation that returns a page.
        arguments: The arguments of the operation, without the bookmark.
        client: The client that requests every page.
        build: A picklable function that builds the items of a page.
        timeout: Seconds to wait for a connection and for data. `TimeLimits` also set a deadline for each page.
        body: The checked body of every request. None for no body.
        prepared: The path and query of the request for the first page.
    """

    operation: Operation
    arguments: Mapping[str, object]
    client: Client = field(compare=False)
    build: Build[T]
    timeout: Timeout = None
    body: object = None
    prepared: Prepared = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepares the request for the first page.

        Raises:
            ValidationError: If an argument is unknown, missing or not valid.
        """
        object.__setattr__(self, "arguments", dict(self.arguments))
        # Prepare the request only once: later pages differ only in the bookmark.
        object.__setattr__(self, "prepared", self.operation.prepare(self.arguments))

    @property
    def identity(self) -> tuple[object, ...]:
        """The values that identify this list: the operation and its arguments, without the page size."""
        query = [pair for pair in self.prepared.query if pair[0] != _PAGE_SIZE]
        return self.operation, self.prepared.path, query, self.body

    def with_limits(self, timeout: Timeout, deadline: Deadline) -> Listing[T]:
        """Returns a copy of the list with a new timeout or deadline per page. None keeps the current limit."""
        if timeout is None and deadline is None:
            return self
        limits = with_defaults(with_deadline(timeout, deadline), self.timeout)
        return replace(self, timeout=limits)

    def get_page(self, bookmark: str | Bookmark[Any] | None = None) -> Page[T]:
        """Gets the first page of the list, or the page that a bookmark leads to.

        Raises:
            ValidationError: If the bookmark belongs to another list or is not valid.
            RepeatedBookmark: If the server returns the same bookmark again.
            ApiException: If the API refuses the request.
        """
        if bookmark is None:
            return self.fetch_page(None)
        if not isinstance(bookmark, Bookmark):
            return self.fetch_page(bookmark, (bookmark,))
        if not bookmark.belongs_to(self):
            raise ValidationError(
                f"{self.operation}: bookmark: {bookmark!r} belongs to another list or other filters. "
                "Pass the bookmark with the arguments of its own list, or pass None to get the first page"
            )
        return self.fetch_page(bookmark.bookmark_token, bookmark.tokens)

    def fetch_page(self, token: str | None, seen_tokens: tuple[str, ...] = ()) -> Page[T]:
        """Requests a page and returns the page.

        Args:
            token: The token of the page. None for the first page.
            seen_tokens: The tokens of this page and earlier pages, oldest first.

        Raises:
            ValidationError: If the token is not valid.
            RepeatedBookmark: If the response contains one of `seen_tokens`.
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
        if following in seen_tokens:
            raise RepeatedBookmark(REPEATED)
        return Page(self.build(self, items, response), Bookmark(self, following, seen_tokens))


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
        arguments: The arguments of the operation, without the bookmark. If they contain no page size, the page size
            of the `Bookmark` is used.
        build: A picklable function that builds the items of a page.
        client: The client to use. Defaults to the client of a `Bookmark`, or else to the default client.
        bookmark: A `Bookmark` or its token. Defaults to the first page.
        timeout: Seconds to wait for a connection and for data.
        body: The checked body of the request.

    Raises:
        ValidationError: If an argument or the bookmark is not valid. Nothing is sent.
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
    """Returns an iterator over all items of a list. Pages are requested during the iteration.

    Args:
        operation: The operation that returns a page.
        arguments: The arguments of the operation. The page size defaults to the API's maximum or to a smaller `limit`.
        build: A picklable function that builds the items of a page.
        client: The client to use. Defaults to the default client.
        limit: Maximum number of items. Defaults to all items.
        prefetch: Maximum number of pages that a thread fetches ahead (default 0).
        progress: True for a progress bar, or a function that is called with the number of items so far.
        timeout: Seconds to wait for a connection and for data, per page.
        body: The checked body of every request.

    Raises:
        ValidationError: If an argument is not valid. Nothing is sent.
        ConfigurationError: If `progress` is True and tqdm is not installed.
    """
    check_iteration(limit, prefetch, progress)
    most = operation.parameter(_PAGE_SIZE).maximum if _PAGE_SIZE in operation.arguments else None
    if most is not None and arguments.get(_PAGE_SIZE) is None:
        size = int(most) if limit is None else min(int(most), max(limit, 1))
        arguments = {**arguments, _PAGE_SIZE: size}
    listing = Listing(operation, arguments, default_client.resolve(client), build, timeout, body)
    return iterate_items(listing.get_page, limit=limit, prefetch=prefetch, progress=progress)


def _parse_page(operation: Operation, data: Any) -> tuple[list[Any], str | None]:
    """Returns the items in a response, and the token of the next page or None."""
    items, token = data, None
    if isinstance(data, dict):
        items = data.get("items")
        # Ignore the bookmark in a response if the operation cannot send it back.
        token = data.get("bookmark") if _BOOKMARK in operation.arguments else None
    if not isinstance(items, list):
        raise ServerError(f"{operation}: the response is not a page: it has no list of items")
    return items, str(token) if token else None
