"""Pages of lists, and the bookmarks that lead from one page to the next."""

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
        self,
        limit: int | None = None,
        *,
        prefetch: int = 0,
        progress: ProgressOption = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Iterator[T]:
        """Yields the items of this page and of every later page. Gets each page when its first item is needed.

        Args:
            limit: Maximum number of items. Defaults to all of them.
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of items
                so far.
            timeout: Seconds to connect and to read, for each page. Defaults to that of this page.
            deadline: Maximum seconds per page, with its retries and waits. Defaults to that of this page.

        Raises:
            ValidationError: At the call, if an argument is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
            ApiException: If the API refuses a request.
        """
        check_iteration(limit, prefetch, progress)
        page = _with_limits(self, timeout, deadline)
        return iterate_items(lambda: page, limit=limit, prefetch=prefetch, progress=progress)

    def iter_pages(
        self, *, prefetch: int = 0, timeout: Timeout = None, deadline: Deadline = None
    ) -> Iterator[Page[T]]:
        """Yields this page, then gets and yields every later page.

        Args:
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).
            timeout: Seconds to connect and to read, for each page. Defaults to that of this page.
            deadline: Maximum seconds per page, with its retries and waits. Defaults to that of this page.

        Raises:
            ValidationError: At the call, if `prefetch` is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
            ApiException: If the API refuses a request.
        """
        check_iteration(prefetch=prefetch)
        page = _with_limits(self, timeout, deadline)
        return iterate_pages(lambda: page, prefetch=prefetch)

    def to_dict(self) -> dict[str, Any]:
        """Returns the page as plain data. The bookmark becomes its token."""
        items = [item.to_dict() if hasattr(item, "to_dict") else item for item in self.items]
        return {"items": items, "bookmark": self.bookmark.bookmark_token if self.bookmark else None}

    def to_dataframe(self) -> pandas.DataFrame:
        """Returns the items of this page as a DataFrame. Needs the extra `dataframe`. See `pinterest.to_dataframe`.

        For the items of every page, pass `page.iter_all()` to `pinterest.to_dataframe`.

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
        """Prints one item per line in IPython."""
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
        from pinterest.utils import display_html  # only notebooks need it

        return display_html.render_page(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # Items may be nested too deeply for pickle.
        return rebuild, (type(self), pack(self.items), self.bookmark)

    @overload  # type: ignore[override]  # accepts fewer arguments than other tuples
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
            token: The token of the next page.
            earlier: The tokens of earlier pages, oldest first.

        Raises:
            ValidationError: If an argument is not valid.
        """
        if not hasattr(listing, "fetch_page"):  # its class is in a module that imports this one
            raise ValidationError(
                f"listing: {format_value(listing)} is not valid; allowed: the listing of another bookmark"
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
        """The tokens of the next page and of some pages before it, oldest first."""
        return self._tokens

    @property
    def listing(self) -> Listing[T]:
        """The list that the bookmark belongs to."""
        return self._listing

    def get_bookmark_token(self) -> str:
        """Returns the API's token of the next page."""
        return self.bookmark_token

    def get_next(self, *, timeout: Timeout = None, deadline: Deadline = None) -> Page[T]:
        """Gets the next page. Every call sends a request for the same page.

        Args:
            timeout: Seconds to connect and to read, for this page and those after it. Defaults to that of the page
                before.
            deadline: Maximum seconds for this page and for each one after it, with retries and waits. Defaults to that
                of the page before.

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
        """Yields all remaining items. Gets each page when its first item is needed.

        Args:
            limit: Maximum number of items. Defaults to all of them.
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of items
                so far.
            timeout: Seconds to connect and to read, for each page. Defaults to that of the page before.
            deadline: Maximum seconds per page, with its retries and waits. Defaults to that of the page before.

        Raises:
            ValidationError: At the call, if an argument is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
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
        """Gets and yields the next page and every later page.

        Args:
            prefetch: Maximum number of pages to fetch ahead in a thread (default 0).
            timeout: Seconds to connect and to read, for each page. Defaults to that of the page before.
            deadline: Maximum seconds per page, with its retries and waits. Defaults to that of the page before.

        Raises:
            ValidationError: At the call, if an argument is not valid.
            RepeatedBookmark: If the server returns a bookmark that it returned before.
            ApiException: If the API refuses a request.
        """
        check_iteration(prefetch=prefetch)
        get_next = self.with_limits(timeout, deadline).get_next
        return iterate_pages(get_next, self._tokens, prefetch=prefetch)

    def with_build(self, build: Build[Any]) -> Bookmark[Any]:
        """Returns a bookmark of the same page that builds items with another function."""
        return self._with_listing(replace(self._listing, build=build))

    def with_limits(self, timeout: Timeout, deadline: Deadline) -> Bookmark[T]:
        """Returns a bookmark of the same page with another timeout or deadline. None keeps it."""
        return self._with_listing(self._listing.with_limits(timeout, deadline))

    def _with_listing(self, listing: Listing[Any]) -> Bookmark[Any]:
        return Bookmark(listing, self.bookmark_token, self._tokens[:-1])

    def belongs_to(self, listing: Listing[Any]) -> bool:
        """Returns whether the bookmark belongs to a list: the same operation with the same arguments."""
        return bool(self._listing.identity == getattr(listing, "identity", None))

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


def _with_limits(page: Page[T], timeout: Timeout, deadline: Deadline) -> Page[T]:
    """Returns the same page with another timeout or deadline for the pages after it. None keeps it."""
    if page.bookmark is None or (timeout is None and deadline is None):
        return page
    return Page(page.items, page.bookmark.with_limits(timeout, deadline))
