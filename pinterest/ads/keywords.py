"""Keywords: search terms that ad groups bid on, or that ad accounts and campaigns exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.keywords import KeywordBase
from pinterest.utils.generated_names import generated_names

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Keyword"]


class Keyword(KeywordBase):
    """A keyword of an ad account, a campaign or an ad group.

    The API can list keywords, but it cannot get one by its ID.

    Examples:
        >>> keyword = Keyword.create("549755885175", ad_group.id, "quilt", match_type="BROAD")
        >>> keyword.archive()
        True
    """

    __slots__ = ()

    def archive(
        self,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Archives the keyword, which deletes it.

        :calls: PATCH /ad_accounts/{ad_account_id}/keywords

        Args:
            client: The client to use for this call. Defaults to the keyword's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            PartialFailureError: If the API refuses to archive the keyword.
            OutcomeUnknown: If the request was sent but no response came.
        """
        return self.update_fields(client, archived=True, timeout=timeout, deadline=deadline)


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
