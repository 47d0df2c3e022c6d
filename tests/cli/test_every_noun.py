"""The commands of every noun: their help, list, show, create and update."""

from __future__ import annotations

import csv
import inspect
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from pinterest.cli.command import Command
from pinterest.cli.methods import get_command_builders
from pinterest.cli.nouns import NOUNS
from pinterest.emulator import Emulator
from tests.cli.conftest import to_arguments
from tests.models.samples import MODELS, SAMPLES, Place, rich

pytestmark = pytest.mark.slow

BY_CLASS = {row[0]: name for name, row in NOUNS.items()}
WITH_OBJECTS = sorted(noun for noun in SAMPLES if noun in BY_CLASS)


@pytest.fixture
def shared_emulator(pinterest_emulator: Emulator) -> Emulator:
    """Gives each test its own emulator, since the samples have fixed names."""
    return pinterest_emulator


@cache
def build_commands(noun: str) -> dict[str, Command]:
    return {name: build() for name, build in get_command_builders(rich(noun)).items()}


def name_arguments(function: Any, values: tuple[Any, ...]) -> dict[str, Any]:
    """Returns positional arguments by their names."""
    return dict(zip(inspect.signature(function).parameters, values, strict=False))


# More arguments for lists of objects that the API cannot get singly.
FILTERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "CampaignAdPreview": lambda made: {"ad_group_ids": [made._ids[-1]]},
    "Keyword": lambda made: {"ad_group_id": made.parent_id},
    "Schedule": lambda made: {"entity_ids": [made.entity_id]},
}


def test_every_rich_model_has_commands():
    assert set(BY_CLASS) == set(MODELS)


@pytest.mark.parametrize("noun", sorted(MODELS))
def test_the_noun_and_its_commands_have_help_and_one_name_each(run, noun):
    shown = run(BY_CLASS[noun], "--help")
    assert shown.code == 0
    for name, command in build_commands(noun).items():
        assert command.name == name
        assert name in shown.out
        assert command.summary
        assert "iterator" not in command.summary
        parameters = inspect.signature(command.create_function()).parameters.values()
        flags = [
            flag
            for item in parameters
            for flag in (getattr(item.default, "param_decls", None) or ())
        ]
        assert len(flags) == len(set(flags)), name
    # One command is enough, since all are built in the same way.
    assert "--dry-run" in run(BY_CLASS[noun], next(iter(build_commands(noun))), "--help").out


@pytest.mark.parametrize("noun", WITH_OBJECTS)
def test_list_and_show_print_the_objects(run, place: Place, noun):
    made, found = place.make(noun), build_commands(noun)
    filters = FILTERS.get(noun, lambda made: {})(made)
    ids = dict(zip(made._identity, made._ids, strict=True)) | filters
    if "list" in found:
        function = getattr(rich(noun), "iter_all", None) or rich(noun).get_all
        under = name_arguments(function, SAMPLES[noun].under(place))
        arguments = to_arguments(
            found["list"], {**under, **{k: v for k, v in ids.items() if k in under}, **filters}
        )
        listed = run(BY_CLASS[noun], "list", *arguments, "--jsonl")
        assert listed.code == 0, listed.err
        rows = [json.loads(line) for line in listed.lines]
        table = run(BY_CLASS[noun], "list", *arguments)
        assert table.code == 0, table.err
        first = run(BY_CLASS[noun], "list", *arguments, "--csv", "--limit", 1)
        assert first.code == 0, first.err
        assert len(list(csv.DictReader(first.lines))) <= min(len(rows), 1) or "\n" in str(rows[0])
        ids = {**under, **ids} if "get" not in MODELS[noun] else ids
    if "show" in found:
        arguments = to_arguments(found["show"], ids)
        shown = run(BY_CLASS[noun], "show", *arguments, "--json")
        assert shown.code == 0, shown.err
        assert shown.json
        assert run(BY_CLASS[noun], "show", *arguments).lines


@pytest.mark.parametrize("noun", WITH_OBJECTS)
def test_dry_runs_of_create_and_update_show_requests_and_send_nothing(run, place: Place, noun):
    sample, create, found = SAMPLES[noun], rich(noun).create, build_commands(noun)
    values = name_arguments(create, sample.arguments(place)) | sample.all_keywords(place)
    place.emulator.clear_requests()
    dry = run(
        BY_CLASS[noun], "create", *to_arguments(found["create"], values), "--dry-run", "--json"
    )
    assert dry.code == 0, dry.err
    assert place.emulator.requests == []
    made = create(**values, client=place.client)
    [sent] = place.emulator.requests
    assert dry.json["method"] == sent.method
    assert dry.json["url"].startswith(place.emulator.url)
    if not sample.change:
        return
    changes = dict(zip(made._identity, made._ids, strict=True)) | sample.change
    place.emulator.clear_requests()
    dry = run(
        BY_CLASS[noun], "update", *to_arguments(found["update"], changes), "--dry-run", "--json"
    )
    assert dry.code == 0, dry.err
    assert place.emulator.requests == []
    assert dry.json["method"] in ("PATCH", "GET")
