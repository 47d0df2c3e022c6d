"""Responses of typed methods in which individual items may have failed."""

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
    """The request that a response belongs to."""

    def __init__(self, operation: Operation, items: Iterable[Any], response: ApiResponse) -> None:
        self.operation = operation
        self.items = list(items)
        self.response = response

    def raise_for_failures(self, rows: Sequence[Any]) -> None:
        """Raises `PartialFailureError` if an item failed. `succeeded` contains `rows`, if there is one per item."""
        error = batch.build_failure_error(self.operation, self.items, self.response)
        if error is None:
            return
        if len(rows) == len(self.items):
            for index in error.succeeded:
                error.succeeded[index] = getattr(rows[index], "data", None) or rows[index]
        raise error


class BatchSchema(Schema):
    """A response to a request with several items, some of which may have failed."""

    _request: _Request | None = PrivateAttr(None)

    def raise_for_failures(self) -> None:
        """Raises `PartialFailureError` if an item failed. Does nothing if all items succeeded.

        Raises:
            PartialFailureError: If an item failed. It lists the items that succeeded and those that failed, with
                their errors.
        """
        if self._request is not None:
            self._request.raise_for_failures(next(self._list_fields(), []))

    def _list_fields(self) -> Iterator[list[Any]]:
        return (value for value in self.__dict__.values() if isinstance(value, list))


class BatchList(list[T]):
    """A list response to a request with several items, some of which may have failed."""

    _request: _Request | None = None

    def raise_for_failures(self) -> None:
        """Raises `PartialFailureError` if an item failed. Does nothing if all items succeeded.

        Raises:
            PartialFailureError: If an item failed. It lists the items that succeeded and those that failed, with
                their errors.
        """
        if self._request is not None:
            self._request.raise_for_failures(self)


def attach_request(
    operation: Operation, items: Iterable[Any], response: ApiResponse, answer: Any
) -> Any:
    """Returns the typed response with its request attached, if individual items may have failed."""
    if not any(item.can_have_failures for item in operation.answers):
        return answer
    if isinstance(answer, list):
        answer = BatchList(answer)
    if isinstance(answer, (BatchList, BatchSchema)):
        answer._request = _Request(operation, items, response)
    return answer


@contextmanager
def raise_partial_failures(operation: Operation, items: Iterable[Any]) -> Iterator[None]:
    """Raises `PartialFailureError` instead of an error response that has an outcome per item."""
    try:
        yield
    except ApiException as error:
        response = batch.extract_response(operation, error)
        if response is None:
            raise
        raise batch.build_failure_error(operation, list(items), response) or error from error
