"""Conversion events: the ways to identify a person, and no response-only fields."""

# Some tests pass what the types forbid.
# mypy: disable-error-code="arg-type,call-arg"
from __future__ import annotations

from typing import Any

import pytest
import responses

from pinterest.api import ConversionEventsApi
from pinterest.exceptions import ValidationError
from pinterest.schema import Schema, to_request
from pinterest.schemas import (
    AdvancedAuctionItemsSubmitDeleteRecord,
    ConversionEvents,
    PromotionCreateRequest,
    PromotionUpdateRequest,
)
from tests.models import stub

EVENT = {"event_name": "checkout", "action_source": "web", "event_time": 1, "event_id": "1"}
WAYS = "one of these is required: em; hashed_maids; client_ip_address and client_user_agent; ph"


def send_events(*users: dict[str, Any]) -> Any:
    events = [{**EVENT, "user_data": user} for user in users]
    return ConversionEventsApi(stub.client()).events_create(stub.ACCOUNT, {"data": events})


@pytest.mark.parametrize(
    "user",
    [
        {"em": ["a" * 64]},
        {"hashed_maids": ["a" * 64]},
        {"ph": ["a" * 64]},
        {"client_ip_address": "192.0.2.1", "client_user_agent": "Mozilla/5.0"},
        {"client_ip_address": "192.0.2.1", "client_user_agent": "Mozilla/5.0", "ph": ["a" * 64]},
    ],
)
@responses.activate
def test_every_way_to_match_a_person_is_accepted(user):
    stub.answers("POST", f"{stub.API}/ad_accounts/{stub.ACCOUNT}/events", {})
    send_events(user)
    assert stub.sent_json()["data"][0]["user_data"] == user


@pytest.mark.parametrize(
    "user", [{}, {"client_ip_address": "192.0.2.1"}, {"fn": ["a" * 64]}, {"external_id": ["5"]}]
)
@responses.activate
def test_the_error_lists_the_ways_to_identify_a_person(user):
    with pytest.raises(ValidationError) as caught:
        send_events({"em": ["a" * 64]}, user)
    assert str(caught.value).endswith(f"/events: data[1].user_data: {WAYS}")
    assert len(responses.calls) == 0


@pytest.mark.parametrize(
    ("schema", "field"),
    [
        (ConversionEvents, "events"),
        (ConversionEvents, "num_events_processed"),
        (ConversionEvents, "num_events_received"),
        (PromotionCreateRequest, "discount_status"),
        (PromotionUpdateRequest, "discount_status"),
    ],
)
def test_a_request_schema_has_no_fields_that_only_responses_have(schema: type[Schema], field: str):
    assert field not in schema.model_fields
    with pytest.raises(ValidationError, match=f"{field}: unknown field"):
        to_request(schema, {field: None}, subject="x")


def test_a_field_of_responses_in_a_shared_schema_is_refused_in_a_request():
    record = {"country": "US", "item_id": "1", "language": "EN", "operation": "DELETE"}
    with pytest.raises(ValidationError, match=r"errors: \[\] is not valid; allowed: nothing"):
        AdvancedAuctionItemsSubmitDeleteRecord({**record, "errors": []})
