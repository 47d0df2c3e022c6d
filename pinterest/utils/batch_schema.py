"""Responses to requests with several items, for typed methods. `raise_for_failures()` checks for failed items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import PrivateAttr

from pinterest.exceptions import ApiException
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.schema import Schema
from pinterest.utils import batch

__all__ = ["BatchList", "BatchSchema", "attach_request", "raise_partial_failures"]

T = TypeVar("T")


class _Request:
    """A request with several items, and its raw response."""

    def __init__(self, operation: Operation, items: Iterable[Any], response: ApiResponse) -> None:
        self.operation = operation
        self.items = list(items)
        self.response = response

    def raise_for_failures(self, rows: Sequence[Any]) -> None:
        """Raises `PartialFailureError` if an item failed.

        Args:
            rows: The parsed rows of the response.
        """
        error = batch.build_failure_error(self.operation, self.items, self.response)
        if error is None:
            return
        # With one row per item, the error contains the parsed data instead of the raw data.
        if len(rows) == len(self.items):
            for index in error.succeeded:
                error.succeeded[index] = getattr(rows[index], "data", None) or rows[index]
        raise error


class BatchSchema(Schema):
    """A response to a request with several items. Some of the items may have failed."""

    _request: _Request | None = PrivateAttr(None)

    def raise_for_failures(self) -> None:
        """Raises an error if an item failed.

        Raises:
            PartialFailureError: If an item failed. The error lists the items that succeeded, and the reasons for each
                item that failed.
        """
        if self._request is not None:
            self._request.raise_for_failures(next(self._iter_lists(), []))

    def _iter_lists(self) -> Iterator[list[Any]]:
        """Yields the value of each field that is a list."""
        return (value for value in self.__dict__.values() if isinstance(value, list))


class BatchList(list[T]):
    """A list that the API returned for a request with several items. Some of the items may have failed."""

    _request: _Request | None = None

    def raise_for_failures(self) -> None:
        """Raises an error if an item failed.

        Raises:
            PartialFailureError: If an item failed. The error lists the items that succeeded, and the reasons for each
                item that failed.
        """
        if self._request is not None:
            self._request.raise_for_failures(self)


def attach_request(
    operation: Operation, items: Iterable[Any], response: ApiResponse, typed: Any
) -> Any:
    """Stores the data for `raise_for_failures()` in the parsed response `typed`, and returns the response.

    A list is first converted to a `BatchList`. If the operation cannot report failed items, `typed` stays unchanged.
    """
    if not any(item.can_have_failures for item in operation.answers):
        return typed
    if isinstance(typed, list):
        typed = BatchList(typed)
    if isinstance(typed, (BatchList, BatchSchema)):
        typed._request = _Request(operation, items, response)
    return typed


@contextmanager
def raise_partial_failures(operation: Operation, items: Iterable[Any]) -> Iterator[None]:
    """Raises a `PartialFailureError` if the `with` block raises an `ApiException` that reports failed items."""
    try:
        yield
    except ApiException as error:
        response = batch.extract_response(operation, error)
        if response is None:
            raise
        raise batch.build_failure_error(operation, list(items), response) or error from error
