"""Parses and checks the scopes of the API."""

from __future__ import annotations

from collections.abc import Iterable

from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.refusals import describe_invalid_value
from pinterest.utils.scopes import api_scopes


def get_secret_scope(noun: str, *, writes: bool) -> str:
    """Returns the scope for reading or writing secret boards or pins. `noun` is `board` or `pin`."""
    return f"{noun}s:{'write' if writes else 'read'}_secret"


def split_scopes(text: str) -> tuple[str, ...]:
    """Splits a string of scopes at commas and spaces."""
    return tuple(text.replace(",", " ").split())


def check_scopes(scopes: Iterable[str]) -> None:
    """Checks that scopes exist.

    Raises:
        Problem: If a scope does not exist.
    """
    for scope in scopes:
        if scope not in api_scopes():
            raise bad_request(f"scope: {describe_invalid_value(scope, api_scopes())}")
