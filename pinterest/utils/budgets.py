"""Parses budgets. A budget is a user's own rate limit for a category, such as 1,000 requests per 60 seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pinterest.exceptions import ValidationError
from pinterest.utils.quota_windows import Rate
from pinterest.utils.suggest import format_value, unknown_name

__all__ = ["ALL", "BudgetOption", "Budgets", "parse_budgets"]

ALL = "all"
"""The category whose budget counts all requests."""

Budgets = Mapping[str, tuple[Rate, ...]]
BudgetOption = Mapping[str, tuple[int, float] | Sequence[tuple[int, float]]]
"""The budgets that a user passes: one or more pairs (requests, seconds) per category."""

_LONGEST = 86_400


def parse_budgets(limits: BudgetOption | None) -> Budgets:
    """Checks a user's budgets, and returns the rates of each category.

    Raises:
        ValidationError: If a category is unknown or a pair is not valid.
    """
    if limits is None:
        return {}
    if not isinstance(limits, Mapping):
        raise ValidationError(
            f"limits: {format_value(limits)} is not valid; allowed: a dict from category to a pair "
            '(requests, seconds), such as {"ads_read": (1000, 60)}'
        )
    from pinterest.operations import QUOTAS  # imported here, since most clients have no budgets

    budgets = {}
    for category, pairs in limits.items():
        if category != ALL and category not in QUOTAS:
            hint = unknown_name(str(category), (*QUOTAS, ALL))
            raise ValidationError(f"limits: unknown category {format_value(category)}; {hint}")
        several = isinstance(pairs, Sequence) and pairs and isinstance(pairs[0], Sequence)
        budgets[category] = tuple(
            _parse_rate(category, pair) for pair in (pairs if several else [pairs])
        )
    return budgets


def _parse_rate(category: str, pair: object) -> Rate:
    """Checks a pair (requests, seconds) and returns it as a rate."""
    if isinstance(pair, Sequence) and not isinstance(pair, str) and len(pair) == 2:
        requests, seconds = pair
        is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
        if (
            type(requests) is int
            and requests >= 1
            and is_number
            and math.isfinite(seconds)
            and 0 < seconds <= _LONGEST
        ):
            return Rate(requests, seconds)
    raise ValidationError(
        f"limits: {category}: {format_value(pair)} is not valid; allowed: a pair (requests, seconds), in which "
        f"requests is 1 or more, and seconds is more than 0 and at most {_LONGEST}"
    )
