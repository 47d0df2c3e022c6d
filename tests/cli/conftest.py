"""Fixtures that run the command on an emulator, which the tests of a module share."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from pinterest.cli.__main__ import main
from pinterest.cli.command import Command
from pinterest.emulator import Emulator
from pinterest.emulator.testing import settings_for
from tests.models.samples import Place


class Result(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture(scope="module")
def shared_emulator() -> Iterator[Emulator]:
    with Emulator(seed=1, demo_data=True, processing_time=0) as emulator:
        yield emulator


@pytest.fixture
def settings(shared_emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """Sets the settings of the emulator, as a .env file would."""
    for name, value in settings_for(shared_emulator).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "120")
    shared_emulator.clear_requests()
    return shared_emulator


@pytest.fixture
def place(settings: Emulator) -> Place:
    return Place(settings, settings.client())


@pytest.fixture
def run(settings: Emulator, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Runs the command in this process."""

    def run_command(*arguments: object) -> Result:
        capsys.readouterr()
        code = main([str(item) for item in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run_command


def to_arguments(command: Command, values: Mapping[str, Any]) -> list[str]:
    """Returns the command-line arguments for values."""
    by_position, by_flag = [], []
    for option in command.options:
        if option.name not in values:
            continue
        value = values[option.name]
        if option.positional:
            by_position += [str(item) for item in (value if isinstance(value, list) else [value])]
        elif isinstance(value, bool):
            by_flag.append(option.flags if value else f"--no-{option.flags.removeprefix('--')}")
        else:
            by_flag += [option.flags, to_text(value)]
    return [*by_position, *by_flag]


def to_text(value: Any) -> str:
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, default=lambda item: item.to_dict())
    return str(value)
