"""Bulk requests: download the entities of an ad account, or create and update many entities at once."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from pinterest.ads.bulk_requests import BulkRequest
from pinterest.exceptions import JobFailed, Reason, ValidationError
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.jobs.result_files import download_result, save_file
from pinterest.utils.outcomes import parse_outcomes
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Bulk", "BulkResult"]

_STATUSES: Final[Mapping[str | None, JobStatus]] = {
    "SUCCEEDED": JobStatus.SUCCEEDED,
    "FAILED": JobStatus.FAILED,
}
_PARTS: Final = ("create", "update")


@dataclass(frozen=True, slots=True)
class BulkResult:
    """The result of creating or updating one entity in bulk.

    Attributes:
        part: The argument of `upsert` that contained the entity: `create` or `update`.
        kind: The type of entity, such as `campaigns`.
        index: The position of the entity in the list of its type that you passed to `upsert`.
        item: The fields that were sent. None if the job was restored from a token.
        data: The entity as the API returned it. None if the entity failed.
        reasons: Messages that say why the entity failed. Empty if it succeeded.
    """

    part: str
    kind: str
    index: int
    item: Mapping[str, Any] | None
    data: Mapping[str, Any] | None
    reasons: tuple[Reason, ...]

    @property
    def succeeded(self) -> bool:
        """Whether the entity was created or updated."""
        return not self.reasons and self.data is not None


class Bulk(Job["Bulk"]):
    """A job that downloads, creates or updates many entities of an ad account.

    `rows`, `results` and `save` download the file with the result.

    Attributes:
        ad_account_id: The ID of the ad account.
        request_id: The API's ID of the request.
        output_format: `JSON` or `CSV`.

    Examples:
        >>> for row in Bulk.download("549755885175", ["CAMPAIGN", "AD_GROUP"]).rows():
        ...     print(row["entity_type"], row["id"], row["name"])
        >>> job = Bulk.upsert("549755885175", update={"campaigns": [{"id": id, "status": "PAUSED"}]})
        >>> [result for result in job.results() if not result.succeeded]
        []
    """

    kind = "bulk"
    noun = "bulk request"
    unit = "requests"
    advice: ClassVar[Mapping[JobStatus, str]] = {
        JobStatus.FAILED: "Check which entities exist before you send it again"
    }

    def __init__(
        self,
        ad_account_id: str | int,
        request_id: str | int,
        client: PinterestSDKClient | None = None,
        *,
        output_format: str = "JSON",
    ) -> None:
        """Creates the job object for an existing bulk request. Sends no HTTP request.

        Args:
            ad_account_id: The ID of the ad account.
            request_id: The ID of the bulk request.
            client: The client to use. Defaults to the default client.
            output_format: The format of the result file, `JSON` or `CSV`.
        """
        super().__init__(client)
        self._request = BulkRequest(ad_account_id, request_id, client)
        self.ad_account_id, self.request_id = str(ad_account_id), str(request_id)
        self.output_format = str(output_format)
        self._sent: Mapping[str, Mapping[str, Sequence[Any]]] | None = None

    @classmethod
    def download(
        cls,
        ad_account_id: str | int,
        entity_types: Sequence[str] | None = None,
        client: PinterestSDKClient | None = None,
        *,
        entity_ids: Sequence[str | int] | None = None,
        updated_since: str | int | None = None,
        campaign_filter: Mapping[str, object] | None = None,
        output_format: str = "JSON",
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Self:
        """Starts to download the entities of an ad account.

        :calls: `POST /ad_accounts/{ad_account_id}/bulk/download`

        Args:
            ad_account_id: ID of the ad account.
            entity_types: Types of entities to download, such as `CAMPAIGN` and `AD_GROUP`. Defaults to the API's
                default.
            client: The client to use. Defaults to the default client.
            entity_ids: IDs of entities. If given, only these entities and the entities below them are downloaded.
            updated_since: Unix timestamp in seconds. If given, only entities that changed after this time are
                downloaded.
            campaign_filter: A filter for campaigns. If given, only matching campaigns and the entities below them are
                downloaded.
            output_format: `JSON` or `CSV` (default `JSON`).
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for the request, including its retries and the waits between them.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
        """
        _check_output_format(output_format)
        request = BulkRequest.create_download(
            ad_account_id,
            entity_types,  # type: ignore[arg-type]  # the method checks the names
            entity_ids,
            updated_since,
            campaign_filter,
            output_format,  # type: ignore[arg-type]  # it was checked
            client,
            timeout=timeout,
            deadline=deadline,
        )
        return cls(ad_account_id, request.id, client, output_format=output_format)

    @classmethod
    def upsert(
        cls,
        ad_account_id: str | int,
        create: Mapping[str, Sequence[Any]] | None = None,
        update: Mapping[str, Sequence[Any]] | None = None,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Self:
        """Starts to create and update entities of an ad account.

        :calls: `POST /ad_accounts/{ad_account_id}/bulk/upsert`

        Args:
            ad_account_id: ID of the ad account.
            create: The entities to create, by type, such as `{"campaigns": [...]}`.
            update: The entities to update, by type.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for the request, including its retries and the waits between them.

        Raises:
            ValidationError: If a field of an entity is unknown, missing or not valid. Nothing is sent.
            OutcomeUnknown: If the request was sent but no response arrived. Check which entities exist before you send
                it again.
        """
        for name, part in (("create", create), ("update", update)):
            if part is not None and not isinstance(part, Mapping):
                raise ValidationError(
                    f"{name}: {format_value(part)} is not valid; pass a dict such as {{'campaigns': [...]}}"
                )
        if not any(items for part in (create, update) for items in (part or {}).values()):
            raise ValidationError("create, update: both are empty. Pass at least one entity")
        request = BulkRequest.create(
            ad_account_id, create, update, client, timeout=timeout, deadline=deadline
        )
        job = cls(ad_account_id, request.id, client)
        job._sent = {"create": dict(create or {}), "update": dict(update or {})}
        return job

    def rows(self) -> Iterator[dict[str, Any]]:
        """Waits for a download and yields its rows. Each row has the type of its entity in `entity_type`.

        If the file is CSV, all values are strings.

        Raises:
            JobError: If the request ends without a result or is not done in time.
        """
        with tempfile.TemporaryFile(prefix="pinterest-bulk-") as file:
            self._download_file(file)
            file.seek(0)
            if self.output_format == "CSV":
                with io.TextIOWrapper(file, "utf-8", newline="") as text:
                    yield from csv.DictReader(text)
                return
            for name, entities in json.load(file).items():
                kind = name.upper().removesuffix("S")
                for entity in entities:
                    yield {"entity_type": kind, **entity}

    def results(self) -> list[BulkResult]:
        """Waits for an upsert and returns one result per entity. A result also has the fields that you sent.

        Raises:
            JobError: If the request ends without a result or is not done in time.
        """
        with tempfile.TemporaryFile(prefix="pinterest-bulk-") as file:
            self._download_file(file)
            file.seek(0)
            content = json.load(file)
        found: list[BulkResult] = []
        for part in _PARTS:
            rows_by_kind = content.get(part) or {}
            sent_by_kind = self._sent[part] if self._sent else {}
            for kind in [
                *sent_by_kind,
                *(name for name in rows_by_kind if name not in sent_by_kind),
            ]:
                rows = rows_by_kind.get(kind) or []
                found += _match_results(part, kind, sent_by_kind.get(kind), rows)
        return found

    def save(self, path: str | Path) -> Path:
        """Waits for the bulk request and saves the result file unchanged.

        Args:
            path: Path of the file to write. The file appears only when it is complete.

        Returns:
            The path.

        Raises:
            JobError: If the request ends without a result or is not done in time.
        """
        return save_file(path, self._download_file)

    def _download_file(self, file: Any) -> None:
        """Downloads the result file."""
        self.wait()

        download_result(
            self._client,
            file,
            lambda: self._request.refresh().result_url,  # a new URL if the old URL has expired
            lambda: self._build_error(JobFailed, "its file no longer exists", "Start it again"),
        )

    def _poll(self) -> Poll:
        found = self._request.refresh().status
        status = _STATUSES.get(found, JobStatus.RUNNING)
        return Poll(status, count=int(status is JobStatus.SUCCEEDED), total=1)

    def _get_result(self) -> Bulk:
        return self

    def _get_state(self) -> dict[str, Any]:
        return {
            "ad_account_id": self.ad_account_id,
            "request_id": self.request_id,
            "output_format": self.output_format,
        }

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        return cls(
            state["ad_account_id"],
            state["request_id"],
            client,
            output_format=state["output_format"],
        )


def _check_output_format(output_format: str) -> None:
    if output_format not in ("JSON", "CSV"):
        raise ValidationError(f"output_format: {output_format!r} is not valid; allowed: JSON, CSV")


def _match_results(
    part: str, kind: str, sent: Sequence[Any] | None, rows: Sequence[Any]
) -> Iterator[BulkResult]:
    """Yields the result of each entity of one type.

    Args:
        part: The argument of `upsert` that contained the entities: `create` or `update`.
        kind: The type of the entities, such as `campaigns`.
        sent: The entities in the request. None if they are not known.
        rows: The rows of the result file for these entities.
    """
    items: Sequence[Any] = [None] * len(rows) if sent is None else sent
    # An entity that is missing from the result file counts as failed.
    missing = Reason(
        "the result file does not mention the entity. Check whether the entity exists", None
    )
    for index, outcome in enumerate(parse_outcomes(items, list(rows))):
        reasons = (missing,) if outcome is None else tuple(outcome.reasons)
        data = None if reasons or outcome is None else outcome.data
        yield BulkResult(part, kind, index, items[index], data, reasons)
