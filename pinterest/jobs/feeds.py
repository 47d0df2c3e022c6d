"""Feed ingestions, which run in the background, and the issues that they find in the items of feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from pinterest.catalogs.feeds import Feed, FeedProcessingResult
from pinterest.exceptions import NotFound
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.jobs.report_files import batched
from pinterest.jobs.row_table import RowTable

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Deadline, Timeout
    from pinterest.utils.tables import Batches

__all__ = ["FeedIngestion", "FeedIssues"]

_STATUSES: Final[Mapping[str | None, JobStatus]] = {
    "COMPLETED": JobStatus.SUCCEEDED,
    "COMPLETED_EARLY": JobStatus.SUCCEEDED,
    "FAILED": JobStatus.FAILED,
    "DISAPPROVED": JobStatus.FAILED,
}
_ISSUE_COLUMNS: Final = ("item_id", "item_number", "severity", "issue", "attribute", "value")


class FeedIngestion(Job[FeedProcessingResult]):
    """A job that ingests a feed. Its result is a `FeedProcessingResult`.

    Attributes:
        feed_id: The ID of the feed.
        processing_result_id: The ID of the processing result.

    Examples:
        >>> ingestion = FeedIngestion.start("2680059592705").wait(timeout=3600)
        >>> ingestion.result().product_counts
        CatalogsFeedProductCounts(ingested=11, original=12)
        >>> for issue in ingestion.issues():
        ...     print(issue["item_id"], issue["severity"], issue["issue"])
    """

    kind = "feed_ingestion"
    noun = "ingestion of a feed"
    unit = "feeds"
    time_limit = 4 * 3600.0
    advice: ClassVar[Mapping[JobStatus, str]] = {
        JobStatus.FAILED: "Correct the feed and ingest it again",
        JobStatus.NOT_FOUND: "Check the ID of the feed",
    }

    def __init__(
        self,
        feed_id: str | int,
        processing_result_id: str | int,
        client: PinterestSDKClient | None = None,
        *,
        ad_account_id: str | int | None = None,
    ) -> None:
        """Creates the job object for an existing ingestion. Sends no request.

        Args:
            feed_id: The ID of the feed.
            processing_result_id: The ID of the processing result.
            client: The client to use. Defaults to the default client.
            ad_account_id: ID of an ad account. If given, the job acts as the owner of that ad account.
        """
        super().__init__(client)
        self._feed = Feed(feed_id, client, ad_account_id=ad_account_id)
        self.feed_id, self.processing_result_id = str(feed_id), str(processing_result_id)
        self._found: FeedProcessingResult | None = None

    @classmethod
    def start(
        cls,
        feed_id: str | int,
        client: PinterestSDKClient | None = None,
        *,
        ad_account_id: str | int | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Self:
        """Starts to ingest a feed.

        :calls: `POST /catalogs/feeds/{feed_id}/ingest`

        Args:
            feed_id: ID of the feed.
            client: The client to use. Defaults to the default client.
            ad_account_id: ID of an ad account. If given, the job acts as the owner of that ad account.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Raises:
            ApiException: If the API returns an error.
        """
        started = Feed(feed_id, client, ad_account_id=ad_account_id).ingest(
            timeout=timeout, deadline=deadline
        )
        return cls(feed_id, str(started.id), client, ad_account_id=ad_account_id)

    @classmethod
    def latest(
        cls,
        feed_id: str | int,
        client: PinterestSDKClient | None = None,
        *,
        ad_account_id: str | int | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Self:
        """Returns the latest ingestion of a feed.

        :calls: `GET /catalogs/feeds/{feed_id}/processing_results`

        Args:
            feed_id: ID of the feed.
            client: The client to use. Defaults to the default client.
            ad_account_id: ID of an ad account. If given, the job acts as the owner of that ad account.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Raises:
            NotFound: If the feed was never ingested.
        """
        feed = Feed(feed_id, client, ad_account_id=ad_account_id)
        for found in feed.processing_results(
            limit=1, page_size=1, timeout=timeout, deadline=deadline
        ):
            return cls(feed_id, found.id, client, ad_account_id=ad_account_id)
        raise NotFound(f"feed {feed_id} has not been ingested yet. Call FeedIngestion.start")

    def issues(self) -> FeedIssues:
        """Returns the issues of the feed's items. Sends no request yet.

        Reading the first row waits until the ingestion has ended.

        :calls: `GET /catalogs/processing_results/{processing_result_id}/item_issues`
        """
        return FeedIssues(self)

    def _poll(self) -> Poll:
        results = self._feed.processing_results()
        found = next((item for item in results if item.id == self.processing_result_id), None)
        if found is None:
            # A result appears in the list shortly after its ingestion has begun.
            return Poll(JobStatus.RUNNING, total=1)
        self._found = found
        status = _STATUSES.get(found.status, JobStatus.RUNNING)
        message = _describe_failure(found) if status is JobStatus.FAILED else ""
        return Poll(status, message=message, count=int(status is JobStatus.SUCCEEDED), total=1)

    def _get_result(self) -> FeedProcessingResult:
        assert self._found is not None
        return self._found

    def _get_state(self) -> dict[str, Any]:
        return {
            "feed_id": self.feed_id,
            "processing_result_id": self.processing_result_id,
            "ad_account_id": self._feed.ad_account_id,
        }

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        return cls(
            state["feed_id"],
            state["processing_result_id"],
            client,
            ad_account_id=state.get("ad_account_id"),
        )


class FeedIssues(RowTable):
    """A table of the issues that an ingestion found in a feed. Each row is one issue of one item.

    A row has `item_id`, `item_number`, `severity` (`error` or `warning`), `issue`, `attribute` and `value`.
    """

    counts = frozenset({"item_number"})

    def __init__(self, ingestion: FeedIngestion) -> None:
        """Creates a table of an ingestion's issues. Sends no request."""
        self._ingestion = ingestion

    def rows(self) -> Iterator[dict[str, Any]]:
        """Waits for the ingestion and yields the rows one by one.

        Raises:
            JobError: If the ingestion fails or is not done in time.
        """
        for item in self._ingestion.result().item_issues():
            data = item.to_dict()
            for severity in ("error", "warning"):
                for name, details in (data.get(f"{severity}s") or {}).items():
                    if details is None:
                        continue
                    found = details if isinstance(details, Mapping) else {}
                    values = (
                        item.item_id,
                        item.item_number,
                        severity,
                        name,
                        found.get("attribute_name"),
                        found.get("provided_value"),
                    )
                    yield dict(zip(_ISSUE_COLUMNS, values, strict=True))

    @contextmanager
    def _open_table(self) -> Iterator[tuple[Sequence[str], Batches]]:
        yield _ISSUE_COLUMNS, lambda: batched(self.rows())


def _describe_failure(result: FeedProcessingResult) -> str:
    """Describes why an ingestion failed, with its status and the names of its errors."""
    data = result.to_dict()
    names = [
        name
        for part in ("validation_details", "ingestion_details")
        for name, count in ((data.get(part) or {}).get("errors") or {}).items()
        if count
    ]
    return f"the API says {result.status}" + (f": {', '.join(names)}" if names else "")
