"""Scripts written for the generated client: arguments, return values and errors of its methods."""

from __future__ import annotations

import datetime
import functools
import re
import threading

import pytest
import responses
from openapi_generated.pinterest_client.api.ad_accounts_api import AdAccountsApi
from openapi_generated.pinterest_client.api.ad_groups_api import AdGroupsApi
from openapi_generated.pinterest_client.api.ads_api import AdsApi
from openapi_generated.pinterest_client.api.campaigns_api import CampaignsApi
from openapi_generated.pinterest_client.model.audience import Audience
from openapi_generated.pinterest_client.model.audience_create_request import AudienceCreateRequest
from openapi_generated.pinterest_client.model.audience_insight_type import AudienceInsightType
from openapi_generated.pinterest_client.model.audience_update_request import AudienceUpdateRequest

import openapi_generated.pinterest_client as generated
from openapi_generated.pinterest_client import models
from openapi_generated.pinterest_client.api import audience_insights_api, audiences_api
from tests.models import stub

CREATE = {"name": "Quilters", "rule": {"retention_days": 30}, "audience_type": "VISITOR"}


@pytest.fixture
def configuration(pinterest_emulator):
    configuration = generated.Configuration(host=pinterest_emulator.url)
    configuration.access_token = pinterest_emulator.access_token
    return configuration


@pytest.fixture
def api(configuration):
    with generated.ApiClient(configuration) as api_client:
        yield audiences_api.AudiencesApi(api_client)


def test_a_whole_script(pinterest_emulator, configuration):
    account = pinterest_emulator.ad_account_id
    with generated.ApiClient(configuration) as api_client:
        api_instance = audiences_api.AudiencesApi(api_client)
        created = api_instance.audiences_create(account, AudienceCreateRequest(**CREATE))
        assert isinstance(created, Audience)
        assert created["id"] == created.id == created.to_dict()["id"]
        assert created["rule"]["retention_days"] == 30
        assert created.get("name") == "Quilters"
        assert "name" in created
        found = api_instance.audiences_list(ad_account_id=account, page_size=25)
        assert found["items"][0]["name"] == found.to_dict()["items"][0]["name"] == "Quilters"
        assert found["bookmark"] is found.get("bookmark") is None
        update = AudienceUpdateRequest(name="Knitters")
        changed = api_instance.audiences_update(account, created.id, audience_update_request=update)
        assert changed.name == "Knitters"
        assert api_instance.audiences_get(account, audience_id=created["id"]) == changed
        assert api_instance.audiences_update(account, created.id, audience_update_request={}).name
        insights = audience_insights_api.AudienceInsightsApi(api_client).audience_insights_get(
            account, AudienceInsightType("YOUR_TOTAL_AUDIENCE")
        )
        assert insights["type"] == "YOUR_TOTAL_AUDIENCE"
    assert len(pinterest_emulator.requests) == 6


def test_a_script_pages_by_bookmark(pinterest_emulator, api):
    pinterest_emulator.add_audiences(5)
    account, names, bookmark = pinterest_emulator.ad_account_id, [], None
    while True:
        options: dict[str, str] = {"bookmark": bookmark} if bookmark else {}
        answer = api.audiences_list(account, page_size=2, order="DESCENDING", **options)
        names += [item["name"] for item in answer["items"]]
        bookmark = answer["bookmark"]
        if not bookmark:
            break
    assert names == [f"Audience {number}" for number in (5, 4, 3, 2, 1)]
    assert len(list(api.audiences_list(account, page_size=2).iter_all())) == 5


def test_a_call_can_return_status_and_headers(pinterest_emulator, api):
    data, status, headers = api.audiences_list(
        pinterest_emulator.ad_account_id, _return_http_data_only=False
    )
    assert data["items"] == []
    assert status == 200
    assert headers["content-type"].startswith("application/json")


def test_a_call_can_return_the_raw_response(pinterest_emulator, api):
    raw = api.audiences_list(pinterest_emulator.ad_account_id, _preload_content=False)
    assert raw.status == 200
    assert raw.data == b'{"items":[],"bookmark":null}'
    assert raw.getheader("Content-Type") == raw.getheaders()["content-type"]
    assert raw.getheader("X-Nothing", "5") == "5"
    assert raw.getheader("X-Nothing") is None


