"""`Configuration` and `ApiClient`."""

from __future__ import annotations

import base64
import json
import logging

import pytest
import responses
from openapi_generated.pinterest_client.api.audiences_api import AudiencesApi
from openapi_generated.pinterest_client.api.oauth_api import OauthApi

import openapi_generated.pinterest_client as generated
from openapi_generated.pinterest_client import models
from pinterest.client import PinterestSDKClient
from tests.models import stub


@pytest.fixture(autouse=True)
def no_default():
    yield
    generated.Configuration.set_default(None)


def test_the_default_host_is_pinterests_own():
    assert generated.Configuration().host == "https://api.pinterest.com/v5"
    assert generated.Configuration(host="http://127.0.0.1/v5").host == "http://127.0.0.1/v5"


def test_settings_are_kept():
    keys = {"k": "v"}
    configuration = generated.Configuration(
        api_key=keys,
        api_key_prefix={"k": "Bearer"},
        username="u",
        password="p",
        discard_unknown_keys=True,
        server_index=0,
    )
    keys["k"] = "changed"
    assert configuration.api_key == {"k": "v"}
    assert configuration.api_key_prefix == {"k": "Bearer"}
    assert (configuration.username, configuration.password) == ("u", "p")
    assert configuration.discard_unknown_keys is True
    assert configuration.server_index == 0
    assert configuration.verify_ssl is True


def test_the_repr_hides_credentials():
    configuration = generated.Configuration(access_token="secret", password="hidden")
    assert repr(configuration) == (
        "Configuration(host='https://api.pinterest.com/v5', credentials hidden)"
    )


def test_debug_sets_the_level_of_the_sdks_logger():
    logger = logging.getLogger("pinterest")
    before = logger.level
    try:
        configuration = generated.Configuration()
        configuration.debug = True
        assert configuration.debug
        assert logger.level == logging.DEBUG
        configuration.debug = False
        assert not configuration.debug
    finally:
        logger.setLevel(before)


def test_the_default_configuration_is_a_copy():
    assert generated.Configuration.get_default_copy().access_token is None
    configuration = generated.Configuration(access_token="one")
    generated.Configuration.set_default(configuration)
    configuration.access_token = "two"
    copy = generated.Configuration.get_default_copy()
    assert copy.access_token == "one"
    copy.access_token = "three"
    assert generated.Configuration.get_default_copy().access_token == "one"


@responses.activate
def test_a_client_and_an_api_use_the_default_configuration():
    generated.Configuration.set_default(generated.Configuration(access_token="one"))
    stub.answers("GET", stub.LIST, *[{"items": []}] * 2)
    with generated.ApiClient() as client:
        AudiencesApi(client).audiences_list(stub.ACCOUNT)
    AudiencesApi().audiences_list(stub.ACCOUNT)
    for call in responses.calls:
        assert call.request.headers["Authorization"] == "Bearer one"


@responses.activate
def test_the_token_can_be_set_after_the_client_is_made():
    configuration = generated.Configuration()
    stub.answers("GET", stub.LIST, *[{"items": []}] * 2)
    with generated.ApiClient(configuration) as client:
        for token in ("one", "two"):
            configuration.access_token = token
            AudiencesApi(client).audiences_list(stub.ACCOUNT)
            assert stub.sent().headers["Authorization"] == f"Bearer {token}"
        assert client.configuration is configuration


def test_the_sdks_own_client_is_an_api_client():
    sdk_client = PinterestSDKClient(access_token="token")
    assert isinstance(sdk_client, generated.ApiClient)
    assert issubclass(PinterestSDKClient, generated.ApiClient)
    assert not isinstance(object(), generated.ApiClient)
    assert not issubclass(dict, generated.ApiClient)

    class OtherClient(generated.ApiClient):
        pass

    assert not isinstance(sdk_client, OtherClient)
    assert not issubclass(PinterestSDKClient, OtherClient)


@responses.activate
def test_a_custom_header_and_cookie_are_sent():
    stub.answers("GET", stub.LIST, {"items": []})
    configuration = generated.Configuration(access_token="token")
    with generated.ApiClient(configuration, "X-Team", "quilts", "a=b") as client:
        AudiencesApi(client).audiences_list(stub.ACCOUNT)
    assert stub.sent().headers["X-Team"] == "quilts"
    assert stub.sent().headers["Cookie"] == "a=b"


def test_a_client_can_be_closed_twice():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    assert client.pool.apply(int, ("5",)) == 5
    client.close()
    client.close()


@responses.activate
def test_username_and_password_are_the_apps_credentials():
    responses.post("https://api.pinterest.com/v5/oauth/token", json={"access_token": "new"})
    configuration = generated.Configuration(username="1234", password="app-secret")
    with generated.ApiClient(configuration) as api_client:
        OauthApi(api_client).oauth_token("client_credentials", scope="ads:read")
    sent = responses.calls[0].request.headers["Authorization"]
    assert sent == "Basic " + base64.b64encode(b"1234:app-secret").decode()


