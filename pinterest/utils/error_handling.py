"""Provides `verify_api_response` to scripts that import it as in Pinterest's own SDK."""

from __future__ import annotations

from pinterest.exceptions import PartialFailureError, Reason
from pinterest.utils.outcomes import outcomes

__all__ = ["verify_api_response"]


def verify_api_response(response: object) -> bool:
    """Checks the response of a typed method or of the generated client for failed items.

    Pinterest's own SDK only looks at the first item. This function looks at all of them. Rich models check their
    responses themselves.

    Args:
        response: The response: a schema, a model of the generated client, or plain data.

    Returns:
        True.

    Raises:
        PartialFailureError: If an item failed. It is an `SdkException`.
    """
    data = response.to_dict() if hasattr(response, "to_dict") else response
    rows = _get_items(data)
    failures: dict[int, list[Reason]] = {}
    for index, found in enumerate(outcomes(rows, data)):
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
    if isinstance(data, list):
        return data
    items = data.get("items") if isinstance(data, dict) else None
    return items if isinstance(items, list) else []
