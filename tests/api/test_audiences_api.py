"""The typed methods of audiences: what each sends and returns."""

# Tests pass what the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,attr-defined,call-arg,union-attr"
from __future__ import annotations

import copy
import inspect

import pytest
import responses

from pinterest.api import AudiencesApi
from pinterest.exceptions import ConnectionFailed, NotFound, ValidationError
from pinterest.schemas import (
    Audience,
    AudienceCreateCustomRequest,
    AudienceCreateRequest,
    AudienceRule,
    AudienceUpdateRequest,
)
from pinterest.utils.bookmark import Page
from tests.models import stub

CREATE = {"name": "Quilters", "rule": {"retention_days": "30"}, "audience_type": "VISITOR"}
CUSTOM = {"name": "n", "rule": {"pin_id": ["5"]}, "sharing_type": "CUSTOM", "data_party": "1p"}


@pytest.fixture
def api():
    return AudiencesApi(stub.client())


def test_the_five_methods_have_the_parameters_of_the_contract():
    parameters = {
        name: [item for item in inspect.signature(method).parameters if item != "self"]
        for name, method in vars(AudiencesApi).items()
        if inspect.isfunction(method)
    }
    account, one = ["ad_account_id"], ["ad_account_id", "audience_id"]
    filters = ["bookmark", "order", "page_size", "ownership_type", "entity_statuses"]
    limits = ["timeout", "deadline"]
    assert parameters == {
        "audiences_list": [*account, *filters, *limits],
        "audiences_create": [*account, "audience_create_request", *limits],
        "audiences_get": [*one, *limits],
        "audiences_update": [*one, "audience_update_request", *limits],
        "audiences_create_custom": [*account, "audience_create_custom_request", *limits],
    }
    for name, method in vars(AudiencesApi).items():
        if inspect.isfunction(method):
            for item in inspect.signature(method).parameters.values():
                required = item.default is inspect.Parameter.empty
                assert required == (item.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD), name


@pytest.mark.parametrize(
    "body",
    [
        CREATE,
        AudienceCreateRequest(CREATE),
        AudienceCreateRequest(**CREATE),
        {**CREATE, "rule": AudienceRule(retention_days="30")},
    ],
    ids=lambda body: type(body).__name__,
)
@responses.activate
def test_create_sends_the_body_and_returns_the_audience(api, body):
    stub.answers("POST", stub.LIST, {"id": stub.ID, "name": "Quilters", "size": "5"})
    before = copy.deepcopy(body)
    audience = api.audiences_create(int(stub.ACCOUNT), body)
    assert stub.sent_json() == CREATE
    assert type(audience) is Audience
    assert (audience.id, audience.name, audience.size) == (stub.ID, "Quilters", 5)
    assert audience["name"] == "Quilters"
    assert audience.to_dict() == {"id": stub.ID, "name": "Quilters", "size": 5}
    assert body == before


@pytest.mark.parametrize("body", [CUSTOM, AudienceCreateCustomRequest(CUSTOM)])
@responses.activate
def test_create_custom_sends_the_body_and_returns_the_audience(api, body):
    stub.answers("POST", f"{stub.LIST}/custom", {"id": stub.ID})
    audience = api.audiences_create_custom(stub.ACCOUNT, audience_create_custom_request=body)
    assert type(audience) is Audience
    assert stub.sent_json() == CUSTOM


@responses.activate
def test_get_returns_the_audience(api):
    stub.answers("GET", stub.ONE, {"id": stub.ID, "rule": {"retention_days": "30"}})
    audience = api.audiences_get(stub.ACCOUNT, int(stub.ID))
    assert audience.rule.retention_days == 30
    assert audience.description is None
    assert "description" not in audience
    assert not stub.sent().body


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ({"description": None}, {"description": None}),
        (AudienceUpdateRequest(description=None), {"description": None}),
        (AudienceUpdateRequest(), {}),
        (AudienceUpdateRequest(None), {}),
        ({}, {}),
    ],
)
@responses.activate
def test_update_sends_only_the_fields_that_are_set(api, body, sent):
    stub.answers("PATCH", stub.ONE, {"id": stub.ID})
    audience = api.audiences_update(stub.ACCOUNT, stub.ID, audience_update_request=body)
    assert type(audience) is Audience
    assert stub.sent_json() == sent


@responses.activate
def test_update_works_without_a_body(api):
    stub.answers("PATCH", stub.ONE, {"id": stub.ID})
    assert api.audiences_update(stub.ACCOUNT, stub.ID).id == stub.ID
    assert not stub.sent().body


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, "audience_create_request is required"),
        ([], "body: [] is not valid; allowed: a mapping of field names to values"),
        ("name", "body: 'name' is not valid; allowed: a mapping"),
        ({}, "audience_type is required"),
        ({**CREATE, "nam": 1}, "nam: unknown field; did you mean 'name'?"),
        ({**CREATE, "rule": {"url": 5}}, "rule.url: 5 is not valid"),
        (
            {**CREATE, "rule": {"event_data": {"line_items": [{"product_idd": 1}]}}},
            "rule.event_data.line_items[0].product_idd: unknown field; did you mean 'product_id'?",
        ),
        (AudienceUpdateRequest(name="n"), "is not valid; allowed: a mapping of field names"),
    ],
)
@responses.activate
def test_an_invalid_body_is_refused_before_it_is_sent(api, body, text):
    with pytest.raises(ValidationError) as caught:
        api.audiences_create(stub.ACCOUNT, body)
    assert str(caught.value).startswith("POST /ad_accounts/{ad_account_id}/audiences: ")
    assert text in str(caught.value)
    assert len(responses.calls) == 0


