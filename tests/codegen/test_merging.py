"""Merging the schemas of several kinds of objects into one."""

from __future__ import annotations

from codegen.definitions import (
    Definition,
    ListOf,
    LiteralValues,
    OneOf,
    Property,
    Ref,
    Scalar,
    Type,
)
from codegen.merging import merge_models

TEXT, NUMBER = Scalar("str"), Scalar("int")


def build_model(name: str, *fields: Property) -> Definition:
    return Definition(name, name, "model", list(fields))


def build_field(name: str, kind: Type, *, required: bool = False) -> Property:
    return Property(name, name, kind, required)


CAT = build_model(
    "Cat",
    build_field("kind", LiteralValues(("CAT",)), required=True),
    build_field("name", TEXT, required=True),
    build_field("lives", NUMBER, required=True),
    build_field("likes", ListOf(TEXT)),
)
DOG = build_model(
    "Dog",
    build_field("kind", LiteralValues(("DOG",)), required=True),
    build_field("name", Scalar("str", nullable=True), required=True),
    build_field("likes", ListOf(NUMBER)),
)
PET = Definition("Pet", "Pet", "alias", type=OneOf((Ref("Cat"), Ref("Dog")), "kind"))
ANY_PET = Definition("AnyPet", "AnyPet", "alias", type=OneOf((Ref("Pet"), Ref("Cat"))))
TEXTS = Definition("Texts", "Texts", "alias", type=OneOf((Ref("Cat"), TEXT)))
DEFINITIONS = {item.name: item for item in (CAT, DOG, PET, ANY_PET, TEXTS)}


def test_a_union_has_the_fields_of_all_its_models() -> None:
    for name in ("Pet", "AnyPet"):
        found = merge_models([name], DEFINITIONS)
        assert found is not None
        assert found.name == name
        assert {item.name: (item.type, item.required) for item in found.properties} == {
            "kind": (LiteralValues(("CAT", "DOG")), True),
            "name": (Scalar("str", nullable=True), True),
            "lives": (NUMBER, False),
            "likes": (ListOf(OneOf((TEXT, NUMBER))), False),
        }
        assert (found.get_owner("lives"), found.get_owner("name")) == ("Cat", "Cat")


def test_a_list_of_models_is_merged_too() -> None:
    assert merge_models(["Cat", "Dog"], DEFINITIONS) == merge_models(
        ["Cat", "Dog", "Cat"], DEFINITIONS
    )
    assert merge_models(["Cat"], DEFINITIONS) is CAT


def test_only_models_can_be_merged() -> None:
    for names in (["Texts"], ["Cat", "Unknown"], []):
        assert merge_models(names, DEFINITIONS) is None
