"""Behavior of all typed methods: bodies that are lists, responses by status, names that are loaded on first use."""

# Tests pass what the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,call-arg"
from __future__ import annotations

from dataclasses import replace

import pytest
import responses

import pinterest
import pinterest.ads
import pinterest.api
import pinterest.schemas
from pinterest.exceptions import OutcomeUnknown, ValidationError
from pinterest.operation import Answer, Body, Operation
from pinterest.schemas import Audience, AudienceCreateRequest, Error
from pinterest.utils.base_api import Api
from pinterest.utils.suggest import find_nearest_name, unknown_name
from tests.models import stub

ONE = {"name": "n", "rule": {}, "audience_type": "VISITOR"}


def bulk(**limits: int) -> Operation:
    """Returns an operation that accepts and returns a list, but returns something else with other statuses."""
    return Operation(
        id="audiences/bulk",
        tag="audiences",
        verb="POST",
        path="/bulk",
        body=Body(schema="AudienceCreateRequest", argument="audiences", many=True, **limits),
        answers=(
            Answer(status=200, schema="Audience", many=True),
            Answer(status=202, schema="Error"),
            Answer(status=204),
        ),
    )


class BulkApi(Api):
    """Typed methods as the generator would write them."""

    def bulk(self, body: object, **limits: int) -> object:
        return self._call(bulk(**limits), {}, body)


@pytest.fixture
def api():
    with responses.mock:
        yield BulkApi(stub.client())


def test_a_list_of_bodies_is_sent_and_a_list_is_returned(api):
    stub.answers("POST", f"{stub.API}/bulk", [{"id": "1"}, 5])
    answer = api.bulk([ONE, AudienceCreateRequest(ONE)], min_items=1, max_items=2)
    assert stub.sent_json() == [ONE, ONE]
    assert type(answer[0]) is Audience
    assert answer[1] == 5


def test_any_sequence_is_accepted_as_a_list_and_stays_unchanged(api):
    stub.answers("POST", f"{stub.API}/bulk", [])
    bodies = ({**ONE, "rule": {"seed_id": ("1", 2)}}, AudienceCreateRequest(ONE))
    api.bulk(bodies, min_items=2, max_items=2)
    assert stub.sent_json() == [{**ONE, "rule": {"seed_id": ["1", "2"]}}, ONE]
    assert bodies[0]["rule"] == {"seed_id": ("1", 2)}
    with pytest.raises(ValidationError, match="audiences has 3 items; allowed: up to 2"):
        api.bulk((ONE, ONE, ONE), max_items=2)


@pytest.mark.parametrize(
    ("body", "limits", "text"),
    [
        ([], {"min_items": 1, "max_items": 2}, "audiences has 0 items; allowed: 1 to 2"),
        ([ONE] * 3, {"max_items": 2}, "audiences has 3 items; allowed: up to 2"),
        ([], {"min_items": 1}, "audiences has 0 items; allowed: 1 or more"),
        ([ONE, {**ONE, "nam": 1}], {}, "[1].nam: unknown field; did you mean 'name'?"),
        (ONE, {}, "is not valid; allowed: a list"),
        ("ab", {"max_items": 1}, "is not valid; allowed: a list"),
        (None, {}, "audiences is required"),
    ],
)
def test_an_invalid_list_is_refused(api, body, limits, text):
    with pytest.raises(ValidationError) as caught:
        api.bulk(body, **limits)
    assert str(caught.value).startswith("POST /bulk: ")
    assert text in str(caught.value)
    assert len(responses.calls) == 0


def test_a_response_is_parsed_by_its_status(api):
    url = f"{stub.API}/bulk"
    responses.add("POST", url, status=202, json={"code": "5", "message": "later"})
    responses.add("POST", url, status=204)
    responses.add("POST", url, status=201, json=[{"id": "1"}])
    later = api.bulk([])
    assert type(later) is Error
    assert later.code == 5
    assert api.bulk([]) is None
    assert (
        type(api.bulk([])[0]) is Audience
    )  # an undocumented success is parsed as the first documented one


@pytest.mark.parametrize("many", [True, False])
@pytest.mark.parametrize("items", [[], [{"status": "ok"}]])
def test_a_list_is_parsed_both_bare_and_under_items(api, many, items):
    schema = "AdGroupArrayResponseElement" if many else "AdGroupArrayResponse"
    operation = replace(bulk(), answers=(Answer(status=200, schema=schema, many=many),))
    stub.answers("POST", f"{stub.API}/bulk", items, {"items": items}, {"items": None})
    bare, wrapped = (api._call(operation, (), []) for _ in range(2))
    found = [answer if many else answer.items for answer in (bare, wrapped)]
    assert found[0] == found[1]
    assert [item.to_dict() for item in found[0]] == items
    if many:
        with pytest.raises(OutcomeUnknown, match="the response is not a list"):
            api._call(operation, (), [])
    else:
        assert api._call(operation, (), []).items is None


def test_a_response_without_a_schema_is_plain_data():
    operation = Operation(
        id="x", tag="x", verb="GET", path="/x", answers=(Answer(status=200), Answer(status=202))
    )
    undocumented = Operation(id="y", tag="x", verb="GET", path="/x")
    with responses.mock:
        stub.answers("GET", f"{stub.API}/x", {"a": [1]}, {"a": [1]})
        assert Api(stub.client())._call(operation, {}) == {"a": [1]}
        assert Api(stub.client())._call(undocumented, {}) == {"a": [1]}


@pytest.mark.parametrize(
    ("package", "misspelled", "near"),
    [
        (pinterest, "Audiences", "Audience"),
        (pinterest.api, "AudienceApi", "AudiencesApi"),
        (pinterest.schemas, "AudienceRules", "AudienceRule"),
    ],
)
def test_packages_load_names_on_first_use_and_suggest_the_nearest(package, misspelled, near):
    assert near in dir(package)
    assert getattr(package, near) is getattr(package, near)
    with pytest.raises(
        AttributeError, match=rf"no attribute '{misspelled}'; did you mean '{near}'?"
    ):
        getattr(package, misspelled)
    with pytest.raises(AttributeError, match=rf"{package.__name__!r} has no attribute '_hidden'$"):
        _ = package._hidden


@pytest.mark.parametrize(
    ("package", "name"),
    [
        (pinterest, "Audience"),
        (pinterest.ads, "Audience"),
        (pinterest.api, "AudiencesApi"),
        (pinterest.schemas, "AudienceRule"),
    ],
)
def test_packages_that_load_names_on_first_use_work_with_import_star(package, name):
    names: dict[str, object] = {}
    exec(f"from {package.__name__} import *", names)
    assert names[name] is getattr(package, name)
    assert set(package.__all__) == set(names) - {"__builtins__"}
    assert set(package.__all__) <= set(dir(package))


@pytest.mark.parametrize(
    ("name", "valid", "expected"),
    [
        ("Nmae", ["name", "rule"], "name"),
        ("NAME", ["name", "rule"], "name"),
        ("colour", ["name", "rule"], None),
        ("x", [], None),
    ],
)
def test_nearest_finds_a_similar_name(name, valid, expected):
    assert find_nearest_name(name, valid) == expected


def test_all_names_are_listed_if_none_is_similar():
    assert unknown_name("zzz", ["b", "a", "b"]) == "valid names: a, b"
    assert unknown_name("zzz", []) == "no names are valid here"


def test_only_some_of_many_names_are_listed():
    names = [f"field_{number:02}" for number in range(23)]
    assert unknown_name("zzz", names) == f"valid names: {', '.join(names[:20])} and 3 more"
