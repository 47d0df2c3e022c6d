"""Targeting on the emulator: specs and their options, templates, segments, shared audiences, uploads, keywords."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type,call-arg,dict-item,list-item,union-attr"
from __future__ import annotations

import pytest
import requests

from pinterest import (
    AdAccount,
    AdGroup,
    Audience,
    CustomerListUpload,
    CustomerSegment,
    Interest,
    Keyword,
    TargetingOptions,
    TargetingTemplate,
)
from pinterest.exceptions import BadRequest, NotLoaded, PartialFailureError, ValidationError
from pinterest.schemas import AudienceRule, TargetingSpec, TargetingSpecGender
from tests.models.samples import Place


@pytest.fixture
def place(pinterest_emulator, pinterest_client):
    return Place(pinterest_emulator, pinterest_client)


def test_a_targeting_spec_is_checked_when_it_is_created():
    spec = TargetingSpec(LOCATION=["US"], GENDER=["female"], AUDIENCE_INCLUDE=[5])
    assert spec.GENDER == [TargetingSpecGender.FEMALE]
    assert spec.AUDIENCE_INCLUDE == ["5"]
    with pytest.raises(ValidationError, match="allowed: unknown, male, female"):
        TargetingSpec(GENDER=["femal"])
    with pytest.raises(ValidationError, match="did you mean 'LOCATION'"):
        TargetingSpec(LOCATON=["US"])
    assert AudienceRule(visitor_source_id=5, retention_days=30).visitor_source_id == "5"


def test_ad_groups_accept_targeting_specs(place):
    campaign, spec = place.make("Campaign"), TargetingSpec(LOCATION=["US"], AGE_BUCKET=["35-44"])
    group = AdGroup.create(
        place.account,
        "Quilters",
        campaign.id,
        "IMPRESSION",
        budget_in_micro_currency=5_000_000,
        bid_in_micro_currency=1_000_000,
        targeting_spec=spec,
        client=place.client,
    )
    assert group.targeting_spec.AGE_BUCKET == ["35-44"]
    assert group.update_fields(targeting_spec={**group.targeting_spec, "GENDER": ["male"]})
    assert group.targeting_spec.GENDER == ["male"]


def test_options_have_the_values_of_a_spec(place):
    client = place.client
    genders = TargetingOptions.get("GENDER", client=client)
    assert set(genders) == set(TargetingSpecGender)
    assert "US" in TargetingOptions.search("LOCATION", "united", client=client)
    assert TargetingOptions.search("LOCATION", "nowhere", client=client) == {}
    signed = {"client_id": "12", "oauth_signature": "x", "timestamp": "1700000000"}
    assert TargetingOptions.search("GENDER", "fem", client=client, **signed)
    assert place.emulator.requests[-1].query == signed
    audience = place.make("Audience")
    own = TargetingOptions.get("AUDIENCE_INCLUDE", place.account, client)
    assert own == {audience.id: audience.name}
    place.emulator.clear_requests()
    with pytest.raises(ValidationError, match="'LOCATON' is not valid; allowed: APPTYPE"):
        TargetingOptions.get("LOCATON", client=client)
    assert place.emulator.requests == []


def test_interests_have_children(place):
    [id, *_] = TargetingOptions.search("INTEREST", "Animals", client=place.client)
    interest = Interest(id, place.client)
    assert interest.name == "Animals"
    children = interest.children()
    place.emulator.clear_requests()
    assert [child.level for child in children] == [2] * len(children)
    assert children[0].children() == []
    assert len(place.emulator.requests) == len(children)


def test_templates_and_segments_are_unloaded_after_an_update(place):
    for noun, model, changed in (
        ("TargetingTemplate", TargetingTemplate, {"targeting_attributes": {"LOCATION": ["CA"]}}),
        ("CustomerSegment", CustomerSegment, {"audience_ids": []}),
    ):
        made = place.make(noun)
        name = made.name
        place.emulator.clear_requests()
        assert made.update_fields(**changed) is True
        assert place.emulator.requests[0].body["operation_type"] == "UPDATE"
        with pytest.raises(NotLoaded, match=rf"{noun}\.get_all\("):
            _ = made.name
        [(field, value)] = changed.items()
        assert model.find(place.account, name, place.client).to_dict()[field] == value
        assert made.delete() is True
        assert place.emulator.requests[-1].body == {"id": made.id, "operation_type": "REMOVE"}
        assert model.get_all(place.account, client=place.client).items == []
        with pytest.raises(BadRequest):
            made.delete()


def test_an_audience_is_shared_and_unshared(place):
    account, client = place.account, place.client
    audience = place.make("Audience")
    other = AdAccount.create("Other", place.owner, "US", client)
    shared = audience.share_with_ad_accounts([other.id])
    assert shared.recipient_account_ids == [other.id]
    assert [item.account_id for item in audience.shared_accounts("AD_ACCOUNT")] == [other.id]
    assert audience.share_with_ad_accounts([other.id], "REVOKE").permissions == []
    assert audience.list_shared_accounts("AD_ACCOUNT").items == []
    with pytest.raises(BadRequest, match="recipient_account_ids"):
        audience.share_with_ad_accounts([account])
    place.emulator.clear_requests()
    with pytest.raises(ValidationError, match="operation_type"):
        audience.share_with_ad_accounts([other.id], "UNSHARE")
    assert place.emulator.requests == []


def test_a_business_shares_the_audiences_of_its_accounts(place):
    client, business = place.client, place.owner
    audience, other = place.make("Audience"), "549755885199"
    assert audience.share_with_businesses([other]).recipient_business_ids == [other]
    [received] = Audience.get_shared_with_business(other, client=client).items
    assert received == audience
    assert received.refresh().name == audience.name
    assert list(Audience.iter_shared_with_business(other, client=client)) == [audience]
    audience.share_with_businesses_as_business(business, [other], "REVOKE")
    [account] = [AdAccount.create("Other", business, "US", client).id]
    audience.share_with_ad_accounts_as_business(business, [account])
    found = audience.shared_accounts_as_business(business, "AD_ACCOUNT")
    assert [item.account_id for item in found] == [account]
    assert audience.list_shared_accounts_as_business(business, "BUSINESS_ACCOUNT").items == []


def test_records_are_uploaded_in_parts(place):
    people = place.make("CustomerList")
    upload = CustomerListUpload.create(place.account, people.id, "ADD", 1, place.client)
    [part] = upload.file_parts
    requests.put(part.presigned_url, data=b"c@example.com\nd@example.com", timeout=5)
    assert upload.run() is True
    assert upload.state == "RUNNING"
    place.emulator.advance(3_600)
    assert upload.refresh().state == "SUCCEEDED"
    assert upload.record_counts.valid == 2
    assert upload.file_parts == []


def test_keywords_have_metrics_and_every_failure_raises(place):
    account, client = place.account, place.client
    found = Keyword.metrics(account, "US", ["quilt", "fabric"], client).data
    assert [item.keyword for item in found] == ["quilt", "fabric"]
    keyword = place.make("Keyword")
    assert keyword.archive() is True
    assert keyword.archived is True
    gone = Keyword(account, "1", client)
    with pytest.raises(PartialFailureError, match="id"):
        gone.archive()
    items = [
        {"parent_id": account, "value": "cheap", "match_type": match}
        for match in ("EXACT_NEGATIVE", "BROAD")
    ]
    with pytest.raises(PartialFailureError, match="BROAD") as caught:
        Keyword.create_many(account, items, client)
    assert list(caught.value.failures) == [1]
    assert caught.value.succeeded[0].value == "cheap"
