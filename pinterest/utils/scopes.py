"""The OAuth scopes of the API."""

from __future__ import annotations

from functools import cache

from pinterest.operations import all_operations

__all__ = ["api_scopes"]

_READ_SECRET, _WRITE_SECRET = ":read_secret", ":write_secret"


@cache
def api_scopes() -> tuple[str, ...]:
    """Returns all scopes of the API, sorted by name."""
    scopes = {
        scope
        for operation in all_operations()
        for _, needed in operation.security
        for scope in needed
    }
    # No operation lists the scopes for writing secret boards and Pins: only secret boards require these scopes.
    scopes |= {scope.replace(_READ_SECRET, _WRITE_SECRET) for scope in scopes}
    return tuple(sorted(scopes))
