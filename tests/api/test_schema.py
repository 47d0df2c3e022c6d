"""Behavior of all schemas: strict checks of requests, tolerant parsing of responses, conversion to plain data."""

# Tests pass what the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,assignment,call-arg,comparison-overlap,list-item,union-attr,var-annotated"
from __future__ import annotations

import copy
import datetime
import pickle
from collections.abc import Sequence
from types import MappingProxyType
from typing import Annotated, Any, Literal

import pydantic
import pytest

from pinterest.exceptions import UnknownAttribute, UnknownKey, ValidationError
from pinterest.schema import (
    Between,
    Date,
    DateTime,
    Id,
    MaybeText,
    Schema,
    parse_as_type,
    to_request,
)
from pinterest.utils.request_check import RequestCheck


class Stitch(Schema):
    """An embedded value."""

    length: int | None = None


class Quilt(Schema):
    """A value with every kind of field that the generator writes."""

    name: str | None = None
    made: Date | None = None
    sold: DateTime | None = None
    price: Annotated[float, Between(0.5)] | None = None
    copies: Annotated[int, MaybeText, Between(most=5)] | None = None
    size: Literal["small", "large"] | None = None
    class_: str | None = pydantic.Field(None, alias="class")
    stitch: Stitch | None = None
    stitches: list[Stitch] | None = None
    owners: list[Id] | None = None
    code: Annotated[str, pydantic.StringConstraints(pattern=r"^Q[0-9]$")] | None = None


class Needed(Schema):
    """A value with required fields."""

    first: int
    second: int
    stitch: Stitch


@pytest.mark.parametrize("number", [5, 2.5])
def test_a_number_keeps_its_json_type(number):
    parsed = parse_as_type(Quilt, {"price": number})
    assert type(parsed.price) is type(parsed.to_dict()["price"]) is type(number)
    written = to_request(Quilt, {"price": number}, subject="x")
    assert type(written["price"]) is type(number)
    assert Quilt(price=number).to_dict() == {"price": number}


def test_a_schema_is_created_from_keywords_or_a_mapping_or_both():
    for quilt in (
        Quilt(name="Log cabin", class_="A", stitch=Stitch(length=3)),
        Quilt({"name": "Log cabin", "class": "A", "stitch": {"length": 3}}),
        Quilt({"name": "Log cabin", "stitch": {"length": 3}}, class_="A"),
    ):
        assert quilt.to_dict() == {"name": "Log cabin", "class": "A", "stitch": {"length": 3}}
        assert quilt.class_ == quilt["class"] == quilt["class_"] == "A"
        assert quilt.stitch.length == quilt["stitch"]["length"] == 3
        assert quilt.price is quilt["price"] is None
        assert "class" in quilt and "class_" in quilt and "price" not in quilt
        assert list(quilt.keys()) == list(quilt.to_dict())
        assert dict(quilt)["name"] == "Log cabin"
        assert quilt.get("price", 5) == 5
        assert quilt.get("nothing", 5) == 5
    assert Quilt().to_dict() == Quilt(None).to_dict() == {}


