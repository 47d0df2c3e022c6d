"""The modules of Pinterest's own SDK: the functions, constants and re-exported names that scripts use."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys

import pytest
import responses

from pinterest import PinterestSDKClient
from pinterest.api import CampaignsApi
from pinterest.exceptions import ApiException, PartialFailureError, SdkException
from pinterest.utils.error_handling import verify_api_response
from pinterest.utils.generated_names import NAMES
from pinterest.utils.load_json_config import load_json_config, load_json_config_from_single_env_var
from pinterest.utils.refresh_access_token import get_new_access_token
from tests.models.test_signatures import SURFACE, parse_parameters


def official_names():
    if not SURFACE.is_file():
        pytest.skip(f"the list of the official SDK's names is not available: {SURFACE}")
    return json.loads(SURFACE.read_text(encoding="utf-8"))


def test_every_module_has_its_functions_and_constants():
    for name, members in official_names().items():
        module = importlib.import_module(name)
        for constant in members.get("__constants__", ()):
            assert hasattr(module, constant), f"{name}.{constant}"
        for function, declared in members.get("__functions__", {}).items():
            ours = inspect.signature(getattr(module, function)).parameters
            assert list(ours) == [item for item, _ in parse_parameters(declared["signature"])], (
                function
            )


def test_every_class_exists():
    for name, members in official_names().items():
        classes = [item for item in members if item[0].isupper()]
        for item in classes:
            assert inspect.isclass(getattr(importlib.import_module(name), item))


def test_modules_offer_the_names_of_the_generated_client():
    expected = {
        f"{name}.{full.rpartition('.')[2]}": full
        for name, members in official_names().items()
        for full in members.get("__reexported_generated__", ())
    }
    assert {f"{name}.{item}" for name, names in NAMES.items() for item in names.split()} == set(
        expected
    )
    for ours, full in expected.items():
        module, _, name = ours.rpartition(".")
        source, _, original = full.rpartition(".")
        value = getattr(importlib.import_module(source), original.removeprefix("Generated"))
        assert getattr(importlib.import_module(module), name) is value


def test_the_names_are_loaded_when_they_are_used():
    code = (
        "import sys, pinterest.ads.audiences as module\n"
        "assert not [name for name in sys.modules if name.startswith('openapi_generated')]\n"
        "from pinterest.ads.audiences import AudienceCreateRequest\n"
        "assert AudienceCreateRequest(name='Visitors')\n"
        "try: module.Audienc\n"
        "except AttributeError as error: assert \"did you mean 'Audience'\" in str(error), error\n"
        "else: raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "exceptions",
    [
        {"code": 2384, "message": "no budget"},
        [{"code": 2384, "message": "no budget"}],
    ],
)
def test_verify_api_response_finds_the_failures_of_any_item(exceptions):
    response = {"items": [{"data": {"id": "1"}, "exceptions": []}, {"exceptions": exceptions}]}
    with pytest.raises(
        PartialFailureError, match=r"1 of 2 items failed.*no budget \(code 2384\)"
    ) as caught:
        verify_api_response(response)
    assert (caught.value.code, caught.value.message) == (2384, "no budget")
    assert list(caught.value.failures) == [1]
    assert isinstance(caught.value, SdkException)


def test_verify_api_response_accepts_responses_without_failures(
    pinterest_emulator, pinterest_client
):
    account = pinterest_emulator.ad_account_id
    sale = {"name": "Sale", "objective_type": "AWARENESS", "daily_spend_cap": 10_000_000}
    body = [{"ad_account_id": account, **sale}]
    assert verify_api_response(CampaignsApi(pinterest_client).campaigns_create(account, body))
    others: list[object] = [{"items": []}, {}, None, "text", {"items": None}]
    for response in others:
        assert verify_api_response(response) is True


def test_get_new_access_token(pinterest_emulator):
    credentials = (pinterest_emulator.app_id, pinterest_emulator.app_secret)
    token = get_new_access_token(
        *credentials, pinterest_emulator.refresh_token, host=pinterest_emulator.url
    )
    client = PinterestSDKClient(token, base_url=pinterest_emulator.url)
    assert client.request("GET", "/user_account").status == 200
    with pytest.raises(ApiException) as caught:
        get_new_access_token(*credentials, "pinr_wrong", pinterest_emulator.url)
    assert isinstance(caught.value, SdkException)
    assert "pinr_wrong" not in str(caught.value)


def test_a_response_without_a_token_is_an_error():
    with responses.RequestsMock() as server:
        server.post("https://api.example.com/v5/oauth/token", json={"token_type": "bearer"})
        with pytest.raises(SdkException, match="no access token"):
            get_new_access_token("1", "secret", "pinr_5", "https://api.example.com/v5")


def test_config_json_is_copied_into_the_environment_on_request(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PINTEREST_APP_ID", raising=False)
    load_json_config()
    assert "PINTEREST_APP_ID" not in os.environ
    (tmp_path / "config.json").write_text('{"app_id": 15, "debug": true}')
    monkeypatch.setenv("PINTEREST_DEBUG", "false")
    load_json_config()
    assert (os.environ["PINTEREST_APP_ID"], os.environ["PINTEREST_DEBUG"]) == ("15", "true")
    monkeypatch.delenv("PINTEREST_APP_ID")


def test_the_json_variable_is_copied_into_the_environment_on_request(monkeypatch):
    monkeypatch.delenv("PINTEREST_JSON_ENV_VARIABLES", raising=False)
    load_json_config_from_single_env_var()
    monkeypatch.setenv("PINTEREST_PORT", "1")
    monkeypatch.setenv("PINTEREST_JSON_ENV_VARIABLES", '{"PINTEREST_PORT": 8085}')
    load_json_config_from_single_env_var()
    assert os.environ["PINTEREST_PORT"] == "8085"
