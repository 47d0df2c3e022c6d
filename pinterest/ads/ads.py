"""Ads: Pins that are promoted in an ad group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.ads import AdBase
from pinterest.utils.changes import ReadsChanges
from pinterest.utils.generated_names import generated_names

if TYPE_CHECKING:
    from pinterest.schemas import AdPreviewURLResponse
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Ad"]


class Ad(ReadsChanges, AdBase):
    """An ad of an ad group.

    Examples:
        >>> ad = Ad.create("549755885175", ad_group.id, "REGULAR", pin.id, name="Blue quilt")
        >>> ad.review_status
        'PENDING'
    """

    __slots__ = ()

    def preview(
        self, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> AdPreviewURLResponse:
        """Creates a page with a preview of the ad. To preview a Pin without an ad, use `create_preview`.

        :calls: POST /ad_accounts/{ad_account_id}/ad_previews, after fetching the ad if it is not loaded

        Args:
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The `url` of the preview, which is valid for 7 days.

        Raises:
            ApiException: If the API returns an error.
        """
        return self.create_preview(
            self.ad_account_id,
            self._stored_client,
            pin_id=self.pin_id,
            timeout=timeout,
            deadline=deadline,
        )


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
