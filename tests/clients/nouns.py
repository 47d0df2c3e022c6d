"""Shared code of the clients' scripts: prints one line per noun, and reports failures at the end."""

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
    """The steps of a script for a noun.

    Args:
        name: Its name in the output.
        needed: The methods it calls. A client that lacks one of them skips the flow.
        function: Runs the steps and returns a short description of them.
        error: Part of the error message that is expected if the client cannot do it.
        reason: The reason why the client cannot do it.
    """

    name: str
    needed: tuple[str, ...]
    function: Callable[[], object]
    error: str = ""
    reason: str = ""


_FLOWS: list[_Flow] = []


def noun(name: str, *needed: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Registers the steps for a noun. The function returns a short description of what it did.

    Args:
        name: Its name in the output.
        needed: The methods it calls. A client that lacks one of them skips the flow.
    """

    def register(function: Callable[[], str]) -> Callable[[], str]:
        _FLOWS.append(_Flow(name, needed, function))
        return function

    return register


def register_limit(name: str, error: str, reason: str) -> Callable[[Callable[[], object]], None]:
    """Registers an action that a client cannot do. The function tries it and must raise an error.

    Args:
        name: Its name in the output.
        error: Part of the expected error message.
        reason: The reason why the client cannot do it.
    """

    def register(function: Callable[[], object]) -> None:
        _FLOWS.append(_Flow(name, (), function, error, reason))

    return register


def run_flows(client: str, has: Callable[..., bool] = lambda *_: True) -> list[str]:
    """Runs all flows for which a client has the methods, in source order. Returns the failed ones."""
    failed = []
    for flow in _FLOWS:
        if not has(*flow.needed):
            continue
        try:
            # Not sys.stdout: a script may silence what its client prints.
            print(f"{client}: {flow.name}: {_run_flow(flow)}", file=sys.__stdout__, flush=True)
        except Exception:  # noqa: BLE001  # whatever a client raises; the other flows must still run
            failed.append(flow.name)
            print(f"{client}: {flow.name}: FAILED", file=sys.stderr)
            traceback.print_exc()
    return failed


def _run_flow(flow: _Flow) -> object:
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


def put_file(url: str, content: bytes) -> None:
    """Sends a file to a URL by PUT, like a part of an upload to a storage service."""
    request = urllib.request.Request(url, content, method="PUT")
    with urllib.request.urlopen(request, timeout=30) as response:
        check_equal(response.status, 200)


def post_json(path: str, body: Any) -> Any:
    """Posts a body to the API, for operations that a client has no method for. Returns the response's content.

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
        check_equal(response.status, 204)


def download(url: str) -> bytes:
    """Fetches a file."""
    with urllib.request.urlopen(url, timeout=30) as response:
        content: bytes = response.read()
    return content


def wait_for(get: Callable[[], Any], done: Callable[[Any], bool]) -> Any:
    """Polls until a value meets a condition, and returns it."""
    patience = time.monotonic() + 30
    while not done(value := get()):
        assert time.monotonic() < patience, f"did not come: the last value is {value!r}"
        time.sleep(0.2)  # polls often, because the emulator's clock runs faster than real time
    return value


def check_equal(found: Any, wanted: Any) -> None:
    """Checks that two values are equal, and shows both if they are not."""
    if found != wanted:
        raise AssertionError(f"found {found!r}, not {wanted!r}")


def check_refused(call: Callable[[], object], status: int | str) -> None:
    """Checks that a call fails with a status."""
    try:
        call()
    # Each client has its own exceptions.
    except Exception as error:
        if getattr(error, "status", None) != status:
            raise
    else:
        raise AssertionError(f"was not refused with {status}")
