"""Pages of lists, and bookmarks, which get the next page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar, overload

from pinterest.exceptions import UnknownKey, ValidationError
from pinterest.utils.nested_data import pack, rebuild
from pinterest.utils.page_iteration import check_iteration, iterate_items, iterate_pages
from pinterest.utils.progress import ProgressOption
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    import pandas

    from pinterest.utils.listing import Build, Listing
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Bookmark", "Page"]

T = TypeVar("T")

_TOKENS_IN_BOOKMARK = 8
_ITEMS_IN_REPR = 10


class Page(NamedTuple, Generic[T]):
    """One page of a list, as a tuple `(items, bookmark)`.

    Use `page.items` to loop over the items of this page, and `page.iter_all()` to loop over the whole list. Do not loop
    over the page itself: `for item in page` yields `items` and `bookmark`.

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
        self,
        limit: int | None = None,
        *,
        prefetch: int = 0,
        progress: ProgressOption = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Iterator[T]:
        """Yields the items of this page and of all later pages. Gets later pages only when needed.

        Args:
            limit: Maximum number of items. Defaults to all items.
            prefetch: Maximum number of pages that a thread fetches ahead (default 0).
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of
                items so far.
            timeout: Seconds to wait for a connection and for data, per page. Defaults to the timeout of this page.
            deadline: Maximum time in seconds per page, including retries and waits. Defaults to the deadline of this
                page.

        Raises:
            ValidationError: If an argument is not valid. Raised immediately, before the iteration starts.
            RepeatedBookmark: If the server returns the same bookmark again.
            ApiException: If the API refuses a request.
        """
        check_iteration(limit, prefetch, progress)
        page = _set_limits_of_page(self, timeout, deadline)
        return iterate_items(lambda: page, limit=limit, prefetch=prefetch, progress=progress)

    def iter_pages(
        self, *, prefetch: int = 0, timeout: Timeout = None, deadline: Deadline = None
    ) -> Iterator[Page[T]]:
        """Yields this page and all later pages.

        Args:
            prefetch: Maximum number of pages that a thread fetches ahead (default 0).
            timeout: Seconds to wait for a connection and for data, per page. Defaults to the timeout of this page.
            deadline: Maximum time in seconds per page, including retries and waits. Defaults to the deadline of this
                page.

        Raises:
            ValidationError: If `prefetch` is not valid. Raised immediately, before the iteration starts.
            RepeatedBookmark: If the server returns the same bookmark again.
            ApiException: If the API refuses a request.
        """
        check_iteration(prefetch=prefetch)
        page = _set_limits_of_page(self, timeout, deadline)
        return iterate_pages(lambda: page, prefetch=prefetch)

    def to_dict(self) -> dict[str, Any]:
        """Returns a dictionary with `items` as plain data and `bookmark` as the token of the next page (or None)."""
        items = [item.to_dict() if hasattr(item, "to_dict") else item for item in self.items]
        return {"items": items, "bookmark": self.bookmark.bookmark_token if self.bookmark else None}

    def to_dataframe(self) -> pandas.DataFrame:
        """Returns the items of this page as a DataFrame. Needs the extra `dataframe`.

        To convert the items of all pages, call `pinterest.to_dataframe(page.iter_all())`.

        Raises:
            ConfigurationError: If pandas is not installed.
        """
        from pinterest.utils.dataframes import to_dataframe

        return to_dataframe(self.items)

    def __repr__(self) -> str:
        shown = [repr(item) for item in self.items[:_ITEMS_IN_REPR]]
        left = len(self.items) - len(shown)
        shown += [f"... and {left:,} more"] if left else []
        return f"Page(items=[{', '.join(shown)}], bookmark={self.bookmark!r})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Prints the page in IPython, one item per line."""
        if cycle or not self.items:
            printer.text(repr(self))
            return
        with printer.group(1, "Page(items=[", f"], bookmark={self.bookmark!r})"):
            for number, item in enumerate(self.items[:_ITEMS_IN_REPR]):
                printer.text("," if number else "")
                printer.break_()
                printer.pretty(item)
            left = len(self.items) - _ITEMS_IN_REPR
            if left > 0:
                printer.text(",")
                printer.break_()
                printer.text(f"... and {left:,} more")

    def _repr_html_(self) -> str:
        from pinterest.utils import display_html  # only needed in notebooks

        return display_html.render_page(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # `pack` handles items that are nested too deeply for pickle.
        return rebuild, (type(self), pack(self.items), self.bookmark)

    @overload  # type: ignore[override]  # accepts fewer arguments than other tuples
    def __getitem__(self, index: Literal[0]) -> list[T]: ...
    @overload
    def __getitem__(self, index: Literal[1]) -> Bookmark[T] | None: ...
    def __getitem__(self, index: object) -> Any:
        """Returns the items if the index is 0, and the bookmark if the index is 1."""
        if isinstance(index, int) and index in (0, 1):
            return tuple.__getitem__(self, index)
        raise UnknownKey(
            f"a page has no index {format_value(index)}: it is a tuple of items and bookmark. Use page.items for the "
            "items of this page, or page.iter_all() for the items of every page"
        )


class Bookmark(Generic[T]):
    """An immutable pointer to the next page of a list. Creating a bookmark sends no request.

    A loop over a bookmark yields the items of the next page and of all later pages. Keep pickled bookmarks secret: a
    pickled bookmark contains the client's access token.

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
            listing: The list that the bookmark belongs to.
            token: The API's token of the next page.
            earlier: The tokens of earlier pages, oldest first.

        Raises:
            ValidationError: If an argument is not valid.
        """
        # `Listing` cannot be imported here, since its module imports this one.
        if not hasattr(listing, "fetch_page"):
            raise ValidationError(
                f"listing: {format_value(listing)} is not valid; allowed: the `listing` of another bookmark"
            )
        if not isinstance(token, str) or not token:
            raise ValidationError(
                f"token: {format_value(token)} is not valid; allowed: a token from an earlier page"
            )
        object.__setattr__(self, "_listing", listing)
        object.__setattr__(self, "_tokens", (*earlier, token)[-_TOKENS_IN_BOOKMARK:])

    @property
    def bookmark_token(self) -> str:
        """The API's token of the next page."""
        return self._tokens[-1]

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens of the most recent pages, oldest first, then the token of the next page."""
        return self._tokens

    @property
    def listing(self) -> Listing[T]:
        """The list that the bookmark belongs to."""
        return self._listing

    def get_bookmark_token(self) -> str:
        """Returns the API's token of the next page."""
        return self.bookmark_token

    def get_next(self, *, timeout: Timeout = None, deadline: Deadline = None) -> Page[T]:
        """Gets the next page. Each call gets the same page.

        Args:
            timeout: Seconds to wait for a connection and for data. Also applies to later pages. Defaults to the
                previous page's timeout.
            deadline: Maximum time in seconds per page, including retries and waits. Also applies to later pages.
                Defaults to the previous page's deadline.

        Raises:
            RepeatedBookmark: If the server returns one of the last eight bookmarks again.
            ApiException: If the API refuses the request.
        """
        listing = self._listing.with_limits(timeout, deadline)
        return listing.fetch_page(self.bookmark_token, self._tokens)

    def iter_all(
        self,
        limit: int | None = None,
        *,
        prefetch: int = 0,
        progress: ProgressOption = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Iterator[T]:
        """Yields the items of the next page and of all later pages. Gets pages only when needed.

        Args:
            limit: Maximum number of items. Defaults to all items.
            prefetch: Maximum number of pages that a thread fetches ahead (default 0).
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of
                items so far.
            timeout: Seconds to wait for a connection and for data, per page. Defaults to the previous page's timeout.
            deadline: Maximum time in seconds per page, including retries and waits. Defaults to the previous page's
                deadline.

        Raises:
            ValidationError: If an argument is not valid. Raised immediately, before the iteration starts.
            RepeatedBookmark: If the server returns the same bookmark again.
            ApiException: If the API refuses a request.
        """
        check_iteration(limit, prefetch, progress)
        get_next = self.with_limits(timeout, deadline).get_next
        return iterate_items(
            get_next, self._tokens, limit=limit, prefetch=prefetch, progress=progress
        )

    def iter_pages(
        self, *, prefetch: int = 0, timeout: Timeout = None, deadline: Deadline = None
    ) -> Iterator[Page[T]]:
        """Yields the next page and all later pages.

        Args:
            prefetch: Maximum number of pages that a thread fetches ahead (default 0).
            timeout: Seconds to wait for a connection and for data, per page. Defaults to the previous page's timeout.
            deadline: Maximum time in seconds per page, including retries and waits. Defaults to the previous page's
                deadline.

        Raises:
            ValidationError: If an argument is not valid. Raised immediately, before the iteration starts.
            RepeatedBookmark: If the server returns the same bookmark again.
            ApiException: If the API refuses a request.
        """
        check_iteration(prefetch=prefetch)
        get_next = self.with_limits(timeout, deadline).get_next
        return iterate_pages(get_next, self._tokens, prefetch=prefetch)

    def with_build(self, build: Build[Any]) -> Bookmark[Any]:
        """Returns a copy of the bookmark, with `build` as the function that creates the items."""
        return self._with_listing(replace(self._listing, build=build))

    def with_limits(self, timeout: Timeout, deadline: Deadline) -> Bookmark[T]:
        """Returns a copy of the bookmark with a new timeout and deadline. None keeps the old value."""
        return self._with_listing(self._listing.with_limits(timeout, deadline))

    def _with_listing(self, listing: Listing[Any]) -> Bookmark[Any]:
        """Returns a bookmark with the same tokens for another `Listing` object."""
        return Bookmark(listing, self.bookmark_token, self._tokens[:-1])

    def belongs_to(self, listing: Listing[Any]) -> bool:
        """Returns whether the bookmark's list has the same operation and the same arguments as `listing`."""
        return bool(self._listing.identity == getattr(listing, "identity", None))

    def __iter__(self) -> Iterator[T]:
        """Yields the items of the next page and of all later pages. Gets pages only when needed."""
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


def _set_limits_of_page(page: Page[T], timeout: Timeout, deadline: Deadline) -> Page[T]:
    """Returns the page with a new timeout and deadline for later pages. None keeps the old value."""
    if page.bookmark is None or (timeout is None and deadline is None):
        return page
    return Page(page.items, page.bookmark.with_limits(timeout, deadline))
