"""Runs a script of another client against an emulator of its own: `python -m tests.clients.run PYTHON SCRIPT`.

The emulator runs in this environment, and knows nothing of the script; the script in the one of PYTHON.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pinterest.emulator import Emulator

# Time flies, so that nobody waits for a minute until a batch is done.
_TICK, _AHEAD = 0.25, 20


def main(arguments: Sequence[str]) -> int:
    """Runs the script to its end and returns its exit status."""
    # What clients send too much is dropped, as it should be.
    logging.getLogger("pinterest.emulator").setLevel(logging.ERROR)
    python, script = (Path(argument).absolute() for argument in arguments)
    # The official client reads any config.json that lies beside or under the parent of the folder it runs in.
    with (
        Emulator(features=["pin_search"]) as emulator,
        _ticking(emulator),
        tempfile.TemporaryDirectory() as outer,
    ):
        inner = Path(outer, "inner")
        inner.mkdir()
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PINTEREST_")
        }
        status = subprocess.run(
            [python, script],
            cwd=inner,
            env={**environment, **_settings(emulator)},
            timeout=120,
            check=False,
        ).returncode
        broken = [request for request in emulator.requests if (request.status or 0) >= 500]
    for request in broken:
        print(f"the emulator failed: {request}", file=sys.stderr)
    return status or int(bool(broken))


@contextmanager
def _ticking(emulator: Emulator) -> Iterator[None]:
    """Moves the emulator's clock on until the end."""
    ended = threading.Event()

    def tick() -> None:
        while not ended.wait(_TICK):
            emulator.advance(_AHEAD)

    clock = threading.Thread(target=tick)
    clock.start()
    try:
        yield
    finally:
        ended.set()
        clock.join()


def _settings(emulator: Emulator) -> dict[str, str]:
    return {
        "PINTEREST_API_URI": emulator.url,
        "PINTEREST_ACCESS_TOKEN": emulator.access_token,
        "PINTEREST_REFRESH_ACCESS_TOKEN": emulator.refresh_token,
        "PINTEREST_APP_ID": emulator.app_id,
        "PINTEREST_APP_SECRET": emulator.app_secret,
        "PINTEREST_AD_ACCOUNT_ID": emulator.ad_account_id,
        "PINTEREST_OAUTH_URL": emulator.oauth_url,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
