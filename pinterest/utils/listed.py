"""Lists of rich models: pages, iterators, and what an object owns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Any, Self

from pinterest.exceptions import ServerError
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import model_requests
from pinterest.utils.bookmark import Bookmark, Listing, Page, get_page, iter_all
from pinterest.utils.hydration import HydratedModel
from pinterest.utils.model_options import without_options
from pinterest.utils.protocol import Client, Timeout

__all__ = ["ListedModel", "OwnedList"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class ListedModel(HydratedModel):
    """An object that comes in lists."""

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
        """Gets one page; a bookmark brings its client and page size along."""
        more, timeout = without_options(unknown, timeout)
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
        """Gets all objects of a list that has no pages."""
        more, timeout = without_options(unknown, timeout)
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
        progress: object,
        unknown: Mapping[str, Any],
    ) -> Iterator[Self]:
        """Checks everything now, and returns an iterator that gets page after page, each as large as allowed."""
        more, timeout = without_options(unknown, timeout)
        model_requests.check_iteration(operation, prefetch, progress)
        return iter_all(
            operation,
            {**arguments, **more},
            cls._build,
            client=client,
            limit=limit,
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
        """Returns the first object of a list that has a name."""
        more, timeout = without_options(unknown, timeout)
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
        """Returns the list of other objects that this one owns; nothing is sent yet."""
        return OwnedList(
            related(name),
            operation,
            {**self._arguments_of(operation), **arguments},
            client if client is not None else self._own_client,
        )

    @classmethod
    def _build(cls, listing: Listing[Self], items: list[Any], response: ApiResponse) -> list[Self]:
        parents = cls._parents_in(listing.arguments)
        context = cls._context_in(listing.arguments)
        if not all(isinstance(item, dict) for item in items):
            raise ServerError(
                f"{listing.operation}: the answer is no page: an item is not an object"
            )
        head = response.without_body()
        return [cls._loaded(parents, item, listing.client, context, head) for item in items]

    @classmethod
    def _parents_in(cls, arguments: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(str(arguments.get(name, "")) for name in cls._identity[:-1])

    @classmethod
    def _context_in(cls, arguments: Mapping[str, object]) -> dict[str, object] | None:
        context = {name: arguments.get(name) for name in cls._context_names}
        return context if any(value is not None for value in context.values()) else None


def related(name: str) -> type[ListedModel]:
    """Returns a rich model by the name of its class; its module is loaded now."""
    from pinterest.bases.models import MODELS

    model: type[ListedModel] = getattr(import_module(MODELS[name]), name)
    return model


@dataclass(frozen=True)
class OwnedList:
    """A list of objects that belong to another.

    Attributes:
        model: Their class.
        operation: The operation that lists them.
        arguments: Its path and query parameters.
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
        unknown: Mapping[str, Any] = _NOTHING,
    ) -> Page[Any]:
        """Gets one page of them."""
        return self.model._get_page(
            self.operation,
            self.arguments,
            bookmark,
            client=self.client,
            timeout=timeout,
            unknown=unknown,
        )

    def all(self, **options: Any) -> list[Any]:
        """Gets all of them, where their list has no pages."""
        return self.model._get_list(self.operation, self.arguments, client=self.client, **options)

    def iterate(self, limit: int | None, **options: Any) -> Iterator[Any]:
        """Returns an iterator over all of them."""
        return self.model._iterate(
            self.operation, self.arguments, limit, client=self.client, **options
        )
