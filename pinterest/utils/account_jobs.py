"""Methods of `AdAccount` that start jobs: bulk downloads, bulk upserts and conversion events."""

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
    """Methods of `AdAccount` that start bulk jobs and send conversion events."""

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
        """Starts a bulk download of campaigns, ad groups, ads and other entities.

        :calls: `POST /ad_accounts/{ad_account_id}/bulk/download`

        Args:
            entity_types: Types of the entities, such as `CAMPAIGN`. By default, the API chooses the types.
            client: The client to use. Defaults to the ad account's client.
            entity_ids: Only downloads entities with these IDs and the entities below them. Defaults to all entities.
            updated_since: Only downloads entities changed after this Unix timestamp in seconds.
            campaign_filter: Only downloads matching campaigns and the entities below them.
            output_format: `JSON` or `CSV` (default `JSON`).
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds for the whole call. Defaults to the client's deadline.

        Returns:
            The job. `rows()` yields the entities, and `save(path)` saves the downloaded file.

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
        """Creates and updates many entities with one bulk request.

        :calls: `POST /ad_accounts/{ad_account_id}/bulk/upsert`

        Args:
            create: The entities to create, listed by type, such as `{"campaigns": [...]}`.
            update: The entities to update, in the same format as `create`.
            client: The client to use. Defaults to the ad account's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The job. `results()` waits for the job and returns the result of each entity.

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
        """Returns an `EventSender` for conversion events. Use the sender in a `with` block.

        For more options, create an `EventSender` yourself.

        Args:
            path: The SQLite file for events that are not yet delivered. Created if the file does not exist.
            client: The client to use. Defaults to the ad account's client.
            test: True to let the API validate the events without counting them (default False).
            on_result: A function that is called with the result of each event.

        Returns:
            The sender.

        Raises:
            ConfigurationError: If the file cannot be opened, or another process has it open.
            ValidationError: If an argument is not valid, or the file was created with another ad account or another
                value of `test`.
        """
        from pinterest.jobs.event_sender import EventSender

        return EventSender(
            self.id, path, self._choose_client(client), test=test, on_result=on_result
        )

    def _choose_client(self, client: PinterestSDKClient | None) -> Any:
        """Returns `client`, or the ad account's client if `client` is None."""
        return client if client is not None else self._stored_client