def test_a_call_can_have_its_own_timeout(pinterest_emulator, configuration):
    configuration.retries = 0
    pinterest_emulator.fail_next(latency=0.6, times=10)
    with generated.ApiClient(configuration) as api_client:
        api = audiences_api.AudiencesApi(api_client)
        for timeout in (0.05, (5, 0.05)):
            with pytest.raises(generated.ApiValueError, match=r"timeout"):
                api.audiences_list("1", _request_timeout="soon")
            with pytest.raises(generated.ApiValueError, match="timeout"):
                api.audiences_list("1", timeout="soon")  # this SDK's own name for it
            with pytest.raises(generated.OpenApiException, match=r"0\.05"):
                api.audiences_create(
                    pinterest_emulator.ad_account_id,
                    AudienceCreateRequest(**CREATE),
                    _request_timeout=timeout,
                )


def test_calls_can_run_in_the_background(pinterest_emulator, configuration):
    pinterest_emulator.add_audiences(2)
    with generated.ApiClient(configuration, pool_threads=2) as api_client:
        api = audiences_api.AudiencesApi(api_client)
        pinterest_emulator.fail_next(latency=0.1)
        threads = [
            api.audiences_list(pinterest_emulator.ad_account_id, page_size=size, async_req=True)
            for size in (1, 2)
        ]
        assert [len(thread.get()["items"]) for thread in threads] == [1, 2]
        with_status = api.audiences_list(
            pinterest_emulator.ad_account_id, async_req=True, _return_http_data_only=False
        )
        assert with_status.get(timeout=10)[1] == 200
        failing = api.audiences_get(pinterest_emulator.ad_account_id, "1", async_req=True)
        with pytest.raises(generated.NotFoundException):
            failing.get()
        assert api_client.pool is api_client.pool
    names = {thread.name for thread in threading.enumerate()}
    assert not [name for name in names if "ThreadPool" in name]


def test_calls_with_the_sdks_own_client_can_run_in_the_background(
    pinterest_emulator, pinterest_client
):
    api = audiences_api.AudiencesApi(pinterest_client)
    page = api.audiences_list(pinterest_emulator.ad_account_id, async_req=True).get()
    assert page["items"] == []


@responses.activate
def test_options_without_effect_are_accepted(api):
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    stub.answers("GET", stub.ONE, {"id": stub.ID})
    answer = audiences_api.AudiencesApi(api_client=client).audiences_get(
        stub.ACCOUNT,
        stub.ID,
        _check_input_type=False,
        _check_return_type=True,
        _spec_property_naming=False,
        _content_type="application/json",
        _host_index=0,
        _request_auths=None,
        async_req=False,
    )
    assert answer.id == stub.ID
    assert stub.sent().params == {}


@pytest.mark.parametrize(
    ("home", "method", "ids"),
    [
        (AdAccountsApi, "ad_account_targeting_analytics_get", {}),
        (AdGroupsApi, "ad_groups_targeting_analytics_get", {"ad_group_ids": ["5"]}),
        (AdsApi, "ad_targeting_analytics_get", {"ad_ids": ["5"]}),
        (CampaignsApi, "campaign_targeting_analytics_get", {"campaign_ids": ["5"]}),
    ],
)
@responses.activate
def test_a_list_parameter_accepts_one_value(home, method, ids):
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    responses.get(re.compile(r".*/targeting_analytics"), json={"data": []})
    call = functools.partial(
        getattr(home(client), method),
        stub.ACCOUNT,
        start_date=datetime.date(2026, 1, 1),
        end_date=datetime.date(2026, 1, 2),
        targeting_types=["GENDER"],
        columns=["SPEND_IN_DOLLAR"],
        granularity="TOTAL",
        **ids,
    )
    call(attribution_types=models.ConversionReportAttributionType("INDIVIDUAL"))
    assert stub.sent().params["attribution_types"] == "INDIVIDUAL"
    with pytest.raises(generated.ApiTypeError, match="attribution_types"):
        call(attribution_types={"INDIVIDUAL": 1})
    assert len(responses.calls) == 1


@responses.activate
def test_a_list_of_ids_accepts_a_text_with_commas():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    url = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/campaigns"
    for ids in ("5,7", ["5,7"], ["5", "7"]):
        stub.answers("GET", url, {"items": []})
        CampaignsApi(client).campaigns_list(stub.ACCOUNT, campaign_ids=ids)
        assert stub.sent().params["campaign_ids"] == ["5", "7"]


