"""Analytics of rich models: requests, date windows and rows."""

# Tests pass values that the types forbid.
# mypy: disable-error-code="arg-type,list-item"
from __future__ import annotations

import copy
import datetime
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from pinterest import Ad, AdAccount, AdGroup, Campaign, Pin, PinterestSDKClient, UserAccount
from pinterest.emulator import Emulator
from pinterest.exceptions import NotFound, ServerError, ValidationError

TODAY = datetime.datetime.now(datetime.UTC).date()
PREFIX = {Campaign: "CAMPAIGN", AdGroup: "AD_GROUP", Ad: "AD"}
COLUMNS = ["SPEND_IN_DOLLAR", "TOTAL_CLICKTHROUGH"]


def days_ago(number):
    return TODAY - datetime.timedelta(days=number)


@pytest.fixture(scope="module")
def shop():
    with Emulator(demo_data=True) as emulator:
        yield emulator


@pytest.fixture
def client(shop):
    shop.clear_requests()
    with shop.client() as client:
        yield client
    shop.clear_requests()


@pytest.fixture
def account(shop, client):
    return AdAccount(shop.ad_account_id, client)


def offline_client():
    return PinterestSDKClient("token", base_url="https://api.example.com/v5")


def get_query(call):
    return parse_qs(urlsplit(call.request.url).query)


def list_date_ranges(emulator):
    return [
        (request.query["start_date"], request.query["end_date"]) for request in emulator.requests
    ]


def test_an_object_gets_its_own_rows_with_one_request(shop, account):
    for model in (next(account.campaigns()), next(account.ad_groups()), next(account.ads())):
        shop.clear_requests()
        rows = model.analytics(days_ago(2), str(days_ago(1)), COLUMNS)
        assert [row["DATE"] for row in rows] == [days_ago(2), days_ago(1)]
        assert all(isinstance(row["SPEND_IN_DOLLAR"], float) for row in rows)
        assert {row[f"{PREFIX[type(model)]}_ID"] for row in rows} == {model.id}
        assert len(shop.requests) == 1


def test_the_class_gets_the_rows_of_several_objects(shop, account, client):
    for model, found in (
        (Campaign, list(account.campaigns())),
        (AdGroup, list(account.ad_groups())),
        (Ad, list(account.ads())),
    ):
        shop.clear_requests()
        ids = [item.id for item in found]
        rows = model.analytics(
            account.id, ids, days_ago(1), days_ago(1), COLUMNS, "TOTAL", client=client
        )
        assert {row[f"{PREFIX[model]}_ID"] for row in rows} == set(ids)
        assert len(shop.requests) == 1


def test_an_ad_account_gets_its_own_rows(account):
    [row] = account.analytics(days_ago(5), days_ago(1), COLUMNS, "TOTAL")
    assert row["AD_ACCOUNT_ID"] == account.id


def test_targeting_analytics_are_flat_rows(account, client):
    campaign = next(account.campaigns())
    dates = (days_ago(3), days_ago(1), ["GENDER"], COLUMNS, "TOTAL")
    own = campaign.targeting_analytics(*dates)
    assert {row["TARGETING_TYPE"] for row in own} == {"GENDER"}
    assert all(row["CAMPAIGN_ID"] == campaign.id for row in own)
    assert Campaign.targeting_analytics(account.id, [campaign.id], *dates, client=client) == own
    for model in (account, next(account.ad_groups()), next(account.ads())):
        assert all(
            isinstance(row["TARGETING_VALUE"], str) for row in model.targeting_analytics(*dates)
        )


def test_more_ids_than_a_request_may_have_are_split():
    with offline_client() as client, responses.RequestsMock() as server:
        url = "https://api.example.com/v5/ad_accounts/5/campaigns/analytics"
        for number in range(3):
            server.get(url, json=[{"CAMPAIGN_ID": str(number)}])
        ids = [str(number) for number in range(1, 602)]
        rows = Campaign.analytics("5", ids, TODAY, TODAY, COLUMNS, "TOTAL", client=client)
        asked = [get_query(call)["campaign_ids"] for call in server.calls]
    assert rows == [{"CAMPAIGN_ID": str(number)} for number in range(3)]
    assert [len(part) for part in asked] == [250, 250, 101]
    assert [id for part in asked for id in part] == ids


def test_no_ids_give_no_rows_and_no_request(shop, account, client):
    rows = Campaign.analytics(account.id, [], TODAY, TODAY, COLUMNS, client=client)
    assert (rows, rows.summary, shop.requests) == ([], [], [])
    with pytest.raises(ValidationError, match="SPENT"):
        Campaign.analytics(account.id, [], TODAY, TODAY, ["SPENT"], client=client)
    assert shop.requests == []


