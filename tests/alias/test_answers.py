"""Responses: names, printed text and types as in the generated client."""

from __future__ import annotations

import datetime

import pytest
import responses
from openapi_generated.pinterest_client.api.ad_accounts_api import AdAccountsApi
from openapi_generated.pinterest_client.api.ad_groups_api import AdGroupsApi
from openapi_generated.pinterest_client.api.ads_api import AdsApi
from openapi_generated.pinterest_client.api.audiences_api import AudiencesApi
from openapi_generated.pinterest_client.api.boards_api import BoardsApi
from openapi_generated.pinterest_client.api.catalogs_api import CatalogsApi
from openapi_generated.pinterest_client.api.media_api import MediaApi
from openapi_generated.pinterest_client.api.oauth_api import OauthApi
from openapi_generated.pinterest_client.api.pins_api import PinsApi
from openapi_generated.pinterest_client.api.terms_api import TermsApi

import openapi_generated.pinterest_client as generated
from openapi_generated.pinterest_client import models
from tests.models import stub

ACCOUNT = f"{stub.API}/ad_accounts/5"


@responses.activate
def test_newer_fields_keep_their_name_on_the_wire(stub_client):
    spec = {"AGE_BUCKET": ["18-24"], "GEO_EXCLUDE": ["US"], "MINIMUM_AGE": "21"}
    stub.answers("GET", f"{ACCOUNT}/ad_groups/7", {"id": "7", "targeting_spec": spec})
    group = AdGroupsApi(stub_client).ad_groups_get("5", "7")
    found = group.targeting_spec
    assert group.to_dict()["targeting_spec"] == {
        "age_bucket": ["18-24"],
        "GEO_EXCLUDE": ["US"],
        "MINIMUM_AGE": "21",
    }
    assert found["GEO_EXCLUDE"] == found.GEO_EXCLUDE == found.get("GEO_EXCLUDE") == ["US"]
    assert found.geo_exclude == ["US"]
    assert "GEO_EXCLUDE" in found


@pytest.mark.parametrize(
    ("model", "wire", "value", "name"),
    [
        (models.AgeBucketMultipliers, "AGE_BUCKET", 1.5, "AGE_BUCKET"),
        (models.BidOptionsAgeBucketMultipliers, "18-24", 1.5, "18-24"),
        (models.CatalogsFeedValidationWarnings, "AD_IMAGE_0_LINK_REQUIRED", 5, None),
        (
            models.CatalogsFeedValidationWarnings,
            "AD_LINK_FORMAT_WARNING",
            5,
            "ad_link_format_warning",
        ),
        (models.PinterestTagEventData, "property", "quilts", "_property"),
        (models.ImageMetadataImages, "150x150", {"width": 5}, "_150x150"),
        (models.AdsCreditRedeemResponse, "errorCode", 5, "error_code"),
    ],
)
def test_to_dict_has_the_generated_clients_keys(model, wire, value, name):
    answer = model._from_openapi_data(**{wire: value})
    key = name or wire
    assert answer.to_dict() == {key: value}
    assert model.attribute_map[key] == wire
    assert key in answer
    assert answer[key] == getattr(answer, key) == answer[wire] == answer.get(key)


@responses.activate
def test_names_within_answers_are_the_generated_clients(stub_client):
    rule = {"retention_days": 30, "event_data": {"property": "quilts", "value": "5"}}
    stub.answers("GET", f"{ACCOUNT}/audiences/7", {"id": "7", "rule": rule})
    audience = AudiencesApi(stub_client).audiences_get("5", "7")
    assert audience.rule.event_data["_property"] == audience.rule.event_data._property == "quilts"
    assert audience.to_dict()["rule"]["event_data"]["_property"] == "quilts"
    parameters = {"x-amz-date": "5", "Content-Type": "multipart/form-data", "key": "k"}
    media = {"media_id": "5", "media_type": "video", "upload_parameters": parameters}
    stub.answers("POST", f"{stub.API}/media", media)
    found = MediaApi(stub_client).media_create(models.MediaUploadRequest("video"))
    assert found.upload_parameters.to_dict() == {
        "x_amz_date": "5",
        "content_type": "multipart/form-data",
        "key": "k",
    }
    assert found.upload_parameters.content_type == found.upload_parameters["content_type"]


@pytest.mark.parametrize(
    ("api", "method", "path", "ids", "key"),
    [
        (AdAccountsApi, "ad_account_analytics", "analytics", {}, "AD_ACCOUNT_ID"),
        (AdsApi, "ads_analytics", "ads/analytics", {"ad_ids": ["7"]}, "AD_ID"),
        (
            AdGroupsApi,
            "ad_groups_analytics",
            "ad_groups/analytics",
            {"ad_group_ids": ["7"]},
            "AD_GROUP_ID",
        ),
    ],
)
@responses.activate
def test_rows_of_analytics_are_dicts(stub_client, api, method, path, ids, key):
    rows = [{key: "7", "DATE": "2026-01-31", "SPEND_IN_DOLLAR": 5.5}]
    stub.answers("GET", f"{ACCOUNT}/{path}", rows)
    answer = getattr(api(stub_client), method)(
        "5", "2026-01-01", "2026-01-31", columns=["SPEND_IN_DOLLAR"], granularity="DAY", **ids
    )
    [row] = answer.value
    assert datetime.date(2026, 1, 31) == row.DATE
    assert isinstance(row, dict)
    assert [*row] == [key, "DATE", "SPEND_IN_DOLLAR"]
    assert row == {key: "7", "DATE": datetime.date(2026, 1, 31), "SPEND_IN_DOLLAR": 5.5}
    assert str(answer) == str(answer.value) == str([dict(row)])


