"""Figures of ads are reproducible and add up, from hours to months and from ads to the account."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pinterest.schemas
from pinterest.emulator.metrics import columns, counts, figures
from pinterest.emulator.resources.figure_sources import Sources
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.ad_accounts import AD_ACCOUNT_ANALYTICS

ACCOUNT = "5"
DAY = datetime.date(2026, 3, 30)
END = datetime.date(2026, 4, 20)
COUNTS = ["SPEND_IN_MICRO_DOLLAR", "TOTAL_IMPRESSION", "TOTAL_CONVERSIONS", "QUIZ_COMPLETED"]


@pytest.fixture
def state() -> Iterator[State]:
    state = build_state(0)
    yield state
    state.store.close()


def build_state(seed: int) -> State:
    """Returns a state with two campaigns. One has ad groups with two ads and one ad. The other is empty."""
    state = State(seed=seed)

    def put(kind: str, *items: dict[str, Any]) -> None:
        state.store.put(kind, ACCOUNT, [Entity(item["id"], item) for item in items])

    put("campaign", {"id": "1", "name": "Autumn"}, {"id": "2", "name": "Winter"})
    put("ad_group", {"id": "11", "campaign_id": "1"}, {"id": "12", "campaign_id": "1"})
    ad = {"ad_group_id": "11", "campaign_id": "1", "pin_id": "9"}
    put("ad", {"id": "21", **ad}, {"id": "22", **ad}, {"id": "23", **ad, "ad_group_id": "12"})
    return state


def compute_periods(
    state: State,
    level: str,
    id: str,
    start: datetime.date,
    end: datetime.date,
    granularity: str = "TOTAL",
) -> Iterator[tuple[figures.Period, figures.Figures]]:
    sources = Sources(state, ACCOUNT).find_by_entity(level, id)
    return figures.iterate_periods(state, sources, start, end, granularity)


def compute_day(state: State, day: datetime.date) -> figures.Figures:
    """Returns the figures of an ad on one day."""
    [(_, total)] = compute_periods(state, "ad", "21", day, day)
    return total


def sum_periods(state: State, level: str, id: str, granularity: str = "TOTAL") -> dict[str, int]:
    """Returns the sums over all periods of the date range."""
    rows = [
        columns.compute_row(found, COUNTS, {})
        for _, found in compute_periods(state, level, id, DAY, END, granularity)
    ]
    return {name: sum(row[name] for row in rows) for name in COUNTS}


@pytest.mark.parametrize(
    ("level", "id", "parts"),
    [
        ("ad_group", "11", [("ad", "21"), ("ad", "22")]),
        ("campaign", "1", [("ad_group", "11"), ("ad_group", "12")]),
        ("ad_account", ACCOUNT, [("campaign", "1")]),
    ],
)
def test_the_figures_of_a_parent_are_the_sum_of_its_children(
    state: State, level: str, id: str, parts: list[tuple[str, str]]
) -> None:
    children = [sum_periods(state, *part) for part in parts]
    assert sum_periods(state, level, id) == {
        name: sum(child[name] for child in children) for name in COUNTS
    }
    assert all(child["SPEND_IN_MICRO_DOLLAR"] > 0 for child in children)
    assert len({tuple(child.values()) for child in children}) == len(children)


def test_a_campaign_without_ads_has_no_figures(state: State) -> None:
    assert sum_periods(state, "campaign", "2") == dict.fromkeys(COUNTS, 0)


@pytest.mark.parametrize("granularity", ["DAY", "HOUR", "WEEK", "MONTH"])
def test_periods_add_up(state: State, granularity: str) -> None:
    assert sum_periods(state, "campaign", "1", granularity) == sum_periods(state, "campaign", "1")


@pytest.mark.parametrize(
    ("granularity", "first", "number"),
    [("DAY", "2026-03-31", 22), ("WEEK", "2026-04-06", 4), ("MONTH", "2026-04-01", 2)],
)
def test_periods_start_on_the_right_day(
    state: State, granularity: str, first: str, number: int
) -> None:
    found = [period.day for period, _ in compute_periods(state, "ad", "21", DAY, END, granularity)]
    assert found[0] == DAY
    assert str(found[1]) == first
    assert len(found) == number


def test_hours_add_up_to_their_day(state: State) -> None:
    hours = list(compute_periods(state, "ad", "21", DAY, DAY, "HOUR"))
    assert [period.hour for period, _ in hours] == list(range(24))
    total = compute_day(state, DAY).count("IMPRESSION_1")
    assert sum(found.count("IMPRESSION_1") for _, found in hours) == total > 0


def test_figures_depend_on_the_seed(state: State) -> None:
    again, other = build_state(0), build_state(1)
    assert (
        sum_periods(again, "ad", "21")
        == sum_periods(state, "ad", "21")
        != sum_periods(other, "ad", "21")
    )
    days = [compute_day(state, day).count("IMPRESSION_1") for day in (DAY, END)]
    assert days[0] != days[1]
    again.store.close()
    other.store.close()


def test_there_are_no_figures_after_today(state: State) -> None:
    today = figures.get_today(state)
    later = today + datetime.timedelta(days=5)
    found = list(compute_periods(state, "ad", "21", today, later, "DAY"))
    assert [period.day for period, _ in found] == [today]
    [(_, total)] = compute_periods(state, "ad", "21", later, later)
    assert total.count("IMPRESSION_1") == 0
    assert columns.compute_value(total, "CTR", {}) is None


def test_every_column_has_a_value(state: State) -> None:
    facts = columns.collect_fields_by_level(state, "ad", "21")
    found = compute_day(state, DAY)
    names = [str(name) for name in AD_ACCOUNT_ANALYTICS.parameter("columns").enum]
    names += [column.value for column in pinterest.schemas.ReportingColumnAsync]
    row = columns.compute_row(found, names, facts)
    assert list(row) == list(dict.fromkeys(names))
    known = {"AD_ID": "21", "PIN_ID": "9", "AD_GROUP_ID": "11", "CAMPAIGN_NAME": "Autumn"}
    assert {name: row[name] for name in known} == known
    numbers = {name: value for name, value in row.items() if isinstance(value, (int, float))}
    assert len(numbers) > 500
    assert min(numbers.values()) >= 0


def test_columns_are_consistent_with_each_other(state: State) -> None:
    names = """SPEND_IN_MICRO_DOLLAR SPEND_IN_DOLLAR CTR CLICKTHROUGH_1 IMPRESSION_1 ECPM_IN_MICRO_DOLLAR
        TOTAL_IMPRESSION IMPRESSION_2 TOTAL_CHECKOUT TOTAL_CLICK_CHECKOUT TOTAL_ENGAGEMENT_CHECKOUT
        TOTAL_VIEW_CHECKOUT TOTAL_WEB_CHECKOUT TOTAL_INAPP_CHECKOUT TOTAL_OFFLINE_CHECKOUT TOTAL_PINTEREST_CHECKOUT
        CHECKOUT_ROAS TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR WEB_CHECKOUT_COST_PER_ACTION VIDEO_P25_COMBINED_1
        VIDEO_P50_COMBINED_1 VIDEO_P95_COMBINED_1 OUTBOUND_CLICK_1 ENGAGEMENT_1 TOTAL_VIEW_CATEGORY
        TOTAL_CHECKOUT_CONVERSION_RATE TOTAL_CLICKTHROUGH""".split()
    pairs = [
        f"TOTAL_CHECKOUT_{a}_ACTION_TO_{b}_CONVERSION"
        for a in ("DESKTOP", "MOBILE", "TABLET")
        for b in ("DESKTOP", "MOBILE", "TABLET")
    ]
    [(_, found)] = compute_periods(state, "campaign", "1", DAY, END)
    row = columns.compute_row(found, names + pairs, {})
    spend = row["SPEND_IN_MICRO_DOLLAR"]
    assert row["SPEND_IN_DOLLAR"] == spend / 1e6
    assert row["TOTAL_IMPRESSION"] == row["IMPRESSION_1"] + row["IMPRESSION_2"]
    assert row["CTR"] == pytest.approx(row["CLICKTHROUGH_1"] / row["IMPRESSION_1"], abs=1e-6)
    assert row["ECPM_IN_MICRO_DOLLAR"] == pytest.approx(spend * 1000 / row["TOTAL_IMPRESSION"])
    checkouts = row["TOTAL_CHECKOUT"]
    assert checkouts > 0
    for parts in (
        [f"TOTAL_{by}_CHECKOUT" for by in ("CLICK", "ENGAGEMENT", "VIEW")],
        [f"TOTAL_{by}_CHECKOUT" for by in ("WEB", "INAPP", "OFFLINE", "PINTEREST")],
        pairs,
    ):
        assert sum(row[part] for part in parts) == checkouts
    value = row["TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR"]
    assert row["CHECKOUT_ROAS"] == pytest.approx(value / spend, abs=1e-6)
    cost = spend / 1e6 / row["TOTAL_WEB_CHECKOUT"]
    assert row["WEB_CHECKOUT_COST_PER_ACTION"] == pytest.approx(cost, abs=1e-6)
    rate = checkouts / row["TOTAL_CLICKTHROUGH"]
    assert row["TOTAL_CHECKOUT_CONVERSION_RATE"] == pytest.approx(rate, abs=1e-6)
    assert row["OUTBOUND_CLICK_1"] <= row["CLICKTHROUGH_1"] <= row["ENGAGEMENT_1"]
    assert row["VIDEO_P95_COMBINED_1"] <= row["VIDEO_P50_COMBINED_1"] <= row["VIDEO_P25_COMBINED_1"]


@given(
    st.lists(st.floats(0.01, 100), max_size=30),
    st.lists(st.integers(0, 10**6), min_size=2, max_size=2).map(sorted),
)
def test_parts_add_up_and_never_decrease(weights: list[float], days: list[int]) -> None:
    found = counts.split_by_weight(weights)
    assert len(found) == len(weights)
    before, after = ([counts.reduce_to_part(count, part) for part in found] for count in days)
    assert [sum(before), sum(after)] == (days if weights else [0, 0])
    assert all(late >= early for early, late in zip(before, after, strict=True))


@given(st.integers(0, 10**6), st.sampled_from(sorted(counts.RATES)), st.integers(0, 2_000))
def test_a_count_is_never_more_than_the_count_it_depends_on(id: int, name: str, back: int) -> None:
    leaf, today = ("ad", str(id)), (END.toordinal() - back) * counts.DAY_HOURS
    base, _, maximum = counts.RATES[name]

    def count(metric: str) -> int:
        return counts.count_until(0, leaf, today, metric) - counts.count_until(
            0, leaf, today - counts.DAY_HOURS, metric
        )

    assert count(name) >= 0
    if maximum <= 1_000_000:
        assert count(name) <= count(base)


def test_parts_add_up_across_rows_and_columns(state: State) -> None:
    """The conversions of all events add up to the total conversions, and the days add up to the whole period."""
    names = [f"TOTAL_{event}" for event in counts.EVENTS]
    parts = counts.split_by_weight([5, 1, 3])

    def list_rows(days: int, granularity: str) -> list[list[int]]:
        first = END - datetime.timedelta(days=days - 1)
        found = compute_periods(state, "campaign", "1", first, END, granularity)
        return [[sum(list_figures(counted, part)) for part in parts] for _, counted in found]

    def list_figures(counted: figures.Figures, part: counts.Part) -> list[int]:
        row = columns.compute_row(counted.reduce_to_part(part), ["TOTAL_CONVERSIONS", *names], {})
        total, *each = row.values()
        assert total == sum(each)
        return each

    by_day, [whole] = list_rows(20, "DAY"), list_rows(20, "TOTAL")
    assert [sum(column) for column in zip(*by_day, strict=True)] == whole
    [(_, everything)] = compute_periods(
        state, "campaign", "1", END - datetime.timedelta(days=19), END
    )
    assert columns.compute_value(everything, "TOTAL_CONVERSIONS", {}) == sum(whole)


def test_long_ranges_are_as_fast_as_short_ones(state: State) -> None:
    today = figures.get_today(state)

    def measure_seconds(days: int) -> float:
        first = today - datetime.timedelta(days=days)
        start = time.process_time()
        for number in range(100):
            pin = figures.Source(("pin", f"{days}{number}"))
            [(_, found)] = figures.iterate_periods(state, [pin], first, today)
            columns.compute_value(found, "TOTAL_CONVERSIONS", {})
        return time.process_time() - start

    assert min(map(measure_seconds, (600, 610, 620))) < 5 * min(map(measure_seconds, (1, 2, 3)))


def test_facts_about_a_missing_entity_have_only_its_id(state: State) -> None:
    assert columns.collect_fields_by_level(state, "ad", "99") == {"ad": {"id": "99"}}
    assert Sources(state, ACCOUNT).find_by_entity("ad_group", "99") == []
