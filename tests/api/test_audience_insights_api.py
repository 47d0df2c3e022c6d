"""The typed methods of audience insights."""

# Tests pass what the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,index,union-attr"
from __future__ import annotations

import pytest
import responses

from pinterest.api import AudienceInsightsApi
from pinterest.exceptions import ValidationError
from pinterest.schemas import (
    AudienceDefinition,
    AudienceDefinitionResponse,
    AudienceInsightCategoryArrayResponse,
    AudienceInsightCategoryCommon,
    AudienceInsightsResponse,
    AudienceInsightType,
)
from tests.models import stub

ACCOUNT = f"{stub.API}/ad_accounts/{stub.ACCOUNT}"


@pytest.fixture
def api():
    return AudienceInsightsApi(stub.client())


@pytest.mark.parametrize("kind", ["YOUR_TOTAL_AUDIENCE", AudienceInsightType.YOUR_TOTAL_AUDIENCE])
@responses.activate
def test_insights_are_parsed_as_their_schema(api, kind):
    answer = {
        "type": "YOUR_TOTAL_AUDIENCE",
        "size": "12",
        "categories": [{"ratio": "0.5", "subcategories": [{"name": "Quilts"}]}],
        "demographics": {"ages": [{"key": "18-24", "ratio": 1}]},
    }
    stub.answers("GET", f"{ACCOUNT}/audience_insights", answer)
    insights = api.audience_insights_get(stub.ACCOUNT, kind)
    assert type(insights) is AudienceInsightsResponse
    assert insights.type is AudienceInsightType.YOUR_TOTAL_AUDIENCE
    assert insights.size == 12
    assert insights.categories[0].ratio == 0.5
    assert insights.categories[0].subcategories[0].name == "Quilts"
    assert insights.demographics.ages[0].ratio == 1
    assert insights.demographics.genders is None
    assert stub.sent().params == {"audience_insight_type": "YOUR_TOTAL_AUDIENCE"}


@responses.activate
def test_scopes_and_types_are_parsed_as_their_schema(api):
    stub.answers("GET", f"{ACCOUNT}/insights/audiences", {"items": [{"scope": "PARTNER"}]})
    answer = api.audience_insights_scope_and_type_get(int(stub.ACCOUNT))
    assert type(answer) is AudienceDefinitionResponse
    assert type(answer.items[0]) is AudienceDefinition
    assert answer.items[0].scope == "PARTNER"


@responses.activate
def test_a_deprecated_operation_warns_at_the_line_of_the_caller(api):
    url = f"{ACCOUNT}/insights/audiences/PARTNER/ENGAGEMENT/5"
    stub.answers("GET", url, *[{"items": [{"id": "6", "index": "1.5"}]}] * 2)
    for sort, query in (("RATIO", {"sort": "RATIO"}), (None, {})):
        with pytest.warns(DeprecationWarning, match=r"GET .* is deprecated by Pinterest") as caught:
            answer = api.audiences_insights_category_list(
                stub.ACCOUNT, "PARTNER", "ENGAGEMENT", 5, sort=sort, timeout=5
            )
        assert [item.filename for item in caught] == [__file__]
        assert type(answer) is AudienceInsightCategoryArrayResponse
        assert type(answer.items[0]) is AudienceInsightCategoryCommon
        assert answer.items[0].index == 1.5
        assert stub.sent().params == query


@responses.activate
def test_invalid_arguments_are_refused_before_anything_is_sent(api):
    with pytest.raises(
        ValidationError, match=r"audience_insight_type: 'X' is not valid; allowed: Y"
    ):
        api.audience_insights_get(stub.ACCOUNT, "X")
    with pytest.raises(ValidationError, match=r"ad_account_id: 'x' is not valid"):
        api.audience_insights_scope_and_type_get("x")
    with (
        pytest.warns(DeprecationWarning, match="deprecated by Pinterest"),
        pytest.raises(ValidationError, match=r"category_id: 'x' is not valid"),
    ):
        api.audiences_insights_category_list(stub.ACCOUNT, "s", "t", "x")
    assert len(responses.calls) == 0


def test_all_three_methods_work_on_the_emulator(pinterest_emulator, pinterest_client):
    api, account = AudienceInsightsApi(pinterest_client), pinterest_emulator.ad_account_id
    insights = api.audience_insights_get(account, "PINTEREST_TOTAL_AUDIENCE")
    pair = api.audience_insights_scope_and_type_get(account).items[-1]
    with pytest.warns(DeprecationWarning, match="deprecated by Pinterest"):
        answer = api.audiences_insights_category_list(
            account, pair.scope, pair.type, insights.categories[0].id
        )
    assert answer.items[0].name
    assert len(pinterest_emulator.requests) == 3
