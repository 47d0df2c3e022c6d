"""Date ranges are split into ranges that the API accepts."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinterest.exceptions import ValidationError
from pinterest.utils.date_windows import ANALYTICS, HOURLY, ITEM_REPORTS, REPORTS, Window

DATES = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
DAY = datetime.timedelta(days=1)


@given(st.builds(Window, st.integers(2, 1000), st.integers(2, 200)), DATES, st.integers(0, 900))
def test_the_ranges_cover_every_day_once_and_stay_inside_the_limit(window, start, days):
    end = start + days * DAY
    ranges = window.split(start, end)
    covered = [
        first + number * DAY for first, last in ranges for number in range((last - first).days + 1)
    ]
    assert covered == [start + number * DAY for number in range(days + 1)]
    assert all((last - first).days < window.max_length for first, last in ranges)


def test_the_limits_are_one_day_inside_the_documented_ones():
    assert (ANALYTICS.safe_days_back, ANALYTICS.safe_length) == (89, 89)
    assert (REPORTS.safe_days_back, REPORTS.safe_length) == (913, 185)
    assert (HOURLY.safe_days_back, HOURLY.safe_length) == (7, 2)
    assert (ITEM_REPORTS.safe_days_back, ITEM_REPORTS.safe_length) == (91, 30)


def test_the_server_decides_about_the_exact_limit():
    today = datetime.date(2026, 6, 1)
    ANALYTICS.check_start(today - 90 * DAY, today)
    ANALYTICS.check_length(today, today + 90 * DAY)
    with pytest.raises(ValidationError, match=r"is 91 days ago.* Start on 2026-03-04 or later"):
        ANALYTICS.check_start(today - 91 * DAY, today)
    with pytest.raises(ValidationError, match="allowed: at most 89"):
        ANALYTICS.check_length(today, today + 91 * DAY)
