"""Campaign ad previews: pages that show the ads of an ad group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.campaign_ad_previews import CampaignAdPreviewBase

if TYPE_CHECKING:
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["CampaignAdPreview"]


class CampaignAdPreview(CampaignAdPreviewBase):
    """A page that shows the ads of an ad group. An ad group has at most one preview.

    The API can list previews, but it cannot get a preview by the ID of its ad group.

    Examples:
        >>> preview = CampaignAdPreview.create("549755885175", ad_group.id)
        >>> preview.url, preview.expires_datetime
        >>> preview.delete()
        True
    """

    __slots__ = ()

    def delete(self, *, timeout: Timeout = None, deadline: Deadline = None) -> bool:
        """Deletes the preview. `delete_many` deletes the previews of several ad groups.

        :calls: DELETE /ad_accounts/{ad_account_id}/campaign_ad_preview

        Args:
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            PartialFailureError: If the API refuses to delete the preview.
        """
        self.delete_many(
            self.ad_account_id,
            [self.ad_group_id],
            client=self._stored_client,
            timeout=timeout,
            deadline=deadline,
        )
        return True