@responses.activate
def test_a_body_is_checked_again_when_it_is_sent(api):
    body = AudienceCreateRequest(CREATE)
    body.rule.retention_days = 541
    with pytest.raises(ValidationError, match=r"rule.retention_days: 541 is not valid"):
        api.audiences_create(stub.ACCOUNT, body)
    body.rule.retention_days = 540
    body.rule.brand_new = 1
    stub.answers("POST", stub.LIST, {"id": stub.ID})
    api.audiences_create(stub.ACCOUNT, body)
    assert stub.sent_json()["rule"] == {"retention_days": 540, "brand_new": 1}
    assert len(responses.calls) == 1


@responses.activate
def test_list_sends_its_filters_and_returns_a_page(api):
    stub.answers("GET", stub.LIST, {"items": [{"id": "1"}], "bookmark": "B1"}, {"items": []})
    page = api.audiences_list(
        stub.ACCOUNT,
        bookmark="B0",
        order="DESCENDING",
        page_size=250,
        ownership_type="OWNED",
        entity_statuses=["ACTIVE", "PAUSED"],
    )
    assert type(page) is Page
    assert [type(item) for item in page.items] == [Audience]
    assert page.bookmark.bookmark_token == "B1"
    assert stub.sent().params == {
        "bookmark": "B0",
        "order": "DESCENDING",
        "page_size": "250",
        "ownership_type": "OWNED",
        "entity_statuses": ["ACTIVE", "PAUSED"],
    }
    assert [item.id for item in page.iter_all()] == ["1"]
    assert stub.sent().params["bookmark"] == "B1"
    assert stub.sent().params["entity_statuses"] == ["ACTIVE", "PAUSED"]


@responses.activate
def test_parameters_that_are_left_out_are_not_sent(api):
    stub.answers("GET", stub.LIST, {"items": []})
    api.audiences_list(stub.ACCOUNT)
    assert stub.sent().params == {}


@pytest.mark.slow
def test_a_timeout_applies_to_one_call_and_to_all_pages_of_a_list(pinterest_emulator):
    pinterest_emulator.add_audiences(3)
    with pinterest_emulator.client(max_retries=0) as client:
        api, account = AudiencesApi(client), pinterest_emulator.ad_account_id
        pinterest_emulator.fail_next(latency=0.5)
        with pytest.raises(ConnectionFailed, match=r"0\.05"):
            api.audiences_list(account, timeout=0.05)
        page = api.audiences_list(account, page_size=1, timeout=(5, 0.2))
        pinterest_emulator.fail_next(latency=0.5)
        with pytest.raises(ConnectionFailed, match=r"0\.2"):
            list(page.iter_all())
        pinterest_emulator.fail_next(latency=0.3)
        assert api.audiences_get(account, page.items[0].id).name == "Audience 1"
        for wrong in (0, -1, "5", True, (1, 2, 3)):
            with pytest.raises(ValidationError, match=r"timeout"):
                api.audiences_get(account, "1", timeout=wrong)


def test_an_audience_can_be_created_listed_changed_and_removed(
    pinterest_emulator, pinterest_client
):
    api, account = AudiencesApi(pinterest_client), pinterest_emulator.ad_account_id
    created = api.audiences_create(account, CREATE)
    assert created.rule.to_dict() == {"retention_days": 30}
    assert api.audiences_get(account, created.id) == created
    changed = api.audiences_update(account, created.id, audience_update_request={"name": "x"})
    assert changed.name == "x"
    assert [item.name for item in api.audiences_list(account).items] == ["x"]
    removal = AudienceUpdateRequest(operation_type="REMOVE")
    api.audiences_update(account, created.id, audience_update_request=removal)
    with pytest.raises(NotFound, match=r"404"):
        api.audiences_get(account, created.id)
    custom = api.audiences_create_custom(account, CUSTOM)
    assert custom.id != created.id
    assert len(pinterest_emulator.requests) == 7


@pytest.mark.parametrize("id", ["../oauth", "1?x=", "", "\uff11", "1\n", -1, True])
@responses.activate
def test_invalid_ids_are_refused(api, id):
    calls = [
        lambda: api.audiences_list(id),
        lambda: api.audiences_create(id, CREATE),
        lambda: api.audiences_create_custom(id, CUSTOM),
        lambda: api.audiences_get(id, "1"),
        lambda: api.audiences_get("1", id),
        lambda: api.audiences_update(id, "1"),
        lambda: api.audiences_update("1", id),
    ]
    for call in calls:
        with pytest.raises(ValidationError, match=r"_id: .* is not valid; allowed: .*digits"):
            call()
    assert len(responses.calls) == 0


def test_client_is_the_client_that_was_passed(pinterest_client):
    assert AudiencesApi(pinterest_client).client is pinterest_client
