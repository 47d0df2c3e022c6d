"""Invites to a business, and requests to its partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.bases.invites import BusinessInviteBase
from pinterest.operations.business_access_invite import (
    CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES,
    RESPOND_BUSINESS_ACCESS_INVITES,
)
from pinterest.utils import batch, default_client
from pinterest.utils.id_lists import IdList
from pinterest.utils.protocol import Deadline, Timeout, with_deadline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pinterest.client import PinterestSDKClient
    from pinterest.schemas.business_access_invite import (
        CreateMembershipOrPartnershipInvitesBodyBusinessRoleOrText as RoleOrText,
    )
    from pinterest.schemas.business_access_invite import InviteTypeOrText
    from pinterest.utils.base_model import M

__all__ = ["BusinessInvite"]


class BusinessInvite(BusinessInviteBase):
    """An invite to a member or partner, or a request to a partner.

    The API can list invites, but it cannot get an invite by its ID.

    Examples:
        >>> [invite] = BusinessInvite.send("383791336903426391", ["sue@example.com"])
        >>> invite.delete()
        True
    """

    __slots__ = ()

    @classmethod
    def send(
        cls: type[M],
        business_id: str | int,
        invitees: Sequence[str | int],
        invite_type: InviteTypeOrText = "MEMBER_INVITE",
        business_role: RoleOrText | None = None,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> list[M]:
        """Invites members or partners, or asks partners for access to their assets.

        :calls: POST /businesses/{business_id}/invites

        Args:
            business_id: ID of the business.
            invitees: Email addresses or usernames of members, or business IDs of partners. Any number is allowed.
            invite_type: `MEMBER_INVITE` invites members, `PARTNER_INVITE` invites partners to the business's assets,
                and `PARTNER_REQUEST` asks partners for access to their assets.
            business_role: Role of new members: `EMPLOYEE` (default) or `BIZ_ADMIN`. The role of partners is `PARTNER`.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The new invites, in the order of the invitees. The invites are not loaded.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            PartialFailureError: If an invite failed. `failures` has the reasons, and `succeeded` has the other
                invites.
        """
        operation = CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES
        arguments = {"business_id": business_id}
        of_members = invite_type == "MEMBER_INVITE"
        role = business_role or ("EMPLOYEE" if of_members else "PARTNER")
        fields = {"invite_type": invite_type, "business_role": role}
        listed = IdList("members" if of_members else "partners", max_items=50)
        requests = listed.split_into_requests(operation, arguments, invitees, fields)
        limits = with_deadline(timeout, deadline)
        chosen = default_client.resolve(client)

        def build(index: int, data: Any, response: object) -> M:
            """Creates the invite object for one item of a response."""
            return cls(business_id, data["id"], client=chosen)  # type: ignore[call-arg]  # M has no constructor

        return batch.send_requests(chosen, operation, arguments, invitees, requests, build, limits)

    def accept(
        self,
        asset_id_to_permissions: Mapping[str, Sequence[str]] | None = None,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Accepts the invite or request.

        :calls: PATCH /businesses/invites

        Args:
            asset_id_to_permissions: Permissions to grant, by the ID of the asset. Only for requests from partners.
            client: The client to use for this call. Defaults to the invite's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            PartialFailureError: If the API refuses, for example because the invite has expired.
        """
        given = {"asset_id_to_permissions": asset_id_to_permissions}
        action = {"accept_invite": True, **(given if asset_id_to_permissions else {})}
        return self._send_action(action, client, with_deadline(timeout, deadline))

    def decline(
        self,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Declines the invite or request.

        :calls: PATCH /businesses/invites

        Args:
            client: The client to use for this call. Defaults to the invite's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            PartialFailureError: If the API refuses, for example because the invite has expired.
        """
        return self._send_action({"accept_invite": False}, client, with_deadline(timeout, deadline))

    def _send_action(self, action: Mapping[str, object], client: Any, timeout: Timeout) -> bool:
        """Accepts or declines the invite, as `action` says, and returns True."""
        body = {"invites": [{"invite_id": self.id, "action": action}]}
        options: Any = {"client": client, "timeout": timeout, "unknown": {}, "body": body}
        return self._act_and_return_true(RESPOND_BUSINESS_ACCESS_INVITES, {}, **options)
