"""Updating and removing audiences."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="var-annotated"
from __future__ import annotations

import copy

import pytest
import responses

from pinterest import Audience
from pinterest.exceptions import NotFound, OutcomeUnknown, ServerError, ValidationError
from tests.models import stub


@pytest.fixture
def unloaded_audience():
    """An audience created from its IDs."""
    return Audience(stub.ACCOUNT, stub.ID, stub.client())


@responses.activate
def test_the_response_is_the_new_state_and_true_is_returned(unloaded_audience):
    stub.answers("PATCH", stub.ONE, {"id": stub.ID, "name": "Name from the server"})
    assert unloaded_audience.update_fields(name="Quilters") is True
    assert stub.sent_json() == {"name": "Quilters"}
    assert unloaded_audience.is_loaded
    assert unloaded_audience.name == "Name from the server"
    assert unloaded_audience.description is None
    assert len(responses.calls) == 1


@responses.activate
def test_none_is_sent_as_null(unloaded_audience):
    stub.answers("PATCH", stub.ONE, {"id": stub.ID})
    unloaded_audience.update_fields(description=None, rule={"event": None, "prefill": False})
    assert stub.sent_json() == {"description": None, "rule": {"event": None, "prefill": False}}


@responses.activate
def test_an_update_without_fields_is_an_error(unloaded_audience):
    for extra in (None, {}):
        with pytest.raises(ValidationError, match=r"no fields to update.*at least one"):
            unloaded_audience.update_fields(extra_body=extra)
    assert len(responses.calls) == 0
    assert not unloaded_audience.is_loaded


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"nam": "x"}, "nam: unknown field; did you mean 'name'?"),
        ({"audience_type": "VISITOR"}, "audience_type: unknown field"),
        ({"id": "5"}, "id: unknown field"),
        (
            {"rule": {"retention": 5}},
            "rule.retention: unknown field; did you mean 'retention_days'?",
        ),
        (
            {"operation_type": "DELETE"},
            "operation_type: 'DELETE' is not valid; allowed: UPDATE, REMOVE",
        ),
        ({"description": 5}, "description: 5 is not valid; allowed: a string"),
    ],
)
@responses.activate
def test_invalid_fields_are_refused_before_anything_is_sent(unloaded_audience, fields, text):
    with pytest.raises(ValidationError) as caught:
        unloaded_audience.update_fields(**fields)
    assert text in str(caught.value)
    assert str(caught.value).startswith(
        "PATCH /ad_accounts/{ad_account_id}/audiences/{audience_id}: "
    )
    assert len(responses.calls) == 0
    assert not unloaded_audience.is_loaded


@responses.activate
def test_the_error_lists_all_problems(unloaded_audience):
    with pytest.raises(ValidationError) as caught:
        unloaded_audience.update_fields(name=5, rule={"percentage": 0, "engager_type": 3})
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [
        "name",
        "rule.engager_type",
        "rule.percentage",
    ]


@responses.activate
def test_extra_body_sends_new_fields(unloaded_audience):
    stub.answers("PATCH", stub.ONE, {"id": stub.ID, "brand_new": {"a": 1}})
    extra = {"brand_new": {"a": [1]}}
    before = copy.deepcopy(extra)
    assert unloaded_audience.update_fields(extra_body=extra)
    assert stub.sent_json() == extra == before
    assert unloaded_audience.brand_new == {"a": 1}


@responses.activate
def test_a_rule_from_a_response_can_be_sent_back(unloaded_audience):
    rule = {"retention_days": "180", "brand_new": {"deep": [1]}, "event_data": {"newer": 1}}
    stub.answers("GET", stub.ONE, {"id": stub.ID, "rule": rule})
    stub.answers("PATCH", stub.ONE, {"id": stub.ID, "rule": rule})
    unloaded_audience.rule.retention_days = 30
    unloaded_audience.update_fields(rule=unloaded_audience.rule)
    assert stub.sent_json() == {"rule": {**rule, "retention_days": 30}}
    assert unloaded_audience.rule.retention_days == 180


@responses.activate
def test_an_invalid_value_of_a_changed_schema_is_refused_when_it_is_sent(unloaded_audience):
    stub.answers("GET", stub.ONE, {"id": stub.ID, "rule": {"retention_days": 180}})
    unloaded_audience.rule.retention_days = 541
    with pytest.raises(ValidationError, match=r"rule.retention_days: 541 is not valid"):
        unloaded_audience.update_fields(rule=unloaded_audience.rule)
    assert len(responses.calls) == 1


def test_a_refused_update_does_not_change_the_object(pinterest_emulator, pinterest_client):
    audience = Audience.create(
        pinterest_emulator.ad_account_id,
        "n",
        {"retention_days": 30},
        "VISITOR",
        client=pinterest_client,
    )
    before = audience.to_dict()
    pinterest_emulator.fail_next(400)
    with pytest.raises(Exception, match=r"400"):
        audience.update_fields(name="x")
    assert audience.to_dict() == before


@pytest.mark.parametrize("answer", [[], "done"])
@responses.activate
def test_an_update_response_that_is_not_an_object_raises_outcome_unknown(unloaded_audience, answer):
    stub.answers("PATCH", stub.ONE, answer)
    with pytest.raises(OutcomeUnknown):
        unloaded_audience.update_fields(name="x")
    assert not unloaded_audience.is_loaded


@pytest.mark.parametrize(
    "read",
    [
        lambda audience: audience.name,
        lambda audience: audience.refresh(),
        lambda audience: audience.to_dict(),
    ],
)
@responses.activate
def test_a_read_response_that_is_not_an_object_raises_a_server_error(unloaded_audience, read):
    stub.answers("GET", stub.ONE, [])
    with pytest.raises(ServerError, match=r"the response is not an object"):
        read(unloaded_audience)


@responses.activate
def test_remove_sends_one_request(unloaded_audience):
    stub.answers("PATCH", stub.ONE, {"id": stub.ID, "name": "Quilters"})
    assert unloaded_audience.remove() is True
    assert stub.sent_json() == {"operation_type": "REMOVE"}
    assert unloaded_audience.name == "Quilters"
    assert len(responses.calls) == 1


def test_a_removed_audience_does_not_exist(pinterest_emulator, pinterest_client):
    [id] = pinterest_emulator.add_audiences(1)
    audience = Audience(pinterest_emulator.ad_account_id, id, pinterest_client)
    assert audience.remove()
    with pytest.raises(NotFound, match=rf"GET /ad_accounts/.*/audiences/{id}: 404"):
        audience.refresh()
    assert [request.method for request in pinterest_emulator.requests] == ["PATCH", "GET"]


def test_an_update_sends_one_request_and_reading_fields_afterwards_none(
    pinterest_emulator, pinterest_client
):
    [id] = pinterest_emulator.add_audiences(1)
    audience = Audience(pinterest_emulator.ad_account_id, id, pinterest_client)
    audience.update_fields(name="Quilters", description="d")
    assert (audience.name, audience.description, audience.status) == ("Quilters", "d", "READY")
    assert [request.method for request in pinterest_emulator.requests] == ["PATCH"]
