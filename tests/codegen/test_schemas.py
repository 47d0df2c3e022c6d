"""The schemas: how they parse responses and check requests."""

from __future__ import annotations

import re
from typing import Any

import pytest

from codegen.contract import ContractError
from pinterest.exceptions import ValidationError
from pinterest.schema import OpenEnum, Schema, parse_as_type, to_request

from .conftest import PREFIX, Schemas, contract, generate_file

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def object_schema(properties: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **rest}


def convert_to_request(kind: Any, value: object) -> Any:
    return to_request(kind, value, subject="PATCH /things")


def test_required_and_optional_properties(schemas: Schemas) -> None:
    module = schemas({"Thing": object_schema({"a": TEXT, "b": TEXT}, required=["a"])})
    assert convert_to_request(module.Thing, {"a": "x"}) == {"a": "x"}
    with pytest.raises(ValidationError, match="a is required"):
        convert_to_request(module.Thing, {"b": "x"})


def test_names_that_are_not_valid_in_python_keep_their_name_in_json(schemas: Schemas) -> None:
    module = schemas({"Thing": object_schema({"150x150": TEXT, "copy": NUMBER, "from": TEXT})})
    made = parse_as_type(module.Thing, {"150x150": "a", "copy": 1, "from": "b"})
    assert (made.field_150x150, made.copy_, made.from_) == ("a", 1, "b")
    assert made["150x150"] == "a"
    assert convert_to_request(module.Thing, {"150x150": "a", "from_": "b"}) == {
        "150x150": "a",
        "from": "b",
    }


def test_a_schema_can_have_the_name_of_a_builtin(schemas: Schemas) -> None:
    module = schemas({"Exception": object_schema({"code": NUMBER})})
    assert issubclass(module.ExceptionSchema, Schema)
    assert "Exception" not in vars(module)


def test_all_of_becomes_one_class_in_which_later_parts_win(schemas: Schemas) -> None:
    base = object_schema({"a": TEXT, "b": TEXT}, required=["a"])
    more = {"allOf": [{"$ref": PREFIX + "Base"}, object_schema({"b": NUMBER}, required=["b"])]}
    module = schemas({"Base": base, "Thing": {**more, "properties": {"c": {"type": "boolean"}}}})
    assert list(module.Thing.model_fields) == ["a", "b", "c"]
    assert convert_to_request(module.Thing, {"a": "x", "b": 1, "c": True}) == {
        "a": "x",
        "b": 1,
        "c": True,
    }
    for wrong in ({"a": "x"}, {"a": "x", "b": "1"}, {"b": 1}):
        with pytest.raises(ValidationError):
            convert_to_request(module.Thing, wrong)


def test_all_of_a_single_reference_is_that_reference(schemas: Schemas) -> None:
    wrapped = {"allOf": [{"$ref": PREFIX + "Inner"}], "description": "the inner one"}
    module = schemas(
        {"Inner": object_schema({"a": TEXT}), "Thing": object_schema({"inner": wrapped})}
    )
    made = parse_as_type(module.Thing, {"inner": {"a": "x"}})
    assert type(made.inner) is module.Inner


def test_a_component_that_is_another_one_keeps_its_name(schemas: Schemas) -> None:
    module = schemas(
        {"Inner": object_schema({"a": TEXT}), "Outer": {"allOf": [{"$ref": PREFIX + "Inner"}]}}
    )
    assert type(parse_as_type(module.Outer, {"a": "x"})) is module.Outer
    assert convert_to_request(module.Outer, {"a": "x"}) == {"a": "x"}


def test_all_of_can_add_a_default_to_an_enum(schemas: Schemas) -> None:
    color = {"type": "string", "enum": ["RED", "BLUE"]}
    field = {"type": "string", "allOf": [{"$ref": PREFIX + "Color"}], "default": "RED"}
    module = schemas({"Color": color, "Thing": object_schema({"color": field})})
    assert parse_as_type(module.Thing, {"color": "BLUE"}).color is module.Color.BLUE


