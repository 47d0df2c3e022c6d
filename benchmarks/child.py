"""Runs a server in another process, so that its work is not measured."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def run_module(name: str, *arguments: object) -> Iterator[str]:
    """Runs a server module, which serves until its standard input is closed. Yields the first line of its output."""
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
