"""Rate limits: off by default, otherwise per category, account and minute, with the API's headers."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.serving.rate_limits import PER_MINUTE
from pinterest.exceptions import ValidationError
from pinterest.operations import all_operations
from tests.emulator.api import Api
from tests.emulator.shop import FEED


@pytest.mark.parametrize(
    ("rate_limits", "on"), [(False, False), (None, False), (True, True), ({}, True)]
)
def test_rate_limits_are_off_by_default(rate_limits: Any, on: bool) -> None:
    with (
        Emulator(rate_limits=rate_limits) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        assert ("X-RateLimit-Limit" in api.get("/ad_accounts").headers) is on


def test_a_quota_is_counted_used_up_and_reset() -> None:
    with (
        Emulator(rate_limits={"ads_read": 3}) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        path = f"/ad_accounts/{emulator.ad_account_id}/audiences"
        answers = [api.get(path) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        left = [answer.headers["X-RateLimit-Remaining"] for answer in answers]
        assert left == ["2", "1", "0", "0"]
        assert answers[0].headers["X-RateLimit-Limit"] == "3, 100;w=1, 3;w=60"
        assert 55 <= int(answers[3].headers["X-RateLimit-Reset"]) <= 60
        assert answers[3].json()["code"] == 8
        # Other categories, other accounts and requests without an account have their own quotas.
        body = {"name": "x", "audience_type": "VISITOR", "rule": {"retention_days": 3}}
        assert api.post(path, json=body).status_code == 200
        assert api.get(f"/ad_accounts/{emulator.add_ad_account()}/audiences").status_code == 200
        assert api.get("/ad_accounts").status_code == 200
        emulator.advance(30)
        assert api.get(path).status_code == 429
        emulator.advance(31)
        assert api.get(path).headers["X-RateLimit-Remaining"] == "2"


def test_refused_requests_count_but_unauthenticated_ones_do_not() -> None:
    with (
        Emulator(rate_limits={"ads_read": 2}) as emulator,
        Api(emulator.url, emulator.access_token) as api,
        Api(emulator.url, "unknown") as stranger,
    ):
        path = f"/ad_accounts/{emulator.ad_account_id}/audiences"
        for _ in range(3):
            assert stranger.get(path).status_code == 401
        refused = api.get(path, params={"page_size": 0})
        assert (refused.status_code, refused.headers["X-RateLimit-Remaining"]) == (400, "1")
        assert api.get(path).status_code == 200
        assert api.get(path).status_code == 429


def test_a_limit_per_second_applies_to_all_requests() -> None:
    with (
        Emulator(rate_limits=True) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        answer = api.get("/ad_accounts")
        assert answer.headers["X-RateLimit-Limit"] == "100, 100;w=1, 1000;w=60"
        assert (answer.headers["X-RateLimit-Remaining"], answer.headers["X-RateLimit-Reset"]) == (
            "99",
            "1",
        )


def test_feeds_and_their_results_have_the_limits_of_the_live_api() -> None:
    with (
        Emulator(rate_limits=True) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        made = api.post("/catalogs/feeds", json=FEED)
        path = f"/catalogs/feeds/{made.json()['id']}"
        answers = {
            "list": api.get("/catalogs/feeds"),
            "create": made,
            "update": api.patch(path, json={"name": "Another"}),
            "results": api.get(f"{path}/processing_results"),
        }
    assert all(answer.ok for answer in answers.values())
    limits = {name: answer.headers["X-RateLimit-Limit"] for name, answer in answers.items()}
    assert limits.pop("list") == "100, 100;w=1, 1000;w=60"
    assert set(limits.values()) == {"100, 100;w=1, 100;w=60"}


def test_an_operation_with_a_separate_limit_is_counted_separately() -> None:
    with (
        Emulator(rate_limits={"catalogs_read": 2}) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        results = f"/catalogs/feeds/{api.post('/catalogs/feeds', json=FEED).json()['id']}/processing_results"
        answers = [api.get(results).status_code for _ in range(3)]
        assert answers == [200, 200, 429]
        assert api.get("/catalogs/feeds").status_code == 200


def test_windows_can_have_any_length() -> None:
    limits = {"ads_read": (2, 5), "all": (4, 3)}
    with (
        Emulator(rate_limits=limits) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        path = f"/ad_accounts/{emulator.ad_account_id}/audiences"
        answers = [api.get(path) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[0].headers["X-RateLimit-Limit"] == "2, 4;w=3, 2;w=5"
        assert api.get("/user_account").status_code == 200
        assert api.get("/user_account").status_code == 429  # the fifth request of the app
        emulator.advance(3.5)
        assert api.get("/user_account").status_code == 200
        assert api.get(path).status_code == 429
        emulator.advance(2)
        assert api.get(path).status_code == 200


@pytest.mark.parametrize(
    ("limits", "name_in_error"),
    [
        ({"ads_raed": 3}, "ads_read"),
        ({"ads_read": 0}, "ads_read: 0"),
        ({"ads_read": (5, 0)}, "is not valid; allowed: 1 or more requests per minute, or a pair"),
        ({"ads_read": (5,)}, "is not valid"),
        (5, "5 is not valid"),
        (1, "1 is not valid"),
        ("yes", "'yes' is not valid"),
        ([1], "not valid"),
    ],
)
def test_an_invalid_limit_is_refused(limits: Any, name_in_error: str) -> None:
    with pytest.raises(ValidationError, match=name_in_error):
        Emulator(rate_limits=limits)


def test_every_category_has_a_limit() -> None:
    assert {item.quota for item in all_operations() if item.quota} == set(PER_MINUTE)
