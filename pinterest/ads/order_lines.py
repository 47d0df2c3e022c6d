"""Order lines: budgets on an invoice that pay for campaigns."""

from __future__ import annotations

from pinterest.bases.order_lines import OrderLineBase

__all__ = ["OrderLine"]


class OrderLine(OrderLineBase):
    """An order line of an ad account. Its budget pays for campaigns with its ID as their `order_line_id`.

    Examples:
        >>> for line in OrderLine.iter_all("549755885175"):
        ...     print(line.name, line.budget_amount)
    """

    __slots__ = ()
