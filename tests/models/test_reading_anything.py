"""Reading never fails: for any JSON in a response, every field can be read and printed."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="assignment,comparison-overlap,union-attr"
from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
import responses
from hypothesis import given
from hypothesis import strategies as st

from pinterest import Audience, AudienceInsights
from pinterest.api import AudienceInsightsApi, AudiencesApi
from pinterest.exceptions import ServerError
from pinterest.schema import Schema
from pinterest.schemas import AudienceRule, Currency
from tests.models import stub
from tests.models.fields import fields_of

TEXT = st.text(st.characters(exclude_categories=()), max_size=8)  # lone surrogates included
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | TEXT
    | st.sampled_from(["5", "1.5", "READY", "9" * 5000, "2026-01-31", "true", "", "1\n"])
)
AWKWARD = ["cls", "self", "_fields_set", "to_dict", "keys", "model_fields", "__class__", "a b", ""]
NAMES = st.sampled_from(
    [
        *AWKWARD,
        *fields_of(Audience),
        *fields_of(AudienceInsights),
        *"retention_days url event_data line_items currency ages key ratio".split(),
    ]
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
)
OBJECTS = st.dictionaries(NAMES, JSON, max_size=8)
INSIGHTS = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/audience_insights"


def read_everything(value: Any) -> None:
    """Reads everything in a value, recursively."""
    repr(value)
    if isinstance(value, list):
        for item in value:
            read_everything(item)
    if isinstance(value, Schema):
        value._repr_html_().encode()
        assert set(value.keys()) == set(value.to_dict())
        for name in type(value).model_fields:
            read_everything(getattr(value, name))
            assert value[name] is getattr(value, name)
        assert len(value) == len(dict(value))
        for name in value:
            assert name in value
            read_everything(value[name])


@pytest.mark.slow
@given(answer=OBJECTS)
def test_every_field_of_a_rich_model_can_be_read(answer):
    # A response with another ID than the requested one is an error.
    answer = {name: value for name, value in answer.items() if name not in ("id", "type")}
    with responses.RequestsMock() as mock:
        mock.add("GET", stub.ONE, json=answer)
        mock.add("GET", INSIGHTS, json=answer)
        objects: list[Audience | AudienceInsights] = [
            Audience(stub.ACCOUNT, stub.ID, stub.client()).refresh(),
            AudienceInsights.get(stub.ACCOUNT, "YOUR_TOTAL_AUDIENCE", stub.client()),
        ]
        for thing in objects:
            for name in fields_of(type(thing)):
                read_everything(getattr(thing, name))
            repr(thing)
            thing._repr_html_().encode()
            assert thing.to_dict() == answer
            twin = pickle.loads(pickle.dumps(thing))
            assert twin == copy.deepcopy(thing) == thing
            assert twin.to_dict() == answer
            read_everything(getattr(twin, "rule", None))
            for name in {*answer} - {*dir(thing)} - {""}:
                if not name.startswith("_"):
                    assert getattr(thing, name) == answer[name]
        assert len(mock.calls) == 2


@pytest.mark.slow
@given(answer=OBJECTS)
def test_every_field_of_a_schema_can_be_read(answer):
    with responses.RequestsMock() as mock:
        mock.add("GET", stub.ONE, json=answer)
        mock.add("GET", INSIGHTS, json=answer)
        read: list[Schema] = [
            AudiencesApi(stub.client()).audiences_get(stub.ACCOUNT, stub.ID),
            AudienceInsightsApi(stub.client()).audience_insights_get(
                stub.ACCOUNT, "YOUR_TOTAL_AUDIENCE"
            ),
        ]
    for value in read:
        read_everything(value)
        assert set(value.to_dict()) == set(answer)
        json.dumps(value.to_dict())
        assert pickle.loads(pickle.dumps(value)) == value
        for name in set(answer) - set(type(value).model_fields):
            assert name in value
            assert value[name] == answer[name]


@pytest.mark.slow
@given(answer=JSON)
def test_a_response_that_is_not_an_object_is_an_error(answer):
    with responses.RequestsMock() as mock:
        mock.add("GET", INSIGHTS, body=json.dumps(answer), content_type="application/json")
        api = AudienceInsightsApi(stub.client())
        if isinstance(answer, dict):
            read_everything(api.audience_insights_get(stub.ACCOUNT, "YOUR_TOTAL_AUDIENCE"))
            return
        with pytest.raises(ServerError, match="the response is not an object"):
            api.audience_insights_get(stub.ACCOUNT, "YOUR_TOTAL_AUDIENCE")


@given(items=st.lists(JSON, max_size=4), bookmark=st.none() | st.just(""))
def test_every_item_of_a_page_can_be_read(items, bookmark):
    with responses.RequestsMock() as mock:
        mock.add("GET", stub.LIST, json={"items": items, "bookmark": bookmark})
        page = AudiencesApi(stub.client()).audiences_list(stub.ACCOUNT)
    assert len(page.items) == len(items)
    read_everything(page.items)
    json.dumps(page.to_dict())
    assert page.bookmark is None


@pytest.fixture
def read():
    """Returns a function that reads an audience from a response."""

    def read(**answer: Any) -> Audience:
        stub.answers("GET", stub.ONE, answer)
        return Audience(stub.ACCOUNT, stub.ID, stub.client()).refresh()

    with responses.mock:
        yield read


def test_numbers_sent_as_strings_become_numbers(read):
    audience = read(size="1234", created_timestamp="1700000000", is_nca="true", name="5")
    assert audience.size == 1234 and type(audience.size) is int
    assert audience.created_timestamp == 1_700_000_000
    assert audience.is_nca is True
    assert audience.name == "5"
    assert audience.to_dict()["size"] == "1234"  # unchanged


def test_values_that_do_not_fit_are_unchanged(read):
    answer = {
        "size": "many",
        "name": ["x"],
        "rule": "none",
        "is_nca": [1],
        "updated_timestamp": 1.5,
    }
    audience = read(**answer)
    assert {name: getattr(audience, name) for name in answer} == answer


def test_a_value_that_does_not_fit_does_not_affect_other_values(read):
    rule = read(
        rule={
            "retention_days": "180",
            "percentage": "high",
            "engager_type": 3,
            "event_data": {"order_quantity": "7", "currency": "DOUBLOONS", "order_id": ["x"]},
            "pin_id": [5, "x"],
            "url": {"like": "x"},
            "brand_new": {"a": 1},
        }
    ).rule
    assert isinstance(rule, AudienceRule)
    assert rule.retention_days == 180
    assert rule.percentage == "high"
    assert rule.engager_type == 3  # limits only apply to requests
    assert rule.event_data.order_quantity == 7
    assert rule.event_data.order_id == ["x"]
    assert isinstance(rule.event_data.currency, Currency)
    assert rule.event_data.currency == "DOUBLOONS"
    assert not rule.event_data.currency.is_known
    assert rule.url == {"like": "x"}
    assert rule.brand_new == rule["brand_new"] == {"a": 1}
    assert rule.country is None


def test_unknown_fields_and_values_can_be_read(read):
    audience = read(brand_new={"a": [1]}, status="ASCENDED", audience_type="HOUSEHOLD")
    assert audience.brand_new == {"a": [1]}
    assert (audience.status, audience.audience_type) == ("ASCENDED", "HOUSEHOLD")
    with pytest.raises(AttributeError):
        _ = audience.brand_newer
    assert audience.to_dict()["brand_new"] == {"a": [1]}


def test_null_and_missing_fields_are_none(read):
    audience = read(name=None)
    assert audience.name is audience.description is None
    assert audience.id == stub.ID


def test_reading_does_not_change_the_data(read):
    answer = {"rule": {"retention_days": "180", "event_data": {"new": [1]}}, "size": "5"}
    audience = read(**answer)
    assert audience.rule.retention_days == 180
    assert audience.rule.event_data.new == [1]
    assert audience.size == 5
    assert audience.to_dict() == answer
