"""Which schema of several an answer is made into."""

# Types that are made when they are asked for, and values that may be None by their type.
# mypy: disable-error-code="call-arg,index,union-attr,valid-type"
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import pytest

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.schema import Schema, read_answer, to_request
from pinterest.utils.schema_types import Choice, later


class Square(Schema):
    """Told by its name."""

    kind: Literal["square"]
    side: int


class Circle(Schema):
    """Told by its name."""

    kind: Literal["circle"]
    radius: int


class Note(Schema):
    """Has nothing that it must have."""

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
def test_an_answer_becomes_the_schema_that_it_is_like(union, data, kind):
    assert type(read_answer(union, data)) is kind


@pytest.mark.parametrize("data", [{"kind": "star"}, {"radius": 1}, {"points": 5}, {}])
def test_an_answer_that_does_not_tell_its_kind_stays_as_it_came(data):
    assert read_answer(TOLD, data) == data
    assert type(read_answer(TOLD, data)) is dict


@pytest.mark.parametrize("data", [{"kind": "star"}, {"points": 5}, {}])
def test_an_answer_that_is_like_none_stays_as_it_came(data):
    assert type(read_answer(LIKE, data)) is dict


def test_a_filter_of_a_new_kind_stays_as_it_came():
    new = {"NEW_FILTER": {"values": ["x"]}}
    known = {"BRAND": {"values": ["x"]}}
    read = read_answer(schemas.CatalogsProductGroupFilters, {"any_of": [new, known]})
    assert read.any_of[0] == new
    assert type(read.any_of[1]) is schemas.BrandFilter
    assert read.to_dict() == {"any_of": [new, known]}


def test_a_request_is_told_what_its_likeliest_kind_lacks():
    with pytest.raises(ValidationError, match="radius"):
        to_request(TOLD, {"kind": "circle"}, what="shapes")
    with pytest.raises(ValidationError, match=r"valid names|required"):
        to_request(LIKE, {"points": 5}, what="shapes")


class Basket(Schema):
    """A value that holds values of other modules."""

    rule: later("AudienceRule") | None = None
    rules: list[later("AudienceRule")] | None = None
    status: later("EntityStatus") | None = None


def test_what_is_loaded_later_is_checked_and_read_as_if_it_stood_there():
    fields = {"rule": {"seed_id": ["1"]}, "rules": [{"country": "US"}], "status": "ACTIVE"}
    made = Basket(fields)
    assert (type(made.rule), type(made.rules[0])) == (schemas.AudienceRule, schemas.AudienceRule)
    assert type(made.status) is schemas.EntityStatus
    assert to_request(Basket, made, what="POST /baskets") == fields
    for wrong, text in (
        ({"rule": {"contry": "US"}}, "rule.contry: unknown field; did you mean 'country'?"),
        ({"rules": [{"percentage": 11}]}, r"rules\[0\].percentage: 11 is not valid"),
        ({"status": "ACTVE"}, "status: 'ACTVE' is not valid; allowed: ACTIVE"),
    ):
        with pytest.raises(ValidationError, match=text):
            Basket(wrong)
    read = read_answer(Basket, {"rule": {"new": 1}, "status": "NEW", "rules": ["x"]})
    assert (type(read.rule), read.rule.new) == (schemas.AudienceRule, 1)
    assert (read.status, read.rules) == ("NEW", ["x"])


def test_what_gathers_others_loads_no_more_of_them_than_is_used():
    code = (
        "import sys; from pinterest.schema import to_request as send\n"
        "from pinterest.schemas import BulkUpsertRequestUpdate as B\n"
        "loaded = lambda: sorted(n[18:] for n in sys.modules if n[:18] == 'pinterest.schemas.')\n"
        "print(*loaded())\n"
        "send(B, {'labels': [{'id': 1}], 'keywords': [{'id': 1}]}, what='x')\n"
        "print(*loaded())\n"
    )
    root = Path(__file__).resolve().parents[2]
    out = subprocess.check_output([sys.executable, "-c", code], text=True, cwd=root)
    assert out.split("\n")[:2] == ["bulk common", "bulk common keywords_bulk"]
