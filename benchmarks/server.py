"""The emulator in a process of its own, so that its work is not measured."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Server(NamedTuple):
    """The URL and credentials of the server."""

    url: str
    token: str
    ad_account_id: str


@contextmanager
def serving(audiences: int) -> Iterator[Server]:
    """Runs the emulator with that many audiences in another process."""
    command = [sys.executable, "-m", "benchmarks.server", str(audiences)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield Server(*child.stdout.readline().split())
        finally:
            child.stdin.close()  # which ends the server
            child.wait(timeout=10)


def main() -> None:
    """Serves until standard input is closed."""
    from pinterest.emulator import Emulator

    with Emulator() as emulator:
        emulator.add_audiences(int(sys.argv[1]))
        print(emulator.url, emulator.access_token, emulator.ad_account_id, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
