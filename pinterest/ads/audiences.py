"""Audiences: the groups of people that ad groups target or leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.audiences import AudienceBase

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Timeout

__all__ = ["Audience"]


class Audience(AudienceBase):
    """A group of people that ad groups of an ad account can target or leave out.

    Examples:
        >>> audience = Audience.create(
        ...     "549755885175",
        ...     name="Bought in the last month",
        ...     rule={"visitor_source_id": "549755885176", "retention_days": 30},
        ...     audience_type="VISITOR",
        ... )
        >>> audience.update_fields(description="For the spring sale")
        True
    """

    __slots__ = ()

    def remove(self, client: PinterestSDKClient | None = None, *, timeout: Timeout = None) -> bool:
        """Removes the audience, so that it can no longer be targeted.

        :calls: PATCH /ad_accounts/{ad_account_id}/audiences/{audience_id}

        Args:
            client: The client to use for this call. Defaults to the audience's own.
            timeout: Seconds to connect and to wait for the next byte. Defaults to the client's.

        Returns:
            True.

        Raises:
            OutcomeUnknown: If the request was sent and no response came.
            ApiException: If the API refuses.
        """
        return self.update_fields(client, operation_type="REMOVE", timeout=timeout)
