"""Lists of rich models: as pages, as iterators, and as lists that belong to another object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any, Self

from pinterest.exceptions import ServerError
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils.bookmark import Bookmark, Page
from pinterest.utils.deprecation import warn_if_deprecated
from pinterest.utils.hydration import HydratedModel
from pinterest.utils.listing import Listing, get_page, iter_all
from pinterest.utils.model_options import split_options
from pinterest.utils.model_state import Origin
from pinterest.utils.progress import ProgressOption
from pinterest.utils.protocol import Client, Timeout

__all__ = ["NO_OPTIONS", "ListedModel", "OwnedList", "Rows"]

NO_OPTIONS: Mapping[str, Any] = MappingProxyType({})
"""An empty mapping: the default of the parameter `unknown`, which receives unknown keyword arguments."""


class ListedModel(HydratedModel):
    """The base class of objects that the API can list."""

    __slots__ = ()

    @classmethod
    def _get_page(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        bookmark: str | Bookmark[Any] | None,
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> Page[Self]:
        """Gets the first page, or the page that a bookmark leads to."""
        more, timeout = split_options(unknown, timeout)
        return get_page(
            operation,
            {**arguments, **more},
            cls._build,
            client=client,
            bookmark=bookmark,
            timeout=timeout,
        )

    @classmethod
    def _get_list(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> list[Self]:
        """Gets all objects of a list that the API does not split into pages."""
        more, timeout = split_options(unknown, timeout)
        arguments = {**arguments, **more}
        return get_page(operation, arguments, cls._build, client=client, timeout=timeout).items

    @classmethod
    def _iterate(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        limit: int | None,
        *,
        client: Client | None,
        timeout: Timeout,
        prefetch: int,
        progress: ProgressOption,
        unknown: Mapping[str, Any],
    ) -> Iterator[Self]:
        """Checks the arguments and returns an iterator over all objects, or the first `limit` objects."""
        more, timeout = split_options(unknown, timeout)
        return iter_all(
            operation,
            {**arguments, **more},
            cls._build,
            client=client,
            limit=limit,
            prefetch=prefetch,
            progress=progress,
            timeout=timeout,
        )

    @classmethod
    def _find(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        name: str,
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> Self | None:
        """Returns the first listed object with this name, or None if no object has the name."""
        more, timeout = split_options(unknown, timeout)
        arguments = {**arguments, **more}
        items = iter_all(operation, arguments, cls._build, client=client, timeout=timeout)
        return next((item for item in items if item["name"] == name), None)

    def _owned(
        self,
        name: str,
        operation: Operation,
        arguments: Mapping[str, object],
        client: Client | None,
    ) -> OwnedList:
        """Returns a lazy list of this object's children of the class `name`. Sends no request."""
        return OwnedList(
            get_model_class(name),
            operation,
            {**self._get_arguments_for(operation), **arguments},
            client if client is not None else self._stored_client,
        )

    def _list_own_rows(
        self, operation: Operation, arguments: Mapping[str, object], client: Client | None
    ) -> Rows:
        """Returns a lazy list that belongs to this object, such as the followers of a user. Sends no request."""
        chosen = client if client is not None else self._stored_client
        return Rows(operation, {**self._get_arguments_for(operation), **arguments}, chosen)

    @classmethod
    def _build(cls, listing: Listing[Self], items: list[Any], response: ApiResponse) -> list[Self]:
        """Creates the objects of a page from the items of a response."""
        parents = cls._get_parent_ids(listing.arguments)
        context = cls._get_context(listing.arguments)
        if not {dict}.issuperset(map(type, items)):
            raise ServerError(
                f"{listing.operation}: the response is not a page: an item is not a JSON object"
            )
        origin = Origin(listing.client, context, response.without_body())
        # If the arguments do not contain the IDs of the parents, the items contain them.
        return cls._load_items(items, parents if all(parents) else None, origin)

    @classmethod
    def _get_context(cls, arguments: Mapping[str, object]) -> dict[str, object] | None:
        """Returns the arguments in `_context_names`, or None if no such argument is set."""
        context = {name: arguments.get(name) for name in cls._context_names}
        return context if any(value is not None for value in context.values()) else None