def test_hourly_rows_of_a_long_span_are_requested_in_windows_and_joined(shop, account):
    rows = account.analytics(days_ago(7), days_ago(1), COLUMNS, "HOUR")
    assert list_date_ranges(shop) == [
        (str(days_ago(first)), str(days_ago(last))) for first, last in [(7, 5), (4, 2), (1, 1)]
    ]
    assert [(row["DATE"], row["HOUR"]) for row in rows] == [
        (days_ago(day), hour) for day in range(7, 0, -1) for hour in range(24)
    ]


def test_daily_rows_are_requested_in_windows_one_day_inside_the_limit():
    with offline_client() as client, responses.RequestsMock() as server:
        url = "https://api.example.com/v5/ad_accounts/5/analytics"
        server.get(url, json=[])
        server.get(url, json=[])
        AdAccount("5", client).analytics(days_ago(90), TODAY, COLUMNS)
        sent = [get_query(call) for call in server.calls]
    assert [(*item["start_date"], *item["end_date"]) for item in sent] == [
        (str(days_ago(90)), str(days_ago(1))),
        (str(TODAY), str(TODAY)),
    ]


def test_rows_that_cannot_be_joined_are_requested_at_once(shop, account):
    assert account.analytics(days_ago(89), TODAY, COLUMNS, "MONTH")
    assert list_date_ranges(shop) == [(str(days_ago(89)), str(TODAY))]
    with pytest.raises(ValidationError, match="91 days after start_date"):
        account.analytics(TODAY, TODAY + datetime.timedelta(days=91), COLUMNS, "TOTAL")


@pytest.mark.parametrize(
    ("start", "end", "granularity", "message"),
    [
        (days_ago(91), TODAY, "DAY", "is 91 days ago; the API has figures for the last 90 days"),
        (days_ago(9), TODAY, "HOUR", "is 9 days ago; the API has figures for the last 8 days"),
        (TODAY, days_ago(1), "DAY", "is before start_date"),
        ("yesterday", TODAY, "DAY", "start_date: 'yesterday' is not valid"),
        (TODAY, None, "DAY", "end_date: 'None' is not valid"),
        (TODAY, TODAY, "YEAR", "granularity"),
    ],
)
def test_dates_that_cannot_be_right_are_refused_before_sending(
    shop, account, start, end, granularity, message
):
    with pytest.raises(ValidationError, match=message):
        account.analytics(start, end, COLUMNS, granularity)
    assert shop.requests == []


def test_an_aware_time_is_a_day_in_utc(shop, account):
    late = datetime.datetime.combine(
        days_ago(3), datetime.time(23), tzinfo=datetime.timezone(-datetime.timedelta(hours=5))
    )
    account.analytics(late, days_ago(1), COLUMNS)
    assert list_date_ranges(shop) == [(str(days_ago(2)), str(days_ago(1)))]


def test_values_have_their_types():
    with offline_client() as client, responses.RequestsMock() as server:
        sent = {
            "CAMPAIGN_ID": 626735082896,
            "CAMPAIGN_NAME": "2026",
            "DATE": "2026-01-31",
            "SPEND_IN_DOLLAR": "30.5",
            "TOTAL_CLICKTHROUGH": "216",
            "CTR": None,
            "NEW_FIGURE": "n/a",
        }
        server.get("https://api.example.com/v5/ad_accounts/5/analytics", json=[sent])
        [row] = AdAccount("5", client).analytics(TODAY, TODAY, COLUMNS)
    assert row == {
        "CAMPAIGN_ID": "626735082896",
        "CAMPAIGN_NAME": "2026",
        "DATE": datetime.date(2026, 1, 31),
        "SPEND_IN_DOLLAR": 30.5,
        "TOTAL_CLICKTHROUGH": 216,
        "CTR": None,
        "NEW_FIGURE": "n/a",
    }
    assert type(row["TOTAL_CLICKTHROUGH"]) is int


@pytest.mark.parametrize(
    "data",
    [5, "text", [5], [None], {"data": [5]}, {"all": 5}, {"all": {"daily_metrics": [5]}}],
)
def test_a_response_of_another_shape_is_an_error(data):
    with offline_client() as client, responses.RequestsMock() as server:
        server.get("https://api.example.com/v5/ad_accounts/5/analytics", json=data)
        with pytest.raises(ServerError, match="is not in a documented analytics format"):
            AdAccount("5", client).analytics(TODAY, TODAY, COLUMNS)


