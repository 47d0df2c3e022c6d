"""Invalid arguments: the error names the field, the value and the allowed values, and nothing is sent."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,attr-defined,call-arg,dict-item"
from __future__ import annotations

import copy
from typing import Any

import pytest

from pinterest import Audience, AudienceInsights
from pinterest.exceptions import ValidationError

CREATE = "POST /ad_accounts/{ad_account_id}/audiences: "
BAD_RULES: list[tuple[dict[str, Any], str]] = [
    ({"percentage": 0}, "rule.percentage: 0 is not valid; allowed: 1 to 10"),
    ({"percentage": 11}, "rule.percentage: 11 is not valid; allowed: 1 to 10"),
    ({"percentage": "0"}, "rule.percentage: '0' is not valid; allowed: 1 to 10"),
    ({"percentage": "11"}, "rule.percentage: '11' is not valid; allowed: 1 to 10"),
    ({"percentage": True}, "rule.percentage: True is not valid; allowed: a whole number"),
    ({"percentage": 1.5}, "rule.percentage: 1.5 is not valid; allowed: a whole number"),
    ({"percentage": "5%"}, "rule.percentage: '5%' is not valid; allowed: a whole number"),
    ({"percentage": "\uff15"}, "rule.percentage: '\uff15' is not valid; allowed: a whole number"),
    ({"percentage": "9" * 5000}, "rule.percentage: '999"),
    ({"retention_days": 0}, "rule.retention_days: 0 is not valid; allowed: 1 to 540"),
    ({"retention_days": 541}, "rule.retention_days: 541 is not valid; allowed: 1 to 540"),
    ({"retention_days": -1}, "rule.retention_days: -1 is not valid; allowed: 1 to 540"),
    ({"retention_days": [30]}, "rule.retention_days: [30] is not valid; allowed: a whole number"),
    ({"engager_type": 0}, "rule.engager_type: 0 is not valid; allowed: 1 to 2"),
    ({"engager_type": 3}, "rule.engager_type: 3 is not valid; allowed: 1 to 2"),
    ({"engager_type": "1"}, "rule.engager_type: '1' is not valid; allowed: a whole number"),
    ({"url": {"like": "x"}}, "rule.url: 'like' is not valid; allowed: '=', '!=', 'contains' or"),
    ({"url": 5}, "rule.url: 5 is not valid; allowed: a string or a list or a mapping"),
    ({"url": {"contains": 5}}, "5 is not valid; allowed: a string or a list"),
    ({"prefill": "yes"}, "rule.prefill: 'yes' is not valid; allowed: True or False"),
    ({"country": 5}, "rule.country: 5 is not valid; allowed: a string"),
    ({"event_source": "web"}, "rule.event_source: 'web' is not valid; allowed: a mapping"),
    ({"pin_id": "5"}, "rule.pin_id: '5' is not valid; allowed: a list"),
    ({"pin_id": ["5", "x"]}, "rule.pin_id[1]: 'x' is not valid; allowed: digits only"),
    ({"seed_id": [True]}, "rule.seed_id[0]: True is not valid; allowed: a string"),
    ({"seed_id": [-1]}, "rule.seed_id[0]: "),
    (
        {"customer_list_id": "1\n"},
        "rule.customer_list_id: '1\\n' is not valid; allowed: digits only",
    ),
    ({"visitor_source_id": "x"}, "rule.visitor_source_id: 'x' is not valid; allowed: digits only"),
    (
        {"objective_type": ["FAME"]},
        "rule.objective_type[0]: 'FAME' is not valid; allowed: AWARENESS",
    ),
    (
        {"event_data": {"currency": "XXX"}},
        "rule.event_data.currency: 'XXX' is not valid; allowed: UNK",
    ),
    ({"retentiondays": 5}, "rule.retentiondays: unknown field; did you mean 'retention_days'?"),
    ({"zzz": 5}, "rule.zzz: unknown field; valid names: ad_account_id, ad_id"),
    ({5: 5}, "rule.5: unknown field"),
    (
        {"event_data": {"ordr_id": "1"}},
        "rule.event_data.ordr_id: unknown field; did you mean 'order_id'?",
    ),
    (
        {"event_data": {"line_items": {"product_nam": "x"}}},
        "rule.event_data.line_items.product_nam: unknown field; did you mean 'product_name'?",
    ),
    (
        {"event_data": {"line_items": [{}, {"product_nam": "x"}]}},
        "rule.event_data.line_items[1].product_nam: unknown field; did you mean 'product_name'?",
    ),
]
BAD_CREATES: list[tuple[dict[str, Any], str]] = [
    ({"name": None}, "name is required"),
    ({"name": b"n"}, "name: b'n' is not valid; allowed: a string"),
    ({"rule": None}, "rule is required"),
    ({"rule": [["percentage", 5]]}, "rule: [['percentage', 5]] is not valid; allowed: a mapping"),
    (
        {"audience_type": "VISITORS"},
        "audience_type: 'VISITORS' is not valid; allowed: CUSTOMER_LIST, ",
    ),
    ({"audience_type": None}, "audience_type is required"),
    ({"description": 5}, "description: 5 is not valid; allowed: a string"),
    ({"descripton": "d"}, "descripton: unknown field; did you mean 'description'?"),
    ({"is_nca": True}, "is_nca: unknown field; "),
]
BAD_IDS = ["../oauth", "1?x=", "1#", "1/2", "", " 1", "1\n", "-1", "\uff11", "%31", "abc"]
BAD_IDS_OF_ANOTHER_TYPE = [-1, True, None, 1.0, b"1", ["1"]]


@pytest.fixture(autouse=True)
def nothing_sent(pinterest_emulator):
    yield
    assert pinterest_emulator.requests == []


@pytest.fixture
def create(pinterest_emulator, pinterest_client):
    """Creates an audience from valid arguments. Arguments that are passed replace them."""

    def create(**changed):
        good = {"name": "n", "rule": {}, "audience_type": "VISITOR", "client": pinterest_client}
        return Audience.create(pinterest_emulator.ad_account_id, **{**good, **changed})

    return create


@pytest.mark.parametrize(("rule", "text"), BAD_RULES, ids=lambda item: str(item)[:50])
def test_an_invalid_rule_is_refused(create, rule, text):
    before = copy.deepcopy(rule)
    with pytest.raises(ValidationError) as caught:
        create(rule=rule)
    assert str(caught.value).startswith(CREATE)
    assert text in str(caught.value)
    assert "Value error" not in str(caught.value)
    assert "pydantic" not in str(caught.value)
    assert len(caught.value.problems) == 1
    assert rule == before


@pytest.mark.parametrize(("changed", "text"), BAD_CREATES, ids=lambda item: str(item)[:50])
def test_an_invalid_argument_of_create_is_refused(create, changed, text):
    with pytest.raises(ValueError, match=r"^POST") as caught:
        create(**changed)
    assert isinstance(caught.value, ValidationError)
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        (
            {"sharing_type": "PUBLIC"},
            "sharing_type: 'PUBLIC' is not valid; allowed: CUSTOM, SYNDICATED",
        ),
        ({"data_party": "2p"}, "data_party: '2p' is not valid; allowed: 1p, 3p"),
        ({"category": 5}, "category: 5 is not valid; allowed: a string"),
        ({"rule": {"percentage": 0}}, "rule.percentage: 0 is not valid; allowed: 1 to 10"),
    ],
)
def test_an_invalid_argument_of_create_custom_is_refused(pinterest_client, changed, text):
    good = {"name": "n", "rule": {}, "sharing_type": "CUSTOM", "data_party": "1p"}
    with pytest.raises(ValidationError) as caught:
        Audience.create_custom("1", client=pinterest_client, **{**good, **changed})
    assert text in str(caught.value)
    assert str(caught.value).startswith("POST /ad_accounts/{ad_account_id}/audiences/custom: ")


@pytest.mark.parametrize("id", [*BAD_IDS, *BAD_IDS_OF_ANOTHER_TYPE], ids=repr)
def test_an_invalid_id_of_an_account_or_an_audience_is_refused(create, pinterest_client, id):
    client = pinterest_client
    calls = {
        "ad_account_id": [
            lambda: Audience(id, "1", client),
            lambda: Audience.create(id, "n", {}, "VISITOR", client=client),
            lambda: Audience.create_custom(id, "n", {}, "CUSTOM", "1p", client=client),
            lambda: Audience.get_all(id, client=client),
            lambda: Audience.iter_all(id, client=client),
            lambda: AudienceInsights(id, "YOUR_TOTAL_AUDIENCE", client),
            lambda: AudienceInsights.get(id, "YOUR_TOTAL_AUDIENCE", client),
            lambda: AudienceInsights.get_scopes_and_types(id, client),
        ],
        "audience_id": [lambda: Audience("1", id, client)],
    }
    for name, functions in calls.items():
        for function in functions:
            with pytest.raises(ValidationError) as caught:
                function()
            assert name in str(caught.value)
            assert str(caught.value).startswith(("GET /ad_accounts/", "POST /ad_accounts/"))
            if id is None:
                assert f"{name} is required" in str(caught.value)
            else:
                assert " is not valid; allowed: " in str(caught.value)


def test_errors_shorten_and_redact_invalid_ids(pinterest_client):
    with pytest.raises(ValidationError) as caught:
        Audience("someone@example.com", "1", pinterest_client)
    assert "someone@example.com" not in str(caught.value)
    with pytest.raises(ValidationError) as caught:
        Audience("x" * 500, "1", pinterest_client)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"page_size": 0}, "page_size: 0 is not valid; allowed: 1 to 250"),
        ({"page_size": 251}, "page_size: 251 is not valid; allowed: 1 to 250"),
        ({"page_size": "25"}, "page_size: '25' is not valid; allowed: a whole number"),
        ({"page_size": True}, "page_size: True is not valid; allowed: a whole number"),
        ({"page_size": 25.0}, "page_size: 25.0 is not valid; allowed: a whole number"),
        ({"order": "UP"}, "order: 'UP' is not valid; allowed: ASCENDING, DESCENDING"),
        ({"order": "ascending"}, "order: 'ascending' is not valid; allowed: ASCENDING, DESCENDING"),
        ({"entity_statuses": "ACTIVE"}, "entity_statuses: 'ACTIVE' is not valid; allowed: a list"),
        (
            {"entity_statuses": ["GONE"]},
            "entity_statuses: 'GONE' is not valid; allowed: ACTIVE, PAUSED",
        ),
        (
            {"entity_statuses": [5]},
            "entity_statuses: 5 is not valid; allowed: ACTIVE, PAUSED",
        ),
        (
            {"ownership_type": "MINE"},
            "ownership_type: 'MINE' is not valid; allowed: OWNED, RECEIVED",
        ),
        ({"pagesize": 5}, "unknown parameter 'pagesize'; did you mean 'page_size'?"),
        ({"colour": 5}, "unknown parameter 'colour'; valid names: ad_account_id, bookmark, "),
    ],
)
def test_an_invalid_argument_of_get_all_is_refused(
    pinterest_emulator, pinterest_client, changed, text
):
    with pytest.raises(ValidationError) as caught:
        Audience.get_all(pinterest_emulator.ad_account_id, client=pinterest_client, **changed)
    assert str(caught.value).startswith("GET /ad_accounts/{ad_account_id}/audiences: ")
    assert text in str(caught.value)


def test_the_constructor_refuses_unknown_fields(pinterest_client):
    with pytest.raises(
        ValidationError, match=r"Audience: unknown field 'nam'; did you mean 'name'?"
    ):
        Audience("1", "2", pinterest_client, nam="x")


def test_an_id_that_is_too_long_is_refused(pinterest_client):
    Audience("1" * 18, "2" * 18, pinterest_client)
    for ids in (("1" * 19, "2"), ("1", "2" * 19), (10**18, 2)):
        with pytest.raises(
            ValidationError, match=r"audience_id|ad_account_id.*at most 18 characters"
        ):
            Audience(*ids, pinterest_client)
