"""Paths with a trailing slash, which some programs send, work like paths without one."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.serving.routes import BASE_PATH, Routes
from pinterest.operations import all_operations
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.organic import create_entity


def test_every_operation_is_found_with_and_without_a_slash() -> None:
    operations = all_operations()
    routes = Routes(operations)
    for operation in operations:
        path = BASE_PATH + operation.path.replace("{", "").replace("}", "")
        found = routes.find(operation.verb, path)
        assert routes.find(operation.verb, f"{path}/") == found
        with pytest.raises(Problem, match="no such path"):
            routes.find(operation.verb, f"{path}//")


def test_get_post_patch_and_delete_accept_a_trailing_slash(api: Api) -> None:
    image = {"source_type": "image_url", "url": "https://www.example.com/a.jpg"}
    pin: dict[str, Any] = create_entity(api, "/pins/", {"title": "Quilts", "media_source": image})
    path = f"/pins/{pin['id']}/"
    assert api.get(path).json() == pin
    assert api.patch(path, json={"title": "Blankets"}).json()["title"] == "Blankets"
    assert [item["id"] for item in api.items("/pins/")] == [pin["id"]]
    assert api.delete(path).status_code == 204
    assert api.get("/pins/").json()["items"] == []
    refused = api.put("/pins/")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_lists_and_reports_accept_a_trailing_slash_and_share_bookmarks(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    made = [advertiser.campaign()["id"] for _ in range(3)]
    api, account = advertiser.api, f"/ad_accounts/{emulator.ad_account_id}"
    first = api.get(f"{account}/campaigns/", params={"page_size": 2}).json()
    query = {"page_size": 2, "bookmark": first["bookmark"]}
    rest = api.get(f"{account}/campaigns", params=query).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == made
    assert api.post(f"{account}/reports/", json={}).json()["code"] == 1
