"""Reading the contract and applying overrides."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen.contract import (
    ContractError,
    apply_overrides,
    get_field,
    iter_endpoints,
    load_contract,
    read_overrides,
    resolve_reference,
)

from .conftest import contract

DATA = contract({"Thing": {"type": "object", "properties": {"size": {"type": "string"}}}})
SIZE = ["schemas", "Thing", "properties", "size"]


def build_override(**values: Any) -> dict[str, Any]:
    return {"at": SIZE, "reason": "seen live", **values}


def test_an_override_replaces_a_value_and_does_not_change_the_published_contract() -> None:
    before = copy.deepcopy(DATA)
    result = apply_overrides(DATA, [build_override(set={"type": "integer"})])
    assert result["components"]["schemas"]["Thing"]["properties"]["size"] == {"type": "integer"}
    assert before == DATA


def test_an_override_can_change_an_operation() -> None:
    at = ["operations", "things/update", "requestBody", "required"]
    result = apply_overrides(DATA, [build_override(at=at, set=False)])
    assert result["paths"]["/things/{thing_id}"]["patch"]["requestBody"]["required"] is False


def test_an_override_adds_and_appends() -> None:
    at = ["operations", "things/update"]
    result = apply_overrides(
        DATA,
        [
            build_override(at=[*at, "x-repeatable"], add=True),
            build_override(at=[*at, "tags"], append="more"),
        ],
    )
    patch = result["paths"]["/things/{thing_id}"]["patch"]
    assert patch["x-repeatable"] is True
    assert patch["tags"] == ["things", "more"]


def test_an_override_removes_a_value() -> None:
    result = apply_overrides(DATA, [build_override(remove=True)])
    assert result["components"]["schemas"]["Thing"]["properties"] == {}


def test_ids_without_a_pattern_get_one_in_parameters_and_fields(tmp_path: Path) -> None:
    path, overrides = tmp_path / "contract.json", tmp_path / "overrides.toml"
    fields = {"list": {"type": "array", "items": {"type": "string"}}, "size": {"type": "string"}}
    data = contract({"Thing": {"type": "object", "properties": fields}})
    data["paths"]["/things/{thing_id}"]["patch"]["parameters"] = [
        {"name": "some_ids", "in": "query", "schema": fields["list"]},
        {"name": "other_id", "in": "query", "schema": fields["size"]},
    ]
    path.write_text(json.dumps(data), encoding="utf-8")
    text = (
        '[[digits]]\nreason = "seen live"\nparameters = ["some_ids"]\nfields = ["Thing.list[]"]\n'
    )
    overrides.write_text(text, encoding="utf-8")
    result = load_contract(path, overrides)
    digits = {"type": "array", "items": {"type": "string", "pattern": r"^\d+$"}}
    assert result["components"]["schemas"]["Thing"]["properties"] == {**fields, "list": digits}
    parameters = result["paths"]["/things/{thing_id}"]["patch"]["parameters"]
    assert [parameter["schema"] for parameter in parameters] == [digits, fields["size"]]
    overrides.write_text(text.replace("some_ids", "gone_ids"), encoding="utf-8")
    with pytest.raises(ContractError, match="no string parameter is named 'gone_ids'"):
        load_contract(path, overrides)


def test_overrides_are_applied_in_order() -> None:
    added = [*SIZE, "maxLength"]
    result = apply_overrides(
        DATA, [build_override(at=added, add=5), build_override(at=added, set=6)]
    )
    assert result["components"]["schemas"]["Thing"]["properties"]["size"]["maxLength"] == 6


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"at": ["schemas", "Gone", "type"], "set": 1}, "schemas > Gone > type"),
        ({"at": ["schemas", "Thing", "properties", "gone"], "set": 1}, "gone"),
        ({"at": ["operations", "gone/update", "tags"], "append": "x"}, "gone/update"),
        ({"set": {"type": "string"}}, "'size' already has this value"),
        ({"add": {"type": "integer"}}, "already has 'size'"),
        ({"append": "x"}, "not a list"),
        (
            {"at": ["operations", "things/update", "tags"], "append": "things"},
            "already contains the value",
        ),
        ({"at": ["operations", "things/update", "tags", "x", "y"], "set": 1}, "'x'"),
        ({"at": ["operations", "things/update", "tags", 5], "set": 1}, "5"),
        ({"at": [*SIZE, "pattern"], "remove": True}, "the contract has no 'pattern' at this path"),
    ],
)
def test_an_override_that_does_not_apply_is_an_error(change: dict[str, Any], text: str) -> None:
    with pytest.raises(ContractError, match="no longer applies") as caught:
        apply_overrides(DATA, [build_override(**change)])
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"reason": "", "set": 1}, "`reason` is missing"),
        ({}, "exactly one"),
        ({"set": 1, "add": 1}, "exactly one"),
        ({"at": ["schemas"], "set": 1}, "`at`"),
    ],
)
def test_an_incomplete_override_is_an_error(change: dict[str, Any], text: str) -> None:
    with pytest.raises(ContractError, match=text):
        apply_overrides(DATA, [build_override(**change)])


def test_parameters_of_a_path_apply_to_each_of_its_operations() -> None:
    data = copy.deepcopy(DATA)
    data["paths"]["/things/{thing_id}"]["parameters"] = [{"name": "thing_id"}]
    (endpoint,) = iter_endpoints(data)
    assert endpoint.data["parameters"] == [{"name": "thing_id"}]
    assert (endpoint.id, endpoint.tag, endpoint.verb) == ("things/update", "things", "patch")


def test_references_to_references_are_resolved() -> None:
    data: dict[str, Any] = {
        "a": {"$ref": "#/b"},
        "b": {"$ref": "#/c/d"},
        "c": {"d": {"type": "string"}},
    }
    assert resolve_reference(data, data["a"]) == {"type": "string"}


NESTED = contract(
    {
        "Thing": {
            "allOf": [
                {"type": "object", "properties": {"day": {"type": "string"}}},
                {"type": "object", "properties": {"both": {"type": "string"}}},
            ],
            "properties": {
                "serial": {"type": "string"},
                "both": {"type": "string"},
                "parts": {
                    "type": "array",
                    "items": {"properties": {"ids": {"type": "array", "items": {}}}},
                },
            },
        }
    },
    parameters=[
        {"name": "made_by", "in": "query", "schema": {"type": "string"}},
        {"name": "made_on", "in": "query", "schema": {"type": "string"}},
    ],
)


def write_and_read(folder: Path, text: str) -> list[dict[str, Any]]:
    (folder / "overrides.toml").write_text(text, encoding="utf-8")
    found: list[dict[str, Any]] = read_overrides(folder / "overrides.toml")["override"]
    return found


def test_groups_make_many_fields_ids_or_dates(tmp_path: Path) -> None:
    overrides = write_and_read(
        tmp_path,
        """
