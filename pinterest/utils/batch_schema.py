"""Responses of typed methods that may report failed items."""

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
    """The request that led to a response, with the raw response."""

    def __init__(self, operation: Operation, items: Iterable[Any], response: ApiResponse) -> None:
        self.operation = operation
        self.items = list(items)
        self.response = response

    def raise_for_failures(self, rows: Sequence[Any]) -> None:
        """Raises `PartialFailureError` if an item failed. If `rows` has one row per item, the error has the rows."""
        error = batch.build_failure_error(self.operation, self.items, self.response)
        if error is None:
            return
        if len(rows) == len(self.items):
            for index in error.succeeded:
                error.succeeded[index] = getattr(rows[index], "data", None) or rows[index]
        raise error


class BatchSchema(Schema):
    """A response to a request with several items. Some of the items may have failed."""

    _request: _Request | None = PrivateAttr(None)

    def raise_for_failures(self) -> None:
        """Raises `PartialFailureError` if an item failed. Does nothing if all items succeeded.

        Raises:
            PartialFailureError: If an item failed. The error lists the items that succeeded, and the reasons for each
                item that failed.
        """
        if self._request is not None:
            self._request.raise_for_failures(next(self._list_fields(), []))

    def _list_fields(self) -> Iterator[list[Any]]:
        """Yields the values of the fields that are lists."""
        return (value for value in self.__dict__.values() if isinstance(value, list))


class BatchList(list[T]):
    """A response that is a list, to a request with several items. Some of the items may have failed."""

    _request: _Request | None = None

    def raise_for_failures(self) -> None:
        """Raises `PartialFailureError` if an item failed. Does nothing if all items succeeded.

        Raises:
            PartialFailureError: If an item failed. The error lists the items that succeeded, and the reasons for each
                item that failed.
        """
        if self._request is not None:
            self._request.raise_for_failures(self)


def attach_request(
    operation: Operation, items: Iterable[Any], response: ApiResponse, answer: Any
) -> Any:
    """Attaches the request to a typed response that may report failed items. Returns the typed response."""
    if not any(item.can_have_failures for item in operation.answers):
        return answer
    if isinstance(answer, list):
        answer = BatchList(answer)
    if isinstance(answer, (BatchList, BatchSchema)):
        answer._request = _Request(operation, items, response)
    return answer


@contextmanager
def raise_partial_failures(operation: Operation, items: Iterable[Any]) -> Iterator[None]:
    """Replaces an `ApiException` with a `PartialFailureError` if the error response has one outcome per item."""
    try:
        yield
    except ApiException as error:
        response = batch.extract_response(operation, error)
        if response is None:
            raise
        raise batch.build_failure_error(operation, list(items), response) or error from error