def get_model_class(name: str) -> type[ListedModel]:
    """Imports and returns the class of a rich model."""
    from pinterest.bases.models import MODELS

    model: type[ListedModel] = getattr(import_module(MODELS[name]), name)
    return model


@dataclass(frozen=True)
class OwnedList:
    """A lazy list of rich models that belong to another object, such as the campaigns of an ad account.

    Attributes:
        model: The class of the listed objects.
        operation: The operation that gets the list.
        arguments: The path and query parameters of the operation.
        client: The client to use.
    """

    model: type[ListedModel]
    operation: Operation
    arguments: Mapping[str, object]
    client: Client | None

    def page(
        self,
        bookmark: str | Bookmark[Any] | None,
        *,
        timeout: Timeout = None,
        unknown: Mapping[str, Any] = NO_OPTIONS,
    ) -> Page[Any]:
        """Gets the first page, or the page that a bookmark leads to."""
        return self.model._get_page(
            self.operation,
            self.arguments,
            bookmark,
            client=self.client,
            timeout=timeout,
            unknown=unknown,
        )

    def all(self, **options: Any) -> list[Any]:
        """Gets all objects of a list that the API does not split into pages."""
        return self.model._get_list(self.operation, self.arguments, client=self.client, **options)

    def iterate(self, limit: int | None, **options: Any) -> Iterator[Any]:
        """Returns an iterator over all objects, or the first `limit` objects."""
        return self.model._iterate(
            self.operation, self.arguments, limit, client=self.client, **options
        )


@dataclass(frozen=True)
class Rows:
    """A lazy list of schema objects, for API lists without a rich model.

    Attributes:
        operation: The operation that gets the list.
        arguments: The path and query parameters of the operation.
        client: The client to use.
        body: The fields of the request body. None if the operation has no body.
    """

    operation: Operation
    arguments: Mapping[str, object]
    client: Client | None
    body: Mapping[str, object] | None = None

    def page(
        self,
        bookmark: str | Bookmark[Any] | None,
        *,
        timeout: Timeout = None,
        unknown: Mapping[str, Any] = NO_OPTIONS,
    ) -> Page[Any]:
        """Gets the first page, or the page that a bookmark leads to."""
        from pinterest.utils.payload import parse_items

        arguments, body, timeout = self._prepare_request(unknown, timeout)
        return get_page(
            self.operation,
            arguments,
            parse_items,
            client=self.client,
            bookmark=bookmark,
            timeout=timeout,
            body=body,
        )

    def iterate(
        self,
        limit: int | None,
        *,
        prefetch: int,
        progress: ProgressOption,
        timeout: Timeout = None,
        unknown: Mapping[str, Any] = NO_OPTIONS,
    ) -> Iterator[Any]:
        """Checks the arguments and returns an iterator over all objects, or the first `limit` objects."""
        from pinterest.utils.payload import parse_items

        arguments, body, timeout = self._prepare_request(unknown, timeout)
        return iter_all(
            self.operation,
            arguments,
            parse_items,
            client=self.client,
            limit=limit,
            prefetch=prefetch,
            progress=progress,
            timeout=timeout,
            body=body,
        )

    def _prepare_request(
        self, unknown: Mapping[str, Any], timeout: Timeout
    ) -> tuple[dict[str, object], object, Timeout]:
        """Checks and returns the arguments, the body and the timeout. Warns if the operation is deprecated."""
        from pinterest.utils.payload import check_arguments, check_body

        warn_if_deprecated(self.operation)
        more, timeout = split_options(unknown, timeout)
        arguments = check_arguments(self.operation, {**self.arguments, **more})
        if self.body is None:
            return arguments, None, timeout
        given = {name: value for name, value in self.body.items() if value is not None}
        return arguments, check_body(self.operation, given), timeout
