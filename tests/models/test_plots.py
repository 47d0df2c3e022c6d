"""DataFrames of models, and plots of insights and figures."""

from __future__ import annotations

import datetime
import math
import sys
import warnings
from typing import Any

import pandas
import pytest

from pinterest import AdAccount, Audience, AudienceInsights, Campaign, to_dataframe
from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.schemas import AudienceRule
from pinterest.utils.analytics_rows import AnalyticsRows

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of matplotlib and its dependencies
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

TODAY = datetime.datetime.now(datetime.UTC).date()
START = TODAY - datetime.timedelta(days=20)


@pytest.fixture(scope="module")
def shop():
    with Emulator(demo_data=True) as emulator:
        yield emulator


@pytest.fixture
def client(shop):
    shop.clear_requests()
    return shop.client()


@pytest.fixture(autouse=True)
def close_figures():
    yield
    pyplot.close("all")


def build_rows(*rows):
    found = AnalyticsRows()
    found.extend(rows)
    return found


def list_legend_texts(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def get_values(line: Any) -> list[float]:
    return list(line.get_ydata())


# --- DataFrames ---


def test_a_page_becomes_a_dataframe_with_times_and_amounts(shop, client):
    page = Campaign.get_all(shop.ad_account_id, client=client)
    frame = page.to_dataframe()
    assert list(frame["id"]) == [item.id for item in page.items]
    assert str(frame["created_datetime"].dtype).endswith("UTC]")
    assert frame["lifetime_spend_cap_amount"][0] == float(
        page.items[0].lifetime_spend_cap_amount or 0
    )
    assert "created_time" not in frame
    raw = to_dataframe(page.items, raw=True)
    assert list(raw["created_time"]) == [item.created_time for item in page.items]
    assert len(shop.requests) == 1


def test_any_iterable_becomes_a_dataframe(shop, client):
    listed = Audience.iter_all(shop.ad_account_id, client=client)
    assert len(to_dataframe(listed)) == 5
    assert to_dataframe([AudienceRule(retention_days=7), {"retention_days": 8}])[
        "retention_days"
    ].tolist() == [7, 8]
    assert to_dataframe([]).empty
    broken = to_dataframe([Audience.from_dict({"id": "1", "created_timestamp": "soon"})])
    assert broken["created_timestamp"].tolist() == ["soon"]
    with pytest.raises(ValidationError, match="items: 5 is not valid"):
        to_dataframe([5])
    page = Campaign.get_all(shop.ad_account_id, client=client)
    assert to_dataframe(page, raw=True).equals(to_dataframe(page.items, raw=True))
    assert to_dataframe(page).equals(page.to_dataframe())
    rule = AudienceRule(retention_days=7)
    single: Any
    for single in (page.items[0], rule, {"retention_days": 8}, "abc"):
        with pytest.raises(ValidationError, match=r"is a single object\. Pass a list"):
            to_dataframe(single)
    with pytest.raises(ValidationError, match="None is not valid; allowed: a list"):
        to_dataframe(None)  # type: ignore[arg-type]  # the mistake under test


def test_rows_and_insights_become_what_their_own_method_returns():
    rows = AnalyticsRows()
    rows.append({"DATE": datetime.date(2026, 1, 31), "SPEND_IN_DOLLAR": 3.5})
    assert to_dataframe(rows)["DATE"].dtype == rows.to_dataframe()["DATE"].dtype != object


# --- insights ---


def get_widths(ax: Any) -> list[float]:
    return [bar.get_width() for bar in ax.patches]


def test_insights_are_drawn_with_percentages(shop, client):
    insights = AudienceInsights.get(shop.ad_account_id, "YOUR_TOTAL_AUDIENCE", client)
    ages = (insights.demographics and insights.demographics.ages) or []
    ax = insights.plot()
    assert [text.get_text() for text in ax.get_yticklabels()] == [age.name for age in ages]
    assert get_widths(ax) == [age.ratio for age in ages]
    assert ax.get_xlabel() == "Share of people"
    assert ax.get_title("left") == f"Ages: Your total audience ({insights.size:,} people)"
    assert ax.xaxis.get_major_formatter()(0.25) == "25%"
    top = insights.plot("categories", top=3)
    assert len(top.patches) == 3
    assert top.get_title("left").startswith("Interests (first 3 of ")
    assert "index" in top.texts[0].get_text()
    assert len(shop.requests) == 1


def test_audiences_are_compared_with_one_request_each(shop, client):
    ax = AudienceInsights.compare(shop.ad_account_id, "genders", client=client)
    assert len(shop.requests) == 3
    assert [name.partition(" (")[0] for name in list_legend_texts(ax)] == [
        "Your total audience",
        "Your engaged audience",
        "Pinterest total audience",
    ]
    assert len(ax.containers) == 3


def test_shares_become_a_dataframe(shop, client):
    insights = AudienceInsights.get(shop.ad_account_id, "YOUR_TOTAL_AUDIENCE", client)
    frame = insights.to_dataframe()
    assert list(frame.columns) == ["by", "key", "name", "ratio", "index"]
    assert set(frame["by"]) == {"ages", "genders", "devices", "countries", "metros", "categories"}
    assert frame[frame["by"] == "ages"]["ratio"].sum() == pytest.approx(1, abs=0.01)


def test_arguments_of_plots_of_insights_are_checked_before_anything_is_sent(shop, client):
    insights = AudienceInsights(shop.ad_account_id, "YOUR_TOTAL_AUDIENCE", client)
    with pytest.raises(ValidationError, match="by: 'age' is not valid; allowed: ages, genders"):
        insights.plot("age")  # type: ignore[arg-type]  # refused at runtime too
    with pytest.raises(ValidationError, match="top: 0 is not valid"):
        AudienceInsights.compare(shop.ad_account_id, top=0, client=client)
    assert shop.requests == []
    with pytest.raises(ValidationError, match="ax: 5 is not valid"):
        insights.plot(ax=5)  # type: ignore[arg-type]  # refused at runtime too
    empty = AudienceInsights.from_dict({"type": "YOUR_TOTAL_AUDIENCE", "demographics": 5})
    assert list(empty.to_dataframe().columns) == ["by", "key", "name", "ratio", "index"]
    with pytest.raises(ValidationError, match="the insights have no metros"):
        empty.plot("metros")


# --- figures ---


def test_daily_figures_are_lines_with_units(shop, client):
    account = AdAccount(shop.ad_account_id, client)
    rows = account.analytics(START, TODAY, ["SPEND_IN_DOLLAR", "TOTAL_CLICKTHROUGH", "CTR"])
    spend = rows.plot()
    [line] = spend.lines
    assert get_values(line) == [row["SPEND_IN_DOLLAR"] for row in rows]
    assert (spend.get_title("left"), spend.get_ylabel()) == ("Spend", "Spend (dollars)")
    assert spend.get_xlabel() == "Date (UTC)"
    rate = rows.plot("CTR")
    assert rate.get_ylabel() == "CTR (percent)"
    assert rate.yaxis.get_major_formatter()(0.0215) == "2.15%"
    _, mine = pyplot.subplots()
    assert rows.plot("TOTAL_CLICKTHROUGH", ax=mine) is mine
    assert mine.get_ylabel() == "Total clickthrough"
    assert mine.yaxis.get_major_formatter()(1234.0) == "1,234"
    with pytest.raises(ValidationError, match="different units"):
        rows.plot("SPEND_IN_DOLLAR", "CTR")


def test_each_object_has_a_line_largest_first(shop, client):
    account = AdAccount(shop.ad_account_id, client)
    rows = account.analytics_of(
        "CAMPAIGN", START, TODAY, ["CAMPAIGN_NAME", "SPEND_IN_MICRO_DOLLAR"]
    )
    ax = rows.plot("SPEND_IN_MICRO_DOLLAR")
    totals: dict[str, float] = {}
    for row in rows:
        totals[row["CAMPAIGN_NAME"]] = (
            totals.get(row["CAMPAIGN_NAME"], 0) + row["SPEND_IN_MICRO_DOLLAR"]
        )
    assert list_legend_texts(ax) == sorted(totals, key=lambda name: -totals[name])
    assert ax.get_title("left") == "Spend by campaign"
    assert get_values(ax.lines[0])[0] < 1000  # in whole units
    two = build_rows(*(row | {"CLICKS": 5, "VIEWS": 6} for row in rows))
    with pytest.raises(ValidationError, match="4 values of CAMPAIGN_NAME"):
        two.plot("CLICKS", "VIEWS")


def test_rows_without_dates_are_bars():
    rows = build_rows(
        {"TARGETING_TYPE": "GENDER", "TARGETING_VALUE": "male", "CLICKS": 3},
        {"TARGETING_TYPE": "GENDER", "TARGETING_VALUE": "female", "CLICKS": 5},
    )
    ax = rows.plot()
    assert [text.get_text() for text in ax.get_yticklabels()] == ["female", "male"]
    assert get_widths(ax) == [5, 3]
    assert (ax.get_title("left"), ax.get_xlabel()) == ("Clicks by gender", "Clicks")


def test_rates_and_costs_are_averaged_and_others_added():
    day = datetime.date(2026, 1, 31)
    one = {"DATE": day, "CAMPAIGN_NAME": "A", "CLICKS": 2, "CTR": 0.1, "CPC_IN_DOLLAR": 1.0}
    two = {"DATE": day, "CAMPAIGN_NAME": "A", "CLICKS": 4, "CTR": 0.3, "CPC_IN_DOLLAR": 3.0}
    rows = build_rows(one, two)
    found = {
        name: get_values(rows.plot(name).lines[0])[0] for name in ("CLICKS", "CTR", "CPC_IN_DOLLAR")
    }
    assert found == pytest.approx({"CLICKS": 6, "CTR": 0.2, "CPC_IN_DOLLAR": 2})


def test_hours_are_points_in_time_and_gaps_stay_gaps():
    day = datetime.date(2026, 1, 31)
    rows = build_rows(*({"DATE": day, "HOUR": hour, "CLICKS": hour or None} for hour in range(3)))
    [line] = rows.plot().lines
    first, *rest = get_values(line)
    assert math.isnan(first) and rest == [1, 2]  # the line has a gap
    assert [moment.hour for moment in pandas.to_datetime(line.get_xdata())] == [0, 1, 2]


def test_many_objects_are_cut_to_the_largest():
    rows = build_rows(*({"PIN_ID": str(place), "CLICKS": place} for place in range(30)))
    ax = rows.plot()
    assert len(ax.patches) == 20
    assert ax.get_title("left") == "Clicks by Pin (top 20 of 30)"


def test_arguments_of_plots_of_figures_are_checked():
    rows = build_rows({"CAMPAIGN_NAME": "A", "CLICKS": 5})
    with pytest.raises(
        ValidationError, match="'CLICK' is not a column with figures; did you mean 'CLICKS'"
    ):
        rows.plot("CLICK")
    with pytest.raises(ValidationError, match="by: 'CLICKS' is not a text column"):
        rows.plot(by="CLICKS")
    with pytest.raises(ValidationError, match="there are no figures"):
        build_rows().plot()
    with pytest.raises(ValidationError, match="there are no figures"):
        build_rows({"CAMPAIGN_NAME": "A"}).plot()
    assert rows.plot(by="CAMPAIGN_NAME").get_title("left") == "Clicks"


# --- style ---


def test_a_new_figure_is_transparent_and_a_chosen_style_is_kept():
    rows = build_rows({"DATE": TODAY, "CLICKS": 5})
    assert rows.plot().figure.get_facecolor()[3] == 0
    with pyplot.style.context("dark_background"):
        ax = rows.plot()
    assert ax.figure.get_facecolor()[:3] == (0, 0, 0)
    assert ax.xaxis.label.get_color() == "white"


def test_plots_without_matplotlib_name_the_extra(monkeypatch, shop, client):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    insights = AudienceInsights(shop.ad_account_id, "YOUR_TOTAL_AUDIENCE", client)
    for draw in (insights.plot, build_rows({"CLICKS": 5}).plot):
        with pytest.raises(ConfigurationError, match="extra 'notebook'"):
            draw()
    assert shop.requests == []
