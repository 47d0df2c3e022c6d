"""Customer segments: named groups of audiences."""

from __future__ import annotations

from pinterest.bases.customer_segments import CustomerSegmentBase

__all__ = ["CustomerSegment"]


class CustomerSegment(CustomerSegmentBase):
    """A customer segment of an ad account: a named group of audiences.

    The API can list customer segments, but it cannot get a customer segment by its ID.

    Examples:
        >>> segment = CustomerSegment.create("549755885175", "Regulars", [audience.id])
        >>> segment.update_fields(audience_ids=[audience.id, other.id])
        True
        >>> segment.delete()
        True
    """

    __slots__ = ()
