"""How the schema for a value is chosen from the members of a union."""

# Tests create types dynamically, and use values that may be None according to their types.
# mypy: disable-error-code="call-arg,index,union-attr,valid-type"
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import pytest

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.schema import Schema, parse_as_type, to_request
from pinterest.utils.schema_types import Choice, deferred


class Square(Schema):
    """A member with a discriminator."""

    kind: Literal["square"]
    side: int


class Circle(Schema):
    """A member with a discriminator."""

    kind: Literal["circle"]
    radius: int


class Note(Schema):
    """A member without required fields."""

    text: str | None = None


TOLD = Annotated[Square | Circle, Choice("kind", {"square": "Square", "circle": "Circle"})]
LIKE = Annotated[Square | Circle | Note, Choice()]


@pytest.mark.parametrize(
    ("union", "data", "kind"),
    [
        (TOLD, {"kind": "circle"}, Circle),
        (LIKE, {"radius": 1}, Circle),
        (LIKE, {"kind": "square"}, Square),
        (LIKE, {"text": "Hem"}, Note),
    ],
)
def test_a_response_becomes_the_member_that_it_matches(union, data, kind):
    assert type(parse_as_type(union, data)) is kind


@pytest.mark.parametrize("data", [{"kind": "star"}, {"radius": 1}, {"points": 5}, {}])
def test_a_response_without_a_known_discriminator_stays_as_it_is(data):
    assert parse_as_type(TOLD, data) == data
    assert type(parse_as_type(TOLD, data)) is dict


@pytest.mark.parametrize("data", [{"kind": "star"}, {"points": 5}, {}])
def test_a_response_that_matches_no_member_stays_as_it_is(data):
    assert type(parse_as_type(LIKE, data)) is dict


def test_a_filter_of_an_unknown_kind_stays_as_it_is():
    new = {"NEW_FILTER": {"values": ["x"]}}
    known = {"BRAND": {"values": ["x"]}}
    read = parse_as_type(schemas.CatalogsProductGroupFilters, {"any_of": [new, known]})
    assert read.any_of[0] == new
    assert type(read.any_of[1]) is schemas.BrandFilter
    assert read.to_dict() == {"any_of": [new, known]}


def test_an_error_names_the_missing_field_of_the_closest_member():
    with pytest.raises(ValidationError, match="radius"):
        to_request(TOLD, {"kind": "circle"}, subject="shapes")
    with pytest.raises(ValidationError, match=r"valid names|required"):
        to_request(LIKE, {"points": 5}, subject="shapes")


class ByMail(Schema):
    """Requires one field."""

    email: str
    phone: str | None = None
    name: str | None = None


class ByPhone(Schema):
    """Requires two other fields."""

    email: str | None = None
    phone: str
    name: str


WAYS = Annotated[ByMail | ByPhone | Circle, Choice()]


@pytest.mark.parametrize("data", [{}, {"name": "A"}, {"phone": "5"}, {"nam": "A"}])
def test_a_request_without_any_required_set_of_fields_lists_all_of_them(data):
    with pytest.raises(ValidationError) as caught:
        to_request(WAYS, data, subject="POST /orders")
    text = "one of these is required: email; phone and name"
    assert str(caught.value) == f"POST /orders: body: {text}"
    with pytest.raises(ValidationError, match=rf"^orders: \[1\]: {text}$"):
        to_request(list[WAYS], [{"email": "a"}, data], subject="orders")


def test_a_request_with_one_of_the_required_sets_is_accepted():
    for data in ({"email": "a"}, {"phone": "5", "name": "A"}, {"email": "a", "phone": "5"}):
        assert to_request(WAYS, data, subject="POST /orders") == data
    with pytest.raises(ValidationError, match=r"email: .* is not valid; allowed: a string"):
        to_request(WAYS, {"email": 5}, subject="POST /orders")


class Basket(Schema):
    """A value that contains values from other modules."""

    rule: deferred("AudienceRule") | None = None
    rules: list[deferred("AudienceRule")] | None = None
    status: deferred("EntityStatus") | None = None


def test_a_deferred_schema_is_checked_and_parsed_like_any_other():
    fields = {"rule": {"seed_id": ["1"]}, "rules": [{"country": "US"}], "status": "ACTIVE"}
    made = Basket(fields)
    assert (type(made.rule), type(made.rules[0])) == (schemas.AudienceRule, schemas.AudienceRule)
    assert type(made.status) is schemas.EntityStatus
    assert to_request(Basket, made, subject="POST /baskets") == fields
    for wrong, text in (
        ({"rule": {"contry": "US"}}, "rule.contry: unknown field; did you mean 'country'?"),
        ({"rules": [{"percentage": 11}]}, r"rules\[0\].percentage: 11 is not valid"),
        ({"status": "ACTVE"}, "status: 'ACTVE' is not valid; allowed: ACTIVE"),
    ):
        with pytest.raises(ValidationError, match=text):
            Basket(wrong)
    read = parse_as_type(Basket, {"rule": {"new": 1}, "status": "NEW", "rules": ["x"]})
    assert (type(read.rule), read.rule.new) == (schemas.AudienceRule, 1)
    assert (read.status, read.rules) == ("NEW", ["x"])


def test_a_module_that_gathers_others_loads_only_those_that_are_used():
    code = (
        "import sys; from pinterest.schema import to_request as send\n"
        "from pinterest.schemas import BulkUpsertRequestUpdate as B\n"
        "loaded = lambda: sorted(n[18:] for n in sys.modules if n[:18] == 'pinterest.schemas.')\n"
        "print(*loaded())\n"
        "send(B, {'labels': [{'id': 1}], 'keywords': [{'id': 1}]}, subject='x')\n"
        "print(*loaded())\n"
    )
    root = Path(__file__).resolve().parents[2]
    out = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=root)
    assert out.split("\n")[:2] == ["bulk common", "bulk common keywords_bulk"]
