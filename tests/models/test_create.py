"""Creating audiences: the request that is sent, and the object that is returned."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,union-attr"
from __future__ import annotations

import copy

import pytest
import responses

from pinterest import Audience, PinterestSDKClient
from pinterest.exceptions import BadRequest, OutcomeUnknown, ServerError, ValidationError
from pinterest.schemas import AudienceRule, AudienceType, EventData, ObjectiveType
from tests.models import stub
from tests.models.rules import RULES, create_referenced


@pytest.mark.parametrize("kind", RULES)
@responses.activate
def test_each_type_is_sent_unchanged(kind):
    rule = copy.deepcopy(RULES[kind])
    stub.answers("POST", stub.LIST, {"id": stub.ID, "name": "Quilters"})
    Audience.create(stub.ACCOUNT, "Quilters", rule, kind, client=stub.client())
    assert stub.sent_json() == {"name": "Quilters", "rule": RULES[kind], "audience_type": kind}
    assert stub.sent().headers["Content-Type"] == "application/json"
    assert stub.sent().headers["Authorization"] == "Bearer token"
    assert rule == RULES[kind]


@pytest.mark.parametrize("kind", [kind for kind in RULES if kind != "PERSONA"])
def test_creating_each_documented_type_sends_one_request(
    pinterest_emulator, pinterest_client, kind
):
    create_referenced(pinterest_emulator)
    audience = Audience.create(
        pinterest_emulator.ad_account_id,
        "Quilters",
        RULES[kind],
        kind,
        "People who quilt",
        pinterest_client,
    )
    assert audience.is_loaded
    assert audience.ad_account_id == pinterest_emulator.ad_account_id
    assert audience.audience_type == kind
    assert audience.description == "People who quilt"
    assert audience.rule.to_dict() == RULES[kind]
    assert audience.size is None  # the API has not computed this value yet
    assert [request.method for request in pinterest_emulator.requests] == ["POST"]
    assert audience.refresh().name == "Quilters"


@responses.activate
def test_every_argument_is_sent_by_its_name():
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    Audience.create(
        ad_account_id=int(stub.ACCOUNT),
        name="n",
        rule={},
        audience_type="VISITOR",
        description="d",
        client=stub.client(),
        extra_body={"brand_new": {"a": [1]}, "description": "its own"},
    )
    assert stub.sent_json() == {
        "name": "n",
        "rule": {},
        "audience_type": "VISITOR",
        "description": "its own",
        "brand_new": {"a": [1]},
    }


@responses.activate
def test_a_missing_description_is_not_sent_but_a_none_in_the_rule_is():
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    Audience.create(stub.ACCOUNT, "n", {"event": None}, "VISITOR", client=stub.client())
    assert stub.sent_json() == {"name": "n", "rule": {"event": None}, "audience_type": "VISITOR"}


@responses.activate
def test_schema_instances_and_enum_members_are_accepted():
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    rule = AudienceRule(
        event_data=EventData(order_id="1"), objective_type=[ObjectiveType.SALES], percentage="5"
    )
    before = rule.to_dict()
    Audience.create(stub.ACCOUNT, "n", rule, AudienceType.ENGAGEMENT, client=stub.client())
    assert stub.sent_json() == {"name": "n", "rule": before, "audience_type": "ENGAGEMENT"}
    assert before == {
        "event_data": {"order_id": "1"},
        "objective_type": ["SALES"],
        "percentage": "5",
    }
    assert rule.to_dict() == before


@responses.activate
def test_an_enum_member_with_an_unknown_value_is_sent():
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    Audience.create(stub.ACCOUNT, "n", {}, AudienceType("HOUSEHOLD"), client=stub.client())
    assert stub.sent_json()["audience_type"] == "HOUSEHOLD"


@responses.activate
def test_ids_in_a_rule_may_be_ints_and_are_sent_as_strings():
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    rule = {"pin_id": [5], "customer_list_id": 6, "visitor_source_id": [7, "8"]}
    before = copy.deepcopy(rule)
    Audience.create(stub.ACCOUNT, "n", rule, "ENGAGEMENT", client=stub.client())
    assert stub.sent_json()["rule"] == {
        "pin_id": ["5"],
        "customer_list_id": "6",
        "visitor_source_id": ["7", "8"],
    }
    assert rule == before


@responses.activate
def test_a_custom_audience_is_sent_unchanged():
    stub.answers("POST", f"{stub.LIST}/custom", {"id": stub.ID}, {"id": stub.ID})
    rule, client = {"retention_days": 30}, stub.client()
    audience = Audience.create_custom(
        stub.ACCOUNT, "Shared", rule, "SYNDICATED", "3p", "pets", client
    )
    assert audience.id == stub.ID
    sent = {"name": "Shared", "rule": rule, "sharing_type": "SYNDICATED", "data_party": "3p"}
    assert stub.sent_json() == {**sent, "category": "pets"}
    Audience.create_custom(
        stub.ACCOUNT, "Shared", rule, "SYNDICATED", "3p", client=client, extra_body={"x": 1}
    )
    assert stub.sent_json() == {**sent, "x": 1}
    assert rule == {"retention_days": 30}


def test_a_custom_audience_on_the_emulator(pinterest_emulator, pinterest_client):
    create_referenced(pinterest_emulator)
    audience = Audience.create_custom(
        pinterest_emulator.ad_account_id,
        "Shared",
        RULES["CUSTOMER_LIST"],
        "CUSTOM",
        "1p",
        client=pinterest_client,
    )
    assert (audience.name, audience.audience_type) == ("Shared", "CUSTOMER_LIST")
    assert len(pinterest_emulator.requests) == 1


@responses.activate
def test_a_field_missing_from_the_response_is_none_and_sends_no_request():
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    audience = Audience.create(stub.ACCOUNT, "n", {}, "VISITOR", client=stub.client())
    assert (audience.name, audience.rule, audience.size) == (None, None, None)
    assert audience.ad_account_id == stub.ACCOUNT  # from the argument
    assert audience.to_dict() == {"id": stub.ID}
    assert len(responses.calls) == 1


@pytest.mark.parametrize("answer", [[], "made", 5])
@responses.activate
def test_a_response_that_is_not_an_object_raises_outcome_unknown(answer):
    stub.answers("POST", stub.LIST, answer)
    with pytest.raises(
        OutcomeUnknown, match=r"request succeeded.*Look the object up before you try again"
    ):
        Audience.create(stub.ACCOUNT, "n", {}, "VISITOR", client=stub.client())
    assert len(responses.calls) == 1


def test_the_server_checks_which_fields_a_type_requires(pinterest_emulator, pinterest_client):
    with pytest.raises(BadRequest, match=r"seed_id"):
        Audience.create(
            pinterest_emulator.ad_account_id,
            "n",
            {"seed_id": ["1"]},
            "ACTALIKE",
            client=pinterest_client,
        )
    assert [request.status for request in pinterest_emulator.requests] == [400]


@responses.activate
def test_a_create_is_never_retried():
    responses.add("POST", stub.LIST, status=503, json={"code": 503, "message": "later"})
    with pytest.raises(ServerError, match=r"audiences: 503.*may have been carried out"):
        Audience.create(stub.ACCOUNT, "Quilters", {}, "VISITOR", client=PinterestSDKClient("token"))
    assert len(responses.calls) == 1


@pytest.mark.parametrize("extra", [5, ["name"], "name"])
@responses.activate
def test_extra_body_must_be_a_mapping(extra):
    with pytest.raises(ValidationError, match=r"extra_body must be a mapping"):
        Audience.create(stub.ACCOUNT, "n", {}, "VISITOR", client=stub.client(), extra_body=extra)
    assert len(responses.calls) == 0
