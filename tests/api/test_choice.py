"""Which schema of several an answer is made into."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.schema import Schema, read_answer, to_request
from pinterest.utils.schema_types import Choice


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