def test_a_part_that_only_adds_a_default_keeps_the_type(schemas: Schemas) -> None:
    parts = [object_schema({"a": NUMBER}), object_schema({"a": {"default": 3}})]
    module = schemas({"Thing": {"allOf": parts}})
    with pytest.raises(ValidationError, match="a: 'x' is not valid; allowed: a whole number"):
        convert_to_request(module.Thing, {"a": "x"})


def test_a_union_inside_all_of_is_an_error() -> None:
    parts = [
        object_schema({"a": TEXT}),
        {"oneOf": [object_schema({"b": TEXT}), object_schema({"c": TEXT})]},
    ]
    with pytest.raises(ContractError, match="Thing: a part of `allOf` is a union"):
        generate_file(contract({"Thing": {"allOf": parts}}), "schemas/things.py")


def test_requiring_an_undescribed_property_is_an_error() -> None:
    with pytest.raises(ContractError, match=r"Thing: `required` lists \['b'\]"):
        generate_file(
            contract({"Thing": object_schema({"a": TEXT}, required=["b"])}), "schemas/things.py"
        )


def test_inline_objects_are_named_after_their_place_or_title(schemas: Schemas) -> None:
    module = schemas(
        {
            "Thing": object_schema(
                {
                    "size": object_schema({"w": NUMBER}),
                    "parts": {
                        "type": "array",
                        "items": object_schema({"n": NUMBER}, title="SparePart"),
                    },
                    "other": object_schema({"w": NUMBER}, title="other"),
                }
            )
        }
    )
    made = parse_as_type(module.Thing, {"size": {"w": 1}, "parts": [{"n": 1}], "other": {"w": 2}})
    assert type(made.size) is module.ThingSize
    assert type(made.parts[0]) is module.SparePart
    assert type(made.other) is module.ThingOther


def test_enums_are_open_and_their_members_have_valid_names(schemas: Schemas) -> None:
    module = schemas({"Kind": {"type": "string", "enum": ["1p", "A-B", "a_b", "false"]}})
    assert issubclass(module.Kind, OpenEnum)
    assert {item.name: item.value for item in module.Kind} == {
        "VALUE_1P": "1p",
        "A_B": "A-B",
        "A_B_": "a_b",
        "FALSE": "false",
    }
    assert module.Kind("NEW") == "NEW"


def test_a_single_value_is_a_literal_and_inline_enums_have_a_class(schemas: Schemas) -> None:
    fixed = {"type": "string", "enum": ["RETAIL"]}
    several = {"type": "string", "enum": ["A", "B"]}
    number = {"type": "integer", "enum": [1, 7, 30]}
    module = schemas({"Thing": object_schema({"fixed": fixed, "several": several, "days": number})})
    assert convert_to_request(module.Thing, {"fixed": "RETAIL", "several": "A", "days": 7})
    for wrong in ({"fixed": "HOTEL"}, {"several": "C"}, {"days": 2}):
        with pytest.raises(ValidationError):
            convert_to_request(module.Thing, wrong)
    made = parse_as_type(module.Thing, {"fixed": "HOTEL", "several": "C", "days": 2})
    assert (made.fixed, made.several, made.days) == ("HOTEL", "C", 2)
    assert type(made.several) is module.ThingSeveral


def test_a_mapping_with_fixed_keys_that_are_not_identifiers(schemas: Schemas) -> None:
    operators = object_schema({"=": TEXT, "!=": TEXT}, additionalProperties=False, minProperties=1)
    module = schemas({"Thing": object_schema({"url": operators})})
    assert convert_to_request(module.Thing, {"url": {"!=": "x"}}) == {"url": {"!=": "x"}}
    for wrong in ({}, {"~": "x"}, {"=": 1}):
        with pytest.raises(ValidationError, match="url"):
            convert_to_request(module.Thing, {"url": wrong})


