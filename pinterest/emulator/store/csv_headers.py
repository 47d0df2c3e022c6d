"""Returns the headers of CSV reports: display names such as `Ad group ID`, or column names such as `AD_GROUP_ID`."""

from __future__ import annotations

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

DISPLAY, COLUMNS = "display", "columns"
CHOICES = (DISPLAY, COLUMNS)
# Headers that connectors require, although they do not follow the general rule.
_KNOWN = {
    "ADVERTISER_ID": "Advertiser",
    "PIN_ID": "Organic pin ID",
    "TARGETING_TYPE": "Targeting Type",
    "TARGETING_VALUE": "Targeting Value",
}
_UPPER = frozenset(
    "CPA CPC CPCV CPE CPI CPM CPV CTR ECPC ECPCV ECPE ECPM ECPV ECTR ID MRC ROAS SKU URL US USD".split()
)
_AD, _OLD_AD = "AD_", "PIN_PROMOTION_"


def check_headers(choice: str) -> str:
    """Checks the `csv_headers` argument of the emulator and returns the argument.

    Raises:
        ValidationError: If the argument is neither `display` nor `columns`.
    """
    if choice not in CHOICES:
        raise ValidationError(
            f"csv_headers: {format_value(choice)} is not valid; allowed: {', '.join(CHOICES)}"
        )
    return choice


def get_header(column: str, choice: str) -> str:
    """Returns the CSV header of a report column.

    Args:
        column: The API's name of the column, such as `AD_GROUP_ID`.
        choice: `display` for a display name such as `Ad group ID`, `columns` for the API's name.
    """
    if choice == COLUMNS:
        return column
    return _KNOWN.get(column) or _make_display_name(column)


def _make_display_name(column: str) -> str:
    if column.startswith(_OLD_AD):
        column = _AD + column.removeprefix(_OLD_AD)
    first, *rest = column.split("_")
    words = [word if word in _UPPER else word.lower() for word in rest]
    return " ".join([first if first in _UPPER else first.capitalize(), *words])
