"""Businesses, which own assets and give members and partners access to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.businesses import BusinessBase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pinterest.business.invites import BusinessInvite
    from pinterest.schemas.business_access_invite import (
        CreateMembershipOrPartnershipInvitesBodyBusinessRoleOrText as RoleOrText,
    )
    from pinterest.schemas.business_access_invite import InviteTypeOrText
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Business"]


class Business(BusinessBase):
    """A business that the token's user works for.

    The API can list businesses, but it cannot get a business by its ID.

    Examples:
        >>> for business in Business.iter_all():
        ...     for member in business.members():
        ...         print(member.user.username, member.business_roles)
    """

    __slots__ = ()

    def invite(
        self,
        invitees: Sequence[str | int],
        invite_type: InviteTypeOrText = "MEMBER_INVITE",
        business_role: RoleOrText | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> list[BusinessInvite]:
        """Invites members or partners. Calls `BusinessInvite.send` with the ID of the business.

        :calls: POST /businesses/{business_id}/invites

        Args:
            invitees: Email addresses or usernames of members, or business IDs of partners.
            invite_type: `MEMBER_INVITE` invites members, `PARTNER_INVITE` invites partners to the business's assets,
                and `PARTNER_REQUEST` asks partners for access to their assets.
            business_role: Role of new members: `EMPLOYEE` (default) or `BIZ_ADMIN`. The role of partners is `PARTNER`.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The new invites, in the order of the invitees. The invites are not loaded. To get their fields, use
            `business.invites()`.

        Raises:
            PartialFailureError: If an invite failed. `failures` has the reasons, and `succeeded` has the other
                invites.
        """
        from pinterest.business.invites import BusinessInvite

        return BusinessInvite.send(
            self.id,
            invitees,
            invite_type,
            business_role,
            self._stored_client,
            timeout=timeout,
            deadline=deadline,
        )
