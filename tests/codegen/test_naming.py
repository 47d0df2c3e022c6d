"""Python names for names of the contract."""

from __future__ import annotations

import pytest

from codegen import naming


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("AudienceRule", "AudienceRule"),
        ("Pinterest.Lib.Error", "PinterestLibError"),
        ("Exception", "ExceptionSchema"),
        ("Literal", "LiteralSchema"),
        ("None", "NoneSchema"),
        ("3DModel", "N3DModel"),
    ],
)
def test_class_names(component: str, expected: str) -> None:
    assert naming.to_class_name(component) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", "name"),
        ("150x150", "field_150x150"),
        ("x-amz-date", "x_amz_date"),
        ("Content-Type", "Content_Type"),
        ("from", "from_"),
        ("copy", "copy_"),
        ("keys", "keys_"),
        ("model_fields", "model_fields_"),
        ("list", "list_"),
        ("type", "type"),
        ("_private", "field_private"),
    ],
)
def test_attribute_names(name: str, expected: str) -> None:
    assert naming.to_attribute(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("audiences/list", "AUDIENCES_LIST"),
        ("customer_segment_create", "CUSTOMER_SEGMENT_CREATE"),
        ("1p", "VALUE_1P"),
        ("a-b c", "A_B_C"),
        ("!=", "VALUE_"),
    ],
)
def test_constant_names(name: str, expected: str) -> None:
    assert naming.to_constant(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AudienceCreateRequest", "audience_create_request"),
        ("SSIOCreateInsertionOrderRequest", "ssio_create_insertion_order_request"),
        ("ConversionEventsData2", "conversion_events_data2"),
    ],
)
def test_argument_names(name: str, expected: str) -> None:
    assert naming.to_snake_case(name) == expected


def test_a_name_in_use_gets_a_suffix_and_then_a_number() -> None:
    assert naming.make_unique("Thing", set()) == "Thing"
    assert naming.make_unique("THING", {"thing"}, "Value") == "THINGValue"
    assert naming.make_unique("Thing", {"thing", "thingvalue"}, "Value") == "ThingValue2"


def test_method_names() -> None:
    assert naming.to_method_name("audiences/create_custom") == "audiences_create_custom"
    assert naming.to_method_name("get/invites") == "get_invites"
