"""Reports of ads, which Pinterest prepares in the background."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Final, Self

from pinterest.exceptions import (
    ApiException,
    BadRequest,
    ConnectionFailed,
    JobFailed,
    PinterestError,
    ServerError,
)
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.jobs.report_requests import (
    FAMILY_BY_OPERATION,
    STATUS_OPERATIONS,
    get_id_column,
    list_available_columns,
    list_expected_columns,
    split_request,
)
from pinterest.jobs.report_table import ReportTable
from pinterest.operation import Operation
from pinterest.operations.ad_accounts import ANALYTICS_CREATE_REPORT
from pinterest.retry import TEMPORARY_FAULT, Policy
from pinterest.utils import default_client, model_requests, tables
from pinterest.utils.pauses import pause
from pinterest.utils.protocol import with_deadline

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.base_model import PinterestBaseModel
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Report"]

_FINISHED: Final = "FINISHED"
_STATUSES: Final[Mapping[str | None, JobStatus]] = {
    _FINISHED: JobStatus.SUCCEEDED,
    "FAILED": JobStatus.FAILED,
    "CANCELLED": JobStatus.CANCELLED,
    "EXPIRED": JobStatus.EXPIRED,
    "DOES_NOT_EXIST": JobStatus.NOT_FOUND,
}
_DOWNLOADS: Final = 4
_RETRIES: Final = Policy()


@dataclass
class _ReportPart:
    """A report for one part of a long period.

    Attributes:
        token: The API's token for the report.
        status: The latest status from the API.
        url: The latest URL of the report file, valid for five minutes.
    """

    token: str
    status: str | None = None
    url: str | None = None


class Report(ReportTable, Job["Report"]):
    """A report of an ad account, which Pinterest prepares in the background.

    `AdAccount.report` and `ReportTemplate.report` create reports. Methods that need the rows wait for the report.

    Attributes:
        ad_account_id: The ID of the ad account.
        family: `delivery`, `conversion_product` or `mmm`.
        level: The level, such as `CAMPAIGN`. Empty if the report was created from a template that is not loaded.
        granularity: The granularity, such as `DAY`. Empty if `level` is empty.
        requested_columns: The columns that were requested. Empty if `level` is empty.

    Examples:
        >>> report = account.report(
        ...     "2025-01-01", "2025-12-31", "DAY", "CAMPAIGN", ["SPEND_IN_MICRO_DOLLAR"]
        ... )
        >>> report.wait(progress=True).to_dataframe(money=True)
    """

    kind = "report"
    noun = "report"
    unit = "reports"
    advice: ClassVar[Mapping[JobStatus, str]] = {
        JobStatus.FAILED: "Create it again. If it fails again, request a shorter period or fewer columns",
        JobStatus.CANCELLED: "Create it again",
        JobStatus.EXPIRED: "Pinterest keeps a report for one hour. Create it again",
        JobStatus.NOT_FOUND: "The token is too old or belongs to another ad account. Create the report again",
    }

    def __init__(
        self,
        ad_account_id: str | int,
        tokens: Sequence[str],
        client: PinterestSDKClient | None = None,
        *,
        family: str = "delivery",
        level: str = "",
        granularity: str = "",
        columns: Sequence[str] = (),
    ) -> None:
        """Creates the job object for existing reports. Sends no request.

        Args:
            ad_account_id: The ID of the ad account.
            tokens: The API's tokens, one per report. A long period is split into several reports.
            client: The client to use. Defaults to the default client.
            family: `delivery`, `conversion_product` or `mmm`.
            level: The level of the report. Without it, JSON reports have no column for the entity's ID.
            granularity: The granularity of the report.
            columns: The columns that were requested.
        """
        super().__init__(client)
        self.ad_account_id = str(ad_account_id)
        self.family = family
        self.level = level
        self.granularity = granularity
        self.requested_columns = tuple(columns)
        self._operation = STATUS_OPERATIONS[family]
        self._parts = [_ReportPart(token) for token in tokens]

    @classmethod
    def create(
        cls,
        ad_account_id: str | int,
        start_date: Any,
        end_date: Any,
        granularity: str,
        level: str,
        columns: Sequence[str],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
        **filters: Any,
    ) -> Self:
        """Creates a delivery report, like `AdAccount.report`. That method describes all arguments.

        :calls: `POST /ad_accounts/{ad_account_id}/reports`

        Args:
            ad_account_id: The ID of the ad account.
            start_date: First day (UTC).
            end_date: Last day (UTC).
            granularity: `TOTAL`, `DAY`, `HOUR`, `WEEK` or `MONTH`.
            level: What each row describes, such as `CAMPAIGN`.
            columns: The columns. `Report.columns(level)` lists them.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data, per request.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
            **filters: The other arguments of `AdAccount.report`, such as `campaign_ids`.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
        """
        fields = {
            "start_date": start_date,
            "end_date": end_date,
            "granularity": granularity,
            "level": level,
            "columns": columns,
            **filters,
        }
        arguments = {"ad_account_id": ad_account_id}
        limits = with_deadline(timeout, deadline)
        return cls._start(ANALYTICS_CREATE_REPORT, arguments, fields, client, limits)

    @staticmethod
    def columns(level: str, family: str = "delivery") -> list[str]:
        """Returns the columns that reports of a level may have. Sends no request.

        `AdAccount.delivery_metrics("ASYNC")` gets the definitions of the columns.

        Args:
            level: The level, such as `CAMPAIGN`.
            family: `delivery`, `conversion_product` or `mmm`.

        Raises:
            ValidationError: If the level or the family is not valid.
        """
        return list_available_columns(level, family)

    @property
    def tokens(self) -> tuple[str, ...]:
        """The API's tokens for the reports. A long period is split into several reports, each with its own token."""
        return tuple(part.token for part in self._parts)

    def download(self, path: str | Path) -> list[Path]:
        """Waits for the report and downloads its file unchanged, without holding it in memory.

        For a split period, the files are named `report-1.json`, `report-2.json` and so on. `to_csv` writes one file.

        Args:
            path: Path of the file to write. The file appears only when it is complete.

        Returns:
            The paths of the files.

        Raises:
            JobError: If the report ends without a result or is not done in time.
        """
        target, paths = Path(path), []
        self.wait()
        for number, part in enumerate(self._parts, 1):
            single = len(self._parts) == 1
            name = target.name if single else f"{target.stem}-{number}{target.suffix}"
            paths.append(target.with_name(name))
            with (
                tables.replace_when_complete(paths[-1]) as unfinished,
                unfinished.open("wb") as file,
            ):
                self._download_part(part, file)
        return paths

    @classmethod
    def _start(
        cls,
        operation: Operation,
        arguments: Mapping[str, Any],
        fields: Mapping[str, Any],
        client: PinterestSDKClient | None,
        timeout: Timeout,
        extra_body: Mapping[str, object] | None = None,
        owner: PinterestBaseModel | None = None,
    ) -> Self:
        """Requests a report, or several reports for a long period, and returns one job.

        Args:
            operation: The operation that creates a report.
            arguments: The parameters of the operation.
            fields: The fields of the request body. For a report from a template, its dates and granularity.
            client: The client to use.
            timeout: Seconds to wait for a connection and for data.
            extra_body: Additional fields of the body, sent without checks.
            owner: The object whose method was called, such as a report template.
        """
        present = {name: value for name, value in fields.items() if value is not None}
        requests: list[tuple[dict[str, Any], Any]] = []
        for item in split_request(operation, present):
            if operation.body is None:
                requests.append(({**arguments, **item}, None))
            else:
                body = model_requests.build_body(operation, item, extra_body)
                requests.append((dict(arguments), body))
        for sent, _ in requests:
            operation.prepare(sent)
        chosen = default_client.resolve(client)
        tokens = [
            _get_token(
                operation,
                model_requests.execute(chosen, operation, sent, body=body, timeout=timeout).data,
            )
            for sent, body in requests
        ]
        details = {**_get_template_settings(owner), **present}
        return cls(
            str(arguments["ad_account_id"]),
            tokens,
            client,
            family=FAMILY_BY_OPERATION[operation.id],
            level=str(details.get("level") or ""),
            granularity=str(details.get("granularity") or ""),
            columns=[str(name) for name in details.get("columns") or ()],
        )

    def _poll(self) -> Poll:
        for part in self._parts:
            if part.status != _FINISHED:
                self._update_part(part)
        finished = sum(part.status == _FINISHED for part in self._parts)
        ended = [_STATUSES.get(part.status, JobStatus.RUNNING) for part in self._parts]
        bad = [status for status in ended if status not in (JobStatus.RUNNING, JobStatus.SUCCEEDED)]
        done = JobStatus.SUCCEEDED if finished == len(self._parts) else JobStatus.RUNNING
        status = bad[0] if bad else done
        native = next(
            (part.status for part in self._parts if _STATUSES.get(part.status) == status), ""
        )
        return Poll(
            status,
            message=f"the API says {native}" if bad else "",
            count=finished,
            total=len(self._parts),
        )

    def _update_part(self, part: _ReportPart) -> None:
        """Fetches the status and the download URL of one part of the report, and stores them in `part`."""
        arguments = {"ad_account_id": self.ad_account_id, "token": part.token}
        data = model_requests.execute(self._client, self._operation, arguments).data
        found = data.get("data") if isinstance(data, dict) else None
        found = found if isinstance(found, dict) else data
        if not isinstance(found, dict):
            raise ServerError(f"{self._operation}: the response is not an object")
        part.status, part.url = found.get("report_status"), found.get("url")

    def _is_temporary_error(self, error: PinterestError) -> bool:
        passes = isinstance(error, BadRequest) and error.code == TEMPORARY_FAULT
        return passes or super()._is_temporary_error(error)

    def _get_result(self) -> Report:
        return self

    def _open_parts(self) -> Iterator[BinaryIO]:
        self.wait()
        for part in self._parts:
            with tempfile.TemporaryFile(prefix="pinterest-report-") as file:
                self._download_part(part, file)
                file.seek(0)
                yield file

    def _download_part(self, part: _ReportPart, file: BinaryIO) -> None:
        """Downloads the report file for one part of the period."""
        for attempt in range(_DOWNLOADS):
            if part.url is None:
                self._update_part(part)
                self._check_part_finished(part)
            try:
                assert part.url is not None
                self._client.download(part.url, file)
            except PinterestError as error:
                part.url = None  # get a new URL, because the old URL may have expired
                is_temporary = isinstance(error, (ApiException, ConnectionFailed))
                if attempt == _DOWNLOADS - 1 or not is_temporary:
                    raise
                file.seek(0)
                file.truncate()
                if not isinstance(error, ApiException) or isinstance(error, ServerError):
                    pause(_RETRIES.backoff_delay(attempt))
            else:
                return

    def _check_part_finished(self, part: _ReportPart) -> None:
        """Raises an error if a part is not finished, for example because its report has expired."""
        if part.status != _FINISHED or not part.url:
            status = _STATUSES.get(part.status, JobStatus.FAILED)
            self._last = Poll(status, f"the API says {part.status} instead of {_FINISHED}")
            self._raise_for_status()
            raise self._build_error(
                JobFailed, "the API returned no URL for the file", "Create the report again"
            )

    def _get_id_column(self) -> str:
        return get_id_column(self.level)

    def _get_expected_columns(self) -> list[str]:
        return list_expected_columns(self.level, self.granularity, self.requested_columns)

    def _get_state(self) -> dict[str, Any]:
        return {
            "family": self.family,
            "ad_account_id": self.ad_account_id,
            "tokens": list(self.tokens),
            "level": self.level,
            "granularity": self.granularity,
            "columns": list(self.requested_columns),
        }

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        return cls(
            state["ad_account_id"],
            state["tokens"],
            client,
            family=state["family"],
            level=state["level"],
            granularity=state["granularity"],
            columns=state["columns"],
        )

    def __repr__(self) -> str:
        status = "not polled yet" if self._last is None else str(self._last.status)
        level = f" by {self.level}" if self.level else ""
        return f"<Report of ad account {self.ad_account_id}{level}: {status}>"


def _get_template_settings(owner: PinterestBaseModel | None) -> dict[str, Any]:
    """Returns the level, granularity and columns of a template, or `{}` if `owner` is not a loaded template."""
    if owner is None or not owner.is_loaded:
        return {}
    data = owner.to_dict()
    names = {"level": "report_level", "granularity": "granularity", "columns": "columns"}
    return {name: data.get(field) for name, field in names.items()}


def _get_token(operation: Operation, data: Any) -> str:
    """Returns the token from the response that created a report."""
    found = data if isinstance(data, dict) else {}
    inner = found.get("data")
    token = found.get("token") or (inner.get("token") if isinstance(inner, dict) else None)
    if not token:
        raise ServerError(f"{operation}: the response contains no report token")
    return str(token)
