"""Lead subscriptions: webhooks that receive new leads."""

from __future__ import annotations

from pinterest.bases.lead_subscriptions import LeadSubscriptionBase

__all__ = ["LeadSubscription"]


class LeadSubscription(LeadSubscriptionBase):
    """A webhook that receives the leads of one lead form, or of all lead forms of an ad account.

    Examples:
        >>> subscription = LeadSubscription.create(
        ...     "549755885175", "https://www.example.com/leads", form.id
        ... )
        >>> subscription.delete()
        True
    """

    __slots__ = ()
