"""Methods that several rich models share."""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Activatable", "Archivable", "ByIdOrObject", "Pausable", "StatusVerbs", "also_by_id"]

P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")


class _HasUpdateFields(Protocol):
    """An object with the method `update_fields`, which `pause`, `activate` and `archive` call."""

    @property
    def update_fields(self) -> Callable[..., bool]: ...


class Pausable:
    """Adds `pause` to objects whose status can be PAUSED."""

    __slots__ = ()

    def pause(
        self: _HasUpdateFields,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Sets the status to PAUSED with one request. Returns True."""
        return self.update_fields(client, status="PAUSED", timeout=timeout, deadline=deadline)


class Activatable:
    """Adds `activate` to objects whose status can be ACTIVE."""

    __slots__ = ()

    def activate(
        self: _HasUpdateFields,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Sets the status to ACTIVE with one request. Returns True."""
        return self.update_fields(client, status="ACTIVE", timeout=timeout, deadline=deadline)


class Archivable:
    """Adds `archive` to objects whose status can be ARCHIVED."""

    __slots__ = ()

    def archive(
        self: _HasUpdateFields,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Sets the status to ARCHIVED with one request. Returns True."""
        return self.update_fields(client, status="ARCHIVED", timeout=timeout, deadline=deadline)


class StatusVerbs(Pausable, Activatable, Archivable):
    """Adds `pause`, `activate` and `archive` to objects whose status can be PAUSED, ACTIVE and ARCHIVED."""

    __slots__ = ()


class ByIdOrObject(Generic[P, Q, R]):
    """A method that can be called on the class, `Board.delete("5")`, and on an object, `board.delete()`."""

    def __init__(
        self,
        by_id: Callable[Concatenate[Any, P], R],
        own: Callable[Concatenate[Any, Q], R],
    ) -> None:
        """Stores `by_id` for calls on the class, and `own` for calls on an object."""
        self._by_id = by_id
        self._own = own
        self.__doc__ = own.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Renames the function `by_id`, so that `help()` and tracebacks show the name of the method."""
        self._by_id.__name__ = name
        self._by_id.__qualname__ = f"{owner.__qualname__}.{name}"

    @overload
    def __get__(self, instance: None, owner: type) -> Callable[P, R]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> Callable[Q, R]: ...
    def __get__(self, instance: object, owner: type) -> Any:
        if instance is None:
            return MethodType(self._by_id, owner)
        return MethodType(self._own, instance)


# This is a class, not a function, so that editors and the API reference show the decorated method.
class also_by_id(Generic[P, R]):  # noqa: N801  # a decorator
    """Decorates a method so that calls on the class, such as `Board.delete("5")`, run the function `by_id`."""

    def __init__(self, by_id: Callable[Concatenate[Any, P], R]) -> None:
        """Stores `by_id`, the function for calls on the class."""
        self._by_id = by_id

    def __call__(self, own: Callable[Concatenate[Any, Q], R]) -> ByIdOrObject[P, Q, R]:
        """Returns a method that runs `by_id` for calls on the class, and `own` for calls on an object."""
        return ByIdOrObject(self._by_id, own)
