"""`python -m pinterest.emulator`: runs the emulator and prints the settings that connect scripts to the emulator."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from typing import Final

from pinterest.emulator import Emulator
from pinterest.emulator.store.csv_headers import CHOICES, DISPLAY
from pinterest.emulator.testing import settings_for
from pinterest.exceptions import PinterestError

_COMMAND: Final = "python -m pinterest.emulator"


def main(arguments: Sequence[str] | None = None, command: str = _COMMAND) -> int:
    """Runs the emulator until the process gets a stop signal, and returns the exit status.

    Args:
        arguments: The command-line arguments. Defaults to those of the process.
        command: The name of the command in the help text.
    """
    options = _build_parser(command).parse_args(arguments)
    stopped = threading.Event()
    for number in _get_stop_signals():
        signal.signal(number, lambda *_: stopped.set())
    try:
        with warnings.catch_warnings(
            record=True, action="always", category=RuntimeWarning
        ) as caught:
            emulator = _start_emulator(options)
    except PinterestError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for warning in caught:
        print(f"warning: {warning.message}", file=sys.stderr)
    with emulator:
        print(
            *(f"{name}={value}" for name, value in settings_for(emulator).items()),
            sep="\n",
            flush=True,
        )
        print("serving; press Ctrl-C to stop", file=sys.stderr, flush=True)
        stopped.wait()
    return 0


def _get_stop_signals() -> list[signal.Signals]:
    """Returns the signals that stop the emulator."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    # Windows has no SIGHUP, and `nohup` makes a process ignore SIGHUP.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    return numbers


def _start_emulator(options: argparse.Namespace) -> Emulator:
    emulator = Emulator(
        seed=options.seed,
        db=options.db,
        host=options.host,
        port=options.port,
        rate_limits=options.rate_limits,
        demo_data=options.demo_data,
        features=options.features.split(",") if options.features else (),
        speed=options.speed,
        processing_time=options.processing_time,
        https=options.https,
        csv_headers=options.csv_headers,
    ).start()
    if options.load is not None:
        try:
            emulator.load(options.load)
        except BaseException:
            emulator.stop()
            raise
    return emulator


def _build_parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=command,
        description="Runs the emulator of Pinterest's API and prints settings for a .env file.",
    )
    parser.add_argument(
        "--port", type=int, default=8080, help="port to listen on, 0 for a free one (default: 8080)"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)"
    )
    parser.add_argument(
        "--db", metavar="FILE", help="SQLite file to keep the state in (default: in memory)"
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        help="seed for IDs and figures; an existing --db file keeps its own seed (default: 0)",
    )
    initial_data = parser.add_mutually_exclusive_group()
    initial_data.add_argument(
        "--load",
        metavar="FILE",
        help="start with the data set in this file, which replaces the content of --db",
    )
    initial_data.add_argument(
        "--demo-data",
        action="store_true",
        help="start with the demo shop, unless --db has data",
    )
    _add_time_options(parser)
    parser.add_argument(
        "--https",
        action="store_true",
        help="serve HTTPS with a certificate that is created at startup (needs the https extra)",
    )
    _add_api_options(parser)
    return parser


def _add_api_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rate-limits",
        type=parse_limits,
        nargs="?",
        const=True,
        default=False,
        metavar="CATEGORY=N,...",
        help="enforce the API's rate limits, optionally with your own requests per minute for some categories "
        "(default: no limits)",
    )
    parser.add_argument(
        "--features",
        metavar="FEATURE,...",
        help="restricted features to enable for the app, such as pin_search (default: none)",
    )
    parser.add_argument(
        "--csv-headers",
        choices=CHOICES,
        default=DISPLAY,
        help="headers of CSV reports: display names, or column names as in requests (default: display)",
    )


def _add_time_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--speed",
        type=float,
        default=1.0,
        metavar="N",
        help="how fast time passes: with 60, an hour on the emulator's clock takes a minute (default: 1)",
    )
    parser.add_argument(
        "--processing-time",
        type=float,
        metavar="SECONDS",
        help="how long reports and other background work take (default: depends on the kind of work)",
    )


def parse_limits(text: str) -> dict[str, int]:
    """Parses the value of `--rate-limits`: `ads_read=5` allows 5 requests per minute in the category `ads_read`."""
    pairs = (pair.split("=", 1) for pair in text.split(","))
    return {category.strip(): int(limit) for category, limit in pairs}


if __name__ == "__main__":
    sys.exit(main())
