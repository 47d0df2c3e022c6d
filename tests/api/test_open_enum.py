"""Enums that the API may extend."""

# Tests pass what the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,comparison-overlap"
from __future__ import annotations

import copy
import json
import pickle

import pytest

from pinterest.exceptions import ValidationError
from pinterest.schema import OpenEnum, parse_as_type
from pinterest.schemas import AudienceInsightsResponse, AudienceInsightType, AudienceType


def test_members_are_strings():
    assert AudienceType("VISITOR") is AudienceType.VISITOR
    assert AudienceType.VISITOR == "VISITOR"
    assert str(AudienceType.VISITOR) == f"{AudienceType.VISITOR}" == "VISITOR"
    assert json.dumps({"a": AudienceType.VISITOR}) == '{"a": "VISITOR"}'
    assert AudienceType.VISITOR.is_known
    assert "PERSONA" in [member.value for member in AudienceType]


def test_any_other_text_becomes_a_member_too():
    member = AudienceInsightType("EVERYBODY")
    assert isinstance(member, AudienceInsightType)
    assert member == member.value == member.name == str(member) == "EVERYBODY"
    assert not member.is_known
    assert member == AudienceInsightType("EVERYBODY")
    assert {member: 1}["EVERYBODY"] == 1
    assert member not in list(AudienceInsightType)
    for twin in (pickle.loads(pickle.dumps(member)), copy.deepcopy(member)):
        assert type(twin) is AudienceInsightType
        assert twin == member
    assert AudienceInsightType("").value == ""


@pytest.mark.parametrize("value", [5, None, True, ["VISITOR"]])
def test_values_that_are_not_text_are_refused(value):
    with pytest.raises(ValueError, match=r"is not a valid AudienceType"):
        AudienceType(value)


def test_a_response_keeps_unknown_values_and_values_that_are_not_text():
    read = parse_as_type(AudienceInsightsResponse, {"type": "EVERYBODY"})
    assert type(read.type) is AudienceInsightType
    assert read.to_dict() == {"type": "EVERYBODY"}
    for value in (5, ["x"], {"a": 1}, True):
        read = parse_as_type(AudienceInsightsResponse, {"type": value})
        assert read.type == value
        assert read.to_dict() == {"type": value}


def test_a_request_accepts_known_text_and_any_member():
    kind = AudienceInsightsResponse(type="YOUR_TOTAL_AUDIENCE").type
    assert kind is AudienceInsightType.YOUR_TOTAL_AUDIENCE
    made = AudienceInsightsResponse(type=AudienceInsightType("EVERYBODY"))
    assert made.to_dict() == {"type": "EVERYBODY"}
    allowed = "YOUR_TOTAL_AUDIENCE, YOUR_ENGAGED_AUDIENCE, PINTEREST_TOTAL_AUDIENCE"
    for value in ("EVERYBODY", 5, AudienceType("EVERYBODY")):
        with pytest.raises(ValidationError, match=rf"type: .* is not valid; allowed: {allowed}$"):
            AudienceInsightsResponse(type=value)


def test_users_can_define_open_enums():
    class Color(OpenEnum):
        RED = "red"

    assert Color("red") is Color.RED
    assert Color("blue").value == "blue"
