"""Gets analytics. Splits long lists of IDs and long date ranges into several requests, and joins the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.utils import date_windows, default_client, model_requests
from pinterest.utils.analytics_columns import list_columns
from pinterest.utils.analytics_rows import AnalyticsRows, parse_rows
from pinterest.utils.protocol import Client, Timeout

__all__ = ["get_analytics"]

_JOINABLE: Final = ("DAY", "HOUR")
_START, _END = "start_date", "end_date"


def get_analytics(
    operation: Operation,
    arguments: Mapping[str, object],
    id_parameter: str,
    client: Client | None,
    timeout: Timeout,
) -> AnalyticsRows:
    """Returns analytics rows for any number of IDs, with as few requests as possible.

    Args:
        operation: An operation that returns analytics.
        arguments: The path and query parameters of the operation.
        id_parameter: Name of the parameter for the objects' IDs. Empty if the operation has no such parameter.
        client: The client to use. Defaults to the default client.
        timeout: Seconds to wait for a connection and for data.

    Raises:
        ValidationError: If an argument is not valid, or totals need more than one request. Nothing is sent.
    """
    requests = list(_split_requests(operation, arguments, id_parameter))
    chosen = default_client.resolve(client)
    rows = AnalyticsRows(list_columns(arguments, id_parameter))
    for request in requests:
        response = model_requests.execute(chosen, operation, request, timeout=timeout)
        rows.append_all(parse_rows(operation, response.data))
    return rows


def _split_requests(
    operation: Operation, arguments: Mapping[str, object], id_parameter: str
) -> Iterator[dict[str, Any]]:
    """Checks the arguments of a call, splits the call into requests, and yields the arguments of each request."""
    try:
        spans = _split_dates(arguments)
        chunks = (
            _split_ids(operation, id_parameter, arguments.get(id_parameter))
            if id_parameter
            else [None]
        )
    except ValidationError as error:
        raise ValidationError(f"{operation}: {error}") from None
    # Without IDs there is no request to send, but the other arguments are still checked.
    for chunk in chunks or [["0"]]:
        for start, end in spans:
            request = {**arguments, _START: start.isoformat(), _END: end.isoformat()}
            if chunk is not None:
                request[id_parameter] = chunk
            operation.prepare(request)
            if chunks:
                yield request


def _split_dates(arguments: Mapping[str, object]) -> list[tuple[Any, Any]]:
    """Checks the date range of a call, and splits it into ranges that the API allows."""
    start, end = date_windows.parse_date_range(arguments.get(_START), arguments.get(_END))
    granularity = arguments.get("granularity")
    is_hourly = granularity == "HOUR"
    window = date_windows.HOURLY if is_hourly else date_windows.ANALYTICS
    window.check_start(start)
    # Rows of several requests can be joined if the rows are daily or hourly, but not if they are totals.
    if granularity in _JOINABLE:
        return window.split(start, end)
    window.check_length(start, end)
    return [(start, end)]


def _split_ids(operation: Operation, name: str, values: object) -> list[list[str] | None]:
    """Splits IDs into lists that are short enough for one request."""
    [parameter] = [item for item in operation.parameters if item.argument == name]
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(
        values, (Sequence, set, frozenset)
    ):
        raise ValidationError(f"{name} is not a list. Pass a list of IDs")
    texts: list[Any] = [getattr(value, "id", value) for value in values]
    size = parameter.max_items or len(texts) or 1
    return [texts[at : at + size] for at in range(0, len(texts), size)]
