"""The scopes of the API."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.refusals import not_one_of
from pinterest.operations import all_operations

_READ_SECRET, _WRITE_SECRET = ":read_secret", ":write_secret"


@cache
def every_scope() -> tuple[str, ...]:
    """Returns every scope, sorted."""
    scopes = {
        scope
        for operation in all_operations()
        for _, needed in operation.security
        for scope in needed
    }
    # No operation lists the scopes for writing secret boards and pins, because they depend on the board.
    scopes |= {scope.replace(_READ_SECRET, _WRITE_SECRET) for scope in scopes}
    return tuple(sorted(scopes))


def secret_scope(noun: str, *, writes: bool) -> str:
    """Returns the scope that is needed to read or write a secret `board` or `pin`."""
    return f"{noun}s{_WRITE_SECRET if writes else _READ_SECRET}"


def split_scopes(text: str) -> tuple[str, ...]:
    """Returns the scopes in a list that is separated by commas or spaces."""
    return tuple(text.replace(",", " ").split())


def check_scopes(scopes: Iterable[str]) -> None:
    """Checks that scopes exist.

    Raises:
        Problem: If one does not.
    """
    for scope in scopes:
        if scope not in every_scope():
            raise bad_request(f"scope: {not_one_of(scope, every_scope())}")
