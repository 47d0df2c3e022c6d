"""Runs another client's script against a new emulator: `python -m tests.clients.run PYTHON SCRIPT`.

The emulator runs in this environment and does not import the script. The script runs in the environment of PYTHON.
"""

from __future__ import annotations

import argparse
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

# Each tick moves the emulator's clock forward by these seconds, so that no script waits a minute for a batch.
_TICK, _AHEAD = 0.25, 20
# In the demo shop, each tick is smaller: clients choose dates near the API's limits by the real clock.
_DEMO_AHEAD = 2
_PATIENCE = 600


def main(arguments: Sequence[str]) -> int:
    """Runs the script to its end and returns its exit status."""
    options = _options(arguments)
    # The emulator drops unknown fields with a warning, which is expected here.
    logging.getLogger("pinterest.emulator").setLevel(logging.ERROR)
    # The official client reads any config.json in the parent of the current folder or below it.
    with (
        Emulator(
            demo_data=options.demo_shop, features=["pin_search"], https=options.https
        ) as emulator,
        _fast_clock(emulator, _DEMO_AHEAD if options.demo_shop else _AHEAD),
        tempfile.TemporaryDirectory() as outer,
    ):
        inner = Path(outer, "inner")
        inner.mkdir()
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PINTEREST_", "PYTHON"))
        }
        status = subprocess.run(
            [options.python, options.script],
            cwd=inner,
            env={**environment, **_settings(emulator)},
            timeout=_PATIENCE,
            check=False,
        ).returncode
        broken = [request for request in emulator.requests if (request.status or 0) >= 500]
    for request in broken:
        print(f"the emulator failed: {request}", file=sys.stderr)
    return status or int(bool(broken))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.clients.run")
    parser.add_argument(
        "--demo-shop",
        action="store_true",
        help="start with the demo shop",
    )
    parser.add_argument("--https", action="store_true", help="serve HTTPS")
    # Do not resolve the path: the Python of an environment is a link.
    parser.add_argument("python", type=lambda path: Path(path).absolute())
    parser.add_argument("script", type=lambda path: Path(path).absolute())
    return parser.parse_args(arguments)


@contextmanager
def _fast_clock(emulator: Emulator, seconds: float) -> Iterator[None]:
    """Moves the emulator's clock forward during a `with` block."""
    ended = threading.Event()

    def tick() -> None:
        while not ended.wait(_TICK):
            emulator.advance(seconds)

    clock = threading.Thread(target=tick)
    clock.start()
    try:
        yield
    finally:
        ended.set()
        clock.join()


def _settings(emulator: Emulator) -> dict[str, str]:
    settings = {
        "PINTEREST_API_URI": emulator.url,
        "PINTEREST_ACCESS_TOKEN": emulator.access_token,
        "PINTEREST_REFRESH_ACCESS_TOKEN": emulator.refresh_token,
        "PINTEREST_APP_ID": emulator.app_id,
        "PINTEREST_APP_SECRET": emulator.app_secret,
        "PINTEREST_AD_ACCOUNT_ID": emulator.ad_account_id,
        "PINTEREST_OAUTH_URL": emulator.oauth_url,
    }
    if emulator.ca_file is not None:
        # requests reads the first variable, Python itself the second.
        settings |= dict.fromkeys(["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"], str(emulator.ca_file))
    return settings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
