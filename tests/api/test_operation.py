"""How arguments are checked and encoded into path and query."""

from __future__ import annotations

import datetime
import enum
from dataclasses import replace
from typing import Any

import pytest

from pinterest.exceptions import ValidationError
from pinterest.operation import Answer, Operation, Parameter, identifier
from pinterest.operations import all_operations, get
from pinterest.operations.audiences import AUDIENCES_CREATE, AUDIENCES_GET, AUDIENCES_LIST
from pinterest.schema import OpenEnum
from pinterest.utils.suggest import format_value


class Color(OpenEnum):
    """An open enum."""

    RED = "red"


class Number(enum.Enum):
    """A caller's own enum, whose values are not strings."""

    ONE = 1


def build_encoder(**parameter: Any) -> Any:
    """Returns a function that encodes a value as a query parameter."""
    return Parameter(name="p", location="query", **parameter).encode


@pytest.mark.parametrize(
    ("parameter", "value", "pairs"),
    [
        ({}, "a b&c", [("p", "a b&c")]),
        ({"kind": "integer"}, 5, [("p", "5")]),
        ({"kind": "number"}, 1.5, [("p", "1.5")]),
        ({"kind": "number"}, 2, [("p", "2")]),
        ({"kind": "boolean"}, True, [("p", "true")]),
        ({"kind": "boolean"}, False, [("p", "false")]),
        ({"enum": ("red",)}, "red", [("p", "red")]),
        ({"enum": ("red",)}, Color.RED, [("p", "red")]),
        ({"enum": ("red",)}, Color("blue"), [("p", "blue")]),
        ({"kind": "integer", "enum": (1, 7)}, 7, [("p", "7")]),
        ({"format": "date"}, datetime.date(2026, 1, 31), [("p", "2026-01-31")]),
        ({"format": "date"}, "2026-01-31", [("p", "2026-01-31")]),
        (
            {"format": "date"},
            datetime.datetime(2026, 1, 31, 9, tzinfo=datetime.UTC),
            [("p", "2026-01-31")],
        ),
        ({"format": "date-time"}, "2026-01-31T09:00:00Z", [("p", "2026-01-31T09:00:00Z")]),
        (
            {"format": "date-time"},
            datetime.datetime(2026, 1, 31, 9, tzinfo=datetime.UTC),
            [("p", "2026-01-31T09:00:00+00:00")],
        ),
        ({"pattern": r"^\d+$"}, 5, [("p", "5")]),
        ({"pattern": r"^[A-Z]{2}$"}, "US", [("p", "US")]),
        ({"many": "repeat"}, ["a", "b"], [("p", "a"), ("p", "b")]),
        ({"many": "repeat"}, ("a",), [("p", "a")]),
        ({"many": "repeat"}, [], []),
        ({"many": "csv"}, ["a", "b"], [("p", "a,b")]),
        ({"many": "csv", "kind": "integer"}, {5}, [("p", "5")]),
        ({"many": "csv", "pattern": r"^\d+$"}, [1, "2"], [("p", "1,2")]),
        (
            {"kind": "object"},
            {"a": "x", "b": True, "c": {"d": 1}},
            [("p[a]", "x"), ("p[b]", "true"), ("p[c][d]", "1")],
        ),
    ],
    ids=str,
)
def test_values_are_encoded(parameter, value, pairs):
    assert build_encoder(**parameter)(value) == pairs


