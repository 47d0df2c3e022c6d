"""What the scripts of all clients share: a line for each noun, and a failure that is told at the end."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import urllib.request
from collections.abc import Callable
from typing import Any

ACCOUNT = os.environ.get("PINTEREST_AD_ACCOUNT_ID", "")
IMAGE = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}

_FLOWS: list[tuple[str, tuple[str, ...], Callable[[], str]]] = []


def noun(name: str, *needed: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Registers what is to be done with a noun; it returns what it did, in a few words.

    Args:
        name: What it is called in the output.
        needed: Methods without which a client does not know it.
    """

    def register(flow: Callable[[], str]) -> Callable[[], str]:
        _FLOWS.append((name, needed, flow))
        return flow

    return register


def run(client: str, has: Callable[..., bool]) -> list[str]:
    """Goes through all nouns that a client has, in the order they are written in; returns those that do not work."""
    failed = []
    for name, needed, flow in _FLOWS:
        if not has(*needed):
            continue
        try:
            print(f"{client}: {name}: {flow()}", flush=True)
        except Exception:  # noqa: BLE001  # whatever a client raises; the other nouns are still to be tried
            failed.append(name)
            print(f"{client}: {name}: FAILED", file=sys.stderr)
            traceback.print_exc()
    return failed


def put(address: str, content: bytes) -> None:
    """Sends a file to an address, as storage services take the parts of an upload."""
    request = urllib.request.Request(address, content, method="PUT")
    with urllib.request.urlopen(request, timeout=30) as answer:
        same(answer.status, 200)


def posted(path: str, body: Any) -> Any:
    """Posts a body to the API, for what a client cannot say; returns the answer's content."""
    headers = {
        "Authorization": f"Bearer {os.environ['PINTEREST_ACCESS_TOKEN']}",
        "Content-Type": "application/json",
    }
    address = os.environ["PINTEREST_API_URI"] + path
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


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
        time.sleep(0.2)  # as a script that polls; the emulator's clock runs faster than this one
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