def test_unknown_and_missing_arguments_are_errors(pinterest_emulator, api):
    for error in (TypeError, generated.ApiTypeError, generated.OpenApiException):
        with pytest.raises(error, match=r"audiences_list\(\) .*colour"):
            api.audiences_list(pinterest_emulator.ad_account_id, colour="red")
        with pytest.raises(error, match=r"audiences_list\(\) .*ad_account_id"):
            api.audiences_list(page_size=5)
        with pytest.raises(error, match=r"audiences_list\(\) takes 1 arguments by position, not 2"):
            api.audiences_list("5", "7")
        with pytest.raises(error, match=r"audiences_get\(\) got 'ad_account_id' twice"):
            api.audiences_get("5", "7", ad_account_id="5")
    assert pinterest_emulator.requests == []


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (401, "UnauthorizedException"),
        (403, "ForbiddenException"),
        (404, "NotFoundException"),
        (500, "ServiceException"),
        (400, "ApiException"),
    ],
)
@responses.activate
def test_api_errors_can_be_caught_by_their_old_names(status, name):
    body = '{"code": 7, "message": "no"}'
    responses.add("POST", stub.LIST, status=status, body=body, headers={"x-pinterest-rid": "8"})
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    with pytest.raises(getattr(generated, name)) as caught:
        audiences_api.AudiencesApi(client).audiences_create(stub.ACCOUNT, CREATE)
    error = caught.value
    assert isinstance(error, generated.ApiException)
    assert isinstance(error, generated.OpenApiException)
    assert (error.status, error.body) == (status, body)
    assert error.reason
    assert error.headers["x-pinterest-rid"] == "8"
    assert str(status) in str(error)


@responses.activate
def test_invalid_input_can_be_caught_by_its_old_names():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    api = audiences_api.AudiencesApi(client)
    for error in (generated.ApiValueError, generated.ApiTypeError, ValueError):
        with pytest.raises(error, match=r"page_size"):
            api.audiences_list(stub.ACCOUNT, page_size=251)
        with pytest.raises(error, match=r"nam: unknown field"):
            AudienceCreateRequest(**CREATE, nam="x")
    audience = AudienceCreateRequest(**CREATE)
    with pytest.raises(generated.ApiAttributeError):
        _ = audience.nam
    with pytest.raises(generated.ApiKeyError):
        _ = audience["nam"]
    assert len(responses.calls) == 0


def test_errors_name_a_missing_field_once(pinterest_emulator, api):
    body = AudienceCreateRequest(rule={"retention_days": 30})
    with pytest.raises(generated.ApiTypeError) as caught:
        api.audiences_create(pinterest_emulator.ad_account_id, body)
    assert caught.value.problems == ["name is required", "audience_type is required"]
    group = models.AdGroupCreateRequest(name="Quilters")
    with pytest.raises(generated.ApiTypeError) as caught:
        AdGroupsApi(api.api_client).ad_groups_create(pinterest_emulator.ad_account_id, [group])
    assert caught.value.problems == [
        "[0].billable_event is required",
        "[0].campaign_id is required",
    ]
    assert pinterest_emulator.requests == []


@responses.activate
def test_a_deprecated_method_warns_at_the_callers_line():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    url = f"{stub.API}/ad_accounts/{stub.ACCOUNT}/insights/audiences/s/t/5"
    stub.answers("GET", url, {"items": []})
    api = audience_insights_api.AudienceInsightsApi(client)
    with pytest.warns(DeprecationWarning, match="deprecated by Pinterest") as caught:
        assert api.audiences_insights_category_list(stub.ACCOUNT, "s", "t", "5")["items"] == []
    assert [warning.filename for warning in caught] == [__file__]


def test_two_clients_can_be_used_side_by_side(pinterest_emulator, configuration):
    from pinterest.emulator import Emulator

    with Emulator(seed=7) as other:
        pinterest_emulator.add_audiences(1, name="first")
        other.add_audiences(1, name="second")
        second = generated.Configuration(host=other.url, access_token=other.access_token)
        with (
            generated.ApiClient(configuration) as one,
            generated.ApiClient(configuration=second) as two,
        ):
            first_api, second_api = audiences_api.AudiencesApi(one), audiences_api.AudiencesApi(two)
            assert first_api.api_client is one
            assert second_api.api_client is two
            for _ in range(2):
                name = first_api.audiences_list(pinterest_emulator.ad_account_id)["items"][0].name
                assert name == "first 1"
                name = second_api.audiences_list(other.ad_account_id)["items"][0].name
                assert name == "second 1"
