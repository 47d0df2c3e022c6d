"""What the scripts of all clients share: one line per noun, and failures that are reported at the end."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ACCOUNT = os.environ.get("PINTEREST_AD_ACCOUNT_ID", "")
IMAGE = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}


@dataclass
class _Flow:
    """What a script does with a noun.

    Args:
        name: What it is called in the output.
        needed: The methods it calls. A client that lacks one of them skips the flow.
        function: Does it and returns a few words about it.
        error: A part of the error that must be raised, if the client cannot do it.
        reason: Why the client cannot do it.
    """

    name: str
    needed: tuple[str, ...]
    function: Callable[[], object]
    error: str = ""
    reason: str = ""


_FLOWS: list[_Flow] = []


def noun(name: str, *needed: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Registers what is done with a noun. The function returns what it did, in a few words.

    Args:
        name: What it is called in the output.
        needed: The methods it calls. A client that lacks one of them skips the flow.
    """

    def register(function: Callable[[], str]) -> Callable[[], str]:
        _FLOWS.append(_Flow(name, needed, function))
        return function

    return register


def limit(name: str, error: str, reason: str) -> Callable[[Callable[[], object]], None]:
    """Registers something that a client cannot do. The function tries it, and must raise.

    Args:
        name: What it is called in the output.
        error: A part of the error that must be raised.
        reason: Why the client cannot do it.
    """

    def register(function: Callable[[], object]) -> None:
        _FLOWS.append(_Flow(name, (), function, error, reason))

    return register


def run(client: str, has: Callable[..., bool] = lambda *_: True) -> list[str]:
    """Runs all flows that a client has the methods for, in the order of the source. Returns those that failed."""
    failed = []
    for flow in _FLOWS:
        if not has(*flow.needed):
            continue
        try:
            # Not sys.stdout: a script may silence what its client prints.
            print(f"{client}: {flow.name}: {_outcome(flow)}", file=sys.__stdout__, flush=True)
        except Exception:  # noqa: BLE001  # whatever a client raises; the other flows must still run
            failed.append(flow.name)
            print(f"{client}: {flow.name}: FAILED", file=sys.stderr)
            traceback.print_exc()
    return failed


def _outcome(flow: _Flow) -> object:
    if not flow.error:
        return flow.function()
    try:
        flow.function()
    except Exception as error:
        if flow.error not in f"{type(error).__name__}: {error}":
            raise
    else:
        raise AssertionError(f"works, although it is listed as impossible: {flow.reason}")
    return f"cannot: {flow.reason}"


def put(url: str, content: bytes) -> None:
    """Sends a file to a URL, as storage services take the parts of an upload."""
    request = urllib.request.Request(url, content, method="PUT")
    with urllib.request.urlopen(request, timeout=30) as response:
        same(response.status, 200)


def posted(path: str, body: Any) -> Any:
    """Posts a body to the API, for what a client has no method for. Returns the response's content.

    Raises:
        RuntimeError: If the API refuses it.
    """
    headers = {
        "Authorization": f"Bearer {os.environ['PINTEREST_ACCESS_TOKEN']}",
        "Content-Type": "application/json",
    }
    url = os.environ["PINTEREST_API_URI"] + path
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{error.code}: {error.read().decode()}") from None


def post_file(url: str, fields: dict[str, Any], content: bytes) -> None:
    """Posts a form to a URL: the fields, then the file."""
    mark = "quilts-and-blankets"
    text = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    text += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n'
    body = text.encode() + content + f"\r\n--{mark}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    with urllib.request.urlopen(urllib.request.Request(url, body, kind), timeout=30) as response:
        same(response.status, 204)


def download(url: str) -> bytes:
    """Fetches a file."""
    with urllib.request.urlopen(url, timeout=30) as response:
        content: bytes = response.read()
    return content


def awaited(get: Callable[[], Any], done: Callable[[Any], bool]) -> Any:
    """Polls until a value is the one that is waited for, and returns it."""
    patience = time.monotonic() + 30
    while not done(value := get()):
        assert time.monotonic() < patience, f"did not come: the last value is {value!r}"
        time.sleep(0.2)  # as a script that polls; the emulator's clock runs faster than this one
    return value


def same(found: Any, wanted: Any) -> None:
    """Checks that two values are equal, and shows them if they are not."""
    if found != wanted:
        raise AssertionError(f"found {found!r}, not {wanted!r}")


def refused(call: Callable[[], object], status: int | str) -> None:
    """Checks that a call fails with a status."""
    try:
        call()
    # Each client has its own errors.
    except Exception as error:
        if getattr(error, "status", None) != status:
            raise
    else:
        raise AssertionError(f"was not refused with {status}")
