"""`python -m pinterest.emulator`: serves the emulator and prints the settings that point a script at it."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import warnings
from collections.abc import Sequence

from pinterest.emulator import Emulator
from pinterest.exceptions import PinterestError


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is told to stop; returns the exit status."""
    options = _parser().parse_args(arguments)
    ended = threading.Event()
    for number in _ends():
        signal.signal(number, lambda *_: ended.set())
    try:
        with warnings.catch_warnings(
            record=True, action="always", category=RuntimeWarning
        ) as caught:
            emulator = _started(options)
    except PinterestError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for warning in caught:
        print(f"warning: {warning.message}", file=sys.stderr)
    with emulator:
        print(_settings(emulator), flush=True)
        print("serving; Ctrl-C ends it", file=sys.stderr, flush=True)
        ended.wait()
    return 0


def _ends() -> list[signal.Signals]:
    """Returns the signals that end it: that its terminal is gone as well, unless it was started to outlive that."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    # Not every system has it.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    return numbers


def _started(options: argparse.Namespace) -> Emulator:
    emulator = Emulator(
        seed=options.seed,
        db=options.db,
        host=options.host,
        port=options.port,
        rate_limits=options.rate_limits,
        demo_data=options.demo_data,
    ).start()
    if options.load:
        try:
            emulator.load(options.load)
        except BaseException:
            emulator.stop()
            raise
    return emulator


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pinterest.emulator",
        description="Serves Pinterest's API on this machine. Prints settings that are ready for a .env file.",
    )
    parser.add_argument(
        "--port", type=int, default=8080, help="port to listen on, 0 for any (default: 8080)"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: loopback)"
    )
    parser.add_argument(
        "--db", metavar="FILE", help="keep everything in this file (default: in memory)"
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        help="what ids and figures are made from; a --db that is not new keeps its own (default: 0)",
    )
    beginning = parser.add_mutually_exclusive_group()
    beginning.add_argument(
        "--load",
        metavar="FILE",
        help="begin with the data set in this file, in place of what --db has",
    )
    beginning.add_argument(
        "--demo-data",
        action="store_true",
        help="begin with a shop to try things on, unless --db has something already",
    )
    parser.add_argument(
        "--rate-limits",
        type=limits,
        nargs="?",
        const=True,
        default=False,
        metavar="CATEGORY=N,...",
        help="let the API's rate limits hold, with other requests a minute for some categories where they are given "
        "(default: none)",
    )
    return parser


def _settings(emulator: Emulator) -> str:
    settings = {
        "PINTEREST_API_URI": emulator.url,
        "PINTEREST_ACCESS_TOKEN": emulator.access_token,
        "PINTEREST_REFRESH_ACCESS_TOKEN": emulator.refresh_token,
        "PINTEREST_APP_ID": emulator.app_id,
        "PINTEREST_APP_SECRET": emulator.app_secret,
        "PINTEREST_AD_ACCOUNT_ID": emulator.ad_account_id,
        # Not settings of the SDK, but what other clients need to sign in and to send events.
        "PINTEREST_CONVERSION_TOKEN": emulator.conversion_token,
        "PINTEREST_OAUTH_URL": emulator.oauth_url,
    }
    return "\n".join(f"{name}={value}" for name, value in settings.items())


def limits(text: str) -> dict[str, int]:
    """Returns the limits that a command line gives: `ads_read=5,ads_write=2`."""
    pairs = (pair.split("=", 1) for pair in text.split(","))
    return {category.strip(): int(limit) for category, limit in pairs}


if __name__ == "__main__":
    sys.exit(main())