def test_repr_shows_the_fields_that_are_set():
    quilt = Quilt(name="Log cabin", size=None)
    assert repr(quilt) == "Quilt(name='Log cabin', size=None)"
    assert quilt.to_dict() == {"name": "Log cabin", "size": None}


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"nam": "x"}, "Quilt: nam: unknown field; did you mean 'name'?"),
        ({"clas": "x"}, "clas: unknown field; did you mean 'class'?"),
        ({"name": 5}, "name: 5 is not valid; allowed: a string"),
        ({"made": "yesterday"}, "made: 'yesterday' is not valid; allowed: a date, or text such as"),
        ({"sold": 5}, "sold: 5 is not valid; allowed: a datetime, or text such as 2026-01-31T10"),
        ({"price": 0.4}, "price: 0.4 is not valid; allowed: 0.5 or more"),
        ({"price": "1"}, "price: '1' is not valid; allowed: a number"),
        ({"copies": 6}, "copies: 6 is not valid; allowed: up to 5"),
        ({"copies": "6"}, "copies: '6' is not valid; allowed: up to 5"),
        ({"size": "huge"}, "size: 'huge' is not valid; allowed: 'small' or 'large'"),
        ({"stitch": 5}, "stitch: 5 is not valid; allowed: a mapping of field names to values"),
        ({"stitch": {"width": 5}}, "stitch.width: unknown field; valid names: length"),
        ({"stitches": [{}, {"length": "x"}]}, "stitches[1].length: 'x' is not valid"),
        ({"stitches": {}}, "stitches: {} is not valid; allowed: a list"),
        ({"owners": [1, "x"]}, "owners[1]: 'x' is not valid; allowed: digits only"),
        ({"code": "R1"}, "code: [hidden] is not valid; allowed: text that matches ^Q[0-9]$"),
        ({"stitch": Needed(first=1, second=2, stitch={})}, "stitch: Needed("),
    ],
)
def test_invalid_fields_are_refused_when_a_schema_is_created(fields, text):
    before = copy.deepcopy(fields)
    with pytest.raises(ValidationError) as caught:
        Quilt(**fields)
    assert text in str(caught.value)
    assert fields == before


def test_an_error_lists_every_problem():
    with pytest.raises(ValidationError) as caught:
        Needed()
    assert caught.value.problems == [
        "first is required",
        "second is required",
        "stitch is required",
    ]
    with pytest.raises(ValidationError) as caught:
        Needed(first="x", second=2, stitch={"length": "y"})
    assert caught.value.problems == [
        "first: 'x' is not valid; allowed: a whole number",
        "stitch.length: 'y' is not valid; allowed: a whole number",
    ]


def test_dates_and_times_are_sent_as_text():
    written = {"made": "2026-01-31", "sold": "2026-01-31T10:00:00"}
    of_objects = Quilt(
        made=datetime.date(2026, 1, 31), sold=datetime.datetime.fromisoformat(written["sold"])
    )
    assert Quilt(written).to_dict() == of_objects.to_dict() == written
    read = parse_as_type(Quilt, written)
    assert read.made == datetime.date(2026, 1, 31)
    assert read.sold == datetime.datetime.fromisoformat(written["sold"])
    assert read.to_dict() == written


def test_a_date_has_no_time():
    noon = datetime.datetime.fromisoformat("2026-01-31T12:00:00")
    assert Quilt(made=noon).to_dict() == {"made": "2026-01-31"}
    for wrong in ("2026-02-30", "20260131", "2026-01-31T10:00:00", "31.01.2026"):
        with pytest.raises(ValidationError, match=r"made: '.*' is not valid; allowed: a date"):
            Quilt(made=wrong)


class Row(Sequence[object]):
    """A sequence that is not a list."""

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return ("5", 6)[index]


def test_any_sequence_and_any_mapping_is_accepted():
    stitches = ({"length": 1}, MappingProxyType({"length": 2}))
    body = MappingProxyType({"stitches": stitches, "owners": Row()})
    expected = {"stitches": [{"length": 1}, {"length": 2}], "owners": ["5", "6"]}
    assert to_request(Quilt, body, subject="POST /quilts") == expected
    assert Quilt(body).to_dict() == Quilt(**body).to_dict() == expected
    assert to_request(list[Quilt], (body, Quilt(body)), subject="POST /quilts") == [expected] * 2
    quilt = Quilt()
    quilt.owners = ("5", 6)
    assert to_request(Quilt, quilt, subject="POST /quilts") == {"owners": ["5", "6"]}
    assert quilt.owners == ("5", 6)
    assert body["stitches"] is stitches


@pytest.mark.parametrize("owners", ["56", b"56", bytearray(b"56"), {5, 6}, {5: 6}, iter("56")])
def test_values_that_are_not_sequences_are_refused_as_lists(owners):
    with pytest.raises(ValidationError, match=r"owners: .* is not valid; allowed: a list"):
        Quilt(owners=owners)


