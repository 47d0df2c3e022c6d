"""Converting amounts and times: values that are not numbers become None."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from pinterest.utils.units import from_micro, from_milliseconds, from_seconds, to_micro

NOT_NUMBERS = [None, True, False, "5", float("nan"), float("inf"), 1 << 300]


@pytest.mark.parametrize("value", NOT_NUMBERS)
@pytest.mark.parametrize("convert", [from_micro, from_seconds, from_milliseconds])
def test_a_value_that_is_not_a_number_becomes_none(convert, value):
    assert convert(value) is None


def test_numbers_are_converted():
    assert from_micro(1_500_000) == Decimal("1.5")
    assert from_seconds(1) == datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.UTC)
    assert from_milliseconds(1500) == datetime.datetime(
        1970, 1, 1, 0, 0, 1, 500_000, tzinfo=datetime.UTC
    )


def test_an_amount_with_too_many_decimal_places_is_refused():
    assert to_micro("1.5") == 1_500_000
    with pytest.raises(ValueError, match="more than six decimal places"):
        to_micro("0.0000001")
