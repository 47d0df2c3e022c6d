"""Types of the columns of analytics and reports, and functions that convert rows to these types.

The type of a column depends only on its name, so even an empty table has the right types.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

__all__ = [
    "ColumnType",
    "convert_row",
    "get_column_type",
    "get_converted_name",
    "is_in_micro_currency",
]


class ColumnType(enum.Enum):
    """The type of the values in a column of analytics or reports."""

    TEXT = "text"
    DATE = "date"
    FLAG = "flag"
    COUNT = "count"
    AMOUNT = "amount"


_TEXT: Final = re.compile(
    r"(?:^|_)(?:IDS?|ID_GROUP|NAME|STATUS|TYPE|TAG|URL|LABELS?|DESCRIPTION|BRAND|OPTIMIZATION|SPLIT)$"
    r"|^TARGETING_VALUE$|^CAMPAIGN$|^PRODUCT_ITEM_(?!PRICE$|SALE_PRICE$)|^CONVERSION_PRODUCT_CATEGORY$"
)
_AMOUNT: Final = re.compile(
    r"_IN_(?:DOLLAR|USD|LOCAL_CURRENCY)$|_CONVERSION_PRODUCT_VALUE$|PRICE$|MULTIPLIER$|WATCHTIME|(?:^|_)RATE$|CTR"
    r"|ROAS|COST_PER|FREQUENCY|AVERAGE|_AVG_|_PER_|(?:^|_)E?CP(?:A|C|CV|E|I|L|M|V)(?:_|$)"
)
_DATE: Final = re.compile(r"(?:^|_)DATE$")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?(?:[eE][+-]?\d+)?")
_MICRO: Final = "_IN_MICRO_"
_MILLION: Final = 1_000_000


@cache
def get_column_type(column: str) -> ColumnType:
    """Returns the type of the column with this name. Defaults to `COUNT`."""
    if column.startswith("IS_"):
        return ColumnType.FLAG
    if _DATE.search(column):
        return ColumnType.DATE
    if _MICRO in column:
        return ColumnType.COUNT
    if _TEXT.search(column):
        return ColumnType.TEXT
    return ColumnType.AMOUNT if _AMOUNT.search(column) else ColumnType.COUNT


def is_in_micro_currency(column: str) -> bool:
    """Returns whether a column has amounts in micro currency, such as `SPEND_IN_MICRO_DOLLAR`."""
    return _MICRO in column


def get_converted_name(column: str) -> str:
    """Returns the name that a micro currency column gets when its amounts are converted to whole units."""
    return column.replace(_MICRO, "_IN_")


def convert_row(row: Mapping[str, Any], *, money: bool = False) -> dict[str, Any]:
    """Returns a row with IDs as strings, figures as numbers and dates as `datetime.date`.

    A value that cannot be converted stays unchanged.

    Args:
        row: A row of a response.
        money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.
    """
    return dict(_convert_values_and_money(row) if money else _convert_values(row))


def _convert_values(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yields the name and the converted value of each column in a row."""
    for name, value in row.items():
        kind = get_column_type(name)
        if kind is ColumnType.TEXT:
            is_number = isinstance(value, int) and not isinstance(value, bool)
            yield name, str(value) if is_number and name.endswith("ID") else value
        elif not isinstance(value, str):
            yield name, value
        elif kind is ColumnType.DATE:
            yield name, _to_date(value)
        elif kind is ColumnType.FLAG:
            yield name, {"true": True, "false": False}.get(value.lower(), value)
        else:
            yield name, _to_number(value)


def _convert_values_and_money(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yields the name and the converted value of each column in a row. Amounts in micro currency become whole units."""
    for name, value in _convert_values(row):
        if not is_in_micro_currency(name):
            yield name, value
        elif get_converted_name(name) not in row:
            is_number = isinstance(value, (int, float))
            yield get_converted_name(name), value / _MILLION if is_number else value


def _to_number(text: str) -> int | float | str:
    """Returns the text as a number, or unchanged if the text is not a number."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    is_whole = found[0].lstrip("-").isdigit()
    return int(text) if is_whole else float(text)


def _to_date(text: str) -> datetime.date | str:
    """Returns the text as a date, or unchanged if the text is not a date."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return text
