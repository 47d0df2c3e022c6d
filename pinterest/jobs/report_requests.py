"""Checks the requests for reports, and splits long periods into several requests."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pinterest.exceptions import ValidationError
from pinterest.jobs.report_rules import check_dependent_fields, check_product_period
from pinterest.operation import Operation
from pinterest.operations.ad_accounts import (
    ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT,
    ANALYTICS_CREATE_MMM_REPORT,
    ANALYTICS_CREATE_REPORT,
    ANALYTICS_CREATE_TEMPLATE_REPORT,
    ANALYTICS_GET_CONVERSION_PRODUCT_REPORT,
    ANALYTICS_GET_MMM_REPORT,
    ANALYTICS_GET_REPORT,
)
from pinterest.utils import date_windows, suggest
from pinterest.utils.analytics_columns import list_time_columns

__all__ = [
    "STATUS_OPERATIONS",
    "get_id_column",
    "list_available_columns",
    "list_expected_columns",
    "split_request",
]

STATUS_OPERATIONS: Final[Mapping[str, Operation]] = {
    "delivery": ANALYTICS_GET_REPORT,
    "conversion_product": ANALYTICS_GET_CONVERSION_PRODUCT_REPORT,
    "mmm": ANALYTICS_GET_MMM_REPORT,
}
"""Maps families of reports to the operations that get the status of a report."""

FAMILY_BY_OPERATION: Final[Mapping[str, str]] = {
    ANALYTICS_CREATE_REPORT.id: "delivery",
    ANALYTICS_CREATE_TEMPLATE_REPORT.id: "delivery",
    ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT.id: "conversion_product",
    ANALYTICS_CREATE_MMM_REPORT.id: "mmm",
}
"""Maps each operation ID to the family of the report that the operation creates, such as `delivery`."""

_SCHEMAS: Final = {
    "delivery": ("ReportingColumnAsync", "MetricsReportingLevel"),
    "conversion_product": (
        "ConversionProductReportingColumn",
        "ConversionProductReportRequestLevel",
    ),
    "mmm": ("MMMReportingColumn", "CreateMMMReportRequestLevel"),
}
_ITEMS: Final = "PRODUCT_ITEM"
_NOT_FOR_ITEMS: Final = re.compile(r"PIN_PROMOTION_|AD_(?:ID|NAME|STATUS)$")
_FILTERS_NOT_FOR_ITEMS: Final = ("ad_ids", "ad_statuses")
_TARGETING: Final = "_TARGETING"
_JOINABLE: Final = ("DAY", "HOUR")
_START, _END = "start_date", "end_date"


def list_available_columns(level: str, family: str) -> list[str]:
    """Returns the columns that reports of a level may have.

    Args:
        level: The level, such as `CAMPAIGN`.
        family: The family of the report, a key of `STATUS_OPERATIONS`.

    Raises:
        ValidationError: If the level or the family is not valid.
    """
    from pinterest import schemas

    if family not in _SCHEMAS:
        raise ValidationError(
            f"family: {suggest.format_value(family)} is not valid; allowed: {', '.join(_SCHEMAS)}"
        )
    columns, levels = (getattr(schemas, name) for name in _SCHEMAS[family])
    valid = [str(item.value) for item in levels]
    if level not in valid:
        raise ValidationError(
            f"level: {suggest.format_value(level)} is not valid; allowed: {', '.join(valid)}"
        )
    names = [str(item.value) for item in columns]
    return [name for name in names if not (_is_item_level(level) and _NOT_FOR_ITEMS.match(name))]


def get_id_column(level: str) -> str:
    """Returns the name of a report's ID column: `CAMPAIGN_ID` for the level `CAMPAIGN`. Empty if `level` is empty."""
    base = level.removesuffix(_TARGETING)
    return f"{base}_ID" if base else ""


