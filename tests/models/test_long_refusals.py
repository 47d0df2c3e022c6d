"""Refusals of long input: they take linear time, fit on a screen, and `problems` has all of them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pinterest.ads.audiences import Audience
from pinterest.api import BusinessAccessRelationshipsApi, ConversionEventsApi, ConversionsApi
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import PinterestError, ValidationError
from pinterest.operation import Parameter
from pinterest.operations.keywords import KEYWORDS_CREATE
from pinterest.response import ApiResponse
from pinterest.schemas import AudienceRule
from pinterest.utils.batch import build_failure_error

pytestmark = pytest.mark.slow

SCREEN = 2000


@pytest.fixture
def client():
    return PinterestSDKClient("token-one", base_url="http://127.0.0.1:9/v5", max_retries=0)


def get_error(call: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        call()
    assert len(str(caught.value)) <= SCREEN
    return caught.value


def update_memberships(client: PinterestSDKClient, items: list[Any]) -> ValidationError:
    api = BusinessAccessRelationshipsApi(client)
    return get_error(lambda: api.update_business_memberships("1", items))


@pytest.mark.parametrize(
    "item",
    [5, {"unknown": 1}, {"member_id": "1", "business_role": "EMPLOYER"}, {}, {"member_id": []}],
)
def test_time_grows_with_the_number_of_wrong_items(item, client):
    seconds = {}
    for count in (1000, 8000):
        times = []
        for _ in range(2):
            started = time.process_time()
            problems = update_memberships(client, [item] * count).problems
            times.append(time.process_time() - started)
            assert len(problems) >= count
        seconds[count] = min(times)
    # For eight times as many items, allow three times the expected duration, since other tests share the machine.
    assert seconds[8000] < max(2.0, 24 * seconds[1000])


def test_first_problems_and_their_number_are_shown(client):
    error = update_memberships(client, [5] * 1000)
    assert "[4]" in str(error) and "[5]" not in str(error)
    assert str(error).endswith("; and 995 more")
    assert error.problems[999].startswith("[999]: 5 is not valid")


def test_list_that_is_too_long_is_described_by_its_length(client):
    error = get_error(lambda: ConversionEventsApi(client).events_create("1", {"data": [5] * 8000}))
    assert error.problems == [
        "data: a list of 8,000 items is not valid; allowed: a length of 1 to 1000"
    ]
    error = get_error(
        lambda: Parameter(name="p", location="query", many="csv", max_items=2).encode([b"x"] * 3)
    )
    assert str(error) == "p: has 3 items; allowed: 1 to 2 items"


@pytest.mark.parametrize(
    "rule",
    [
        {"x" * 1_000_000: 1},
        {"retention_days": "x" * 1_000_000},
        {"retention_days": ["x"] * 100_000},
        {"retention_days": {"a": {"b": "x" * 100_000}}},
        {f"x{number}": 1 for number in range(10_000)},
    ],
    ids=["name", "value", "list", "nested", "names"],
)
def test_long_names_and_values_are_cut(rule):
    started = time.process_time()
    error = get_error(lambda: AudienceRule(rule))
    assert all(len(problem) <= 500 for problem in error.problems)
    assert time.process_time() - started < 2


def test_any_error_fits_on_a_screen():
    assert len(str(PinterestError("x" * 10_000))) == SCREEN


def test_reasons_of_a_batch_are_cut():
    reasons = ["x" * 5000] * 20
    rows = [{"exceptions": [{"code": 1, "message": reasons}], "data": {}}] * 50
    response = ApiResponse(200, {}, {"items": rows})
    error = build_failure_error(KEYWORDS_CREATE, [{}] * 50, response)
    assert error is not None and len(str(error)) <= SCREEN
    assert len(error.failures) == 50 and len(error.failures[0]) == 20
    alone = build_failure_error(KEYWORDS_CREATE, [{}], ApiResponse(200, {}, {"items": rows[:1]}))
    assert alone is not None and len(str(alone)) <= SCREEN


def test_reasons_may_be_nested_to_any_depth():
    nested: Any = "refused"
    for _ in range(5000):
        nested = [nested]
    response = ApiResponse(200, {}, {"items": [{"exceptions": nested}]})
    error = build_failure_error(KEYWORDS_CREATE, [{}], response)
    assert error is not None and error.failures == {0: ["refused"]}


@pytest.mark.parametrize("names", [["red,blue"], ["red", ","], [""], []])
def test_comma_or_nothing_in_a_csv_list_is_refused(names, client):
    error = get_error(lambda: ConversionsApi(client).advertiser_defined_events_delete("1", names))
    assert "event_names: " in str(error)


def test_rule_that_contains_itself_is_refused(client):
    rule: dict[str, Any] = {}
    rule["rule"] = rule
    error = get_error(
        lambda: Audience.create("1", name="a", rule=rule, audience_type="VISITOR", client=client)
    )
    assert "contains itself" in str(error)