def test_a_response_is_parsed_as_far_as_it_fits():
    answer = {
        "name": "Log cabin",
        "made": "soon",
        "class": 5,
        "copies": "77",
        "price": "1.5",
        "stitch": {"length": "x", "width": 2},
        "stitches": [{"length": "3"}, "x"],
        "owners": [1, "2"],
        "brand_new": {"a": 1},
    }
    before = copy.deepcopy(answer)
    quilt = parse_as_type(Quilt, answer)
    assert quilt.name == "Log cabin"
    assert quilt.made == "soon"
    assert quilt.class_ == quilt["class"] == 5
    assert quilt.copies == 77  # limits only apply to requests
    assert quilt.price == 1.5
    assert isinstance(quilt.stitch, Stitch)
    assert quilt.stitch.length == "x"
    assert quilt.stitch.width == 2
    # A value that is not valid has no effect on the other items.
    assert quilt.stitches[0].length == 3
    assert quilt.stitches[1] == "x"
    assert quilt.owners == ["1", "2"]
    assert quilt.brand_new == quilt["brand_new"] == {"a": 1}
    assert quilt.sold is quilt.size is None
    assert "sold" not in quilt and "brand_new" in quilt and "class" in quilt
    assert set(quilt.to_dict()) == set(answer)
    assert quilt.to_dict()["stitch"] == {"length": "x", "width": 2}
    assert answer == before
    for data in ([], "x", None, 5):
        assert parse_as_type(Quilt, data) == data


@pytest.mark.parametrize("data", [{"name": "Log cabin", "new": [1]}, {"name": 5, "class": "x"}])
def test_schemas_can_be_pickled_and_copied(data):
    quilt = parse_as_type(Quilt, data)
    for twin in (pickle.loads(pickle.dumps(quilt)), copy.copy(quilt), copy.deepcopy(quilt)):
        assert twin == quilt
        assert twin.to_dict() == quilt.to_dict()
    made = Quilt(name="Log cabin")
    assert pickle.loads(pickle.dumps(made)).to_dict() == {"name": "Log cabin"}


def test_an_unknown_name_raises_an_error_with_the_nearest():
    quilt = Quilt()
    with pytest.raises(
        AttributeError, match=r"Quilt has no field 'nam'; did you mean 'name'?"
    ) as at:
        _ = quilt.nam
    assert isinstance(at.value, UnknownAttribute)
    with pytest.raises(KeyError, match=r"Quilt has no field 'nam'; did you mean 'name'?") as key:
        _ = quilt["nam"]
    assert isinstance(key.value, UnknownKey)
    with pytest.raises(AttributeError) as at:
        _ = Stitch().zzzz
    assert str(at.value) == "Stitch has no field 'zzzz'; valid names: length"
    assert not hasattr(quilt, "__array__")


def test_to_request_returns_plain_data_and_changes_nothing():
    quilt = Quilt(name="x", stitches=[{"length": 1}, Stitch()], owners=[5])
    assert to_request(Quilt, quilt, subject="POST /quilts") == {
        "name": "x",
        "stitches": [{"length": 1}, {}],
        "owners": ["5"],
    }
    data = {"copies": "5", "stitch": {"length": None}}
    assert to_request(Quilt, data, subject="POST /quilts") == data
    assert to_request(list[Quilt], [data, quilt], subject="POST /quilts")[0] == data


def test_a_changed_schema_is_checked_when_it_is_sent():
    quilt = Quilt(price=1.0)
    quilt.price = 0.1
    with pytest.raises(
        ValidationError, match=r"POST /quilts: price: 0.1 is not valid; allowed: 0.5"
    ):
        to_request(Quilt, quilt, subject="POST /quilts")
    with pytest.raises(ValidationError, match=r"POST /quilts: \[1\].price: 0.1 is not valid"):
        to_request(list[Quilt], [{}, quilt], subject="POST /quilts")
    quilt.price = None
    quilt.stitch = Stitch()
    quilt.stitch.length = "x"
    with pytest.raises(ValidationError, match=r"POST /quilts: stitch.length: 'x' is not valid"):
        to_request(Quilt, quilt, subject="POST /quilts")


