"""Bodies and answers: lines of scripts for the generated client, against the emulator."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

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
from openapi_generated.pinterest_client.api.terms_api import TermsApi
from openapi_generated.pinterest_client.model.board import Board
from openapi_generated.pinterest_client.model.board_section import BoardSection
from openapi_generated.pinterest_client.model.pin import Pin

import openapi_generated.pinterest_client as generated
import pinterest.api
import pinterest.schemas
from openapi_generated.pinterest_client import models
from tests.models import stub

IMAGE = {"source_type": "image_url", "url": "https://example.com/quilt.png"}


@pytest.fixture
def client(pinterest_emulator):
    configuration = generated.Configuration(
        host=pinterest_emulator.url, access_token=pinterest_emulator.access_token
    )
    with generated.ApiClient(configuration) as api_client:
        yield api_client


def sent(emulator):
    return emulator.requests[-1].body


def new_pin(client):
    board = BoardsApi(client).boards_create(Board(name="Quilts"))
    return PinsApi(client).pins_create(
        models.PinCreate(title="Log cabin", board_id=board.id, media_source=dict(IMAGE))
    )


def test_a_board_is_made_of_a_board_and_sent_back_changed(pinterest_emulator, client):
    api = BoardsApi(client)
    board = api.boards_create(board=Board(name="Quilts", privacy="SECRET"))
    assert sent(pinterest_emulator) == {"name": "Quilts", "privacy": "SECRET"}
    assert isinstance(board, Board)
    board.description = "Warm ones"
    changed = api.boards_update(board.id, board)
    # What the API alone sets, and fields that the body does not have, stay behind.
    assert sent(pinterest_emulator) == {
        "name": "Quilts",
        "description": "Warm ones",
        "privacy": "SECRET",
    }
    assert type(changed) is Board
    assert changed.description == "Warm ones"
    assert api.boards_update(board.id, board_update={"name": "Rugs"}).name == "Rugs"
    section = api.board_sections_create(board.id, BoardSection("Blocks"))
    assert api.board_sections_list(board.id)["items"] == [section.to_dict()]


def test_a_model_of_the_typed_methods_will_do_as_well(pinterest_emulator, client):
    native = pinterest.schemas.Board(id="5", name="Quilts")
    assert BoardsApi(client).boards_create(native).name == "Quilts"
    assert sent(pinterest_emulator) == {"name": "Quilts"}


def test_the_account_may_be_told_in_a_body_as_well(pinterest_emulator, client):
    account = pinterest_emulator.ad_account_id
    records = {"name": "Buyers", "records": "a@example.com", "list_type": "EMAIL"}
    request = models.CustomerListRequest(ad_account_id=account, **records)
    assert CustomerListsApi(client).customer_lists_create(account, request).name == "Buyers"
    group = models.AdGroupCreateRequest(ad_account_id=account, tracking_url=None, name="Quilters")
    assert group.ad_account_id == models.AdCreateRequest(ad_account_id=account).ad_account_id


def test_what_the_api_alone_sets_stays_behind_whoever_sends_it(pinterest_emulator, client):
    api = BoardsApi(client)
    board = api.boards_create(Board(name="Quilts"))
    section = api.board_sections_create(board.id, board)
    assert sent(pinterest_emulator) == {"name": "Quilts"}
    assert api.board_sections_update(board.id, section.id, section).name == "Quilts"
    assert sent(pinterest_emulator) == {"name": "Quilts"}


@responses.activate
def test_what_an_answer_brought_along_travels_back():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    stub.answers("PATCH", f"{stub.API}/boards/5/sections/7", {"id": "7", "name": "Quilts"})
    section = BoardSection._from_openapi_data(id="7", name="Quilts", new=5)
    BoardsApi(client).board_sections_update("5", "7", section)
    assert stub.sent_json() == {"name": "Quilts", "new": 5}


def test_a_model_that_has_nothing_of_the_body_is_refused(pinterest_emulator, client):
    with pytest.raises(generated.ApiTypeError, match="a mapping of field names to values"):
        BoardsApi(client).boards_create(models.TargetingSpec(age_bucket=["18-24"]))
    assert pinterest_emulator.requests == []


def test_the_typed_methods_stay_strict(client):
    with pytest.raises(generated.ApiTypeError, match="a mapping of field names to values"):
        pinterest.api.BoardsApi(client).boards_create(Board(name="Quilts"))


def test_a_pin_is_made_of_models_or_of_plain_data(pinterest_emulator, client):
    pin = new_pin(client)
    assert isinstance(pin, Pin)
    assert isinstance(pin.media, models.PinMedia)
    api = PinsApi(client)
    source = models.PinMediaSource(**IMAGE)
    for body in (
        models.PinCreate(title="Star", board_id=pin.board_id, media_source=source),
        Pin(title="Star", board_id=pin.board_id, media_source=source, note="warm"),
        {"title": "Star", "board_id": pin.board_id, "media_source": source},
    ):
        assert api.pins_create(body).title == "Star"
        assert sent(pinterest_emulator)["media_source"] == IMAGE
        assert set(sent(pinterest_emulator)) == {"title", "board_id", "media_source"}
    assert api.pins_save(pin.id, inline_object1={"board_id": pin.board_id}).id
    assert api.pins_update(pin.id, models.PinUpdate(title="New")).title == "New"


def test_advertising_from_campaign_to_ad(pinterest_emulator, client):
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
    assert sent(pinterest_emulator)[0]["targeting_spec"] == {"AGE_BUCKET": ["18-24"]}
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
    # An answer of one kind, sent back as a body of another.
    ad.name = "Other"
    assert AdsApi(client).ads_update(account, [ad]).items[0].data.name == "Other"


def test_bodies_that_may_be_left_out(pinterest_emulator, client):
    sizes = AdGroupsApi(client).ad_groups_audience_sizing(pinterest_emulator.ad_account_id)
    assert sizes.audience_size_lower_bound > 0
    with pytest.raises(generated.ApiException) as caught:
        IntegrationsApi(client).integrations_commerce_post()
    assert caught.value.status == 400
    with pytest.raises(generated.NotFoundException):
        IntegrationsApi(client).integrations_commerce_patch("none")
    assert [request.body for request in pinterest_emulator.requests] == [{}, {}, {}]


def test_pages_and_their_items_are_dicts(client):
    api = BoardsApi(client)
    for name in ("One", "Two", "Three"):
        api.boards_create(Board(name))
    page = api.boards_list(page_size=1)
    parts: tuple[Any, ...] = (page, page["items"][0], page["items"][0]["media"])
    assert all(isinstance(each, dict) for each in parts)
    for each in parts:
        plain = json.loads(json.dumps(each))
        assert each == plain == each.to_dict() == {**each} == {name: each[name] for name in each}
        assert type(each.to_dict()) is dict
        assert list(each.items()) == list(plain.items())
        assert sorted(each) == sorted(each.keys()) == sorted(plain)
        assert (len(each), list(each.values())) == (len(plain), list(plain.values()))
        assert each | {"new": 5} == {**plain, "new": 5}
        for other in (pickle.loads(pickle.dumps(each)), copy.deepcopy(each), copy.copy(each)):
            assert type(other) is type(each)
            assert other == each
    assert page.items == page["items"] == page.get("items")
    assert page.bookmark == page["bookmark"]
    board = page["items"].pop()
    assert board.pop("id")
    assert isinstance(board["created_at"], str)


def test_the_pages_that_follow_hold_the_same(client):
    api = BoardsApi(client)
    for name in ("One", "Two", "Three"):
        api.boards_create(Board(name))
    page = api.boards_list(page_size=1)
    pages = list(page.iter_pages())
    assert pages[0] is page
    assert [len(each.items) for each in pages] == [1, 1, 1]
    assert [each["bookmark"] is None for each in pages] == [False, False, True]
    assert list(page.iter_all()) == api.boards_list(page_size=3)["items"]
    assert {type(each["items"][0]) for each in pages} == {type(page["items"][0])}
    with pytest.raises(generated.ApiAttributeError, match="the page has no 'owner'; it has: "):
        _ = page.owner


def test_an_item_of_a_list_is_read_and_set_by_attribute_and_sent_back(pinterest_emulator, client):
    api = BoardsApi(client)
    api.boards_create(Board("Quilts"))
    board = api.boards_list()["items"][0]
    assert board.name == board["name"] == "Quilts"
    assert board.owner.username == board["owner"]["username"]
    board.description = "Warm ones"
    api.boards_update(board.id, board)
    # Without what the API alone sets, as for the models.
    assert sent(pinterest_emulator) == {
        "name": "Quilts",
        "description": "Warm ones",
        "privacy": "PUBLIC",
    }
    with pytest.raises(generated.ApiTypeError, match="name"):
        api.boards_create(board["owner"])
    with pytest.raises(generated.ApiAttributeError, match="the answer has no 'nam'; it has: "):
        _ = board.nam
    with pytest.raises(KeyError, match="nam"):
        _ = board["nam"]
    assert "nam" not in board


@responses.activate
def test_an_item_knows_the_generated_clients_names_too():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    group = {"id": "5", "targeting_spec": {"AGE_BUCKET": ["18-24"]}}
    stub.answers("GET", f"{stub.API}/ad_accounts/5/ad_groups", {"items": [group]})
    page = AdGroupsApi(client).ad_groups_list("5")
    spec = page["items"][0].targeting_spec
    assert page == {"items": [group], "bookmark": None}
    assert spec.age_bucket == spec["age_bucket"] == spec["AGE_BUCKET"] == ["18-24"]
    spec.age_bucket = ["25-34"]
    assert spec == {"AGE_BUCKET": ["25-34"]}


def test_models_that_are_numbers_go_in_bodies():
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
def test_models_that_are_values_go_as_parameters():
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


def test_lists_that_are_models_have_a_value(client):
    answer = TermsApi(client).terms_suggested_list("q")
    assert type(answer) is models.TermsSuggestedResponse
    assert answer.value == list(answer)


def test_models_within_lists_are_sent_and_errors_of_the_api_come_through(
    pinterest_emulator, client
):
    body = models.KeywordsRequest(
        parent_id="1", keywords=[models.KeywordsCommon(match_type="BROAD", value="quilt")]
    )
    with pytest.raises(generated.ApiException, match="no ad group or campaign 1"):
        KeywordsApi(client).keywords_create(pinterest_emulator.ad_account_id, body)
    assert sent(pinterest_emulator)["keywords"] == [{"match_type": "BROAD", "value": "quilt"}]
