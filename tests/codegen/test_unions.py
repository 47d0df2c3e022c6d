"""Unions: which variant a value belongs to."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.exceptions import ValidationError
from pinterest.schema import parse_as_type, to_request

from .conftest import PREFIX, Schemas

TEXT = {"type": "string"}
CAT = {"type": "object", "properties": {"kind": TEXT, "lives": {"type": "integer"}}}
DOG = {"type": "object", "properties": {"kind": TEXT, "tricks": {"type": "array", "items": TEXT}}}
MEMBERS = [{"$ref": PREFIX + "Cat"}, {"$ref": PREFIX + "Dog"}]
PET = {
    "oneOf": MEMBERS,
    "discriminator": {
        "propertyName": "kind",
        "mapping": {"CAT": PREFIX + "Cat", "DOG": PREFIX + "Dog"},
    },
}
WITH_TAG = {"Cat": CAT, "Dog": DOG, "Pet": PET}


def convert_to_request(kind: Any, value: object) -> Any:
    return to_request(kind, value, subject="PATCH /things")


def test_the_discriminator_selects_the_variant_and_has_fixed_values_in_each(
    schemas: Schemas,
) -> None:
    module = schemas(WITH_TAG)
    assert type(parse_as_type(module.Pet, {"kind": "DOG"})) is module.Dog
    assert convert_to_request(module.Pet, {"kind": "CAT", "lives": 9}) == {
        "kind": "CAT",
        "lives": 9,
    }
    cat = module.Cat(kind="CAT", lives=9)
    assert convert_to_request(module.Pet, cat) == {"kind": "CAT", "lives": 9}
    with pytest.raises(ValidationError, match="kind is required"):
        convert_to_request(module.Pet, {"lives": 9})
    with pytest.raises(ValidationError, match="kind: 'DOG' is not valid; allowed: 'CAT'"):
        module.Cat(kind="DOG")


def test_a_response_can_contain_an_unknown_variant(schemas: Schemas) -> None:
    module = schemas(
        {**WITH_TAG, "Home": {"type": "object", "properties": {"pets": build_list_schema("Pet")}}}
    )
    bird = {"kind": "BIRD", "wings": 2}
    made = parse_as_type(module.Home, {"pets": [{"kind": "CAT", "lives": "9"}, bird]})
    assert made.pets[1] == bird
    assert type(made.pets[0]) is module.Cat
    assert made.pets[0].lives == 9


def test_a_request_cannot_contain_an_unknown_variant(schemas: Schemas) -> None:
    module = schemas(WITH_TAG)
    with pytest.raises(ValidationError, match="kind being one of CAT, DOG"):
        convert_to_request(module.Pet, {"kind": "BIRD"})
    with pytest.raises(ValidationError, match="mapping"):
        convert_to_request(module.Pet, 5)


def test_errors_name_the_field_of_the_selected_variant(schemas: Schemas) -> None:
    module = schemas(
        {**WITH_TAG, "Home": {"type": "object", "properties": {"pets": build_list_schema("Pet")}}}
    )
    with pytest.raises(ValidationError) as caught:
        convert_to_request(
            module.Home, {"pets": [{"kind": "CAT"}, {"kind": "CAT", "lives": "many", "tail": 1}]}
        )
    assert "pets[1].tail: unknown field" in str(caught.value)
    with pytest.raises(ValidationError) as caught:
        convert_to_request(module.Home, {"pets": [{"kind": "CAT", "lives": "many"}]})
    assert "pets[0].lives: 'many' is not valid; allowed: a whole number" in str(caught.value)


def test_without_a_discriminator_the_field_names_select_the_variant(schemas: Schemas) -> None:
    module = schemas({"Cat": CAT, "Dog": DOG, "Pet": {"oneOf": MEMBERS}})
    assert type(parse_as_type(module.Pet, {"lives": 9})) is module.Cat
    assert type(parse_as_type(module.Pet, {"tricks": [], "new": 1})) is module.Dog


def test_without_a_discriminator_required_fields_and_fixed_values_select_the_variant(
    schemas: Schemas,
) -> None:
    by_mail = {"type": "object", "properties": {"mail": TEXT, "id": TEXT}, "required": ["mail"]}
    by_id = {"type": "object", "properties": {"mail": TEXT, "id": TEXT}, "required": ["id"]}
    fixed = {"type": "object", "properties": {"id": {**TEXT, "enum": ["NONE"]}}, "required": ["id"]}
    module = schemas({"Key": {"anyOf": [by_mail, by_id, fixed]}})
    assert type(parse_as_type(module.Key, {"mail": "m"})) is module.KeyAnyOf
    assert type(parse_as_type(module.Key, {"id": "NONE"})).__name__ == "KeyAnyOf2"
    assert type(parse_as_type(module.Key, {"id": "7", "mail": "m"})) is module.KeyAnyOf


def test_a_union_of_an_object_and_a_list_of_it(schemas: Schemas) -> None:
    either = {"anyOf": [{"$ref": PREFIX + "Cat"}, build_list_schema("Cat")]}
    module = schemas({"Cat": CAT, "Home": {"type": "object", "properties": {"cats": either}}})
    assert convert_to_request(module.Home, {"cats": {"lives": 1}}) == {"cats": {"lives": 1}}
    assert convert_to_request(module.Home, {"cats": [{"lives": 1}]}) == {"cats": [{"lives": 1}]}
    with pytest.raises(ValidationError, match=r"cats\[1\]\.lives: 'x' is not valid"):
        convert_to_request(module.Home, {"cats": [{}, {"lives": "x"}]})
    assert parse_as_type(module.Home, {"cats": 5}).cats == 5


def test_a_union_of_plain_types(schemas: Schemas) -> None:
    either = {"anyOf": [TEXT, {"type": "array", "items": TEXT}, {"type": "number"}]}
    module = schemas({"Thing": {"type": "object", "properties": {"a": either}}})
    for value in ("x", ["x"], 1.5):
        assert convert_to_request(module.Thing, {"a": value}) == {"a": value}
    with pytest.raises(ValidationError, match="a: True is not valid"):
        convert_to_request(module.Thing, {"a": True})


def test_a_null_variant_makes_the_union_nullable(schemas: Schemas) -> None:
    either = {"anyOf": [{"$ref": PREFIX + "Cat"}, {"enum": [None]}]}
    module = schemas(
        {"Cat": CAT, "Home": {"type": "object", "required": ["cat"], "properties": {"cat": either}}}
    )
    assert convert_to_request(module.Home, {"cat": None}) == {"cat": None}
    assert type(parse_as_type(module.Home, {"cat": {"lives": 1}}).cat) is module.Cat


def test_nested_unions_become_one_union(schemas: Schemas) -> None:
    fish = {"type": "object", "properties": {"scales": {"type": "integer"}}, "required": ["scales"]}
    both = {"oneOf": [{"$ref": PREFIX + "Pet"}, {"$ref": PREFIX + "Fish"}]}
    module = schemas({**WITH_TAG, "Fish": fish, "Animal": both})
    assert type(parse_as_type(module.Animal, {"scales": 3})) is module.Fish
    assert type(parse_as_type(module.Animal, {"kind": "DOG"})) is module.Dog


def build_list_schema(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": PREFIX + name}}