def test_a_request_that_can_contain_any_names_is_a_mapping(schemas: Schemas) -> None:
    prices = object_schema({"SAMPLE": TEXT}, additionalProperties={"type": "number", "maximum": 10})
    module = schemas({"Prices": prices, "Thing": object_schema({"inline": prices})})
    assert convert_to_request(module.Prices, {"anything": 1.5, "SAMPLE": "x"}) == {
        "anything": 1.5,
        "SAMPLE": "x",
    }
    assert convert_to_request(module.Thing, {"inline": {"a": 1.0}}) == {"inline": {"a": 1.0}}
    with pytest.raises(ValidationError, match="up to 10"):
        convert_to_request(module.Prices, {"anything": 11.0})


@pytest.mark.parametrize(
    ("schema", "right", "invalid"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 10}, 10, 11),
        ({"type": "number", "maximum": 1}, 0.5, 1.5),
        ({"type": "string", "maxLength": 3}, "abc", "abcd"),
        ({"type": "string", "minLength": 1}, "a", ""),
        ({"type": "string", "pattern": "^[a-z]+$"}, "abc", "abc\n"),
        ({"type": "string", "pattern": r"^\d+$"}, "12", "1a"),
        ({"type": "array", "items": NUMBER, "minItems": 1, "maxItems": 2}, [1], [1, 2, 3]),
        ({"type": "array", "items": NUMBER, "minItems": 1}, [1], []),
        ({"type": "string", "format": "date"}, "2026-01-31", "soon"),
        ({"type": "string", "format": "date"}, "2026-01-31", "2026-02-30"),
        ({"type": "string", "format": "date-time"}, "2026-01-31T10:00:00Z", "2026-01-31T25:00"),
    ],
)
def test_limits_apply_to_requests_but_not_to_responses(
    schemas: Schemas, schema: dict[str, Any], right: object, invalid: object
) -> None:
    module = schemas({"Thing": object_schema({"a": schema})})
    assert convert_to_request(module.Thing, {"a": right}) == {"a": right}
    with pytest.raises(ValidationError, match="a: "):
        convert_to_request(module.Thing, {"a": invalid})
    assert parse_as_type(module.Thing, {"a": invalid}).to_dict() == {"a": invalid}


def test_schemas_used_only_in_responses_have_no_limits() -> None:
    answer = object_schema({"a": {"type": "string", "maxLength": 3}})
    data = contract({"Thing": answer}, requestBody=None)
    assert "Length(" not in generate_file(data, "schemas/things.py").split("class ", 1)[1]


@pytest.mark.parametrize(
    ("value", "is_valid"), [(5, True), ("5", True), ("x", False), ("11", False)]
)
def test_a_number_or_a_string_of_digits(schemas: Schemas, value: object, is_valid: bool) -> None:
    digits = {"anyOf": [{**NUMBER, "maximum": 10}, {**TEXT, "pattern": r"^\d+$"}]}
    module = schemas({"Thing": object_schema({"a": digits})})
    assert parse_as_type(module.Thing, {"a": "5"}).a == 5
    if is_valid:
        assert convert_to_request(module.Thing, {"a": value}) == {"a": value}
    else:
        with pytest.raises(ValidationError, match="a: "):
            convert_to_request(module.Thing, {"a": value})


def test_read_only_properties_are_read_but_cannot_be_sent(schemas: Schemas) -> None:
    module = schemas(
        {"Thing": object_schema({"id": {**TEXT, "readOnly": True}, "name": TEXT}, required=["id"])}
    )
    assert parse_as_type(module.Thing, {"id": "1"}).id == "1"
    assert convert_to_request(module.Thing, {"name": "x"}) == {"name": "x"}
    with pytest.raises(ValidationError, match="the API sets it"):
        convert_to_request(module.Thing, {"id": "1", "name": "x"})


def test_read_only_properties_of_a_response_are_left_out_when_it_is_sent_back(
    schemas: Schemas,
) -> None:
    made = {**TEXT, "readOnly": True}
    inner = object_schema({"made": made, "size": NUMBER})
    module = schemas({"Thing": object_schema({"id": made, "name": TEXT, "inner": inner})})
    answer = {"id": "1", "name": "x", "inner": {"made": "today", "size": 2}, "new": 1}
    value = parse_as_type(module.Thing, answer)
    assert convert_to_request(module.Thing, value) == {"name": "x", "inner": {"size": 2}, "new": 1}
    assert value.to_dict() == answer


