"""Provides `verify_api_response`. Scripts for Pinterest's own SDK import it from this module."""

from __future__ import annotations

from pinterest.exceptions import PartialFailureError, Reason
from pinterest.utils.outcomes import parse_outcomes

__all__ = ["verify_api_response"]


def verify_api_response(response: object) -> bool:
    """Raises an error if a response contains failed items.

    Call this function with the response of a typed method or of the generated client. Rich models check their responses
    themselves. Unlike the function in Pinterest's own SDK, this function checks all items.

    Args:
        response: A schema, a model of the generated client, or plain data.

    Returns:
        True if no item failed.

    Raises:
        PartialFailureError: If an item failed. This class is a subclass of `SdkException`.
    """
    data = response.to_dict() if hasattr(response, "to_dict") else response
    rows = _get_items(data)
    failures: dict[int, list[Reason]] = {}
    for index, found in enumerate(parse_outcomes(rows, data)):
        if found is not None and found.reasons:
            failures[index] = found.reasons
    if failures:
        [first, *_] = next(iter(failures.values()))
        raise PartialFailureError(
            f"{len(failures)} of {len(rows)} items failed. The first failed with: {first}",
            failures=failures,
            code=first.code,
            api_message=first.message,
        )
    return True


def _get_items(data: object) -> list[object]:
    """Returns the items of a response: the response itself if it is a list, or its field `items`."""
    if isinstance(data, list):
        return data
    items = data.get("items") if isinstance(data, dict) else None
    return items if isinstance(items, list) else []
