"""Methods of `CustomerList` that return jobs: upload a list, add customers and remove customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.bases.customer_lists import CustomerListBase
from pinterest.utils.protocol import with_deadline

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.customer_lists import CustomerListChanges
    from pinterest.jobs.record_sources import Column, Source
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["CustomerChanges"]


class CustomerChanges(CustomerListBase):
    """Methods of `CustomerList` that return jobs: `upload`, `add` and `remove`."""

    __slots__ = ()

    @classmethod
    def upload(
        cls,
        ad_account_id: str | int,
        source: Source,
        name: str,
        client: PinterestSDKClient | None = None,
        *,
        kind: Literal["EMAIL", "PHONE", "MAID", "IDFA"] = "EMAIL",
        column: Column = None,
        region: str | None = None,
        via: Literal["records", "file"] = "records",
        checkpoint: str | Path | bool | None = None,
        delimiter: str | None = None,
        encoding: str | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> CustomerListChanges:
        """Returns a job that creates a customer list from any number of customers.

        Nothing is sent until you call `wait` or `result` of the job. The job then reads, normalizes and hashes the
        values, and sends the hashes. The memory use does not grow with the number of customers.

        :calls: `POST /ad_accounts/{ad_account_id}/customer_lists`, and
            `PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}`, when the job runs

        Args:
            ad_account_id: ID of the ad account.
            source: The customers: the path of a CSV or Parquet file, an open file, a DataFrame, or an iterable of
                values or mappings. Values that are already hashes (SHA-256, SHA-1 or MD5) are sent unchanged.
            name: Name of the customer list.
            client: The client to use. Defaults to the default client.
            kind: Type of the values: `EMAIL` (the default), `PHONE`, `MAID` (device IDs) or `IDFA`.
                `PHONE` needs the extra `jobs`.
            column: Name of the column with the values, or its position, counted from 0. By default, uses the only
                column or a column with a common name such as `email`.
            region: Country (ISO 3166-1 alpha-2) to assume for phone numbers without a country code.
            via: `records` (the default) to send 1,900 values per request, or `file` to upload all values as one file.
                The API's endpoints for files are in closed beta.
            checkpoint: Path of a file with the job's progress, which lets the job continue after a crash. False for no
                file. By default, there is a file in the user's state folder if the source is a path.
            delimiter: Delimiter of a CSV file. By default, it is detected.
            encoding: Encoding of a CSV file. By default, it is detected.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The job. Its result has the number of values sent, and the values that were skipped, with reasons.

        Raises:
            ValidationError: If an argument is not valid, the file cannot be read, or the column does not exist.
            ConfigurationError: If a required extra is not installed, or the checkpoint cannot be read.

        Examples:
            >>> job = CustomerList.upload("549755885175", "buyers.csv", "Buyers", column="email")
            >>> job.wait(progress=True).result().sent
            1000000
        """
        options = (kind, region, column, delimiter, encoding, via)
        limits = with_deadline(timeout, deadline)
        return _create_job(
            (str(ad_account_id), None, name, "ADD"), options, source, client, checkpoint, limits
        )

    def add(
        self,
        source: Source,
        client: PinterestSDKClient | None = None,
        *,
        kind: Literal["EMAIL", "PHONE", "MAID", "IDFA"] = "EMAIL",
        column: Column = None,
        region: str | None = None,
        via: Literal["records", "file"] = "records",
        checkpoint: str | Path | bool | None = None,
        delimiter: str | None = None,
        encoding: str | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> CustomerListChanges:
        """Returns a job that adds any number of customers to the list.

        Nothing is sent until you call `wait` or `result` of the job.

        :calls: `PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}`, when the job runs

        Args:
            source: The customers, in any of the formats that `upload` accepts.
            client: The client to use. Defaults to the customer list's client.
            kind: Type of the values: `EMAIL` (the default), `PHONE`, `MAID` or `IDFA`.
            column: Name or position of the column with the values. See `upload`.
            region: Country (ISO 3166-1 alpha-2) to assume for phone numbers without a country code.
            via: `records` (the default) or `file`. See `upload`.
            checkpoint: Path of a file with the job's progress, or False for no file. See `upload`.
            delimiter: Delimiter of a CSV file. By default, it is detected.
            encoding: Encoding of a CSV file. By default, it is detected.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The job. Its result has the number of values sent, and the values that were skipped, with reasons.

        Raises:
            ValidationError: If an argument is not valid, the file cannot be read, or the column does not exist.
            ConfigurationError: If a required extra is not installed, or the checkpoint cannot be read.
        """
        options = (kind, region, column, delimiter, encoding, via)
        limits = with_deadline(timeout, deadline)
        return _create_job(
            (self.ad_account_id, self.id, None, "ADD"),
            options,
            source,
            client if client is not None else self._stored_client,
            checkpoint,
            limits,
        )

    def remove(
        self,
        source: Source,
        client: PinterestSDKClient | None = None,
        *,
        kind: Literal["EMAIL", "PHONE", "MAID", "IDFA"] = "EMAIL",
        column: Column = None,
        region: str | None = None,
        via: Literal["records", "file"] = "records",
        checkpoint: str | Path | bool | None = None,
        delimiter: str | None = None,
        encoding: str | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> CustomerListChanges:
        """Returns a job that removes any number of customers from the list.

        Nothing is sent until you call `wait` or `result` of the job.

        :calls: `PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}`, when the job runs

        Args:
            source: The customers, in any of the formats that `upload` accepts.
            client: The client to use. Defaults to the customer list's client.
            kind: Type of the values: `EMAIL` (the default), `PHONE`, `MAID` or `IDFA`.
            column: Name or position of the column with the values. See `upload`.
            region: Country (ISO 3166-1 alpha-2) to assume for phone numbers without a country code.
            via: `records` (the default) or `file`. See `upload`.
            checkpoint: Path of a file with the job's progress, or False for no file. See `upload`.
            delimiter: Delimiter of a CSV file. By default, it is detected.
            encoding: Encoding of a CSV file. By default, it is detected.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The job. Its result has the number of values sent, and the values that were skipped, with reasons.

        Raises:
            ValidationError: If an argument is not valid, the file cannot be read, or the column does not exist.
            ConfigurationError: If a required extra is not installed, or the checkpoint cannot be read.
        """
        options = (kind, region, column, delimiter, encoding, via)
        limits = with_deadline(timeout, deadline)
        return _create_job(
            (self.ad_account_id, self.id, None, "REMOVE"),
            options,
            source,
            client if client is not None else self._stored_client,
            checkpoint,
            limits,
        )


def _create_job(
    target: tuple[str, str | None, str | None, str],
    options: tuple[Any, ...],
    source: Source,
    client: PinterestSDKClient | None,
    checkpoint: str | Path | bool | None,
    timeout: Timeout,
) -> CustomerListChanges:
    """Creates a job that changes a customer list. `target` is (ad account ID, list ID, list name, operation)."""
    from pinterest.jobs.customer_lists import CustomerListChanges, CustomerListSettings

    settings = CustomerListSettings(*target, *options)
    return CustomerListChanges(source, settings, client, checkpoint=checkpoint, timeout=timeout)