@responses.activate
def test_fields_without_a_model_are_dicts(stub_client):
    board = {"id": "7", "name": "Quilts", "owner": {"username": "quilter"}, "privacy": "PUBLIC"}
    stub.answers("GET", f"{stub.API}/boards/7", board)
    answer = BoardsApi(stub_client).boards_get("7")
    assert answer.owner.username == "quilter"
    assert {**answer.owner} == {"username": "quilter"}
    assert isinstance(answer.owner, dict)
    image = {"url": "https://example.com/a.png", "width": 150}
    pin = {"id": "7", "media": {"media_type": "image", "images": {"150x150": image}}}
    stub.answers("GET", f"{stub.API}/pins/7", pin)
    answer = PinsApi(stub_client).pins_get("7")
    assert answer.media["images"]["150x150"]["width"] == 150
    assert answer.to_dict()["media"] == dict(answer.media) == pin["media"]
    group = {"id": "7", "tracking_urls": {"click": ["https://example.com"]}}
    stub.answers("GET", f"{ACCOUNT}/ad_groups/7", group)
    answer = AdGroupsApi(stub_client).ad_groups_get("5", "7")
    assert isinstance(answer.tracking_urls, dict)
    assert list(answer.tracking_urls.items()) == [("click", ["https://example.com"])]
    answer.tracking_urls["click"].append("https://example.com/2")
    stub.answers("PATCH", f"{ACCOUNT}/ad_groups", {"items": []})
    AdGroupsApi(stub_client).ad_groups_update("5", [answer])
    assert stub.sent_json()[0]["tracking_urls"]["click"] == [
        "https://example.com",
        "https://example.com/2",
    ]


@responses.activate
def test_enums_are_models_where_the_generated_client_has_one(stub_client):
    account = {"id": "5", "country": "US", "permissions": ["OWNER", "NEW"]}
    stub.answers("GET", f"{stub.API}/ad_accounts/5", account)
    answer = AdAccountsApi(stub_client).ad_accounts_get("5")
    assert type(answer.country) is models.Country
    assert answer.country.value == answer.country["value"] == str(answer.country) == "US"
    assert [role.value for role in answer.permissions] == ["OWNER", "NEW"]
    assert str(answer.permissions) == "[OWNER, NEW]"
    stub.answers("GET", f"{stub.API}/boards/7", {"id": "7", "privacy": "PUBLIC"})
    assert type(BoardsApi(stub_client).boards_get("7").privacy) is str


@responses.activate
def test_some_fields_are_models_as_in_the_generated_client(stub_client):
    feed = {"id": "7", "catalog_type": "HOTEL", "name": "Rooms"}
    stub.answers("GET", f"{stub.API}/catalogs/feeds/7", feed)
    answer = CatalogsApi(stub_client).feeds_get("7")
    assert type(answer.catalog_type) is models.CatalogsType
    assert answer.catalog_type.value == "HOTEL"
    template = models.TargetingTemplateCreate(name="Quilters", tracking_urls={"click": ["u"]})
    assert type(template.tracking_urls) is models.TrackingUrls
    profiles = models.InviteAssetsSummaryProfiles._from_openapi_data(id="5", permissions=["ADMIN"])
    assert profiles.permissions.value == ["ADMIN"]
    assert profiles.to_dict() == {"id": "5", "permissions": ["ADMIN"]}


def test_lists_that_are_models_have_a_value(client):
    answer = TermsApi(client).terms_suggested_list("q")
    assert type(answer) is models.TermsSuggestedResponse
    assert answer.value == list(answer)


@responses.activate
def test_printing_an_answer_shows_a_dict(stub_client, capsys):
    account = {"id": "5", "country": "US", "owner": {"username": "quilter"}}
    stub.answers("GET", f"{stub.API}/ad_accounts/5", account)
    answer = AdAccountsApi(stub_client).ad_accounts_get("5")
    expected = "{'country': 'US', 'id': '5', 'owner': {'username': 'quilter'}}"
    print(answer)
    assert capsys.readouterr().out == expected + "\n"
    assert f"{answer}" == repr(answer) == answer.to_str() == expected
    assert repr([answer.owner]) == "[{'username': 'quilter'}]"
    stub.answers("GET", f"{stub.API}/boards", {"items": [{"id": "7"}], "bookmark": "b"})
    page = BoardsApi(stub_client).boards_list()
    assert str(page) == "{'items': [{'id': '7'}], 'bookmark': 'b'}"
    assert str(page["items"][0]) == "{'id': '7'}"


@responses.activate
def test_printing_an_answer_hides_tokens(stub_client):
    tokens = {"access_token": "pina_SECRET", "scope": "ads:read", "expires_in": 5, "code": 7}
    responses.post(f"{stub.API}/oauth/token", json=tokens)
    client = generated.ApiClient(generated.Configuration(username="1", password="app-secret"))
    answer = OauthApi(client).oauth_token("client_credentials", scope="ads:read")
    assert answer.access_token == answer.to_dict()["access_token"] == "pina_SECRET"
    for text in (str(answer), repr(answer), repr([answer])):
        assert "SECRET" not in text
        assert "ads:read" in text
        assert "'code': 7" in text  # error codes are not hidden
    stub.answers("GET", f"{stub.API}/boards", {"items": [{"partner_access_token": "SECRET-1"}]})
    page = BoardsApi(stub_client).boards_list()
    assert "SECRET" not in f"{page} {page['items']}"
    assert page["items"][0]["partner_access_token"] == "SECRET-1"
