"""Methods that grant and revoke the permissions of members and partners for the assets of a business."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pinterest.utils.base_model import PinterestBaseModel
from pinterest.utils.protocol import with_deadline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pinterest.client import PinterestSDKClient
    from pinterest.operation import Operation
    from pinterest.schemas.common import PermissionsOrText
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["HasAssetAccess"]


class HasAssetAccess(PinterestBaseModel):
    """The base class of members and partners, who can have permissions for the assets of a business."""

    __slots__ = ()
    _grant_operation: ClassVar[Operation]
    _revoke_operation: ClassVar[Operation]

    def grant(
        self,
        asset_id: str | int,
        permissions: Sequence[PermissionsOrText],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Grants permissions for an asset. Replaces all earlier permissions for the asset.

        :calls: PATCH /businesses/{business_id}/members/assets/access or /businesses/{business_id}/partners/assets

        Args:
            asset_id: ID of an ad account, profile, asset group or catalog of the business.
            permissions: The permissions, such as `ANALYST`. `PROFILE_PUBLISHER` is only for profiles.
            client: The client to use for this call. Defaults to the object's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            PartialFailureError: If the API refuses to grant the permissions.
            ApiException: If the API returns an error.
        """
        access = {
            self._identity[-1]: self._ids[-1],
            "asset_id": asset_id,
            "permissions": permissions,
        }
        self._act(
            self._grant_operation,
            {},
            client=client,
            timeout=with_deadline(timeout, deadline),
            unknown={},
            body={"accesses": [access]},
        )
        return True

    def revoke(
        self,
        asset_id: str | int,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Revokes all permissions for an asset.

        :calls: DELETE /businesses/{business_id}/members/assets/access or /businesses/{business_id}/partners/assets

        Args:
            asset_id: ID of the asset.
            client: The client to use for this call. Defaults to the object's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            True if permissions were revoked. False if the member or partner had no permissions for the asset.

        Raises:
            ApiException: If the API returns an error.
        """
        answer = self._act(
            self._revoke_operation,
            {},
            client=client,
            timeout=with_deadline(timeout, deadline),
            unknown={},
            body={"accesses": [{self._identity[-1]: self._ids[-1], "asset_id": asset_id}]},
        )
        return bool(answer.items)