def list_expected_columns(level: str, granularity: str, columns: Sequence[str]) -> list[str]:
    """Returns the columns of a report: first the columns that identify a row, then the requested columns.

    Args:
        level: The level of the report. Empty if it is not known.
        granularity: The granularity of the report. Empty if it is not known.
        columns: The requested columns. Empty if they are not known.
    """
    if not level:
        return list(columns)
    first = [get_id_column(level)]
    first += list_time_columns(granularity)
    first += ["TARGETING_TYPE", "TARGETING_VALUE"] if level.endswith(_TARGETING) else []
    return list(dict.fromkeys([*first, *columns]))


def split_request(operation: Operation, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Checks a request for a report. If its period is too long, splits it into requests for shorter periods.

    Returns the fields of each request. Only periods with one row per day or hour are split, because the rows of other
    granularities cannot be joined later.

    Args:
        operation: The operation that creates the report.
        fields: The fields or parameters of the operation, without None values.

    Raises:
        ValidationError: If the API would refuse the request.
    """
    try:
        check_dependent_fields(FAMILY_BY_OPERATION[operation.id], fields)
        _check_product_item_report(fields)
        periods = _split_period(operation, fields)
    except ValidationError as error:
        raise ValidationError(f"{operation}: {error}") from None
    requests = [
        {**fields, _START: start.isoformat(), _END: end.isoformat()} for start, end in periods
    ] or [dict(fields)]
    # `start_hour` applies only to the first day of the whole period, and `end_hour` only to the last day.
    for request in requests[1:]:
        request.pop("start_hour", None)
    for request in requests[:-1]:
        request.pop("end_hour", None)
    return requests


def _split_period(
    operation: Operation, fields: Mapping[str, Any]
) -> list[tuple[datetime.date, datetime.date]]:
    """Returns the first and last day for each request, or an empty list if the fields contain no dates."""
    if fields.get(_START) is None or fields.get(_END) is None:
        return []  # a template has its own dates; other requests without dates are refused later
    start, end = date_windows.parse_date_range(fields[_START], fields[_END])
    granularity = str(fields.get("granularity") or "")
    if FAMILY_BY_OPERATION[operation.id] == "conversion_product":
        check_product_period(start, end, fields)
        return [(start, end)]
    window = _choose_window(str(fields.get("level") or ""), granularity)
    if FAMILY_BY_OPERATION[operation.id] == "delivery":
        window.check_start(start)
    if granularity in _JOINABLE:
        return window.split(start, end)
    if FAMILY_BY_OPERATION[operation.id] == "delivery":
        _check_period(window, start, end)
    return [(start, end)]


def _check_period(window: date_windows.Window, start: datetime.date, end: datetime.date) -> None:
    """Raises a ValidationError if a period is too long for one request."""
    try:
        window.check_length(start, end)
    except ValidationError as error:
        raise ValidationError(
            f"{error}. For a longer period, pass the granularity DAY. The SDK then splits the request"
        ) from None


def _choose_window(level: str, granularity: str) -> date_windows.Window:
    """Returns the API's date limits for a report with this level and granularity."""
    if granularity == "HOUR":
        return date_windows.HOURLY
    return date_windows.ITEM_REPORTS if _is_item_level(level) else date_windows.REPORTS


def _is_item_level(level: str) -> bool:
    """Returns whether the rows of a report are about product items."""
    return level.removesuffix(_TARGETING) == _ITEMS


def _check_product_item_report(fields: Mapping[str, Any]) -> None:
    """Checks the filters and columns of a report on product items. Ignores other reports.

    Raises:
        ValidationError: If a filter or column is not available in reports on product items.
    """
    level = str(fields.get("level") or "")
    if not _is_item_level(level):
        return
    for name in _FILTERS_NOT_FOR_ITEMS:
        if fields.get(name):
            raise ValidationError(f"{name} is not allowed with level {level}. Leave out {name}")
    columns = fields.get("columns")
    names = columns if isinstance(columns, (list, tuple)) else ()
    refused = [str(name) for name in names if _NOT_FOR_ITEMS.match(str(name))]
    if refused:
        raise ValidationError(
            f"columns: {', '.join(refused)} are not available with level {level}. "
            f"Report.columns({level!r}) lists the available columns"
        )
