"""The texts of docstrings: rules, phrases, and facts from the contract that they must mention."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from codegen import prose
from codegen.contract import OVERRIDES, apply_overrides, read_overrides
from codegen.definitions import Definition, LiteralValues, Property, Scalar
from codegen.operations import DescribedOperation, describe_operations
from codegen.schema_library import SchemaLibrary
from pinterest.operation import Operation, Parameter

# If the contract's description of a field mentions a unit, the field's note has to mention it too.
_UNITS = (
    (r"milli-?seconds?|miliseconds?", r"[Mm]illiseconds"),
    (r"micro ?currency", r"[Mm]illionths|Deprecated"),
    (r"unix timestamp in seconds|epoch (timestamp in )?\(?seconds", r"Unix timestamps? in seconds"),
    (r"sha ?256 hash(es)? of", r"SHA-256"),
    (r"\bpercent(age)?\b(?! sign)", r"[Pp]ercent|Share"),
)


def build_note(name: str, kind: str) -> str:
    return prose.describe_field("Thing", Property(name, name, Scalar(kind)))


def test_a_field_with_one_allowed_value_says_which():
    known = "What the catalog contains: products, hotels or creative assets."
    field = partial(Property, "catalog_type", "catalog_type")
    assert prose.describe_field("Thing", field(Scalar("str"))) == known
    two, one = LiteralValues(("HOTEL", "RETAIL")), LiteralValues(("HOTEL",))
    assert prose.describe_field("Thing", field(two)) == known
    assert prose.describe_field("Thing", field(one)) == (
        "What the catalog contains. Always `HOTEL` here."
    )


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("bid_in_micro_currency", "int", "Amount in millionths of the ad account's currency."),
        ("goal_in_micro_currency", "str", "Amount in millionths of the ad account's currency."),
        ("fired_ms", "float", "Unix timestamp in milliseconds."),
        ("updated_time", "int", "Time of the last update. Unix timestamp in seconds."),
        ("start_time", "int", "Unix timestamp in seconds."),
        ("updated_time", "DateTime", ""),
        ("custom_label_3", "str", "Custom label 3 for grouping items."),
        ("expires_in", "int", "Lifetime of the token in seconds."),
        ("pct_of_all", "int", "Percentage."),
        ("share_percentage", "float", "Percentage."),
        ("given_name", "str", ""),
    ],
)
def test_rules_for_notes(name: str, kind: str, expected: str) -> None:
    assert build_note(name, kind) == expected


@pytest.mark.parametrize(
    ("schema", "name", "key"),
    [
        ("LeadSubscription", "created_time", "LeadSubscription.created_time"),
        ("AdGroupCreateRequest", "name", "AdGroup*.name"),
        ("AdCreateRequest", "name", "Ad*Request.name"),
        ("Anything", "ad_account_id", "ad_account_id"),
        ("ItemAttributes", "ad_image_12_link", "ad_image_#_link"),
        ("BidOptionsAgeBucketMultipliers", "25-34", "BidOptionsAgeBucketMultipliers.#-#"),
        ("Anything", "unheard_of", ""),
    ],
)
def test_the_most_specific_phrase_for_a_field_is_used(schema: str, name: str, key: str) -> None:
    assert prose.find_field_key(schema, name) == key


def test_a_phrase_for_one_operation_wins_over_the_general_phrase() -> None:
    order = Parameter(name="order", location="query")
    texts = [
        prose.describe_parameter(
            Operation(id=name, tag="t", verb="GET", path="/p"), order, legacy=False
        )
        for name in ("campaigns/list", "audiences/list")
    ]
    assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("name", "required", "expected"),
    [
        ("pin_id", True, "ID of the pin."),
        ("pin_ids", True, "IDs of the pins."),
        ("pin_id", False, "ID of a pin. Only its ad groups are returned."),
        ("ad_group_id", False, "Only return the ad group with this ID."),
        ("ad_group_ids", False, "Only return the ad groups with these IDs."),
        ("ad_ids", False, "IDs of ads. Only their ad groups are returned."),
    ],
)
def test_id_parameters_are_described_by_their_noun(
    name: str, required: bool, expected: str
) -> None:
    operation = Operation(id="ad_groups/list", tag="t", verb="GET", path="/p")
    if name == "ad_group_id":
        operation = Operation(id="ad_group/find", tag="t", verb="GET", path="/p")
    item = Parameter(name=name, location="query", required=required)
    assert prose.describe_parameter(operation, item, legacy=False) == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"enum": tuple(f"V{n}" for n in range(20))}, "X. One of 20 values, such as `V0`, `V1` and `V2`."),
        ({"enum": ("A",)}, "X. The only allowed value is `A`."),
        ({"enum": ("A", "B")}, "X. Either `A` or `B`."),
        ({"enum": ("A", "B", "C"), "default": "B"}, "X. One of `A`, `B` or `C`. Defaults to `B`."),
        ({"enum": ("A", "B"), "many": "csv"}, "X. One or both of `A` and `B`."),
        ({"enum": tuple("ABC"), "many": "csv"}, "X. Any of `A`, `B` and `C`."),
        ({"many": "csv", "default": ("A", "B")}, "X (default `A` and `B`)."),
        ({"kind": "integer", "minimum": 1, "maximum": 250, "default": 25}, "X (1 to 250, default 25)."),
        ({"kind": "integer", "minimum": 1}, "X (at least 1)."),
        ({"kind": "integer", "maximum": 9}, "X (at most 9)."),
        ({"many": "csv", "min_items": 1, "max_items": 50}, "X (1 to 50 values)."),
        ({"kind": "boolean", "default": False}, "X (default False)."),
    ],
)  # fmt: skip
def test_limits_and_defaults_are_part_of_the_description(
    limits: dict[str, Any], expected: str
) -> None:
    operation = Operation(id="things/list", tag="t", verb="GET", path="/p")
    item = Parameter(name="x", location="query", **limits)
    assert prose.describe_parameter(operation, item, legacy=False) == expected


def test_limits_stand_in_the_first_sentence() -> None:
    operation = Operation(id="product_group_promotions/list", tag="t", verb="GET", path="/p")
    item = Parameter(name="product_group_promotion_ids", location="query", many="csv", max_items=9)
    text = prose.describe_parameter(operation, item, legacy=False)
    assert re.match(r"[^.]* \(0 to 9\)\. Required if ", text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("ad", "an"), ("pin", "a"), ("user", "a"), ("SSIOOrder", "an"), ("Audience", "an")],
)
def test_indefinite_articles(word: str, expected: str) -> None:
    assert prose.get_article(word) == expected


@pytest.fixture(scope="module")
def library(published: Path) -> SchemaLibrary:
    settings = read_overrides(OVERRIDES)
    contract = json.loads(published.read_text(encoding="utf-8"))
    return SchemaLibrary(
        apply_overrides(contract, settings["override"]), settings["scope"]["schemas"]
    )


@pytest.fixture(scope="module")
def described(library: SchemaLibrary) -> list[DescribedOperation]:
    return describe_operations(library)


@pytest.mark.slow
def test_every_phrase_is_used(library: SchemaLibrary, described: list[DescribedOperation]) -> None:
    known: dict[str, set[str]] = {
        "operations": {item.operation.id for item in described},
        "schemas": set(library.definitions),
        "fields": {
            prose.find_field_key(definition.name, item.name)
            for definition in library.definitions.values()
            for item in definition.properties
        },
    }
    known["answers"] = known["operations"] | {
        key
        for item in described
        for answer in item.operation.answers
        for key in (answer.schema or "", f"{answer.schema}!")
    }
    known["parameters"] = {
        key
        for item in described
        for name in _list_argument_names(item.operation)
        for key in (name, f"{name}?", f"{item.operation.id}.{name}")
    }
    assert set(prose.read_phrases("words")["examples"].values()) <= known["operations"]
    unused = {name: set(prose.read_phrases(name)) - keys for name, keys in known.items()}
    assert unused == {name: set() for name in known}


def test_errors_with_a_phrase_are_documented(described: list[DescribedOperation]) -> None:
    documented = {
        (item.operation.id, int(status))
        for item in described
        for status in item.endpoint.data["responses"]
        if status.isdigit()
    }
    phrases = {
        (operation, entry["status"])
        for entry in prose.read_phrases("errors")["error"]
        for operation in entry["operations"]
    }
    assert phrases - documented == set()


def test_every_parameter_has_a_description(described: list[DescribedOperation]) -> None:
    names = {
        parameter.name
        for item in described
        for parameter in item.operation.parameters
        if not prose.find_phrase("parameters", item.operation.id, parameter.name)
        and not re.search(r"(^|_)ids?$", parameter.name)
    }
    assert names == set(), "describe these parameters in codegen/phrases/parameters.toml"


@pytest.mark.slow
def test_every_field_of_a_request_has_a_note(library: SchemaLibrary) -> None:
    """A field's name alone does not tell callers what to send."""
    without = [
        f"{definition.name}.{item.name}"
        for definition in library.definitions.values()
        if definition.in_request
        for item in definition.properties
        if not item.read_only and _says_only_the_name(definition.name, item)
    ]
    assert without == [], "describe these fields in codegen/phrases/fields.toml"


