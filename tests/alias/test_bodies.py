"""Bodies of requests: models and plain data, sent to the emulator."""

from __future__ import annotations

import pytest
import responses
from openapi_generated.pinterest_client.api.ad_accounts_api import AdAccountsApi
from openapi_generated.pinterest_client.api.ad_groups_api import AdGroupsApi
from openapi_generated.pinterest_client.api.ads_api import AdsApi
from openapi_generated.pinterest_client.api.boards_api import BoardsApi
from openapi_generated.pinterest_client.api.campaigns_api import CampaignsApi
from openapi_generated.pinterest_client.api.customer_lists_api import CustomerListsApi
from openapi_generated.pinterest_client.api.integrations_api import IntegrationsApi
from openapi_generated.pinterest_client.api.keywords_api import KeywordsApi
from openapi_generated.pinterest_client.api.pins_api import PinsApi
from openapi_generated.pinterest_client.model.board import Board
from openapi_generated.pinterest_client.model.board_section import BoardSection
from openapi_generated.pinterest_client.model.pin import Pin

import openapi_generated.pinterest_client as generated
import pinterest.api
import pinterest.schemas
from openapi_generated.pinterest_client import models
from tests.models import stub

IMAGE = {"source_type": "image_url", "url": "https://example.com/quilt.png"}


def get_last_body(emulator):
    return emulator.requests[-1].body


def new_pin(client):
    board = BoardsApi(client).boards_create(Board(name="Quilts"))
    return PinsApi(client).pins_create(
        models.PinCreate(title="Log cabin", board_id=board.id, media_source=dict(IMAGE))
    )


def test_a_board_is_created_changed_and_updated(pinterest_emulator, client):
    api = BoardsApi(client)
    board = api.boards_create(board=Board(name="Quilts", privacy="SECRET"))
    assert get_last_body(pinterest_emulator) == {"name": "Quilts", "privacy": "SECRET"}
    assert isinstance(board, Board)
    board.description = "Warm ones"
    changed = api.boards_update(board.id, board)
    # Read-only fields, and fields that the body does not have, are not sent.
    assert get_last_body(pinterest_emulator) == {
        "name": "Quilts",
        "description": "Warm ones",
        "privacy": "SECRET",
    }
    assert type(changed) is Board
    assert changed.description == "Warm ones"
    assert api.boards_update(board.id, board_update={"name": "Rugs"}).name == "Rugs"
    section = api.board_sections_create(board.id, BoardSection("Blocks"))
    assert api.board_sections_list(board.id)["items"] == [section.to_dict()]


def test_a_schema_of_pinterest_can_be_sent(pinterest_emulator, client):
    native = pinterest.schemas.Board(id="5", name="Quilts")
    assert BoardsApi(client).boards_create(native).name == "Quilts"
    assert get_last_body(pinterest_emulator) == {"name": "Quilts"}


def test_a_body_may_contain_the_ad_account_id(pinterest_emulator, client):
    account = pinterest_emulator.ad_account_id
    records = {"name": "Buyers", "records": "a@example.com", "list_type": "EMAIL"}
    request = models.CustomerListRequest(ad_account_id=account, **records)
    assert CustomerListsApi(client).customer_lists_create(account, request).name == "Buyers"
    group = models.AdGroupCreateRequest(ad_account_id=account, tracking_url=None, name="Quilters")
    assert group.ad_account_id == models.AdCreateRequest(ad_account_id=account).ad_account_id


def test_read_only_fields_are_not_sent(pinterest_emulator, client):
    api = BoardsApi(client)
    board = api.boards_create(Board(name="Quilts"))
    section = api.board_sections_create(board.id, board)
    assert get_last_body(pinterest_emulator) == {"name": "Quilts"}
    assert api.board_sections_update(board.id, section.id, section).name == "Quilts"
    assert get_last_body(pinterest_emulator) == {"name": "Quilts"}


@responses.activate
def test_unknown_fields_of_an_answer_are_sent_back():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    stub.answers("PATCH", f"{stub.API}/boards/5/sections/7", {"id": "7", "name": "Quilts"})
    section = BoardSection._from_openapi_data(id="7", name="Quilts", new=5)
    BoardsApi(client).board_sections_update("5", "7", section)
    assert stub.sent_json() == {"name": "Quilts", "new": 5}


def test_a_model_without_a_field_of_the_body_is_refused(pinterest_emulator, client):
    with pytest.raises(generated.ApiTypeError, match="a mapping of field names to values"):
        BoardsApi(client).boards_create(models.TargetingSpec(age_bucket=["18-24"]))
    assert pinterest_emulator.requests == []


def test_the_error_about_an_empty_model_names_what_is_missing(pinterest_emulator, client):
    with pytest.raises(ValueError, match=r"POST /boards: name is required$"):
        BoardsApi(client).boards_create(Board())
    assert pinterest_emulator.requests == []


def test_the_typed_methods_stay_strict(client):
    with pytest.raises(generated.ApiTypeError, match="a mapping of field names to values"):
        pinterest.api.BoardsApi(client).boards_create(Board(name="Quilts"))


