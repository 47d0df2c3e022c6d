"""Conversion tags: code on a website that reports what visitors do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pinterest.bases.conversion_tags import ConversionTagBase
from pinterest.operations.conversion_tags import (
    OCPM_ELIGIBLE_CONVERSION_TAGS_GET,
    PAGE_VISIT_CONVERSION_TAGS_GET,
)
from pinterest.utils.generated_names import generated_names
from pinterest.utils.protocol import Deadline, Timeout, with_deadline

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.schema import OpenEnum
    from pinterest.schemas import ConversionEventResponse
    from pinterest.utils.bookmark import Bookmark, Page

__all__ = ["ConversionTag"]


class ConversionTag(ConversionTagBase):
    """A conversion tag of an ad account. Add its `code_snippet` to the pages of a website.

    The API can neither change nor delete a conversion tag.

    Examples:
        >>> tag = ConversionTag.create("549755885175", "Shop", aem_enabled=True)
        >>> print(tag.code_snippet)
    """

    __slots__ = ()

    @classmethod
    def get_page_visit_conversion_tag_events(
        cls,
        ad_account_id: str | int,
        page_size: int | None = None,
        order: Literal["ASCENDING", "DESCENDING"] | OpenEnum | None = "ASCENDING",
        bookmark: str | Bookmark[Any] | None = None,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Page[ConversionEventResponse]:
        """Gets one page of the page visit events that the ad account's tags have fired.

        :calls: GET /ad_accounts/{ad_account_id}/conversion_tags/page_visit

        Args:
            ad_account_id: ID of the ad account.
            page_size: Maximum number of items per page, 1 to 250 (default 25).
            order: Sort order by ID: ASCENDING or DESCENDING. Newer IDs are greater. Defaults to ASCENDING.
            bookmark: Bookmark of the page to get, or its token. Defaults to the first page.
            client: The client to use, also for later pages. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            A page of events, each with its `conversion_tag_id`, `conversion_event` and `created_time`.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            ApiException: If the API returns an error.
        """
        arguments = {"ad_account_id": ad_account_id, "page_size": page_size, "order": order}
        rows = cls._rows(PAGE_VISIT_CONVERSION_TAGS_GET, arguments, client)
        return rows.page(bookmark, timeout=with_deadline(timeout, deadline))

    @classmethod
    def get_ocpm_eligible_conversion_tag_events(
        cls,
        ad_account_id: str | int,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> tuple[str, list[ConversionEventResponse]]:
        """Gets the events for which campaigns can be optimized (oCPM).

        :calls: GET /ad_accounts/{ad_account_id}/conversion_tags/ocpm_eligible

        Args:
            ad_account_id: ID of the ad account.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The ID of the ad account, and a list of its eligible events. The list is empty if no event is eligible.

        Raises:
            ValidationError: If the ID contains anything but digits. Nothing is sent.
            ApiException: If the API returns an error.
        """
        found: dict[str, list[ConversionEventResponse]] = cls._call(
            OCPM_ELIGIBLE_CONVERSION_TAGS_GET,
            {"ad_account_id": ad_account_id},
            client=client,
            timeout=with_deadline(timeout, deadline),
        )
        return next(iter((found or {}).items()), (str(ad_account_id), []))


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
