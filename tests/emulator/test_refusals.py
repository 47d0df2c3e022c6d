"""Error messages that programs parse."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.exceptions import BadRequest
from tests.emulator.api import Api

KINDS = "['CUSTOMER_LIST', 'VISITOR', 'ENGAGEMENT', 'ACTALIKE', 'PERSONA']"
SOURCES = (
    "['image_base64', 'image_url', 'video_id', 'multiple_image_base64', 'multiple_image_urls', "
    "'pin_url']"
)
STATUSES = "['ACTIVE', 'PAUSED', 'ARCHIVED', 'DRAFT', 'DELETED_DRAFT']"


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        (
            "/ad_accounts/ACCOUNT/audiences",
            {"name": "x", "audience_type": "visitor", "rule": {}},
            f"audience_type: 'visitor' is not one of {KINDS}",
        ),
        (
            "/ad_accounts/ACCOUNT/campaigns",
            [{"ad_account_id": "1", "name": "x", "objective_type": "SALES", "status": "ON"}],
            f"status: 'ON' is not one of {STATUSES}",
        ),
        (
            # The error about the missing field comes first.
            "/ad_accounts/ACCOUNT/campaigns",
            [{"name": "x", "objective_type": "SALES", "status": "ON"}],
            f"status: 'ON' is not one of {STATUSES}",
        ),
        (
            # Only the items of a batch of several have an index.
            "/ad_accounts/ACCOUNT/campaigns",
            [
                {"ad_account_id": "1", "name": "x", "objective_type": "SALES"},
                {"ad_account_id": "1", "name": "x", "objective_type": "SALES", "status": "ON"},
            ],
            f"1.status: 'ON' is not one of {STATUSES}",
        ),
        (
            "/pins",
            {"media_source": {"source_type": "film"}},
            f"media_source.source_type: 'film' is not one of {SOURCES}",
        ),
        (
            "/boards",
            {"name": "x", "privacy": 5},
            "privacy: 5 is not one of ['PUBLIC', 'PROTECTED', 'SECRET']",
        ),
    ],
)
def test_a_wrong_enum_value_in_a_body_is_refused_with_the_whole_list(
    emulator: Emulator, api: Api, path: str, body: Any, text: str
) -> None:
    answer = api.post(path.replace("ACCOUNT", emulator.ad_account_id), json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert answer.json()["message"] == text


@pytest.mark.parametrize(
    ("path", "query", "text"),
    [
        (
            # The error is not about `entity_statuses`, whose default is a list.
            "/ad_accounts/ACCOUNT/campaigns",
            {"order": "asc"},
            "order: 'asc' is not one of ['ASCENDING', 'DESCENDING']",
        ),
        (
            "/boards",
            {"privacy": "OPEN"},
            "privacy: 'OPEN' is not one of ['ALL', 'PUBLIC', 'PROTECTED', 'SECRET', 'PUBLIC_AND_SECRET']",
        ),
        (
            "/ad_accounts/ACCOUNT/campaigns",
            {"entity_statuses": "ACTIVE,ON"},
            f"entity_statuses: 'ON' is not one of {STATUSES}",
        ),
        (
            "/ad_accounts/ACCOUNT/analytics",
            {
                "start_date": "2026-01-01",
                "end_date": "2026-01-01",
                "columns": "SPEND_IN_DOLLAR",
                "granularity": "DAY",
                "click_window_days": "5",
            },
            "click_window_days: 5 is not one of [0, 1, 7, 14, 30, 60]",
        ),
    ],
)
def test_a_wrong_enum_value_in_a_query_is_refused_with_the_whole_list(
    emulator: Emulator, api: Api, path: str, query: dict[str, str], text: str
) -> None:
    answer = api.get(path.replace("ACCOUNT", emulator.ad_account_id), params=query)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert answer.json()["message"] == text


def test_the_sdk_keeps_code_and_text(emulator: Emulator) -> None:
    with emulator.client() as client, pytest.raises(BadRequest) as caught:
        client.request("GET", "/boards", params={"privacy": "OPEN"})
    assert caught.value.code == 1
    assert "'OPEN' is not one of ['ALL', " in str(caught.value.message)
