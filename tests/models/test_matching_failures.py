"""Failures in the response to a batch belong to the right items."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pinterest.utils.outcomes import parse_outcomes


def test_items_that_differ_only_in_a_null_field_are_matched():
    items = [{"value": "a", "match_type": "BROAD"}, {"value": "a", "match_type": None}]
    data = {
        "keywords": [{"id": "1", "value": "a", "match_type": "BROAD"}],
        "errors": [{"data": {"value": "a", "match_type": None}, "error_messages": ["no"]}],
    }
    found = parse_outcomes(items, data)
    assert [item and item.reasons for item in found] == [[], ["no"]]


@given(
    st.lists(
        st.dictionaries(st.sampled_from("abc"), st.sampled_from([None, 1, "1", "2"]), max_size=3)
        | st.sampled_from(["1", "2", 2]),
        max_size=6,
    ),
    st.lists(
        st.dictionaries(st.sampled_from("abcd"), st.sampled_from([None, 1, "2"]), min_size=1)
        | st.sampled_from(["1", "2"]),
        max_size=6,
    ),
)
def test_a_failure_belongs_to_the_first_item_that_agrees(items, failed):
    def agrees(item, row, exactly):
        if not isinstance(row, dict):
            values = item.values() if isinstance(item, dict) else [item]
            return any(value is not None and str(value) == str(row) for value in values)
        if not isinstance(item, dict):
            return str(item) in map(str, row.values())
        known = [n for n in item if n in row and row[n] is not None and item[n] is not None]
        both = [name for name in item if name in row] if exactly else known
        return bool(known) and all(str(item[n]) == str(row[n]) for n in both)

    expected: set[int] = set()
    unmatched = 0
    for row in failed:
        left = [index for index in range(len(items)) if index not in expected]
        places = [i for exactly in (True, False) for i in left if agrees(items[i], row, exactly)]
        expected |= set(places[:1])
        unmatched += not places
    left = [index for index in range(len(items)) if index not in expected]
    expected |= set(left[:unmatched])
    found = parse_outcomes(items, {"items": [], "exceptions": failed})
    assert {index for index, outcome in enumerate(found) if outcome} == expected


def test_matching_failures_runs_in_linear_time():
    class Counted(int):
        """A number that counts how often it is converted to text, which every comparison does."""

        count = 0

        def __str__(self):
            Counted.count += 1
            return int.__repr__(self)

    def work(number):
        Counted.count = 0
        items = [{"id": Counted(index), "status": "ACTIVE"} for index in range(number)]
        failed = [{"id": str(index), "status": "ACTIVE"} for index in reversed(range(number))]
        found = parse_outcomes(items, {"items": [], "exceptions": failed})
        assert all(outcome and outcome.reasons for outcome in found)
        return Counted.count

    assert work(400) <= 2.5 * work(200)
