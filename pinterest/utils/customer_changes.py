"""Methods of customer lists that start a job: upload a list, add customers and remove them."""

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
    """The methods of a customer list that start a job."""

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
        """Returns the job that creates a customer list from any number of customers. The job sends the requests.

        `wait` and `result` of the job read the values in constant memory, normalize and hash them, and send the hashes.

        :calls: later `POST /ad_accounts/{ad_account_id}/customer_lists`, and
            `PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}`

        Args:
            ad_account_id: ID of the ad account.
            source: The customers: the path of a CSV or Parquet file, a file that is open for reading, a DataFrame, or
                an iterable of values or of mappings. Hashes (SHA-256, SHA-1 or MD5) are sent as they are.
            name: Name of the customer list.
            client: The client to use. Defaults to the default client.
            kind: What the values are. Either `EMAIL`, `PHONE`, `MAID` (device IDs) or `IDFA`. Defaults to `EMAIL`.
                `PHONE` needs the extra `jobs`.
            column: Name of the column with the values, or its position from 0. Defaults to the only column, or the one
                with a usual name such as `email`.
            region: Country (ISO 3166-1 alpha-2) of phone numbers without a country code.
            via: `records` to send the values in requests of 1,900, or `file` to upload all of them as a file. The API's
                endpoints for files are in closed beta. Defaults to `records`.
            checkpoint: The file from which the job continues after a crash. False for none. Defaults to a file in the
                user's state folder if the source is a path, and to none for other sources.
            delimiter: Delimiter of a CSV file. Detected by default.
            encoding: Encoding of a CSV file. Detected by default.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            The job. Its result says what was sent, and what was skipped and why.

        Raises:
            ValidationError: If an argument is not valid, or the file cannot be read or has no such column.
            ConfigurationError: If an extra is not installed, or the checkpoint cannot be read.

        Examples:
            >>> job = CustomerList.upload("549755885175", "buyers.csv", "Buyers", column="email")
            >>> job.wait(progress=True).result().sent
            1000000
        """
        options = (kind, region, column, delimiter, encoding, via)
        limits = with_deadline(timeout, deadline)
        return _start(
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
        """Returns the job that adds any number of customers to the list. The job sends the requests.

        :calls: later `PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}`

        Args:
            source: The customers, as in `upload`.
            client: The client to use. Defaults to the customer list's client.
            kind: What the values are, as in `upload`. Defaults to `EMAIL`.
            column: Name or position of the column with the values, as in `upload`.
            region: Country of phone numbers without a country code.
            via: `records` or `file`, as in `upload`. Defaults to `records`.
            checkpoint: The file from which the job continues after a crash, as in `upload`.
            delimiter: Delimiter of a CSV file. Detected by default.
            encoding: Encoding of a CSV file. Detected by default.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            The job. Its result says what was sent, and what was skipped and why.

        Raises:
            ValidationError: If an argument is not valid, or the file cannot be read or has no such column.
            ConfigurationError: If an extra is not installed, or the checkpoint cannot be read.
        """
        options = (kind, region, column, delimiter, encoding, via)
        limits = with_deadline(timeout, deadline)
        return _start(
            (self.ad_account_id, self.id, None, "ADD"),
            options,
            source,
            client if client is not None else self._own_client,
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
        """Returns the job that removes any number of customers from the list. The job sends the requests.

        :calls: later `PATCH /ad_accounts/{ad_account_id}/customer_lists/{customer_list_id}`

        Args:
            source: The customers, as in `upload`.
            client: The client to use. Defaults to the customer list's client.
            kind: What the values are, as in `upload`. Defaults to `EMAIL`.
            column: Name or position of the column with the values, as in `upload`.
            region: Country of phone numbers without a country code.
            via: `records` or `file`, as in `upload`. Defaults to `records`.
            checkpoint: The file from which the job continues after a crash, as in `upload`.
            delimiter: Delimiter of a CSV file. Detected by default.
            encoding: Encoding of a CSV file. Detected by default.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            The job. Its result says what was sent, and what was skipped and why.

        Raises:
            ValidationError: If an argument is not valid, or the file cannot be read or has no such column.
            ConfigurationError: If an extra is not installed, or the checkpoint cannot be read.
        """
        options = (kind, region, column, delimiter, encoding, via)
        limits = with_deadline(timeout, deadline)
        return _start(
            (self.ad_account_id, self.id, None, "REMOVE"),
            options,
            source,
            client if client is not None else self._own_client,
            checkpoint,
            limits,
        )


def _start(
    target: tuple[str, str | None, str | None, str],
    options: tuple[Any, ...],
    source: Source,
    client: PinterestSDKClient | None,
    checkpoint: str | Path | bool | None,
    timeout: Timeout,
) -> CustomerListChanges:
    """Creates the job from its target (account, list, name and operation) and its options."""
    from pinterest.jobs.customer_lists import CustomerListChanges, Settings

    settings = Settings(*target, *options)
    return CustomerListChanges(source, settings, client, checkpoint=checkpoint, timeout=timeout)
