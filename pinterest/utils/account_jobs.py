"""Starts the jobs of an ad account that are not about one object: bulk requests and conversion events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.bases.ad_accounts import AdAccountBase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.bulk import Bulk
    from pinterest.jobs.event_batches import EventResult
    from pinterest.jobs.event_sender import EventSender
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["AccountJobs"]


class AccountJobs(AdAccountBase):
    """The methods of `AdAccount` that start jobs."""

    __slots__ = ()

    def bulk_download(
        self,
        entity_types: Sequence[str] | None = None,
        client: PinterestSDKClient | None = None,
        *,
        entity_ids: Sequence[str | int] | None = None,
        updated_since: str | int | None = None,
        campaign_filter: Mapping[str, object] | None = None,
        output_format: str = "JSON",
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Bulk:
        """Starts a download of campaigns, ad groups, ads and other entities, and returns the job that waits for it.

        :calls: `POST /ad_accounts/{ad_account_id}/bulk/download`

        Args:
            entity_types: Types of the entities, such as `CAMPAIGN` and `AD_GROUP`. Without them, the API chooses.
            client: The client to use. Defaults to the ad account's client.
            entity_ids: Only these entities and everything below them.
            updated_since: Only entities changed after this time. Unix timestamp in seconds.
            campaign_filter: Only campaigns that match this filter, and the entities below them.
            output_format: `JSON` or `CSV` (default `JSON`).
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds for the whole call. Defaults to the client's deadline.

        Returns:
            The job. `rows()` yields the entities, and `save(path)` writes the file.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.bulk import Bulk

        return Bulk.download(
            self.id,
            entity_types,
            self._choose_client(client),
            entity_ids=entity_ids,
            updated_since=updated_since,
            campaign_filter=campaign_filter,
            output_format=output_format,
            timeout=timeout,
            deadline=deadline,
        )

    def bulk_upsert(
        self,
        create: Mapping[str, Sequence[Any]] | None = None,
        update: Mapping[str, Sequence[Any]] | None = None,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Bulk:
        """Starts a request that creates and updates many entities, and returns the job that waits for it.

        :calls: `POST /ad_accounts/{ad_account_id}/bulk/upsert`

        Args:
            create: The entities to create, by kind, such as `{"campaigns": [...]}`.
            update: The entities to update, by kind.
            client: The client to use. Defaults to the ad account's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            The job. `results()` has the result of each entity.

        Raises:
            ValidationError: If a field of an entity is unknown, missing or not valid. Nothing is sent.
            OutcomeUnknown: If the request was sent but no response arrived.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.bulk import Bulk

        return Bulk.upsert(
            self.id, create, update, self._choose_client(client), timeout=timeout, deadline=deadline
        )

    def event_sender(
        self,
        path: str | Path,
        client: PinterestSDKClient | None = None,
        *,
        test: bool = False,
        on_result: Callable[[EventResult], object] | None = None,
    ) -> EventSender:
        """Opens a sender of conversion events. Use it in a `with` block. `EventSender` has more options.

        Args:
            path: The SQLite file that keeps events until they are delivered. It is created if it does not exist.
            client: The client to use. Defaults to the ad account's client.
            test: Whether the API only checks the events and does not count them. Defaults to False.
            on_result: Called with the result of each event.

        Returns:
            The sender.

        Raises:
            ConfigurationError: If the file cannot be opened, or another process has it open.
            ValidationError: If an argument is not valid, or the file belongs to another ad account.
        """
        from pinterest.jobs.event_sender import EventSender

        return EventSender(
            self.id, path, self._choose_client(client), test=test, on_result=on_result
        )

    def _choose_client(self, client: PinterestSDKClient | None) -> Any:
        return client if client is not None else self._own_client
