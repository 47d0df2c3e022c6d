"""Audiences: groups of people that ad groups target or exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.audiences import AudienceBase
from pinterest.utils.generated_names import generated_names

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Audience"]


class Audience(AudienceBase):
    """A group of people that the ad groups of an ad account can target or exclude.

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

    def remove(
        self,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Removes the audience. Ad groups can no longer target it.

        :calls: PATCH /ad_accounts/{ad_account_id}/audiences/{audience_id}

        Args:
            client: The client to use for this call. Defaults to the audience's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            OutcomeUnknown: If the request was sent but no response came.
            ApiException: If the API returns an error.
        """
        return self.update_fields(
            client, operation_type="REMOVE", timeout=timeout, deadline=deadline
        )


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
