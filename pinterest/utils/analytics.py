"""Gets analytics: checks the dates, splits IDs and time spans into requests, and joins the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.utils import date_windows, default_client, model_requests
from pinterest.utils.analytics_columns import list_columns
from pinterest.utils.analytics_rows import AnalyticsRows, parse_rows
from pinterest.utils.protocol import Client, Timeout

__all__ = ["get_rows"]

_JOINABLE: Final = ("DAY", "HOUR")
_START, _END = "start_date", "end_date"


def get_rows(
    operation: Operation,
    arguments: Mapping[str, object],
    ids: str,
    client: Client | None,
    timeout: Timeout,
) -> AnalyticsRows:
    """Gets the rows of all IDs and of the whole time span, with as few requests as possible.

    Rows per day or hour are requested in spans that the API allows, and joined. Other rows cannot be joined, so their
    span is sent as it is.

    Args:
        operation: An operation that gets analytics.
        arguments: Its path and query parameters.
        ids: The name of the parameter for the objects' IDs. Empty if the operation has no such parameter.
        client: The client to use. None is the default client.
        timeout: Seconds to wait for a connection and for data.

    Raises:
        ValidationError: If an argument is not valid. Nothing is sent.
    """
    requests = list(_split_requests(operation, arguments, ids))
    chosen = default_client.resolve(client)
    rows = AnalyticsRows(list_columns(arguments, ids))
    for request in requests:
        response = model_requests.execute(chosen, operation, request, timeout=timeout)
        rows.append_all(parse_rows(operation, response.data))
    return rows


def _split_requests(
    operation: Operation, arguments: Mapping[str, object], ids: str
) -> Iterator[dict[str, Any]]:
    """Checks the arguments of a call and yields the arguments of each request."""
    try:
        spans = _split_dates(arguments)
        chunks = _split_ids(operation, ids, arguments.get(ids)) if ids else [None]
    except ValidationError as error:
        raise ValidationError(f"{operation}: {error}") from None
    # Without IDs nothing is sent, but the other arguments are still checked.
    for chunk in chunks or [["0"]]:
        for start, end in spans:
            request = {**arguments, _START: start.isoformat(), _END: end.isoformat()}
            if chunk is not None:
                request[ids] = chunk
            operation.prepare(request)
            if chunks:
                yield request


def _split_dates(arguments: Mapping[str, object]) -> list[tuple[Any, Any]]:
    start, end = date_windows.to_days(arguments.get(_START), arguments.get(_END))
    granularity = arguments.get("granularity")
    is_hourly = granularity == "HOUR"
    window = date_windows.HOURLY if is_hourly else date_windows.ANALYTICS
    window.check_start(start)
    if granularity in _JOINABLE:
        return window.split(start, end)
    window.check_span(start, end)
    return [(start, end)]


def _split_ids(operation: Operation, name: str, values: object) -> list[list[str] | None]:
    """Splits IDs into lists that are short enough for one request."""
    [parameter] = [item for item in operation.parameters if item.argument == name]
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(
        values, (Sequence, set, frozenset)
    ):
        raise ValidationError(f"{name}: pass a list of IDs")
    texts: list[Any] = [getattr(value, "id", value) for value in values]
    size = parameter.max_items or len(texts) or 1
    return [texts[at : at + size] for at in range(0, len(texts), size)]
