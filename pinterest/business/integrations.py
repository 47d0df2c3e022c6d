"""Integrations of shop systems with Pinterest."""

from __future__ import annotations

from pinterest.bases.integrations import CommerceIntegrationBase, IntegrationBase

__all__ = ["CommerceIntegration", "Integration"]


class Integration(IntegrationBase):
    """An integration of the token's app, with the IDs and tokens of the connected business.

    Examples:
        >>> for integration in Integration.iter_all():
        ...     print(integration.external_business_id, integration.connected_advertiser_id)
    """

    __slots__ = ()


class CommerceIntegration(CommerceIntegrationBase):
    """A connection between Pinterest and a business in a shop system.

    `external_business_id` is the ID of the business in the shop system.

    Examples:
        >>> integration = CommerceIntegration.create("shop-1", connected_merchant_id="1000000")
        >>> integration.update_fields(partner_metadata="version 2")
        True
    """

    __slots__ = ()
