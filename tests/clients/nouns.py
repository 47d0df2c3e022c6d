"""What the scripts of all clients share: a line for each noun, and a failure that is told at the end."""

from __future__ import annotations

import os
import sys
import time
import traceback
import urllib.request
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


def put(address: str, content: bytes) -> None:
    """Sends a file to an address, as storage services take the parts of an upload."""
    request = urllib.request.Request(address, content, method="PUT")
    with urllib.request.urlopen(request, timeout=30) as answer:
        same(answer.status, 200)


def post_file(address: str, fields: dict[str, Any], content: bytes) -> None:
    """Sends a file to an address as a form, its fields before it."""
    mark = "quilts-and-blankets"
    text = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    text += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n'
    body = text.encode() + content + f"\r\n--{mark}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    with urllib.request.urlopen(urllib.request.Request(address, body, kind), timeout=30) as answer:
        same(answer.status, 204)


def download(address: str) -> bytes:
    """Fetches a file."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        content: bytes = answer.read()
    return content


def awaited(ask: Callable[[], Any], done: Callable[[Any], bool]) -> Any:
    """Asks until an answer is the one that is waited for, and returns that."""
    patience = time.monotonic() + 30
    while not done(answer := ask()):
        assert time.monotonic() < patience, f"waited in vain: {answer!r}"
        time.sleep(0.2)
    return answer


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
