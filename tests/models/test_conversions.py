"""Conversion events, tags, advertiser-defined events and deletion requests on the emulator."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type,union-attr"
from __future__ import annotations

import hashlib
from typing import Any

import pytest
import responses

from pinterest import (
    AdvertiserDefinedEvent,
    Conversion,
    ConversionDeletionRequest,
    ConversionTag,
    PinterestSDKClient,
)
from pinterest.exceptions import NotLoaded, PartialFailureError, Unprocessable, ValidationError
from tests.models import stub
from tests.models.samples import Place

EMAIL = hashlib.sha256(b"a@example.com").hexdigest()
EVENTS = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/events"


@pytest.fixture
def place(pinterest_emulator, pinterest_client):
    return Place(pinterest_emulator, pinterest_client)


def build_event(name: str = "page_visit", number: int = 0, **more: Any) -> Any:
    return Conversion.create_conversion_event(
        name, "web", 1_700_000_000, f"order-{number}", {"em": [EMAIL]}, {"value": "7.50"}, **more
    )


def test_an_event_is_checked_when_it_is_created():
    made = build_event(language="en", wifi=True, device_info={"form_factor": "tablet"})
    assert made.to_dict() == {
        "event_name": "page_visit",
        "action_source": "web",
        "event_time": 1_700_000_000,
        "event_id": "order-0",
        "user_data": {"em": [EMAIL]},
        "custom_data": {"value": "7.50"},
        "language": "en",
        "wifi": True,
        "device_info": {"form_factor": "tablet"},
    }
    assert EMAIL not in repr(made)
    with pytest.raises(ValidationError, match="did you mean 'language'"):
        build_event(langage="en")
    with pytest.raises(ValidationError, match="event_time"):
        Conversion.create_conversion_event("lead", "web", "now", "1", {"em": [EMAIL]}, None)


def test_sent_events_are_returned_as_the_official_sdk_returns_them(place):
    events = [build_event(), build_event(number=1).to_dict()]
    received, processed, results = Conversion.send_conversion_events(
        place.account, events, client=place.client
    )
    assert (received, processed) == (2, 2)
    assert [result.status for result in results] == ["processed", "processed"]
    assert Conversion.send_conversion_events(place.account, [], client=place.client) == (0, 0, [])
    assert len(place.emulator.requests) == 1


def test_the_error_lists_failed_events_so_that_a_resend_duplicates_none(place):
    events = [build_event("unheard_of" if number == 2 else "lead", number) for number in range(5)]
    with pytest.raises(PartialFailureError) as caught:
        Conversion.send_conversion_events(place.account, events, client=place.client)
    error = caught.value
    assert isinstance(error, Unprocessable)
    assert list(error.failures) == [2]
    assert "event_name" in error.failures[2][0]
    assert error.inputs == {2: events[2]}
    assert sorted(error.succeeded) == [0, 1, 3, 4]
    assert EMAIL not in str(error)
    AdvertiserDefinedEvent.create(place.account, "unheard_of", "LEAD", place.client)
    again = list(error.inputs.values())
    assert Conversion.send_conversion_events(place.account, again, client=place.client)[1] == 1


@pytest.mark.slow
def test_more_events_than_a_request_may_have_are_split(place):
    events = [build_event(number=number) for number in range(1001)]
    sent = Conversion.send_conversion_events(place.account, events, True, place.client)
    assert sent[:2] == (1001, 1001)
    assert [len(request.body["data"]) for request in place.emulator.requests] == [1000, 1]
    assert all(request.query["test"] == "true" for request in place.emulator.requests)
    assert ConversionTag.get_all(place.account, client=place.client) == []


@responses.activate
def test_failures_in_a_successful_response_raise_too():
    failed = {"status": "failed", "error_message": "no such event", "warning_message": ""}
    passed = {"status": "processed", "error_message": "", "warning_message": ""}
    answer = {"num_events_received": 2, "num_events_processed": 1, "events": [passed, failed]}
    responses.post(EVENTS, json=answer)
    with pytest.raises(PartialFailureError, match="no such event") as caught:
        Conversion.send_conversion_events(
            stub.ACCOUNT, [build_event(), build_event()], client=stub.client()
        )
    assert caught.value.status == 200
    assert list(caught.value.failures) == [1]


def test_the_conversion_token_is_used(place):
    token = Conversion.create_token(place.client).access_token
    with PinterestSDKClient(
        conversion_token=token, base_url=place.client.base_url, access_token="pina_unknown"
    ) as client:
        assert (
            Conversion.send_conversion_events(place.account, [build_event()], client=client)[1] == 1
        )


def test_event_quality_scores_and_events_of_other_sources(place):
    [score, *_] = Conversion.event_quality_scores(
        place.account, "14d", place.client, source_platform="WEB"
    )
    assert score.source_platform == "WEB"
    group = place.make("AdGroup")
    fields = {"ad_group_id": group.id, "attribution_scope": "click", "event_id": "1"}
    fields |= {"event_name": "lead", "event_timestamp": 1_700_000_000}
    assert Conversion.send_msot_event(place.account, place.client, **fields) is True
    with pytest.raises(ValidationError, match="attribution_scope"):
        Conversion.send_msot_event(
            place.account, place.client, **{**fields, "attribution_scope": "see"}
        )


def test_the_events_of_tags_have_the_shapes_of_the_official_sdk(place):
    account, client = place.account, place.client
    tag = ConversionTag.create(account, "Shop", aem_enabled=True, client=client)
    assert tag.configs.aem_enabled is True
    assert ConversionTag.get_ocpm_eligible_conversion_tag_events(account, client) == (account, [])
    Conversion.send_conversion_events(
        account, [build_event(), build_event("lead", 1)], client=client
    )
    page, bookmark = ConversionTag.get_page_visit_conversion_tag_events(account, 5, client=client)
    assert [item.conversion_tag_id for item in page] == [tag.id]
    assert bookmark is None
    owner, events = ConversionTag.get_ocpm_eligible_conversion_tag_events(account, client)
    assert owner == account
    assert {item.conversion_event for item in events} == {"PAGE_VISIT", "LEAD"}
    assert ConversionTag.get_all(account, client=client) == [tag]
    assert tag.refresh().last_fired_time_ms == 1_700_000_000_000


def test_every_failure_of_an_advertiser_defined_event_raises(place):
    account, client = place.account, place.client
    made = AdvertiserDefinedEvent.create(account, "quilt_designed", "LEAD", client)
    assert (made.name, made.mapped_conversion_type) == ("quilt_designed", "LEAD")
    assert repr(made) == f"AdvertiserDefinedEvent(ad_account_id={account!r}, name='quilt_designed')"
    assert made.update_fields(mapped_conversion_type="SIGNUP") is True
    with pytest.raises(NotLoaded, match=r"AdvertiserDefinedEvent\.get_all\("):
        _ = made.mapped_conversion_type
    assert (
        AdvertiserDefinedEvent.find(account, made.name, client).mapped_conversion_type == "SIGNUP"
    )
    gone = AdvertiserDefinedEvent(account, "gone", client)
    for refused in (gone.delete, lambda: gone.update_fields(mapped_conversion_type="LEAD")):
        with pytest.raises(PartialFailureError, match="the ad account has no event"):
            refused()
    items = [{"name": name, "mapped_conversion_type": "LEAD"} for name in (made.name, "gone")]
    with pytest.raises(PartialFailureError) as caught:
        AdvertiserDefinedEvent.update_many(account, items, client)
    assert list(caught.value.failures) == [1]
    assert caught.value.succeeded == {0: made}
    both = AdvertiserDefinedEvent.create_many(account, items, client)
    assert [item.mapped_conversion_type for item in both] == ["LEAD", "LEAD"]


def test_a_deletion_request_is_cancelled(place):
    made = ConversionDeletionRequest.create(
        place.account, {"user_emails": ["a@example.com"]}, place.client
    )
    assert (made.id, made.status) == (made.request_id, "PENDING")
    place.emulator.clear_requests()
    assert made.cancel() is True
    assert made.status == "CANCELLED"
    assert [request.method for request in place.emulator.requests] == ["DELETE"]
    with pytest.raises(ValidationError) as caught:
        ConversionDeletionRequest.create(place.account, {"user_email": ["a@example.com"]})
    assert "a@example.com" not in str(caught.value)


@responses.activate
def test_a_change_without_a_response_body_is_fetched_when_a_field_is_read():
    url = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/conversion_deletion_requests/5"
    responses.delete(url, status=204)
    responses.get(
        url, json={"request_id": "5", "status": "CANCELLED", "created_time": "2026-01-31"}
    )
    request = ConversionDeletionRequest(stub.ACCOUNT, "5", stub.client())
    assert request.cancel() is True
    assert not request.is_loaded
    assert request.status == "CANCELLED"