def _says_only_the_name(schema: str, item: Property) -> bool:
    """Returns whether a note only repeats the field's name, such as "ID of the pin." for `pin_id`."""
    said = set(re.findall(r"\w+", prose.describe_field(schema, item).lower()))
    return said <= {*re.split(r"[\W_]+", item.name.lower()), "a", "an", "of", "the"}


def test_notes_mention_the_units_of_the_contract(library: SchemaLibrary) -> None:
    wrong = [
        f"{name}.{item.name}: {description!r} but {note!r}"
        for name, item, description in _described_fields(library)
        for unit, expected in _UNITS
        if re.search(unit, description, re.IGNORECASE)
        and not re.search(expected, note := prose.describe_field(name, item))
    ]
    assert wrong == []


def _described_fields(library: SchemaLibrary) -> Iterator[tuple[str, Property, str]]:
    components = library.contract["components"]["schemas"]
    for component in components:
        if component in library.references.in_use:
            definition: Definition | None = library.definitions.get(
                library.get_class_name(component)
            )
            for item in definition.properties if definition else ():
                description = _find_description(components, components[component], item.name)
                if description and isinstance(item.type, Scalar):
                    yield definition.name if definition else "", item, description


def _find_description(components: dict[str, Any], node: dict[str, Any], name: str) -> str:
    reference = node.get("$ref", "").rpartition("/")[2]
    node = components[reference] if reference else node
    own = node.get("properties", {}).get(name, {}).get("description", "")
    inherited = (_find_description(components, part, name) for part in node.get("allOf", ()))
    return str(own or next(filter(None, inherited), ""))


def _list_argument_names(operation: Operation) -> list[str]:
    names = [parameter.name for parameter in operation.parameters]
    return [*names, operation.body.argument] if operation.body else names
