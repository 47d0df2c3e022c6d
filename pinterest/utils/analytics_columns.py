"""Predicts the columns in the response to a request for analytics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["list_columns", "list_time_columns"]

_TARGETING: Final = ("TARGETING_TYPE", "TARGETING_VALUE")
_METRICS_PER_DAY: Final = ("SPLIT", "DATE", "DATA_STATUS")


def list_columns(arguments: Mapping[str, Any], id_parameter: str) -> list[str]:
    """Returns the expected column names: first the columns that identify a row, then the requested metrics.

    Args:
        arguments: The arguments of the request.
        id_parameter: Name of the parameter for the objects' IDs. Empty if the operation has no such parameter.
    """
    requested = arguments.get("columns") or arguments.get("metric_types") or ()
    first = _list_identifying_columns(arguments, id_parameter.removesuffix("s").upper())
    return list(dict.fromkeys([*first, *map(str, requested)]))


def list_time_columns(granularity: object) -> list[str]:
    """Returns the names of the time columns for a granularity, such as `["DATE"]` for `DAY`."""
    if granularity in ("", "TOTAL"):  # empty if the granularity is unknown
        return []
    return ["DATE", "HOUR"] if granularity == "HOUR" else ["DATE"]


def _list_identifying_columns(arguments: Mapping[str, Any], id_column: str) -> Iterator[str]:
    """Yields the names of the columns that identify a row, such as `CAMPAIGN_ID` and `DATE`."""
    if "columns" in arguments:
        if "targeting_types" in arguments:
            yield from _TARGETING
        # With this option, rows are totals of all objects, so they have no ID.
        if not arguments.get("aggregate_report_rows"):
            yield id_column or "AD_ACCOUNT_ID"
        yield from list_time_columns(arguments.get("granularity") or "")
    elif "sort_by" in arguments:
        yield "PIN_ID"
    else:
        if id_column:
            yield id_column
        yield from _METRICS_PER_DAY
