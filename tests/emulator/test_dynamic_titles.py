"""Dynamic titles: downloaded, uploaded and counted."""

from __future__ import annotations

import csv
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operation import Operation
from pinterest.operations.ad_groups import (
    AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV,
    AD_GROUPS_DYNAMIC_TITLES_GET_STATUS,
    AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL,
    AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid


class Titles:
    """The titles of an ad group with two ads."""

    def __init__(self, advertiser: Advertiser) -> None:
        self.advertiser, self.group = advertiser, advertiser.ad_group()["id"]
        self.ads = [advertiser.ad(self.group)["id"] for _ in range(2)]
        self.path = advertiser.path("ad_groups", self.group) + "/dynamic_titles"

    def get(self, path: str, operation: Operation) -> dict[str, Any]:
        response = self.advertiser.api.get(f"{self.path}/{path}")
        assert_valid(operation, response)
        content: dict[str, Any] = response.json()
        return content

    def get_status(self) -> dict[str, Any]:
        return self.get("status", AD_GROUPS_DYNAMIC_TITLES_GET_STATUS)

    def download(self) -> list[dict[str, str]]:
        url = self.get("csv", AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV)["download_url"]
        return list(csv.DictReader(requests.get(url, timeout=10).text.splitlines()))

    def begin_upload(self) -> dict[str, Any]:
        return self.get("uploads", AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL)

    def process(self, request_id: str) -> requests.Response:
        return self.advertiser.api.post(self.path, json={"request_id": request_id})

    def upload(self, content: bytes) -> dict[str, Any]:
        upload = self.begin_upload()
        assert requests.put(upload["upload_url"], data=content, timeout=10).status_code == 200
        response = self.process(upload["request_id"])
        assert_valid(AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV, response)
        result: dict[str, Any] = response.json()
        return result


@pytest.fixture
def titles(advertiser: Advertiser) -> Titles:
    return Titles(advertiser)


def test_titles_are_downloaded_and_uploaded(titles: Titles) -> None:
    assert titles.get_status() == {"generated_count": 2, "is_ready": True, "reviewed_count": 0}
    before = titles.download()
    assert [row["ad_id"] for row in before] == titles.ads
    assert all(row["title"] for row in before) and titles.download() == before
    assert "existing_filename" not in titles.begin_upload()
    file = f'title,ad_id\n"Quilts, warm",{titles.ads[1]}\n'.encode()
    assert titles.upload(file) == {"errors": [], "status": "SUCCESS"}
    assert titles.get_status()["reviewed_count"] == 1
    assert titles.begin_upload()["existing_filename"].endswith(".csv")
    assert titles.download() == [before[0], {"ad_id": titles.ads[1], "title": "Quilts, warm"}]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"", [-1]),
        (b"ad_id\n1\n", [-1]),
        (b"\xff\xfe", [-1]),
        (b"ad_id,title\n" + b'"' + b"x" * 200_000, [-1]),
        (b"ad_id,title\nOWN,Good\n5,Warm\nOWN\nOWN, \n", [2, 3, 4]),
        (b"ad_id,title\nOWN," + b"x" * 101, [1]),
    ],
)
def test_a_file_with_an_error_has_no_effect(
    titles: Titles, content: bytes, rows: list[int]
) -> None:
    found = titles.upload(content.replace(b"OWN", titles.ads[0].encode()))
    assert [error["row_number"] for error in found["errors"]] == rows
    error_type = "INVALID_FILE" if rows == [-1] else "ROW_VALIDATION_FAILED"
    assert {error["error_type"] for error in found["errors"]} == {error_type}
    assert "status" not in found
    assert titles.get_status()["reviewed_count"] == 0


def test_missing_uploads_and_ad_groups_are_refused(emulator: Emulator, titles: Titles) -> None:
    upload = titles.begin_upload()
    for id in ("1", "none"):
        response = titles.process(id)
        assert (response.status_code, response.json()["code"]) == (400, 1)
        assert "request_id" in response.json()["message"]
    result = titles.process(upload["request_id"]).json()
    assert result == {"errors": [{"error_type": "INVALID_FILE", "row_number": -1}]}
    emulator.advance(3_601)
    assert requests.put(upload["upload_url"], data=b"x", timeout=10).status_code == 403
    empty = titles.advertiser.ad_group()["id"]
    path = titles.advertiser.path("ad_groups", empty) + "/dynamic_titles"
    get = titles.advertiser.api.get
    assert get(f"{path}/csv").json() == {"download_url": None}
    assert get(f"{path}/status").json()["is_ready"] is False
    for path_end in ("csv", "status", "uploads"):
        assert get(path.replace(empty, "5") + f"/{path_end}").status_code == 404
