"""Order lines: invoiced budgets that pay for campaigns."""

from __future__ import annotations

from pinterest.bases.order_lines import OrderLineBase

__all__ = ["OrderLine"]


class OrderLine(OrderLineBase):
    """An order line of an ad account.

    Its budget pays for the campaigns whose `order_line_id` is the ID of the order line.

    Examples:
        >>> for line in OrderLine.iter_all("549755885175"):
        ...     print(line.name, line.budget_amount)
    """

    __slots__ = ()
