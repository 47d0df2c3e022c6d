"""What the scripts of all clients share: a line for each noun, and a failure that is told at the end."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

ACCOUNT = os.environ.get("PINTEREST_AD_ACCOUNT_ID", "")
IMAGE = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}

_FLOWS: list[tuple[str, Callable[[], str]]] = []


def noun(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Registers what is to be done with a noun; it returns what it did, in a few words."""

    def register(flow: Callable[[], str]) -> Callable[[], str]:
        _FLOWS.append((name, flow))
        return flow

    return register


def run(client: str) -> int:
    """Goes through all nouns, in the order they are written in; returns the exit status."""
    failed = []
    for name, flow in _FLOWS:
        try:
            print(f"{client}: {name}: {flow()}", flush=True)
        # Whatever a client raises is a noun that does not work; the others are still to be tried.
        except Exception:  # noqa: BLE001
            failed.append(name)
            print(f"{client}: {name}: FAILED", file=sys.stderr)
            traceback.print_exc()
    if failed:
        print(f"{client}: does not work: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


def same(found: Any, wanted: Any) -> None:
    """Makes sure that both are equal, and shows them where they are not."""
    if found != wanted:
        raise AssertionError(f"found {found!r}, not {wanted!r}")


def refused(call: Callable[[], object], status: int | str) -> None:
    """Makes sure that a call fails with a status."""
    try:
        call()
    # Each client has errors of its own.
    except Exception as error:
        if getattr(error, "status", None) != status:
            raise
    else:
        raise AssertionError(f"was not refused with {status}")
