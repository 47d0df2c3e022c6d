"""Finds what a request names: 404 where a path names what is not there, 400 where a query or body does."""

from __future__ import annotations

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

assumed(
    "An id that nothing has is refused with 404 where the path names it, and with 400 and code 1 where a body does, "
    "for the item alone in a batch; other codes are those that are documented."
)


def required(state: State, kind: str, parent: str | None, id: str, *, what: str = "") -> Entity:
    """Returns the entity that a path names.

    Args:
        state: Where to look.
        kind: What it is.
        parent: What it is under; None where it is under nothing.
        id: Its id.
        what: What it is called in the answer; its kind unless given.

    Raises:
        Problem: There is none, with status 404.
    """
    found = state.store.get(kind, parent, id, state.clock.now())
    if found is None:
        raise not_found(what or kind.replace("_", " ").capitalize())
    return found


def named(state: State, kind: str, parent: str | None, id: str, *, field: str) -> Entity:
    """Returns the entity that a field of a body, or of a query, names.

    Args:
        state: Where to look.
        kind: What it is.
        parent: What it is under; None where it is under nothing.
        id: Its id.
        field: The field, for the answer.

    Raises:
        Problem: There is none, with status 400.
    """
    found = state.store.get(kind, parent, id, state.clock.now())
    if found is None:
        raise bad_request(f"{field}: there is no {kind.replace('_', ' ')} {id}")
    return found


def anywhere(state: State, kind: str, id: str, *, field: str) -> Entity:
    """Returns the entity that a field of a body, or of a query, names, whatever it is under.

    Args:
        state: Where to look.
        kind: What it is.
        id: Its id.
        field: The field, for the answer.

    Raises:
        Problem: There is none, with status 400.
    """
    found = state.store.locate(kind, id, state.clock.now())
    if found is None:
        raise bad_request(f"{field}: there is no {kind.replace('_', ' ')} {id}")
    return found
