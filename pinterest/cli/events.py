"""`pinterest events send`: sends conversion events from a file."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from pinterest.cli.annotations import ValueKind
from pinterest.cli.command import AD_ACCOUNT_OPTION, Command, Option
from pinterest.cli.errors import UsageError
from pinterest.cli.groups import create_click_commands, create_group
from pinterest.cli.output import print_message
from pinterest.cli.shared_options import SharedOptions

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.event_batches import EventResult

__all__ = ["create_events_group"]

_MOST_REASONS: Final = 20
_FILE: Final = Option(
    "file",
    ValueKind(),
    "File with JSON Lines or a JSON array of events, or - for standard input.",
    required=True,
    positional=True,
)
_QUEUE: Final = Option(
    "queue",
    ValueKind(),
    "SQLite file that keeps events until they are delivered. Defaults to a temporary file.",
)
_TEST: Final = Option(
    "test",
    ValueKind("bool"),
    "Send the events as a test: the API checks them, but does not count them.",
)


def create_events_group() -> Any:
    """Returns the group `events` with the command `send`."""
    return create_group(
        "events",
        "Sends conversion events.",
        "Jobs",
        lambda: create_click_commands([_create_send_command()]),
    )


def _create_send_command() -> Command:
    return Command(
        "send",
        _send_events_from_file,
        summary="Sends conversion events, up to 1,000 per request.",
        details=[
            "Email addresses and other personal values of user_data are normalized and hashed before they are sent.",
            "With --queue, a command that was interrupted can be run again: events with the same name and event_id "
            "are sent once.",
            "Request: POST /ad_accounts/{ad_account_id}/events",
        ],
        options=[_FILE, AD_ACCOUNT_OPTION, _QUEUE, _TEST],
        examples=[
            "pinterest events send events.jsonl --queue events.sqlite3",
            "tail -n 100 events.jsonl | pinterest events send - --test",
        ],
    )


def _send_events_from_file(
    client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
) -> Any:
    from pinterest.jobs.event_sender import EventSender

    with _open_events(arguments["file"]) as file:
        events = _read_events(file)
        if shared.dry_run:
            _raise_dry_run(client, arguments, events)
        outcomes = _OutcomeCounts()
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            path = arguments.get("queue") or Path(folder) / "events.sqlite3"
            options: dict[str, Any] = {
                "test": bool(arguments.get("test")),
                "on_result": outcomes.add,
            }
            with EventSender(arguments["ad_account_id"], path, client, **options) as sender:
                sender.add_many(events)
        return outcomes


class _OutcomeCounts:
    """Counts events by outcome, and keeps the reasons of the first failures."""

    def __init__(self) -> None:
        self._counts = {"processed": 0, "failed": 0, "unknown": 0}
        self._reasons: list[str] = []

    def add(self, result: EventResult) -> None:
        """Counts the result of an event."""
        self._counts[result.status] += 1
        if result.status != "processed" and len(self._reasons) < _MOST_REASONS:
            name = result.event_id or result.event_name
            self._reasons.append(f"{name}: {result.status}: {result.message}")

    def to_dict(self) -> dict[str, int]:
        """Returns the counts."""
        return self._counts

    def raise_for_failures(self) -> None:
        """Prints the reasons of failures, and raises an error if an event failed.

        Raises:
            PartialFailureError: If an event failed, or its outcome is unknown.
        """
        from pinterest.exceptions import PartialFailureError

        number = self._counts["failed"] + self._counts["unknown"]
        if number:
            for reason in self._reasons:
                print_message(reason)
            raise PartialFailureError(
                f"{number:,} events failed or have an unknown outcome. See the messages above."
            )


@contextlib.contextmanager
def _open_events(path: str) -> Iterator[IO[str]]:
    """Opens a file with events, or standard input if the path is `-`."""
    if path == "-":
        yield sys.stdin
        return
    try:
        file = Path(path).open(encoding="utf-8")  # noqa: SIM115  # closed below
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror}. Pass the path of a readable file."
        ) from None
    with file:
        yield file


def _read_events(file: IO[str]) -> Iterator[Mapping[str, Any]]:
    """Yields the events of a file that contains JSON Lines or a JSON array.

    Raises:
        UsageError: If a line or the array is not valid JSON.
    """
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        if number == 1 and line.lstrip().startswith("["):
            yield from _parse_event_json(line + file.read(), "the file")
            return
        yield _parse_event_json(line, f"line {number}")


def _parse_event_json(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(
            f"{source} is not valid JSON: {error}. Pass JSON Lines or a JSON array."
        ) from None


def _raise_dry_run(
    client: PinterestSDKClient, arguments: Mapping[str, Any], events: Iterable[Mapping[str, Any]]
) -> None:
    """Raises `DryRun` with the request for the first 1,000 events."""
    from itertools import islice

    from pinterest.cli.dry_run import DryRun
    from pinterest.jobs.event_checks import EventChecks
    from pinterest.operations.conversion_events import EVENTS_CREATE

    checks = EventChecks()
    prepared = EVENTS_CREATE.prepare({"ad_account_id": arguments["ad_account_id"]})
    body = {"data": [checks.prepare(event) for event in islice(events, 1000)]}
    raise DryRun(EVENTS_CREATE.verb, client.base_url + prepared.path, body)
