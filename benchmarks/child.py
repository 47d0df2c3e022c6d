"""Runs a server in another process, to keep the server's work out of the measurements."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def run_module(name: str, *arguments: object) -> Iterator[str]:
    """Runs a server module in another process, and yields the first line that the server prints."""
    command = [sys.executable, "-m", name, *map(str, arguments)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield child.stdout.readline()
        finally:
            child.stdin.close()  # stops the server
            child.wait(timeout=10)
