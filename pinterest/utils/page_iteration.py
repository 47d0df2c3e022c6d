"""Iterates over the pages and the items of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar

from pinterest.exceptions import RepeatedBookmark, ValidationError
from pinterest.utils.prefetch import fetch_ahead
from pinterest.utils.progress import ProgressOption, check_progress, iterate_with_progress
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.utils.bookmark import Page

__all__ = ["REPEATED", "check_iteration", "iterate_items", "iterate_pages"]

T = TypeVar("T")

REPEATED: Final = (
    "the server returned a bookmark that it returned before, so its pages would never end; "
    "start again at the first page"
)


def check_iteration(
    limit: int | None = None, prefetch: int = 0, progress: ProgressOption = None
) -> None:
    """Checks the arguments of an iterator over a list.

    Raises:
        ValidationError: If an argument is not valid.
        ConfigurationError: If `progress` is True and tqdm is not installed.
    """
    if limit is not None and (type(limit) is not int or limit < 0):
        raise ValidationError(
            f"limit: {format_value(limit)} is not valid; allowed: 0 or more, or None"
        )
    if type(prefetch) is not int or prefetch < 0:
        raise ValidationError(
            f"prefetch: {format_value(prefetch)} is not valid; allowed: 0 or more"
        )
    check_progress(progress)


def iterate_items(
    get_first: Callable[[], Page[T]],
    seen_tokens: Iterable[str] = (),
    *,
    limit: int | None = None,
    prefetch: int = 0,
    progress: ProgressOption = None,
) -> Iterator[T]:
    """Yields up to `limit` items of the first page and of all later pages.

    Fetches up to `prefetch` pages ahead in a thread.

    Raises:
        RepeatedBookmark: If the API returns an earlier bookmark again, or a bookmark whose token is in `seen_tokens`.
    """
    items = _iterate_items(
        iterate_pages(get_first, seen_tokens, limit=limit, prefetch=prefetch), limit
    )
    return iterate_with_progress(items, progress) if progress else items


def iterate_pages(
    get_first: Callable[[], Page[T]],
    seen_tokens: Iterable[str] = (),
    *,
    limit: int | None = None,
    prefetch: int = 0,
) -> Iterator[Page[T]]:
    """Yields the first page and all later pages, until the pages contain `limit` items in total.

    Fetches up to `prefetch` pages ahead in a thread.

    Raises:
        RepeatedBookmark: If the API returns an earlier bookmark again, or a bookmark whose token is in `seen_tokens`.
    """
    last: Page[T] | None = None
    left = limit

    def iterate_remaining() -> Iterator[Page[T]]:
        """Returns an iterator over the pages after the page that was yielded last."""
        if last is None:
            return _limit_pages(left, _follow_bookmarks(get_first, seen_tokens))
        if last.bookmark is None:
            return iter(())
        return _limit_pages(left, last.bookmark.iter_pages())

    for page in fetch_ahead(iterate_remaining, prefetch) if prefetch else iterate_remaining():
        last = page
        if left is not None:
            left -= len(page.items)
        yield page


def _iterate_items(pages: Iterator[Page[T]], limit: int | None) -> Iterator[T]:
    left = limit
    for page in pages:
        items = page.items if left is None else page.items[:left]
        yield from items
        if left is not None:
            left -= len(items)


def _limit_pages(count: int | None, pages: Iterator[Page[T]]) -> Iterator[Page[T]]:
    """Yields pages until the pages contain `count` items in total, or all pages if `count` is None."""
    left = count
    while left is None or left > 0:
        page = next(pages, None)
        if page is None:
            return
        if left is not None:
            left -= len(page.items)
        yield page


def _follow_bookmarks(
    get_first: Callable[[], Page[T]], seen_tokens: Iterable[str]
) -> Iterator[Page[T]]:
    """Yields the first page and all later pages.

    Raises:
        RepeatedBookmark: If the API returns an earlier bookmark again, or a bookmark whose token is in `seen_tokens`.
    """
    page, seen = get_first(), set(seen_tokens)
    while True:
        bookmark = page.bookmark
        if bookmark is not None:
            if bookmark.bookmark_token in seen:
                raise RepeatedBookmark(REPEATED)
            seen.update(bookmark._tokens)
        yield page
        if bookmark is None:
            return
        page = bookmark.get_next()
