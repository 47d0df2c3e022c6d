"""Billing profiles: the payment methods of ad accounts."""

from __future__ import annotations

from pinterest.bases.billing_profiles import BillingProfileBase

__all__ = ["BillingProfile"]


class BillingProfile(BillingProfileBase):
    """A payment method of an ad account.

    The API can list billing profiles, but it cannot get a billing profile by its ID.

    Examples:
        >>> for profile in BillingProfile.iter_all("549755885175", is_active=True):
        ...     print(profile.billing_type, profile.status)
    """

    __slots__ = ()
