"""The words of docstrings: none is left over, and units are those that the contract tells."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen import prose
from codegen.contract import OVERRIDES, corrected, read_overrides
from codegen.library import Library
from codegen.model import Definition, Property, Scalar
from codegen.operations import Described, describe_all
from pinterest.operation import Operation, Parameter

# What a description says of a field, and what its note has to say then.
_UNITS = (
    (r"milli-?seconds?|miliseconds?", r"[Mm]illiseconds"),
    (r"micro ?currency", r"[Mm]illionths|Deprecated"),
    (r"unix timestamp in seconds|epoch (timestamp in )?\(?seconds", r"Unix seconds"),
    (r"sha ?256 hash(es)? of", r"SHA-256"),
    (r"\bpercent(age)?\b(?! sign)", r"[Pp]ercent|Share"),
)


def field(name: str, kind: str) -> str:
    return prose.note("Thing", Property(name, name, Scalar(kind)))


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("bid_in_micro_currency", "int", "Millionths of a unit of the account's currency."),
        ("goal_in_micro_currency", "str", "Millionths of a unit of the account's currency."),
        ("fired_ms", "float", "Unix milliseconds."),
        ("updated_time", "int", "Unix seconds."),
        ("updated_time", "DateTime", ""),
        ("expires_in", "int", "Seconds from now."),
        ("pct_of_all", "int", "Percent."),
        ("share_percentage", "float", "Percent."),
        ("name", "str", ""),
    ],
)
def test_notes_by_rule(name: str, kind: str, expected: str) -> None:
    assert field(name, kind) == expected


def test_a_phrase_of_one_schema_goes_before_that_of_all() -> None:
    item = Property("created_time", "created_time", Scalar("int"))
    assert prose.note("Thing", item) == "Unix seconds."
    assert prose.note("LeadSubscription", item) == "Unix milliseconds."


def test_a_phrase_of_one_operation_goes_before_that_of_all() -> None:
    order = Parameter(name="order", location="query")
    told = [
        prose.parameter(Operation(id=name, tag="t", verb="GET", path="/p"), order, legacy=False)
        for name in ("campaigns/list", "audiences/list")
    ]
    assert told[0] != told[1]


@pytest.mark.parametrize(
    ("name", "required", "expected"),
    [
        ("pin_id", True, "The pin."),
        ("pin_ids", True, "The pins."),
        ("pin_id", False, "Only those of this pin."),
        ("ad_group_ids", False, "Only these ad groups."),
        ("ad_ids", False, "Only those of these ads."),
    ],
)
def test_ids_stand_for_what_they_are_of(name: str, required: bool, expected: str) -> None:
    operation = Operation(id="ad_groups/list", tag="t", verb="GET", path="/p")
    item = Parameter(name=name, location="query", required=required)
    assert prose.parameter(operation, item, legacy=False) == expected


def test_of_many_values_a_few_are_shown() -> None:
    operation = Operation(id="things/list", tag="t", verb="GET", path="/p")
    many = Parameter(name="x", location="query", enum=tuple(f"V{n}" for n in range(20)))
    told = prose.parameter(operation, many, legacy=False)
    assert told == "X. Allowed: `V0`, `V1`, `V2`, `V3` and 16 more."


@pytest.fixture(scope="module")
def library(published: Path) -> Library:
    settings = read_overrides(OVERRIDES)
    contract = json.loads(published.read_text(encoding="utf-8"))
    return Library(corrected(contract, settings["override"]), settings["scope"]["schemas"])


@pytest.fixture(scope="module")
def described(library: Library) -> list[Described]:
    return describe_all(library)


def test_no_phrase_is_left_over(library: Library, described: list[Described]) -> None:
    known: dict[str, set[str]] = {
        "operations": {item.operation.id for item in described},
        "schemas": set(library.definitions),
        "fields": {
            key
            for definition in library.definitions.values()
            for item in definition.properties
            for key in (item.name, f"{definition.name}.{item.name}")
        },
    }
    known["answers"] = known["operations"] | {
        answer.schema or "" for item in described for answer in item.operation.answers
    }
    known["parameters"] = {
        key
        for item in described
        for name in _arguments(item.operation)
        for key in (name, f"{name}?", f"{item.operation.id}.{name}")
    }
    assert set(prose.phrases("words")["shown"].values()) <= known["operations"]
    left = {name: set(prose.phrases(name)) - keys for name, keys in known.items()}
    assert left == {name: set() for name in known}


def test_every_parameter_is_explained(described: list[Described]) -> None:
    repeated = {
        parameter.name
        for item in described
        for parameter in item.operation.parameters
        if not prose.phrase("parameters", item.operation.id, parameter.name)
        and not re.search(r"(^|_)ids?$", parameter.name)
    }
    assert repeated == set(), "what these mean is to be said in codegen/phrases/parameters.toml"


def test_units_are_those_of_the_contract(library: Library) -> None:
    """A field whose description tells a unit has it in its note."""
    wrong = [
        f"{name}.{item.name}: {description!r} but {note!r}"
        for name, item, description in _fields(library)
        for told, expected in _UNITS
        if re.search(told, description, re.IGNORECASE)
        and not re.search(expected, note := prose.note(name, item))
    ]
    assert wrong == []


def _fields(library: Library) -> Iterator[tuple[str, Property, str]]:
    components = library.contract["components"]["schemas"]
    for component in components:
        if component in library.reach.anywhere:
            definition: Definition | None = library.definitions.get(library.class_of(component))
            for item in definition.properties if definition else ():
                description = _description(components, components[component], item.name)
                if description and isinstance(item.type, Scalar):
                    yield definition.name if definition else "", item, description


def _description(components: dict[str, Any], node: dict[str, Any], name: str) -> str:
    reference = node.get("$ref", "").rpartition("/")[2]
    node = components[reference] if reference else node
    own = node.get("properties", {}).get(name, {}).get("description", "")
    inherited = (_description(components, part, name) for part in node.get("allOf", ()))
    return str(own or next(filter(None, inherited), ""))


def _arguments(operation: Operation) -> list[str]:
    names = [parameter.name for parameter in operation.parameters]
    return [*names, operation.body.argument] if operation.body else names
