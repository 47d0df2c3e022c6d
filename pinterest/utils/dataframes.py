"""Converts rich models, schemas and mappings to pandas DataFrames. Needs the extra `dataframe`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.utils.bookmark import Page
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    import pandas

__all__ = ["to_dataframe"]


def to_dataframe(items: Iterable[Any], *, raw: bool = False) -> pandas.DataFrame:
    """Converts objects of the API to a DataFrame with one row per object. Needs the extra `dataframe`.

    There is one column per field. Times are converted to datetimes in UTC, and amounts of money to whole units.
    Converted columns are renamed: `created_time` becomes `created_datetime`, and `daily_spend_cap` becomes
    `daily_spend_cap_amount`.

    Args:
        items: Rich models, schemas or mappings, as a list, a page or an iterator such as `Campaign.iter_all(...)`.
            Objects that are not loaded are fetched with one request each. Analytics rows and audience insights are
            converted with their own method `to_dataframe`.
        raw: True to keep times and amounts as the API sends them: `created_time` in seconds and `daily_spend_cap` in
            micro currency (default False).

    Returns:
        The DataFrame. Cells with nested values contain dictionaries and lists.

    Raises:
        ConfigurationError: If pandas is not installed.
        ValidationError: If `items` is a single object, or if an item is neither an object of the API nor a mapping.

    Examples:
        >>> to_dataframe(Campaign.iter_all("549755885175"))[["name", "daily_spend_cap_amount"]]
    """
    try:
        import pandas
    except ImportError:
        raise ConfigurationError(
            "DataFrames need pandas. Install the extra 'dataframe' of this SDK, or pandas itself"
        ) from None
    if isinstance(items, Page):
        items = items.items
    elif hasattr(items, "to_dataframe") and not raw:
        own: pandas.DataFrame = items.to_dataframe()
        return own
    if isinstance(items, (str, bytes, Mapping)) or hasattr(items, "to_dict"):
        raise ValidationError(
            f"items: {format_value(items)} is a single object. Pass a list or another iterable of objects"
        )
    if not isinstance(items, Iterable):
        raise ValidationError(
            f"items: {format_value(items)} is not valid; allowed: a list or another iterable of objects"
        )
    frame = pandas.DataFrame([_to_row(item, raw=raw) for item in items])
    for name in frame.columns:
        values = [value for value in frame[name] if isinstance(value, datetime.datetime)]
        if values and all(value.tzinfo is not None for value in values):
            frame[name] = pandas.to_datetime(frame[name], utc=True, errors="coerce")
    return frame


def _to_row(item: Any, *, raw: bool) -> dict[str, Any]:
    """Returns the row of an object: its fields by column name."""
    row = item.to_dict() if hasattr(item, "to_dict") else item
    if not isinstance(row, Mapping):
        raise ValidationError(
            f"items: {format_value(item)} is not valid; allowed: API objects or mappings"
        )
    derived = {} if raw else dict(getattr(item, "_derived", ()))
    return dict(_convert_field(item, name, value, derived) for name, value in row.items())


def _convert_field(item: Any, name: str, value: Any, derived: Mapping[str, str]) -> tuple[str, Any]:
    """Returns the column name and the cell value for a field.

    `derived` maps a field to the property with the converted value, such as `created_time` to `created_datetime`.
    """
    if name not in derived:
        return name, value
    found = getattr(item, derived[name])
    if found is None and value is not None:  # the value cannot be converted, so keep it unchanged
        return name, value
    return derived[name], float(found) if isinstance(found, Decimal) else found
