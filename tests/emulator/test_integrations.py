"""Integrations of shop systems."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.integrations import (
    INTEGRATIONS_COMMERCE_GET,
    INTEGRATIONS_COMMERCE_PATCH,
    INTEGRATIONS_COMMERCE_POST,
    INTEGRATIONS_GET_BY_ID,
    INTEGRATIONS_GET_LIST,
    INTEGRATIONS_LOGS_POST,
)
from tests.emulator.api import Api
from tests.emulator.organic import list_ids
from tests.emulator.valid import assert_valid

PATH = "/integrations/commerce"
SHOP = {
    "external_business_id": "shop-1",
    "connected_merchant_id": "12",
    "partner_access_token": "hidden",
    "scopes": "accounts:read",
}


@pytest.fixture
def integration(api: Api) -> dict[str, Any]:
    response = api.post(PATH, json=SHOP)
    assert_valid(INTEGRATIONS_COMMERCE_POST, response)
    content: dict[str, Any] = response.json()
    return content


def test_an_integration_is_created_and_read(api: Api, integration: dict[str, Any]) -> None:
    assert integration["connected_merchant_id"] == "12"
    assert "partner_access_token" not in integration
    response = api.get(f"{PATH}/shop-1")
    assert_valid(INTEGRATIONS_COMMERCE_GET, response)
    assert response.json() == integration
    record = api.get(f"/integrations/{integration['id']}")
    assert_valid(INTEGRATIONS_GET_BY_ID, record)
    assert record.json()["external_business_id"] == "shop-1"
    assert record.json()["connected_lba_id"] is None


def test_an_integration_is_updated(api: Api, integration: dict[str, Any]) -> None:
    response = api.patch(f"{PATH}/shop-1", json={"connected_tag_id": "7"})
    assert_valid(INTEGRATIONS_COMMERCE_PATCH, response)
    assert response.json()["connected_tag_id"] == "7"
    found = api.get(f"{PATH}/shop-1").json()
    assert (found["connected_tag_id"], found["connected_merchant_id"]) == ("7", "12")
    assert found["id"] == integration["id"]


@pytest.mark.usefixtures("integration")
def test_an_integration_is_deleted(api: Api) -> None:
    response = api.delete(f"{PATH}/shop-1")
    assert (response.status_code, response.content) == (204, b"")
    assert api.get(f"{PATH}/shop-1").status_code == 404
    assert api.delete(f"{PATH}/shop-1").status_code == 404
    assert api.get("/integrations").json()["items"] == []


@pytest.mark.usefixtures("integration")
def test_an_external_business_has_one_integration(api: Api) -> None:
    again = api.post(PATH, json={**SHOP, "connected_tag_id": "7"})
    assert (again.status_code, again.json()["connected_tag_id"]) == (200, "7")
    assert len(api.get("/integrations").json()["items"]) == 1


def test_integrations_are_paged(api: Api) -> None:
    expected = [
        api.post(PATH, json={"external_business_id": f"shop-{number}"}).json()["id"]
        for number in range(5)
    ]
    assert_valid(INTEGRATIONS_GET_LIST, api.get("/integrations", params={"page_size": 2}))
    assert list_ids(api, "/integrations", page_size=2) == expected


def test_an_unknown_integration_is_not_found(api: Api) -> None:
    for response, code in (
        (api.get("/integrations/1"), 4517),
        (api.get(f"{PATH}/shop-1"), 4180),
        (api.patch(f"{PATH}/shop-1", json={}), 4180),
        (api.delete(f"{PATH}/shop-1"), 4180),
    ):
        assert (response.status_code, response.json()["code"]) == (404, code)


def test_valid_logs_are_accepted(api: Api) -> None:
    log = {"client_timestamp": 1_767_225_600_000, "event_type": "APP", "log_level": "INFO"}
    assert_valid(INTEGRATIONS_LOGS_POST, api.post("/integrations/logs", json={"logs": [log]}))
    unknown_field = {"logs": [{**log, "shoe_size": 40}]}
    assert api.post("/integrations/logs", json=unknown_field).status_code == 400
    assert api.post("/integrations/logs", json={"logs": []}).status_code == 400


@pytest.mark.usefixtures("integration")
def test_times_may_be_any_number(api: Api) -> None:
    for seconds in (7.0, 1.5, 1e308):
        response = api.patch(f"{PATH}/shop-1", json={"partner_access_token_expiry": seconds})
        assert_valid(INTEGRATIONS_COMMERCE_PATCH, response)
        assert response.json()["partner_access_token_expiry"] == int(seconds)
        assert_valid(INTEGRATIONS_GET_LIST, api.get("/integrations"))