def test_pins_have_rows_per_day_and_a_summary(shop, client):
    pins = list(Pin.iter_all(limit=2, client=client))
    dates = (days_ago(2), days_ago(1), ["IMPRESSION", "TOTAL_COMMENTS"])
    own = pins[0].analytics(*dates)
    assert [row["DATE"] for row in own] == [days_ago(2), days_ago(1)]
    assert own.summary[0]["IMPRESSION"] == sum(row["IMPRESSION"] for row in own)
    shop.clear_requests()
    many = Pin.analytics([pin.id for pin in pins], *dates, client=client)
    assert len(shop.requests) == 1
    assert [row["PIN_ID"] for row in many] == [pin.id for pin in pins for _ in range(2)]
    assert [row["PIN_ID"] for row in many.lifetime] == [pin.id for pin in pins]


def test_rows_become_a_dataframe(account):
    rows = account.analytics(days_ago(3), days_ago(1), COLUMNS)
    frame = rows.to_dataframe()
    assert list(frame.columns) == ["AD_ACCOUNT_ID", "DATE", *COLUMNS]
    assert list(frame["DATE"].dt.date) == [days_ago(3), days_ago(2), days_ago(1)]
    assert str(frame["SPEND_IN_DOLLAR"].dtype) == "float64"


def test_the_columns_of_a_table_do_not_depend_on_its_rows(shop, account, client):
    dates = (days_ago(1), days_ago(1))
    campaign, pins = next(account.campaigns()), list(Pin.iter_all(limit=2, client=client))
    pin_ids, metrics = [pin.id for pin in pins], ["IMPRESSION", "SAVE"]
    targeting = (*dates, ["GENDER"], COLUMNS)
    for get_rows, without_ids in (
        (lambda ids: account.analytics(*dates, COLUMNS, "HOUR"), None),
        (lambda ids: account.targeting_analytics(*targeting, "TOTAL"), None),
        (lambda ids: Campaign.analytics(account.id, ids, *dates, COLUMNS, client=client), campaign),
        (
            lambda ids: Campaign.targeting_analytics(account.id, ids, *targeting, client=client),
            campaign,
        ),
        (lambda ids: campaign.pin_analytics(ids, *dates, COLUMNS, "TOTAL"), pins[0]),
        (lambda ids: Pin.analytics(ids, *dates, metrics, client=client), pins[0]),
        (lambda ids: pins[0].analytics(*dates, metrics), None),
        (lambda ids: UserAccount(client=client).analytics(*dates, metrics), None),
        (lambda ids: UserAccount(client=client).top_pins(*dates, "SAVE", metrics), None),
    ):
        rows = get_rows([without_ids.id] if without_ids else pin_ids)
        assert rows
        columns = list(rows.to_dataframe().columns)
        assert columns == list(rows[0])
        empty = get_rows([]) if without_ids else copy.copy(rows)
        empty.clear()
        assert list(empty.to_dataframe().columns) == columns
        assert list(empty.to_arrow().schema.names) == columns


def test_a_figure_that_no_row_has_is_a_column_of_missing_values():
    with responses.RequestsMock() as mock:
        rows = [{"AD_ACCOUNT_ID": "5", "DATE": str(TODAY), "CPM_IN_DOLLAR": None}]
        mock.add("GET", "https://api.example.com/v5/ad_accounts/5/analytics", json=rows)
        asked = ["SPEND_IN_DOLLAR", "CPM_IN_DOLLAR"]
        found = AdAccount("5", offline_client()).analytics(TODAY, TODAY, asked)
    frame = found.to_dataframe()
    assert list(frame.columns) == ["AD_ACCOUNT_ID", "DATE", *asked]
    assert frame[asked].isna().all(axis=None)
    with pytest.raises(ValidationError, match="no figures to plot"):
        found.plot()


def test_rows_of_all_campaigns_together_have_no_campaign(shop, account, client):
    ids = [campaign.id for campaign in account.campaigns()]
    dates = (days_ago(1), days_ago(1), COLUMNS)
    rows = Campaign.analytics(account.id, ids, *dates, aggregate_report_rows=True, client=client)
    assert list(rows.to_dataframe().columns) == list(rows[0]) == ["DATE", *COLUMNS]


def test_without_pandas_the_error_names_the_extra():
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "from pinterest.utils.analytics_rows import AnalyticsRows\n"
        "AnalyticsRows().to_dataframe()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "extra 'dataframe'" in done.stderr
    assert "ConfigurationError" in done.stderr


def test_the_client_that_was_passed_is_used(shop, account):
    with Emulator(seed=7) as other:
        campaign = next(account.campaigns())
        with pytest.raises(NotFound):
            campaign.analytics(TODAY, TODAY, COLUMNS, client=other.client())
        assert len(other.requests) == 1
