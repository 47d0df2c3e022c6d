"""The names, defaults and order that scripts for Pinterest's own SDK rely on."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from pinterest.ads.audience_insights import AudienceInsights
from pinterest.ads.audiences import Audience
from pinterest.fields.audience_insights import AudienceInsightsResponseFields
from pinterest.fields.audiences import AudienceFields

REQUIRED = inspect.Parameter.empty
OFFICIAL: list[tuple[Callable[..., Any], dict[str, Any]]] = [
    (Audience, {"ad_account_id": REQUIRED, "audience_id": REQUIRED, "client": None}),
    (
        Audience.create,
        {
            "ad_account_id": REQUIRED,
            "name": REQUIRED,
            "rule": REQUIRED,
            "audience_type": REQUIRED,
            "description": None,
            "client": None,
        },
    ),
    (
        Audience.get_all,
        {
            "ad_account_id": REQUIRED,
            "entity_statuses": None,
            "page_size": None,
            "order": "ASCENDING",
            "bookmark": None,
            "client": None,
        },
    ),
    (
        Audience.create_custom,
        {
            "ad_account_id": REQUIRED,
            "name": REQUIRED,
            "rule": REQUIRED,
            "sharing_type": REQUIRED,
            "data_party": REQUIRED,
            "category": None,
            "client": None,
        },
    ),
    (
        AudienceInsights.get,
        {"ad_account_id": REQUIRED, "audience_insight_type": REQUIRED, "client": None},
    ),
    (AudienceInsights.get_scopes_and_types, {"ad_account_id": REQUIRED, "client": None}),
    (
        AudienceInsights.get_category_interests,
        {
            "ad_account_id": REQUIRED,
            "scope": REQUIRED,
            "type": REQUIRED,
            "category_id": REQUIRED,
            "sort": "RATIO",
            "client": None,
        },
    ),
]


@pytest.mark.parametrize(("function", "expected"), OFFICIAL, ids=lambda item: str(item)[:40])
def test_positional_arguments_keep_their_names_order_and_defaults(function, expected):
    parameters = inspect.signature(function).parameters.values()
    positional = {
        item.name: item.default
        for item in parameters
        if item.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    }
    assert list(positional.items()) == list(expected.items())


@pytest.mark.parametrize(
    "function", [Audience, Audience.create, Audience.get_all, Audience.update_fields]
)
def test_further_keywords_are_taken_where_they_were(function):
    kinds = [item.kind for item in inspect.signature(function).parameters.values()]
    assert kinds[-1] is inspect.Parameter.VAR_KEYWORD


@pytest.mark.parametrize("method", ["create", "get_all", "create_custom", "iter_all"])
def test_class_methods_are_class_methods(method):
    assert inspect.ismethod(getattr(Audience, method))


def test_an_audience_has_the_eleven_fields_and_those_that_came_since():
    official = {
        "ad_account_id",
        "audience_type",
        "created_timestamp",
        "description",
        "id",
        "name",
        "rule",
        "size",
        "status",
        "type",
        "updated_timestamp",
    }
    assert official | {"created_by_company_name", "is_nca"} == set(AudienceFields.__annotations__)
    assert set(AudienceFields.__annotations__) <= set(dir(Audience))


def test_insights_have_theirs():
    fields = set(AudienceInsightsResponseFields.__annotations__)
    assert fields == {
        "categories",
        "date",
        "demographics",
        "size",
        "size_is_upper_bound",
        "type",
    }
    assert {*fields, "ad_account_id"} <= set(dir(AudienceInsights))


def test_a_field_seen_on_the_class_tells_its_type():
    assert repr(Audience.__dict__.get("name")) == "<field name: str | None>"
    assert repr(inspect.getattr_static(Audience, "size")) == "<field size: int | None>"
    assert repr(Audience.rule) == "<field rule: AudienceRule | None>"
