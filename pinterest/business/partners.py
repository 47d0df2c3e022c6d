"""Partners of a business: other businesses that share assets with it."""

from __future__ import annotations

from pinterest.bases.partners import BusinessPartnerBase
from pinterest.operations.business_access_assets import (
    DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL,
    UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL,
)
from pinterest.utils.asset_access import HasAssetAccess

__all__ = ["BusinessPartner"]


class BusinessPartner(HasAssetAccess, BusinessPartnerBase):
    """A partner of a business.

    An internal partner has access to assets of the business. An external partner shares its own assets with the
    business. The API can list partners, but it cannot get a partner by its ID.

    Examples:
        >>> for partner in business.partners("INTERNAL"):
        ...     partner.grant("549755885175", ["CAMPAIGN_MANAGER"])
    """

    __slots__ = ()
    _grant_operation = UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL
    _revoke_operation = DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL
