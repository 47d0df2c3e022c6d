"""Brand accounts in the hierarchy of a business."""

from __future__ import annotations

from pinterest.bases.brand_accounts import BrandAccountBase

__all__ = ["BrandAccount"]


class BrandAccount(BrandAccountBase):
    """A brand account in the hierarchy of a business.

    The API can create and update brand accounts, but it can neither get nor list them.

    Examples:
        >>> account = BrandAccount.create("383791336903426391", "Quilts", "quilts", "US")
        >>> account.update_fields(about="Quilts since 1920")
        True
    """

    __slots__ = ()