def test_a_pin_is_created_from_models_or_plain_data(pinterest_emulator, client):
    pin = new_pin(client)
    assert isinstance(pin, Pin)
    assert isinstance(pin.media, dict)
    api = PinsApi(client)
    source = models.PinMediaSource(**IMAGE)
    for body in (
        models.PinCreate(title="Star", board_id=pin.board_id, media_source=source),
        Pin(title="Star", board_id=pin.board_id, media_source=source, note="warm"),
        {"title": "Star", "board_id": pin.board_id, "media_source": source},
    ):
        assert api.pins_create(body).title == "Star"
        assert get_last_body(pinterest_emulator)["media_source"] == IMAGE
        assert set(get_last_body(pinterest_emulator)) == {"title", "board_id", "media_source"}
    assert api.pins_save(pin.id, inline_object1={"board_id": pin.board_id}).id
    assert api.pins_update(pin.id, models.PinUpdate(title="New")).title == "New"


def test_a_script_creates_campaign_ad_group_and_ad(pinterest_emulator, client):
    account, pin = pinterest_emulator.ad_account_id, new_pin(client)
    campaign = CampaignsApi(client).campaigns_create(
        ad_account_id=account,
        campaign_create_request=[
            models.CampaignCreateRequest(
                ad_account_id=str(account),
                name="Autumn",
                daily_spend_cap=10_000_000,
                order_line_id=None,
                objective_type=models.ObjectiveType("AWARENESS"),
                is_campaign_budget_optimization=False,
            )
        ],
    )
    group = AdGroupsApi(client).ad_groups_create(
        ad_account_id=account,
        ad_group_create_request=[
            models.AdGroupCreateRequest(
                name="Quilters",
                campaign_id=campaign.get("items")[0].get("data").id,
                billable_event=models.ActionType("IMPRESSION"),
                bid_in_micro_currency=5_000_000,
                budget_in_micro_currency=50_000_000,
                targeting_spec=models.TargetingSpec(age_bucket=["18-24"]),
            )
        ],
    )
    made = group.get("items")[0].get("data")
    assert get_last_body(pinterest_emulator)[0]["targeting_spec"] == {"AGE_BUCKET": ["18-24"]}
    assert made.targeting_spec.age_bucket == made["targeting_spec"]["age_bucket"] == ["18-24"]
    ads = AdsApi(client).ads_create(
        account,
        [
            models.AdCreateRequest(
                ad_group_id=made.id,
                creative_type=models.CreativeType("REGULAR"),
                pin_id=pin.id,
                name="Ad",
                status=models.EntityStatus("ACTIVE"),
            )
        ],
    )
    ad = ads["items"][0]["data"]
    assert ad.status.value == "ACTIVE"
    # A response can be the body of another operation.
    ad.name = "Other"
    assert AdsApi(client).ads_update(account, [ad]).items[0].data.name == "Other"


def test_some_bodies_can_be_left_out(pinterest_emulator, client):
    sizes = AdGroupsApi(client).ad_groups_audience_sizing(pinterest_emulator.ad_account_id)
    assert sizes.audience_size_lower_bound > 0
    assert IntegrationsApi(client).integrations_commerce_post().id
    with pytest.raises(generated.NotFoundException):
        IntegrationsApi(client).integrations_commerce_patch("none")
    assert [request.body for request in pinterest_emulator.requests] == [{}, {}, {}]


def test_a_number_that_is_a_model_can_be_sent():
    days = models.ConversionAttributionWindowDays(30)
    made = models.AdsAnalyticsCreateAsyncRequest(
        start_date="2026-01-01",
        end_date="2026-01-31",
        granularity="DAY",
        columns=["SPEND_IN_DOLLAR"],
        level="CAMPAIGN",
        click_window_days=days,
    )
    assert made.to_dict()["click_window_days"] == 30


@responses.activate
def test_simple_models_can_be_parameters():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    stub.answers("GET", f"{stub.API}/ad_accounts/5/analytics", [{"AD_ACCOUNT_ID": "5"}])
    answer = AdAccountsApi(client).ad_account_analytics(
        "5",
        "2026-01-01",
        "2026-01-31",
        ["SPEND_IN_DOLLAR"],
        models.Granularity("DAY"),
        click_window_days=models.ConversionAttributionWindowDays(30),
    )
    assert stub.sent().params["granularity"] == "DAY"
    assert stub.sent().params["click_window_days"] == "30"
    assert type(answer) is models.AdAccountAnalyticsResponse
    assert answer.value[0]["AD_ACCOUNT_ID"] == "5"


def test_models_in_a_list_are_sent(pinterest_emulator, client):
    body = models.KeywordsRequest(
        parent_id="1", keywords=[models.KeywordsCommon(match_type="BROAD", value="quilt")]
    )
    with pytest.raises(generated.ApiException, match="no ad group or campaign 1"):
        KeywordsApi(client).keywords_create(pinterest_emulator.ad_account_id, body)
    assert get_last_body(pinterest_emulator)["keywords"] == [
        {"match_type": "BROAD", "value": "quilt"}
    ]