@pytest.mark.parametrize(
    ("parameter", "value", "text"),
    [
        ({}, 5, "p: 5 is not valid; allowed: a string"),
        ({}, Number.ONE, "allowed: a string"),
        ({}, datetime.date(2026, 1, 31), "allowed: a string"),
        (
            {"format": "date"},
            "2026-1-1",
            "p: '2026-1-1' is not valid; allowed: a date such as 2026-01-31",
        ),
        ({"format": "date"}, "x", "allowed: a date such as"),
        ({"format": "date"}, "", "allowed: a date such as"),
        ({"format": "date"}, "2026-02-30", "allowed: a date such as"),
        ({"format": "date"}, "20260131", "allowed: a date such as"),
        ({"format": "date"}, "2026-01-31T10:00:00", "allowed: a date such as"),
        ({"format": "date", "many": "csv"}, ["2026-01-31", "x"], "p: 'x' is not valid"),
        ({"format": "date-time"}, "2026-01-31T25:00:00", "allowed: a date-time such as"),
        ({"kind": "integer"}, True, "p: True is not valid; allowed: a whole number"),
        ({"kind": "integer"}, "5", "p: '5' is not valid; allowed: a whole number"),
        ({"kind": "integer"}, 1.5, "allowed: a whole number"),
        ({"kind": "number"}, "1", "allowed: a number"),
        ({"kind": "boolean"}, 1, "allowed: True or False"),
        ({"kind": "integer", "minimum": 1}, 0, "p: 0 is not valid; allowed: 1 or more"),
        ({"kind": "integer", "maximum": 5}, 6, "p: 6 is not valid; allowed: up to 5"),
        (
            {"kind": "number", "minimum": 0.5, "maximum": 1},
            2,
            "p: 2 is not valid; allowed: 0.5 to 1",
        ),
        ({"kind": "number", "minimum": 0, "maximum": 1}, float("nan"), "p: nan is not valid"),
        ({"enum": ("red", "blue")}, "green", "p: 'green' is not valid; allowed: red, blue"),
        ({"enum": ("red",)}, 5, "p: 5 is not valid; allowed: red"),
        ({"kind": "integer", "enum": (1, 7)}, 8, "p: 8 is not valid; allowed: 1, 7"),
        ({"pattern": r"^\d+$"}, "5\n", "p: '5\\n' is not valid; allowed: digits only"),
        ({"pattern": r"^\d+$"}, "\uff15", "allowed: digits only"),
        ({"pattern": r"^\d+$"}, 5.0, "p: 5.0 is not valid; allowed: a string of digits or an int"),
        (
            {"pattern": r"^[A-Z]{2}$"},
            "us",
            "p: 'us' is not valid; allowed: text that matches ^[A-Z]{2}$",
        ),
        ({"max_length": 2}, "abc", "p: 'abc' is not valid; allowed: up to 2 characters"),
        ({"min_length": 2}, "a", "p: 'a' is not valid; allowed: 2 or more characters"),
        ({"min_length": 1, "max_length": 2}, "abc", "allowed: 1 to 2 characters"),
        ({"kind": "integer", "maximum": 1000000}, 1000001, "allowed: up to 1000000"),
        (
            {"many": "repeat"},
            "abc",
            "p: 'abc' is not valid; allowed: a list in which each item is a string",
        ),
        ({"many": "repeat"}, {"a": 1}, "allowed: a list in which each item is a string"),
        ({"many": "csv"}, 5, "allowed: a list in which each item is a string"),
        (
            {"many": "csv", "min_items": 1},
            [],
            "p: has 0 items; allowed: 1 or more items",
        ),
        ({"many": "csv", "max_items": 1}, ["a", "b"], "p: has 2 items; allowed: 1 to 1 items"),
        ({"many": "repeat", "enum": ("red",)}, ["red", "x"], "p: 'x' is not valid; allowed: red"),
        ({"kind": "object"}, "x", "p: 'x' is not valid; allowed: a mapping of names to values"),
        ({"kind": "object", "required": True}, {"a": None}, "p: {'a': None} is not valid"),
        ({"kind": "object"}, {"a": {"b": [1, 2]}}, "p[a][b]: [1, 2] is not valid; allowed: a str"),
    ],
    ids=str,
)
def test_invalid_values_are_refused(parameter, value, text):
    with pytest.raises(ValidationError) as caught:
        build_encoder(**parameter)(value)
    assert text in str(caught.value)


def build_path(value: Any, **parameter: Any) -> str:
    """Returns a path that contains a value."""
    part = Parameter(name="scope", location="path", required=True, **parameter)
    operation = Operation(id="x", tag="x", verb="GET", path="/a/{scope}/b", parameters=(part,))
    return operation.prepare({"scope": value}).path


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", "\x00", "a\nb", "a\r", "\t", "\x7f", "a\x85"],
)
def test_a_path_refuses_values_that_would_change_it(value):
    with pytest.raises(ValidationError) as caught:
        build_path(value)
    assert f"scope: {value!r} is not valid; allowed: a non-empty string other than" in str(
        caught.value
    )
    assert str(caught.value).startswith("GET /a/{scope}/b: ")


@pytest.mark.parametrize("value", [[], [""], [".."], ["."], ["a", "b\n"]])
def test_a_path_refuses_lists_with_values_that_would_change_it(value):
    with pytest.raises(
        ValidationError, match=r"scope: .*allowed: (1 or more items|a non-empty string)"
    ):
        build_path(value, many="csv")


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("é/../?#%", "%C3%A9%2F..%2F%3F%23%25"),
        ("../b", "..%2Fb"),
        ("%2e%2e", "%252e%252e"),
        ("a b", "a%20b"),
        ("a\\b", "a%5Cb"),
        ("...", "..."),
        ("595953100599279259-66753b9bb65c46c49bd8503b27fecf9e",) * 2,
    ],
)
def test_a_value_stays_one_segment_of_the_path(value, path):
    assert build_path(value) == f"/a/{path}/b"


@pytest.mark.parametrize("location", ["path", "query"])
def test_text_that_cannot_be_encoded_is_refused(location):
    with pytest.raises(ValidationError, match="allowed: text that can be encoded as UTF-8"):
        Parameter(name="p", location=location).encode("\ud800")


