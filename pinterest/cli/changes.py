"""The command `changed`: the objects that were created or updated since a time, or since the last run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pinterest.cli.annotations import ValueKind
from pinterest.cli.command import Command, Option
from pinterest.cli.docstrings import parse_docstring
from pinterest.cli.errors import UsageError
from pinterest.cli.methods import build_options, get_command_name
from pinterest.cli.shared_options import SharedOptions

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.changes import Changes

__all__ = ["create_changed_command"]

_SINCE = Option(
    "since",
    ValueKind("int"),
    "List only changes since this time: a date (UTC) or a Unix time.",
)
_STATE = Option(
    "state",
    ValueKind(),
    "File with the state for the next run. Created by the first run. Takes precedence over --since.",
)


def create_changed_command(cls: Any) -> Command:
    """Returns the command `changed` for a class with the method `iter_changed`."""
    noun = get_command_name(cls)
    options = build_options(cls.iter_changed, parse_docstring(cls.iter_changed.__doc__))

    def list_changed_objects(
        client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
    ) -> Any:
        path = Path(arguments.pop("state")) if "state" in arguments else None
        since = arguments.pop("since", None)
        if path is not None:
            since = _read_state(path, since)
        return _ChangedObjects(cls.iter_changed(**arguments, since=since, client=client), path)

    return Command(
        "changed",
        list_changed_objects,
        summary=f"Lists {noun.replace('-', ' ')} that were created or updated since a time or since the last run.",
        details=[
            "The API cannot filter by time, so this reads the whole list.",
            "With --state, each run lists what changed since the last run. The file is updated only if a run "
            "prints all rows, so pass --all, --json, --jsonl or --csv.",
        ],
        options=[*(option for option in options if option.name != "since"), _SINCE, _STATE],
        panel="Lists",
        is_list=True,
        reads=True,
        examples=[
            f"pinterest {noun} changed --since 2026-01-31 --csv",
            f"pinterest {noun} changed --state {noun}-state.json --jsonl",
        ],
    )


class _ChangedObjects(Iterator[Any]):
    """Iterates over the objects that changed, and saves the state for the next run in a file."""

    def __init__(self, changes: Changes[Any], path: Path | None) -> None:
        self._changes = changes
        self._path = path

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        return next(self._changes)

    def save_state(self) -> None:
        """Saves the state in the file, so that the next run lists only newer changes."""
        if self._path is None:
            return
        # If this run did not read all objects, the state makes the next run list the same changes again.
        sys.stdout.flush()
        unfinished = self._path.with_name(f"{self._path.name}.new")
        try:
            unfinished.write_text(json.dumps(self._changes.state), encoding="utf-8")
            unfinished.replace(self._path)
        except OSError as error:
            raise UsageError(
                f"--state: cannot write {self._path}: {error.strerror}. Pass another path."
            ) from None


def _read_state(path: Path, since: Any) -> Any:
    """Returns the state that an earlier run saved in a file, or `since` if the file does not exist.

    Raises:
        UsageError: If the file cannot be read, or is not a state file.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return since
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not JSON"
        raise UsageError(f"--state: cannot read {path}: {reason}. Pass another path.") from None
    if not isinstance(found, dict):
        raise UsageError(
            f"--state: {path} is not a state file of an earlier run. Pass another path."
        )
    return found
