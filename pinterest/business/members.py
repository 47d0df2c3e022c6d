"""Members of a business: people and system users."""

from __future__ import annotations

from pinterest.bases.members import BusinessMemberBase, SystemUserBase
from pinterest.operations.business_access_assets import (
    BUSINESS_MEMBERS_ASSET_ACCESS_DELETE,
    BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE,
)
from pinterest.utils.asset_access import HasAssetAccess

__all__ = ["BusinessMember", "SystemUser"]


class BusinessMember(HasAssetAccess, BusinessMemberBase):
    """A member of a business.

    The API can list members, but it cannot get a member by its ID.

    Examples:
        >>> member = next(business.members())
        >>> member.grant("549755885175", ["ANALYST"])
        True
        >>> member.update_fields(business_role="BIZ_ADMIN")
        True
    """

    __slots__ = ()
    _grant_operation = BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE
    _revoke_operation = BUSINESS_MEMBERS_ASSET_ACCESS_DELETE


class SystemUser(SystemUserBase):
    """A system user of a business: a user account for programs.

    The API can list system users, but it cannot get a system user by its ID.

    Examples:
        >>> for user in business.system_users():
        ...     user.update_fields(name="Nightly reports")
    """

    __slots__ = ()