[[digits]]
reason = "r"
parameters = ["made_by"]
fields = ["Thing.parts[].ids[]"]
[[ids]]
reason = "r"
fields = ["Thing.serial"]
[[dates]]
reason = "r"
parameters = ["made_on"]
fields = ["Thing.day"]
""",
    )
    result = apply_overrides(NESTED, overrides)
    thing = result["components"]["schemas"]["Thing"]
    assert thing["properties"]["parts"]["items"]["properties"]["ids"]["items"] == {
        "pattern": r"^\d+$"
    }
    assert thing["properties"]["serial"] == {"type": "string", "format": "id"}
    assert thing["allOf"][0]["properties"]["day"] == {"type": "string", "format": "date"}
    (endpoint,) = iter_endpoints(result)
    made_by, made_on = (node["schema"] for node in endpoint.data["parameters"])
    assert made_by == {"type": "string", "pattern": r"^\d+$"}
    assert made_on == {"type": "string", "format": "date"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Thing.gone", "0 fields are named 'gone', instead of one"),
        ("Thing.both", "2 fields are named 'both', instead of one"),
        ("Gone.day", "Gone"),
    ],
)
def test_a_field_that_does_not_exist_exactly_once_is_an_error(path: str, text: str) -> None:
    with pytest.raises(ContractError, match="no longer applies") as caught:
        apply_overrides(NESTED, [build_override(at=["fields", path, "pattern"], add="x")])
    assert text in str(caught.value)


def test_groups_make_many_operations_safe_to_retry(tmp_path: Path) -> None:
    text = '[[repeatable]]\nreason = "r"\noperations = ["things/update"]\n'
    (endpoint,) = iter_endpoints(apply_overrides(DATA, write_and_read(tmp_path, text)))
    assert endpoint.data["x-repeatable"] is True
    with pytest.raises(ContractError, match="the contract has no operation 'gone'"):
        apply_overrides(DATA, write_and_read(tmp_path, text.replace("things/update", "gone")))


def test_load_reads_both_files(tmp_path: Path) -> None:
    (tmp_path / "contract.json").write_text(json.dumps(DATA), encoding="utf-8")
    (tmp_path / "overrides.toml").write_text(
        '[[override]]\nat = ["schemas", "Thing", "type"]\nreason = "r"\nset = "string"\n',
        encoding="utf-8",
    )
    result = load_contract(tmp_path / "contract.json", tmp_path / "overrides.toml")
    assert result["components"]["schemas"]["Thing"]["type"] == "string"


@pytest.mark.parametrize("name", ["percentage", "retention_days"])
def test_numbers_and_strings_of_digits_have_the_same_range(published: Path, name: str) -> None:
    rule = load_contract(published)["components"]["schemas"]["AudienceRule"]
    number, digits = rule["properties"][name]["anyOf"]
    for value in range(1000):
        allowed = number["minimum"] <= value <= number["maximum"]
        assert bool(re.search(digits["pattern"], str(value))) is allowed, value


def parameter_schemas(data: dict[str, Any], name: str) -> Iterator[Any]:
    """Yields the schemas of the parameters with a name, or of their items."""
    for endpoint in iter_endpoints(data):
        for item in endpoint.data.get("parameters", []):
            parameter = resolve_reference(data, item)
            if parameter["name"] == name:
                schema = resolve_reference(data, parameter["schema"])
                yield resolve_reference(data, schema.get("items", schema))


def test_every_override_applies_to_the_published_contract(published: Path) -> None:
    result = load_contract(published)
    overrides = read_overrides()["override"]
    assert overrides
    for item in overrides:
        kind, name, *rest = item["at"]
        if kind == "operations":
            node: Any = next(entry.data for entry in iter_endpoints(result) if entry.id == name)
        elif kind == "texts":
            schemas = [
                schema
                for schema in parameter_schemas(result, name)
                if schema.get("type") == "string"
            ]
            assert {schema[rest[0]] for schema in schemas} == {item["add"]}
            continue
        else:
            node = get_field(result, name) if kind == "fields" else result["components"][kind][name]
        for step in rest[:-1]:
            node = node[step]
        if "remove" in item:
            assert rest[-1] not in node
            continue
        node = node[rest[-1]] if rest else node
        value = next(item[action] for action in ("set", "add", "append") if action in item)
        assert value in node if "append" in item else node == value