@responses.activate
def test_the_user_agent_can_be_set():
    configuration = generated.Configuration(access_token="token")
    for client in (
        generated.ApiClient(configuration, user_agent="quilts/1"),
        generated.ApiClient(configuration, None, None, None, 1, "quilts/1"),
    ):
        stub.answers("GET", stub.LIST, {"items": []})
        AudiencesApi(client).audiences_list(stub.ACCOUNT)
        assert stub.sent().headers["User-Agent"] == client.user_agent == "quilts/1"
    with pytest.raises(generated.OpenApiException, match="User-Agent"):
        generated.ApiClient(configuration, user_agent="quilts\n1")


def test_headers_can_be_added_later():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    before = client.user_agent
    client.set_default_header("X-Team", "quilts")
    client.user_agent = "quilts/1"
    assert before
    assert client.default_headers["X-Team"] == "quilts"
    assert client.user_agent == client.default_headers["User-Agent"] == "quilts/1"
    with responses.mock:
        stub.answers("GET", stub.LIST, {"items": []})
        AudiencesApi(client).audiences_list(stub.ACCOUNT)
        assert stub.sent().headers["X-Team"] == "quilts"
        assert stub.sent().headers["User-Agent"] == "quilts/1"
    with pytest.raises(generated.OpenApiException, match="X-Key"):
        client.set_default_header("X-Key", "secret\nvalue")


@responses.activate
def test_the_configurations_retries_are_used():
    responses.get(stub.LIST, status=503)
    for retries, requests in ((0, 1), (1, 3)):
        configuration = generated.Configuration(access_token="token")
        configuration.retries = retries
        client = generated.ApiClient(configuration)
        with pytest.raises(generated.ServiceException):
            AudiencesApi(client).audiences_list(stub.ACCOUNT)
        assert len(responses.calls) == requests


@responses.activate
def test_call_api_sends_a_request_without_a_method():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    url = f"{stub.API}/boards/a%2Fb"
    responses.post(url, json={"name": "Quilts"}, status=201)
    call = ("/boards/{board_id}", "POST", {"board_id": "a/b"}, [("page_size", 5)])
    body = [models.BrandFilter(brand={"values": ["Acme"]})]
    data, status, headers = client.call_api(*call, body=body, _check_type=True)
    assert (data, status) == ({"name": "Quilts"}, 201)
    assert headers["Content-Type"] == "application/json"
    assert stub.sent().params == {"page_size": "5"}
    assert json.loads(stub.sent().body) == [{"BRAND": {"values": ["Acme"]}}]
    assert client.call_api(*call, _preload_content=False).status == 201
    later = client.call_api(*call, async_req=True, _return_http_data_only=True)
    assert later.get() == {"name": "Quilts"}
    client.call_api(*call, header_params={"Accept": "application/json"}, post_params=[("a", "b")])
    assert responses.calls[-1].request.body == "a=b"
    with pytest.raises(
        generated.ApiValueError, match="are valid; add 'x-team' with set_default_header"
    ):
        client.call_api(*call, header_params={"X-Team": "quilts"})
    client.close()


def test_sanitize_for_serialization_returns_plain_data():
    board = models.Board._from_openapi_data(name="Quilts", created_at="2026-01-31T10:00:00")
    spec = models.TargetingSpec(age_bucket=["18-24"])
    data = generated.ApiClient.sanitize_for_serialization({"a": [board, spec], "b": None})
    assert data == {
        "a": [
            {"name": "Quilts", "created_at": "2026-01-31T10:00:00"},
            {"AGE_BUCKET": ["18-24"]},
        ],
        "b": None,
    }
    assert json.loads(json.dumps(data)) == data


def test_log_lines_are_written_to_the_file(tmp_path):
    logger, path = logging.getLogger("pinterest"), tmp_path / "client.log"
    before = list(logger.handlers)
    configuration = generated.Configuration()
    assert configuration.logger_file is None
    configuration.logger_format = "%(levelname)s: %(message)s"
    configuration.logger_file = str(path)
    try:
        assert configuration.logger_file == str(path)
        assert configuration.logger_format == "%(levelname)s: %(message)s"
        logger.warning("quilts")
        configuration.logger_format = None  # some scripts set this attribute to None
        logger.warning("rugs")
    finally:
        configuration.logger_file = None
    assert path.read_text(encoding="utf-8") == "WARNING: quilts\nrugs\n"
    assert logger.handlers == before


def test_settings_without_effect_can_be_read():
    configuration = generated.Configuration(username="u", password="p", server_index=1)
    assert configuration.server_index == 1
    assert configuration.discard_unknown_keys is False
    assert configuration.temp_folder_path is None
    configuration.server_variables["a"] = "b"
    assert generated.Configuration().server_variables == {}
    basic = configuration.get_basic_auth_token().removeprefix("Basic ")
    assert base64.b64decode(basic) == b"u:p"
    assert configuration.get_host_settings()[0]["url"] == "https://api.pinterest.com/v5"
    assert configuration.host in configuration.to_debug_report()
