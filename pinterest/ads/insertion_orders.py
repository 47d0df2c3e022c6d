"""Insertion orders: contracts that set the budget of invoiced ad accounts."""

from __future__ import annotations

from pinterest.bases.insertion_orders import InsertionOrderBase

__all__ = ["InsertionOrder"]


class InsertionOrder(InsertionOrderBase):
    """An insertion order of an ad account that pays by invoice.

    Examples:
        >>> order = InsertionOrder("549755885175", "0Q0AAAAAAAAAAAAAAA")
        >>> order.status
        'Approved'
        >>> for line in order.lines():
        ...     print(line.order_name, line.budget_amount)
    """

    __slots__ = ()
