"""The scopes of the API: which there are, and how a request writes them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pinterest.emulator.handlers.problems import bad_request
from pinterest.operations import all_operations

_READS_SECRET, _WRITES_SECRET = ":read_secret", ":write_secret"


@cache
def every_scope() -> tuple[str, ...]:
    """Returns the scopes that there are."""
    scopes = {
        scope
        for operation in all_operations()
        for _, needed in operation.security
        for scope in needed
    }
    # No operation names those that write what is secret, since whether they are needed depends on what it is about.
    scopes |= {scope.replace(_READS_SECRET, _WRITES_SECRET) for scope in scopes}
    return tuple(sorted(scopes))


def secret_scope(noun: str, *, writes: bool) -> str:
    """Returns the scope without which a secret `board`, or a secret `pin`, cannot be read, or written."""
    return f"{noun}s{_WRITES_SECRET if writes else _READS_SECRET}"


def split_scopes(text: str) -> tuple[str, ...]:
    """Returns scopes that are written one after the other, with commas or spaces between them."""
    return tuple(text.replace(",", " ").split())


def check_scopes(scopes: Iterable[str]) -> None:
    """Makes sure that all of them are scopes.

    Raises:
        Problem: One is none.
    """
    for scope in scopes:
        if scope not in every_scope():
            raise bad_request(f"scope: {scope!r} is none; allowed: {', '.join(every_scope())}")