@pytest.mark.parametrize(
    "pair",
    [
        (operation, parameter)
        for operation in all_operations()
        for parameter in operation.parameters
        if parameter.location == "path"
    ],
    ids=lambda pair: f"{pair[0].id}-{pair[1].name}",
)
def test_no_operation_lets_a_value_leave_its_path(pair):
    _, part = pair
    for value in ("", ".", "..", "1\n", "\x00"):
        with pytest.raises(ValidationError, match=f"{part.name}: .* is not valid"):
            part.encode(value)


@pytest.mark.parametrize("name", ["id", "ids", "batch_id", "label_ids"])
def test_an_id_may_be_an_int_and_is_digits_only_where_a_pattern_says_so(name):
    parameter = Parameter(name=name, location="query")
    assert [parameter.encode(value)[0][1] for value in (5, "5", "a-5")] == ["5", "5", "a-5"]
    with pytest.raises(ValidationError, match="True is not valid; allowed: a string or an int"):
        parameter.encode(True)
    with pytest.raises(ValidationError, match="'a-5' is not valid; allowed: digits only"):
        replace(parameter, pattern=r"^\d+$").encode("a-5")


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        ("integrations/get_by_id", "id"),
        ("catalogs_local_stores_delete", "ids"),
        ("catalogs_supplemental_items_batch_get", "batch_id"),
    ],
)
def test_the_server_decides_about_ids_without_a_pattern(operation, name):
    parameter = get(operation).parameter(name)
    value = ["a-5"] if parameter.many else "a-5"
    assert parameter.encode(value) == [(name, "a-5")]


def test_prepare_puts_arguments_into_path_and_query():
    prepared = AUDIENCES_LIST.prepare(
        {"ad_account_id": 5, "page_size": 25, "order": None, "entity_statuses": ["ACTIVE"]}
    )
    assert prepared.path == "/ad_accounts/5/audiences"
    assert prepared.query == [("page_size", "25"), ("entity_statuses", "ACTIVE")]
    assert AUDIENCES_GET.prepare({"ad_account_id": "5", "audience_id": "6"}).query == []


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({}, "ad_account_id is required"),
        ({"ad_account_id": None}, "ad_account_id is required"),
        (
            {"ad_account_id": "5", "pagesize": 1},
            "unknown parameter 'pagesize'; did you mean 'page_size'?",
        ),
        ({"ad_account_id": "x"}, "ad_account_id: 'x' is not valid; allowed: digits only"),
    ],
)
def test_errors_name_the_operation(arguments, text):
    with pytest.raises(ValidationError) as caught:
        AUDIENCES_LIST.prepare(arguments)
    assert str(caught.value) == f"GET /ad_accounts/{{ad_account_id}}/audiences: {text}"


def test_an_operation_without_parameters_refuses_arguments():
    operation = Operation(id="x", tag="x", verb="GET", path="/x")
    with pytest.raises(
        ValidationError, match=r"GET /x: unknown parameter 'a'; no names are valid here"
    ):
        operation.prepare({"a": 1})


def test_facts_about_operations():
    assert AUDIENCES_LIST.is_paged and not AUDIENCES_GET.is_paged
    assert AUDIENCES_LIST.scopes == ("ads:read",)
    assert AUDIENCES_CREATE.scopes == ("ads:write",)
    assert not AUDIENCES_CREATE.repeatable and AUDIENCES_GET.repeatable
    bare = Operation(id="x", tag="x", verb="GET", path="/x", answers=(Answer(status=200),))
    assert bare.scopes == ()
    assert AUDIENCES_LIST.parameter("page_size").maximum == 250
    with pytest.raises(KeyError):
        AUDIENCES_LIST.parameter("size")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("150x150", "_150x150"), ("x-amz-date", "x_amz_date"), ("class", "class_"), ("id", "id")],
)
def test_names_become_identifiers(name, expected):
    assert identifier(name) == expected
    assert Parameter(name=name, location="query").argument == expected


def test_format_value_shortens_and_redacts():
    assert format_value("x" * 100) == "'" + "x" * 58 + "…"
    assert "quilter@example.com" not in format_value({"owner": "quilter@example.com"})
    assert format_value(5) == "5"


def test_the_only_repeatable_writes_besides_updates_are_searches():
    others = {
        operation.id
        for operation in all_operations()
        if operation.repeatable and operation.verb not in ("GET", "PATCH")
    }
    assert others == {
        "ad_groups/audience_sizing",
        "ad_groups_bid_floor/get",
        "advanced_auction_items_get/post",
        "catalogs_local_inventory_items_post",
        "get_campaign_delivery_estimates",
        "items/post",
        "products_by_product_group_filter/list",
    }
    assert all(operation.repeatable for operation in all_operations() if operation.verb == "GET")