def test_unknown_fields_of_a_response_can_be_sent_back():
    answer = {"name": "x", "to_dict": 1, "cls": 2, "keys": [3], "stitch": {"new": 1}}
    for data in (answer, {**answer, "made": None, "copies": "3"}):
        quilt = parse_as_type(Quilt, data)
        assert to_request(Quilt, quilt, subject="PATCH /quilts") == {
            **data,
            **({"copies": 3} if "copies" in data else {}),
        }
        assert quilt["to_dict"] == 1


def test_a_schema_is_built_only_once():
    for do in (
        lambda kind: parse_as_type(kind, {}),
        lambda kind: parse_as_type(list.__class_getitem__(kind), [{}]),
        lambda kind: to_request(kind, {}, subject="POST /x"),
    ):
        kind: Any = type("Fresh", (Schema,), {})
        do(kind)
        assert kind.__pydantic_complete__, "it would be built again to write or to make one"


def test_fields_named_like_methods_do_not_break_a_response_that_does_not_fit():
    quilt = parse_as_type(Quilt, {"price": "high", "_fields_set": 1, "cls": 2, "to_dict": 3})
    assert quilt.price == "high"
    assert quilt.to_dict() == {"price": "high", "_fields_set": 1, "cls": 2, "to_dict": 3}


def test_unknown_names_can_be_dropped():
    dropped: list[str] = []
    body = {"name": "x", "new": 1, "stitch": {"newer": 2, "length": 3}}
    before = copy.deepcopy(body)
    sent = to_request(Quilt, body, subject="POST /quilts", check=RequestCheck(dropped))
    assert sent == {"name": "x", "stitch": {"length": 3}}
    assert sorted(dropped) == ["new", "newer"]
    assert body == before


def test_values_of_a_form_can_be_converted():
    assert to_request(
        Quilt, {"price": "1.5"}, subject="POST /q", check=RequestCheck(strict=False)
    ) == {"price": 1.5}
    with pytest.raises(ValidationError, match=r"price: 'x' is not valid"):
        to_request(Quilt, {"price": "x"}, subject="POST /q", check=RequestCheck(strict=False))


class Patch(Schema):
    """A value with a field whose attribute differs from the API's name."""

    id: Id
    owner: Id | None = None
    note: str | None = None
    width: str | None = pydantic.Field(default=None, alias="WIDTH")
    __nulls__ = frozenset({"note"})


def test_on_the_wire_null_is_only_valid_where_the_api_has_it():
    def parse_body(body):
        return to_request(
            Patch, body, subject="POST /patches", check=RequestCheck([], on_wire=True)
        )

    assert parse_body({"id": "1", "note": None}) == {"id": "1", "note": None}
    with pytest.raises(ValidationError, match="owner: null is not valid; leave it out"):
        parse_body({"id": "1", "owner": None})
    with pytest.raises(ValidationError, match="id: None is not valid"):
        parse_body({"id": None})
    # Values that callers pass are sent unchanged.
    assert to_request(Patch, {"id": 1, "owner": None}, subject="x") == {"id": "1", "owner": None}


def test_on_the_wire_ids_are_strings_and_fields_have_their_wire_names():
    def parse_body(body):
        dropped: list[str] = []
        check = RequestCheck(dropped, on_wire=True)
        return to_request(Patch, body, subject="POST /patches", check=check), dropped

    with pytest.raises(ValidationError, match="id: 1 is not valid; allowed: a string"):
        parse_body({"id": 1})
    assert parse_body({"id": "1", "width": "5", "WIDTH": "6"}) == (
        {"id": "1", "WIDTH": "6"},
        ["width"],
    )


def test_a_shared_schema_can_be_imported_from_the_module_of_its_tag():
    from pinterest import schemas
    from pinterest.schemas import audiences, campaigns

    assert audiences.AudienceRule is schemas.AudienceRule
    assert campaigns.CampaignCreateRequest is schemas.CampaignCreateRequest
    assert {"AudienceRule", "AudienceCommon"} <= set(audiences.__all__) <= set(dir(audiences))
    with pytest.raises(AttributeError, match="did you mean 'AudienceRule'"):
        getattr(audiences, "AudienceRul")  # noqa: B009  # an attribute would be a type error