def test_ids_with_a_prefix_can_be_ints(schemas: Schemas) -> None:
    module = schemas({"Thing": object_schema({"a": {**TEXT, "pattern": r"^(AG)?\d+$"}})})
    for value in (5, "5", "AG5"):
        assert convert_to_request(module.Thing, {"a": value}) == {"a": str(value)}
    for wrong in ("G5", -5, True, 5.0):
        with pytest.raises(ValidationError, match="a: "):
            convert_to_request(module.Thing, {"a": wrong})


def test_fields_used_only_in_requests_are_annotated_with_input_types() -> None:
    color = {"type": "string", "enum": ["RED", "BLUE"]}
    both = object_schema({"color": {"$ref": PREFIX + "Color"}})
    request = object_schema(
        {
            "color": {"$ref": PREFIX + "Color"},
            "ids": {"type": "array", "items": {**TEXT, "pattern": r"^\d+$"}},
            "day": {**TEXT, "format": "date"},
            "both": {"$ref": PREFIX + "Both"},
            "sizes": {"type": "object", "additionalProperties": NUMBER},
            "share": {"anyOf": [NUMBER, {**TEXT, "pattern": r"^\d+$"}]},
        }
    )
    components = {"Color": color, "Both": both, "Asked": request}
    data = contract(components, body={"$ref": PREFIX + "Asked"}, answer={"$ref": PREFIX + "Both"})
    text = generate_file(data, "schemas/things.py")
    assert 'ColorOrText: TypeAlias = Color | Literal["RED", "BLUE"]' in text
    fields = dict(
        re.findall(r"^    (\w+): (.*) = None$", text.split("class Asked")[1], re.MULTILINE)
    )
    assert fields == {
        "color": "ColorOrText | None",
        "ids": "ListLike[IdOrInt] | None",
        "day": "DateOrText | None",
        "both": "OrMapping[Both] | None",
        "sizes": "DictLike[str, int] | None",
        "share": "IntOrText | None",
    }
    assert "    color: Color | None = None" in text.split("class Both")[1].split("class ")[0]


def test_input_types_are_the_plain_types_at_runtime(schemas: Schemas) -> None:
    many = {"type": "string", "enum": [f"V{number}" for number in range(100)]}
    part = object_schema({"many": {"$ref": PREFIX + "Many"}})
    request = object_schema(
        {"part": {"$ref": PREFIX + "Part"}, "parts": {"type": "array", "items": part}}
    )
    components = {"Many": many, "Part": part, "Asked": request}
    made = {"body": {"$ref": PREFIX + "Asked"}, "answer": object_schema({"a": TEXT})}
    module = schemas(components, **made)
    assert module.ManyOrText is module.Many
    assert module.Asked.model_fields["part"].annotation == module.Part | None
    assert type(module.Asked(part={"many": "V1"}).part.many) is module.Many
    text = generate_file(contract(components, **made), "schemas/things.py")
    assert 'ManyOrText: TypeAlias = Many | Literal["V0", "V1", ' in text


def test_schemas_that_refer_to_each_other(schemas: Schemas) -> None:
    module = schemas(
        {
            "Egg": object_schema({"hen": {"$ref": PREFIX + "Hen"}}),
            "Hen": object_schema({"eggs": {"type": "array", "items": {"$ref": PREFIX + "Egg"}}}),
        }
    )
    made = parse_as_type(module.Hen, {"eggs": [{"hen": {"eggs": []}}]})
    assert type(made.eggs[0].hen) is module.Hen


def test_notes_of_fields_mention_units() -> None:
    data = contract(
        {"Thing": object_schema({"budget_in_micro_currency": NUMBER, "created_time": NUMBER})}
    )
    text = generate_file(data, "schemas/things.py")
    assert "millionths of" in text
    assert "Unix timestamp in seconds" in text
