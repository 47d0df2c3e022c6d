"""Batch requests: every failed item is reported, and no item is sent twice."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type,index,union-attr"
from __future__ import annotations

import json
import pickle
import time
from typing import Any

import pytest
import requests
import responses

from pinterest import AdGroup, Campaign, Keyword
from pinterest.api import AdsApi, ConversionEventsApi, KeywordsApi, SchedulesApi
from pinterest.exceptions import (
    ApiException,
    BadRequest,
    OutcomeUnknown,
    PartialFailureError,
    Reason,
    Unprocessable,
    ValidationError,
)
from pinterest.operations import get
from pinterest.utils.outcomes import parse_outcomes
from tests.models import stub
from tests.models.samples import SAMPLES, Place

CAMPAIGNS = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/campaigns"
GOOD = {"name": "Spring", "objective_type": "AWARENESS", "daily_spend_cap": 10_000_000}
NO_BUDGET = {"name": "Spring", "objective_type": "AWARENESS"}


@pytest.fixture
def place(pinterest_emulator, pinterest_client):
    return Place(pinterest_emulator, pinterest_client)


def build_campaigns(count: int, *wrong: int) -> list[dict[str, Any]]:
    return [NO_BUDGET if n in wrong else {**GOOD, "name": f"N{n}"} for n in range(count)]


def answer_campaigns(request: Any) -> tuple[int, dict[str, str], str]:
    """Responds with an ID for each campaign of a request."""
    sent = json.loads(request.body)
    items = [{"data": {**item, "id": item["name"].lstrip("N")}, "exceptions": []} for item in sent]
    return 200, {}, json.dumps({"items": items})


def test_items_are_split_into_requests_and_keep_their_order(place):
    made = Campaign.create_many(place.account, build_campaigns(65), client=place.client)
    assert [campaign.name for campaign in made] == [f"N{n}" for n in range(65)]
    assert {campaign.ad_account_id for campaign in made} == {place.account}
    assert [len(request.body) for request in place.emulator.requests] == [30, 30, 5]
    changed = Campaign.update_many(
        place.account,
        [{"id": campaign.id, "status": "PAUSED"} for campaign in made[:31]],
        client=place.client,
    )
    assert changed == made[:31]
    assert {campaign.status for campaign in changed} == {"PAUSED"}
    assert Campaign.create_many(place.account, [], client=place.client) == []
    assert len(place.emulator.requests) == 5


def test_the_error_lists_failures_by_index_and_the_other_items_are_created(place):
    items = build_campaigns(33, 2, 31)
    with pytest.raises(PartialFailureError) as caught:
        Campaign.create_many(place.account, items, client=place.client)
    error = caught.value
    assert sorted(error.failures) == sorted(error.inputs) == [2, 31]
    assert error.inputs[31] == NO_BUDGET
    assert [error.succeeded[n].name for n in (0, 1, 3, 32)] == ["N0", "N1", "N3", "N32"]
    assert len(error.succeeded) == 31
    assert error.unknown == error.not_sent == []
    [reason] = error.failures[2]
    assert (reason, reason.message) == (f"{error.message} (code {error.code})", error.message)
    assert (error.status, error.code) == (200, reason.code)
    assert "2 of 33 failed: [2] A campaign needs a budget: " in str(error)
    assert isinstance(error, ApiException)
    twin = pickle.loads(pickle.dumps(error))
    assert twin.failures == error.failures
    assert twin.failures[2][0].code == reason.code


def test_creating_or_updating_one_object_raises_if_its_item_failed(place):
    with pytest.raises(
        PartialFailureError, match=r"campaigns: A campaign needs a budget: "
    ) as caught:
        Campaign.create(place.account, "Spring", "AWARENESS", client=place.client)
    assert list(caught.value.failures) == [0]
    assert caught.value.inputs[0]["name"] == "Spring"
    campaign = place.make("Campaign")
    with pytest.raises(PartialFailureError, match="needs a budget"):
        campaign.update_fields(daily_spend_cap=None)
    assert campaign.daily_spend_cap == 10_000_000


def test_all_items_are_checked_before_anything_is_sent(place):
    for items, text in (
        ([*build_campaigns(40), {"nam": "x"}], "did you mean 'name'"),
        ([*build_campaigns(40), {**GOOD, "daily_spend_cap": "x"}], "daily_spend_cap: 'x'"),
        (["x"], "a mapping"),
        ({"name": "x"}, "pass a list"),
    ):
        with pytest.raises(ValidationError, match=text):
            Campaign.create_many(place.account, items, client=place.client)
    with pytest.raises(ValidationError, match="ad_account_id"):
        Campaign.create_many("x", build_campaigns(1), client=place.client)
    assert place.emulator.requests == []


@responses.activate
def test_a_lost_request_does_not_hide_earlier_results():
    responses.add_callback("POST", CAMPAIGNS, answer_campaigns)
    responses.add("POST", CAMPAIGNS, body=requests.ConnectionError("gone"))
    with pytest.raises(PartialFailureError) as caught:
        Campaign.create_many(stub.ACCOUNT, build_campaigns(70), client=stub.client())
    error = caught.value
    assert sorted(error.succeeded) == list(range(30))
    assert error.succeeded[29].id == "29"
    assert error.unknown == list(range(30, 60))
    assert error.not_sent == list(range(60, 70))
    assert error.failures == {}
    assert sorted(error.inputs) == list(range(30, 70))
    assert isinstance(error.__cause__, OutcomeUnknown)
    assert "30 unknown, 10 not sent" in str(error)


@responses.activate
def test_the_status_of_a_failure_is_kept_if_a_later_request_is_lost():
    failed = {"data": None, "exceptions": [{"code": 2384, "message": "No budget"}]}
    items = [failed, *({"data": {"id": str(n)}, "exceptions": []} for n in range(1, 30))]
    responses.add("POST", CAMPAIGNS, json={"items": items}, headers={"x-pinterest-rid": "42"})
    responses.add("POST", CAMPAIGNS, body=requests.ConnectionError("gone"))
    with pytest.raises(PartialFailureError) as caught:
        Campaign.create_many(stub.ACCOUNT, build_campaigns(70), client=stub.client())
    error = caught.value
    assert (error.status, error.code, error.message) == (200, 2384, "No budget")
    assert (error.request_id, error.unknown) == ("42", list(range(30, 60)))


@responses.activate
def test_all_items_of_a_refused_request_fail():
    responses.add_callback("POST", CAMPAIGNS, answer_campaigns)
    responses.add("POST", CAMPAIGNS, status=400, json={"code": 7, "message": "Not like this"})
    with pytest.raises(PartialFailureError) as caught:
        Campaign.create_many(stub.ACCOUNT, build_campaigns(70), client=stub.client())
    error = caught.value
    assert sorted(error.failures) == list(range(30, 60))
    assert error.failures[30] == ["Not like this (code 7)"]
    assert (error.status, error.code, error.message) == (400, 7, "Not like this")
    assert error.not_sent == list(range(60, 70))
    assert "30 of 70 failed, 10 not sent: the request with items 30 to 59 failed: " in str(error)


@responses.activate
def test_the_reason_of_a_refused_request_is_shown_once():
    failed = {"data": None, "exceptions": [{"code": 2384, "message": "No budget"}]}
    items = [failed, *({"data": {"id": str(n)}, "exceptions": []} for n in range(1, 30))]
    responses.add("POST", CAMPAIGNS, json={"items": items})
    responses.add("POST", CAMPAIGNS, status=400, json={"code": 7, "message": "Not like this"})
    with pytest.raises(PartialFailureError) as caught:
        Campaign.create_many(stub.ACCOUNT, build_campaigns(31), client=stub.client())
    text = str(caught.value)
    assert text.count("Not like this") == 1
    assert "2 of 31 failed: [0] No budget (code 2384); the request with item 30 failed: " in text


@responses.activate
def test_items_that_a_rate_limit_refused_can_be_sent_again():
    responses.add_callback("POST", CAMPAIGNS, answer_campaigns)
    limited = {"code": 8, "message": "Slow down"}
    responses.add("POST", CAMPAIGNS, status=429, json=limited, headers={"X-RateLimit-Reset": "500"})
    with pytest.raises(PartialFailureError, match="Try again in 500 s") as caught:
        Campaign.create_many(stub.ACCOUNT, build_campaigns(70), client=stub.client())
    error = caught.value
    assert sorted(error.succeeded) == list(range(30))
    assert error.failures == {}
    assert error.not_sent == list(range(30, 70))
    assert (error.status, error.code) == (429, 8)


@responses.activate
def test_a_single_request_raises_its_own_error():
    responses.add("POST", CAMPAIGNS, status=400, json={"code": 7, "message": "Not like this"})
    with pytest.raises(BadRequest, match="Not like this"):
        Campaign.create_many(stub.ACCOUNT, build_campaigns(2), client=stub.client())
    responses.replace("POST", CAMPAIGNS, body=requests.ConnectionError("gone"))
    with pytest.raises(OutcomeUnknown):
        Campaign.create(stub.ACCOUNT, "n", "AWARENESS", client=stub.client())


@pytest.mark.parametrize("answer", [{}, {"items": []}, {"items": [{}]}, {"items": [None]}, []])
@responses.activate
def test_an_item_without_a_result_is_unknown(answer):
    stub.answers("POST", CAMPAIGNS, answer, answer)
    with pytest.raises(OutcomeUnknown, match="Look the object up before you try again"):
        Campaign.create(stub.ACCOUNT, "n", "AWARENESS", client=stub.client())
    with pytest.raises(PartialFailureError) as caught:
        Campaign.create_many(stub.ACCOUNT, build_campaigns(2), client=stub.client())
    assert caught.value.unknown == [0, 1]


def test_keywords_are_grouped_by_parent_and_failures_match_their_items(place):
    one, other = place.make("AdGroup").id, place.make("AdGroup").id
    place.emulator.clear_requests()
    rows = [("quilt", one), ("linen", one), ("thread", one), ("needle", other), ("wool", other)]
    items = [{"value": value, "parent_id": parent, "match_type": "BROAD"} for value, parent in rows]
    items[1]["match_type"] = items[4]["match_type"] = None
    with pytest.raises(PartialFailureError) as caught:
        Keyword.create_many(place.account, items, client=place.client)
    error = caught.value
    assert sorted(error.failures) == [1, 4]
    assert {n: (item.value, item.parent_id) for n, item in error.succeeded.items()} == {
        n: rows[n] for n in (0, 2, 3)
    }
    assert [request.body["parent_id"] for request in place.emulator.requests] == [one, other]
    updates = [{"id": item.id, "archived": True} for item in error.succeeded.values()]
    assert all(item.archived for item in Keyword.update_many(place.account, updates, place.client))


# --- typed methods ---


def test_typed_methods_return_the_response_and_raise_for_failures_on_request(place):
    ad = {"ad_group_id": place.make("AdGroup").id, "creative_type": "REGULAR"}
    good, bad = {**ad, "pin_id": place.make("Pin").id}, {**ad, "pin_id": "999"}
    answer = AdsApi(place.client).ads_create(place.account, [good, bad, good])
    with pytest.raises(PartialFailureError) as caught:
        answer.raise_for_failures()
    assert list(caught.value.failures) == [1]
    assert caught.value.inputs == {1: bad}
    assert caught.value.succeeded[0].id == answer.items[0].data.id
    AdsApi(place.client).ads_create(place.account, [good]).raise_for_failures()


def test_raise_for_failures_of_keywords(place):
    body = {"parent_id": place.make("AdGroup").id}
    words = [{"value": "quilt", "match_type": "BROAD"}, {"value": "thread", "match_type": None}]
    answer = KeywordsApi(place.client).keywords_create(place.account, {**body, "keywords": words})
    with pytest.raises(PartialFailureError) as caught:
        answer.raise_for_failures()
    assert list(caught.value.failures) == [1]


def test_raise_for_failures_of_a_list(place):
    good = {
        "entity_id": place.make("Campaign").id,
        "entity_type": "CAMPAIGN",
        "schedule_action": "INCREASE_BY_PERCENT",
    }
    bad = {**good, "entity_id": "999"}
    answer = SchedulesApi(place.client).schedules_create(place.account, [good, bad])
    assert isinstance(answer, list)
    with pytest.raises(PartialFailureError):
        answer.raise_for_failures()


def test_failed_events_are_listed(place):
    event = {
        "event_name": "checkout",
        "action_source": "web",
        "event_id": "1",
        "event_time": int(time.time()),
        "user_data": {"em": ["a" * 64]},
    }
    events = {"data": [event, {**event, "event_name": "no such thing"}, event]}
    with pytest.raises(PartialFailureError) as caught:
        ConversionEventsApi(place.client).events_create(place.account, events)
    error = caught.value
    assert isinstance(error, Unprocessable)
    assert list(error.failures) == [1]
    assert sorted(error.succeeded) == [0, 2]
    assert error.status == 422


# --- formats of responses ---


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"items": [{"data": {"id": "1"}, "exceptions": []}]}, []),
        ({"items": [{"data": {"id": "1"}, "exceptions": None}]}, []),
        ({"items": [{"data": {"id": "1"}, "exceptions": {}}]}, []),
        ({"items": [{"data": {}, "exceptions": [{"code": 5, "message": "m"}]}]}, ["m (code 5)"]),
        ({"items": [{"data": None, "exceptions": {"code": 5, "message": "m"}}]}, ["m (code 5)"]),
        (
            {"items": [{"exceptions": [{"code": 1, "message": "a"}, {"message": "b"}]}]},
            ["a (code 1)", "b"],
        ),
        ({"promotions": [{"data": {}, "exception": {"code": 5, "message": "m"}}]}, ["m (code 5)"]),
        ({"items": [{"exceptions": ["no"], "name": "n", "status": "FAILED"}]}, ["no"]),
        (
            {"keywords": [], "errors": [{"data": {"a": "1"}, "error_messages": ["x", "y"]}]},
            ["x", "y"],
        ),
        ({"events": [{"status": "failed", "error_message": "bad"}]}, ["bad"]),
        ({"events": [{"status": "failed", "error_message": ""}]}, ["failed"]),
        ({"events": [{"status": "processed", "error_message": ""}]}, []),
        ([{"data": {"id": "1", "exceptions": {"code": 5, "message": "m"}}}], ["m (code 5)"]),
        ([{"status": {"code": 5, "message": "m"}}], ["m (code 5)"]),
        ([{"status": {"statusCode": 204}}], []),
        ([{"id": "1", "name": "n"}], []),
        ({"items": [{"exception": None, "invite": {"id": "1"}}]}, []),
        ({"updated": [], "exceptions": [{"code": 5, "message": "m"}]}, ["m (code 5)"]),
        (
            {"invites": {}, "exceptions": [{"code": 5, "messages": ["m", "n"]}]},
            ["m (code 5)", "n (code 5)"],
        ),
    ],
    ids=str,
)
def test_every_format_of_failures_is_parsed(data, expected):
    [outcome] = parse_outcomes([{"a": "1"}], data)
    assert outcome is not None
    assert outcome.reasons == expected


def test_separate_failures_are_matched_by_their_fields():
    items = [{"value": "a"}, {"value": "b"}, {"value": "c"}]
    data = {
        "keywords": [{"id": "1", "value": "c"}, {"id": "2", "value": "a"}],
        "errors": [{"data": {"value": "b"}, "error_messages": ["no"]}],
    }
    found = parse_outcomes(items, data)
    assert [item and item.reasons for item in found] == [[], ["no"], []]
    assert [item and item.data and item.data.get("id") for item in found] == ["2", None, "1"]


def test_a_reason_is_text_with_a_code():
    reason = Reason("budget is missing", 2384)
    assert (str(reason), reason.code) == ("budget is missing (code 2384)", 2384)
    assert pickle.loads(pickle.dumps(reason)).code == 2384


def test_operations_with_partial_failures_are_marked():
    marked = {
        name: any(answer.partial for answer in get(name).answers)
        for name in (
            "campaigns/create",
            "ads/update",
            "keywords/update",
            "events/create",
            "schedules_update",
        )
    }
    assert all(marked.values())
    assert not any(answer.partial for answer in get("audiences/create").answers)
    assert SAMPLES["Keyword"].keywords == {"match_type": "BROAD"}
    assert AdGroup.create_many.__doc__


def test_errors_of_one_object_have_no_index(place):
    campaign = place.make("Campaign")
    keyword = {"parent_id": campaign.id, "value": "quilt", "match_type": "BROAD"}
    for call, message in (
        (lambda: Campaign.create(place.account, 5, "AWARENESS"), "campaigns: name: 5 is not"),
        (lambda: campaign.update_fields(name=5), "campaigns: name: 5 is not"),
        (lambda: campaign.update_fields(naem="x"), "campaigns: naem: unknown field"),
        (lambda: Keyword.create(place.account, campaign.id, 5), "keywords: value: 5 is not"),
    ):
        with pytest.raises(ValidationError, match=message):
            call()
    wrong = {**GOOD, "name": 5}
    for items, message in (
        ([*[GOOD] * 41, wrong], r": \[41\].name: 5"),
        ([wrong], r": \[0\].name: 5"),
    ):
        with pytest.raises(ValidationError, match=message):
            Campaign.create_many(place.account, items)
    with pytest.raises(ValidationError, match=r": \[1\].value: 5"):
        Keyword.create_many(place.account, [keyword, {**keyword, "value": 5}])
