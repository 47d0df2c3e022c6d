"""The allowed values in error messages."""

from __future__ import annotations

import pytest

from pinterest.api import AdAccountsApi, AudiencesApi
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import describe_allowed_values


def test_few_values_are_all_shown(pinterest_client):
    with pytest.raises(ValidationError, match=r"allowed: ASCENDING, DESCENDING$"):
        AudiencesApi(pinterest_client).audiences_list("1", order="UP")  # type: ignore[arg-type]  # an invalid value


def test_the_most_similar_of_many_values_is_shown(pinterest_client):
    with pytest.raises(ValidationError) as caught:
        AdAccountsApi(pinterest_client).ad_account_analytics(
            "1",
            "2026-01-01",
            "2026-01-02",
            ["SPEND_IN_DOLAR"],  # type: ignore[list-item]  # an invalid value
            "TOTAL",
        )
    assert "such as SPEND_IN_DOLLAR" in str(caught.value)
    assert len(str(caught.value)) < 300


def test_any_value_is_shown_if_none_is_similar():
    assert describe_allowed_values("?", range(41)) == "one of 41 values, such as 0"
