"""The three operations of audience insights."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,index,operator,union-attr"
from __future__ import annotations

import copy
import enum
import pickle
import warnings

import pytest
import responses

from pinterest import AudienceInsights
from pinterest.exceptions import NotFound, ValidationError
from pinterest.schemas import (
    AudienceDefinition,
    AudienceInsightCategoryCommon,
    AudienceInsightType,
)
from tests.models import stub

TYPES = ["YOUR_TOTAL_AUDIENCE", "YOUR_ENGAGED_AUDIENCE", "PINTEREST_TOTAL_AUDIENCE"]
INSIGHTS = f"{stub.API}/ad_accounts/{stub.ACCOUNT}"


@pytest.mark.parametrize("kind", [*TYPES, AudienceInsightType("YOUR_TOTAL_AUDIENCE")])
def test_insights_send_one_request(pinterest_emulator, pinterest_client, kind):
    insights = AudienceInsights.get(pinterest_emulator.ad_account_id, kind, pinterest_client)
    assert insights.is_loaded
    assert insights.type == kind
    assert isinstance(insights.type, AudienceInsightType)
    assert insights.ad_account_id == pinterest_emulator.ad_account_id
    assert insights.size > 0
    assert insights.date.count("-") == 2
    assert insights.size_is_upper_bound is (kind == "PINTEREST_TOTAL_AUDIENCE")
    for name in ("ages", "countries", "devices", "genders", "metros"):
        shares = insights.demographics[name]
        assert sum(share.ratio for share in shares) == pytest.approx(1, abs=0.01)
        assert all(share.key and share.name for share in shares)
    category = insights.categories[0]
    assert category.name and category.index > 0 and category.subcategories[0]["ratio"] <= 1
    [request] = pinterest_emulator.requests
    assert request.path == f"/ad_accounts/{pinterest_emulator.ad_account_id}/audience_insights"
    assert request.query == {"audience_insight_type": kind}


def test_insights_are_fetched_when_a_field_is_first_read(pinterest_emulator, pinterest_client):
    account = pinterest_emulator.ad_account_id
    insights = AudienceInsights(account, TYPES[1], pinterest_client, date="2026-01-31")
    assert repr(insights) == (
        f"AudienceInsights(ad_account_id={account!r}, audience_insight_type={TYPES[1]!r}, not loaded)"
    )
    assert insights.date == "2026-01-31"
    assert insights.ad_account_id == account
    assert insights.type is AudienceInsightType.YOUR_ENGAGED_AUDIENCE
    assert insights == AudienceInsights(account, AudienceInsightType(TYPES[1]), pinterest_client)
    assert insights != AudienceInsights(account, TYPES[0], pinterest_client)
    assert pinterest_emulator.requests == []
    assert insights.size and insights.categories and insights.demographics
    assert len(pinterest_emulator.requests) == 1
    for twin in (copy.deepcopy(insights), pickle.loads(pickle.dumps(insights))):
        assert twin == insights
        assert twin.to_dict() == insights.to_dict()
    assert len(pinterest_emulator.requests) == 1


@responses.activate
def test_an_enum_member_may_have_a_type_that_this_version_does_not_know():
    stub.answers("GET", f"{INSIGHTS}/audience_insights", {"size": 5})
    kind = AudienceInsightType("EVERYBODY")
    insights = AudienceInsights.get(stub.ACCOUNT, kind, stub.client())
    assert stub.sent().params == {"audience_insight_type": "EVERYBODY"}
    assert insights.type == kind  # the value comes from the argument, not from the response
    assert insights.categories is None


@pytest.mark.parametrize("kind", ["EVERYBODY", "", 5, None])
def test_an_unknown_type_is_refused(pinterest_emulator, pinterest_client, kind):
    with pytest.raises(ValidationError, match=r"audience_insight_type"):
        AudienceInsights.get(pinterest_emulator.ad_account_id, kind, pinterest_client)
    assert pinterest_emulator.requests == []


def test_scopes_and_types(pinterest_emulator, pinterest_client):
    pairs = AudienceInsights.get_scopes_and_types(
        pinterest_emulator.ad_account_id, pinterest_client
    )
    assert [type(pair) for pair in pairs] == [AudienceDefinition] * 3
    assert {"PARTNER", "PINTEREST"} == {pair.scope for pair in pairs}
    assert all(pair.type and pair["date"] for pair in pairs)
    [request] = pinterest_emulator.requests
    assert request.path == f"/ad_accounts/{pinterest_emulator.ad_account_id}/insights/audiences"


@pytest.mark.parametrize("answer", [{}, {"items": None}, {"items": []}])
@responses.activate
def test_no_scopes_and_no_interests_are_empty_lists(answer):
    stub.answers("GET", f"{INSIGHTS}/insights/audiences", answer)
    stub.answers("GET", f"{INSIGHTS}/insights/audiences/s/t/5", answer)
    assert AudienceInsights.get_scopes_and_types(stub.ACCOUNT, stub.client()) == []
    with pytest.warns(DeprecationWarning, match="deprecated by Pinterest"):
        found = AudienceInsights.get_category_interests(
            stub.ACCOUNT, "s", "t", "5", client=stub.client()
        )
    assert found == []


def test_category_interests(pinterest_emulator, pinterest_client):
    account = pinterest_emulator.ad_account_id
    category = AudienceInsights.get(account, TYPES[0], pinterest_client).categories[0]
    pair = AudienceInsights.get_scopes_and_types(account, pinterest_client)[0]
    with pytest.warns(DeprecationWarning, match=r"deprecated by Pinterest") as caught:
        interests = AudienceInsights.get_category_interests(
            account, pair.scope, pair.type, int(category.id), client=pinterest_client
        )
    assert len(caught) == 1
    assert caught[0].filename == __file__  # the line that calls the operation
    assert {interest.id for interest in interests} == {one.id for one in category.subcategories}
    assert {type(interest) for interest in interests} == {AudienceInsightCategoryCommon}
    assert interests[0].ratio >= interests[-1].ratio
    request = pinterest_emulator.requests[-1]
    assert request.path.endswith(f"/insights/audiences/{pair.scope}/{pair.type}/{category.id}")
    assert request.query == {"sort": "RATIO"}


def test_only_the_deprecated_operation_warns_and_it_warns_every_time(
    pinterest_emulator, pinterest_client
):
    account = pinterest_emulator.ad_account_id
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            with pytest.raises(NotFound):
                AudienceInsights.get_category_interests(
                    account, "PARTNER", "ENGAGEMENT", "1", client=pinterest_client
                )
        AudienceInsights.get(account, TYPES[0], pinterest_client)
        AudienceInsights.get_scopes_and_types(account, pinterest_client)
    assert len([item for item in caught if item.category is DeprecationWarning]) == 2


@responses.activate
def test_scope_and_type_are_encoded_as_one_path_segment_each():
    url = f"{INSIGHTS}/insights/audiences/a%2F..%2Fb/c%3Fd%23/5"
    stub.answers("GET", url, {"items": []})
    with pytest.warns(DeprecationWarning, match="deprecated by Pinterest"):
        AudienceInsights.get_category_interests(
            stub.ACCOUNT, "a/../b", "c?d#", "5", client=stub.client()
        )
    assert stub.sent().url == f"{url}?sort=RATIO"


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"scope": ".."}, "scope: '..' is not valid"),
        ({"scope": ""}, "scope: '' is not valid"),
        ({"type": "."}, "type: '.' is not valid"),
        ({"type": 5}, "type: 5 is not valid; allowed: a string"),
        ({"category_id": "x"}, "category_id: 'x' is not valid; allowed: digits only"),
        ({"category_id": None}, "category_id is required"),
        ({"sort": "SIZE"}, "sort: 'SIZE' is not valid; allowed: RATIO"),
    ],
)
def test_bad_arguments_are_refused(pinterest_emulator, pinterest_client, changed, text):
    good = {"scope": "PARTNER", "type": "ENGAGEMENT", "category_id": "5"}
    with (
        pytest.warns(DeprecationWarning, match="deprecated by Pinterest"),
        pytest.raises(ValidationError) as caught,
    ):
        AudienceInsights.get_category_interests(
            pinterest_emulator.ad_account_id, **{**good, **changed}, client=pinterest_client
        )
    assert text in str(caught.value)
    assert pinterest_emulator.requests == []


def test_an_enum_of_the_caller_is_accepted(pinterest_emulator, pinterest_client):
    class Kind(enum.Enum):
        TOTAL = "YOUR_TOTAL_AUDIENCE"

    account = pinterest_emulator.ad_account_id
    insights = AudienceInsights(account, Kind.TOTAL, pinterest_client)
    assert insights == AudienceInsights(account, AudienceInsightType(TYPES[0]), pinterest_client)
    assert "audience_insight_type='YOUR_TOTAL_AUDIENCE'" in repr(insights)
    assert insights.size
