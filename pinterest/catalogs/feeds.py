"""Feeds, which are files with the products of a catalog, and the results of processing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pinterest.bases.feeds import FeedBase, FeedProcessingResultBase

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.catalog_reports import CatalogReportJob
    from pinterest.jobs.feeds import FeedIngestion
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Feed", "FeedProcessingResult"]


class Feed(FeedBase):
    """A feed of a catalog.

    Examples:
        >>> feed = Feed.create(
        ...     "Quilts", "CSV", "https://www.example.com/quilts.csv", "RETAIL", "US", "en-US"
        ... )
        >>> feed.start_ingestion().result().status
        'COMPLETED'
    """

    __slots__ = ()

    def start_ingestion(
        self,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> FeedIngestion:
        """Starts to ingest the feed. Returns a job that waits for the result.

        `ingest` also starts to ingest the feed, but does not return a job.

        :calls: `POST /catalogs/feeds/{feed_id}/ingest`

        Args:
            client: The client to use. Defaults to the feed's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The job. Its result is the processing result, and `issues()` has the issues as rows.

        Raises:
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.feeds import FeedIngestion

        return FeedIngestion.start(
            self.id, **self._build_call_options(client), timeout=timeout, deadline=deadline
        )

    def latest_ingestion(
        self,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> FeedIngestion:
        """Returns the latest ingestion of the feed.

        :calls: `GET /catalogs/feeds/{feed_id}/processing_results`

        Args:
            client: The client to use. Defaults to the feed's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Raises:
            NotFound: If the feed was never ingested.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.feeds import FeedIngestion

        return FeedIngestion.latest(
            self.id, **self._build_call_options(client), timeout=timeout, deadline=deadline
        )

    def report(
        self,
        processing_result_id: str | int | None = None,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> CatalogReportJob:
        """Creates a report on the issues of the feed. Returns a job that waits for the report.

        :calls: `POST /catalogs/reports`

        Args:
            processing_result_id: ID of a processing result. Defaults to the latest completed one.
            client: The client to use. Defaults to the feed's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The job. It has the rows of the report, and methods that convert the rows to tables and files.

        Raises:
            ValidationError: If the API has no reports for this type of feed. No report is created.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.catalog_reports import CatalogReportJob
        from pinterest.schemas import CatalogsReportFeedIngestionFilter

        kind: Literal["FEED_INGESTION_ISSUES"] = "FEED_INGESTION_ISSUES"
        # Checks the ID before the feed is fetched.
        CatalogsReportFeedIngestionFilter(
            report_type=kind,
            feed_id=self.id,
            processing_result_id=processing_result_id,
        )
        return CatalogReportJob.create(
            kind,
            catalog_type=str(self.catalog_type or "RETAIL"),
            feed_id=self.id,
            processing_result_id=processing_result_id,
            **self._build_call_options(client),
            timeout=timeout,
            deadline=deadline,
        )

    def _build_call_options(self, client: PinterestSDKClient | None) -> dict[str, Any]:
        """Returns the arguments `client` and `ad_account_id` for a call about the feed."""
        chosen = client if client is not None else self._stored_client
        return {"client": chosen, "ad_account_id": self.ad_account_id}


class FeedProcessingResult(FeedProcessingResultBase):
    """The result of processing a feed: its status, its counts and its errors.

    The API can list the results of a feed, but it cannot get a result by its ID.

    Examples:
        >>> for result in feed.processing_results(limit=1):
        ...     print(result.status, result.product_counts)
    """

    __slots__ = ()
