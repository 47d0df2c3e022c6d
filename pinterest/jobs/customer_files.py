"""Uploads the records of a customer list as one file, in up to ten parts."""

from __future__ import annotations

import hashlib
import tempfile
import weakref
from typing import TYPE_CHECKING, Final

from pinterest.ads.customer_list_uploads import CustomerListUpload
from pinterest.exceptions import ApiException, ServerError
from pinterest.jobs.content import RemainingFile
from pinterest.utils.protocol import time_limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pinterest.ads.customer_lists import CustomerList
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.checkpoints import Checkpoint
    from pinterest.utils.protocol import Timeout

__all__ = ["MIN_PART_BYTES", "CustomerFile"]

MIN_PART_BYTES: Final = 5 * 1024 * 1024
"""Minimum size of each part except the last, in bytes. The storage service behind the API requires this size."""

_MAX_PARTS: Final = 10
_STATE: Final = "upload"
_ENDED: Final = ("SUCCEEDED", "FAILED")


class CustomerFile:
    """A temporary file with the records to upload, and the upload of that file.

    The file contains only hashes and is deleted when it is closed.

    Attributes:
        records: The number of records in the file.
        upload: The upload. None before it is created.
        failure: The reason why the upload failed. Empty if it did not fail.
        delay: Seconds to wait before the next step. If None, the job chooses the delay.
    """

    def __init__(
        self,
        customer_list: CustomerList,
        client: PinterestSDKClient,
        operation: str,
        checkpoint: Checkpoint,
        timeout: Timeout,
    ) -> None:
        """Creates an empty file. Sends no request."""
        self._list, self._client, self._timeout = customer_list, client, timeout
        self._operation = operation
        self._checkpoint = checkpoint
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # `close` closes it
        self._close = weakref.finalize(self, self._file.close)
        self._digest = hashlib.sha256()
        self._size = 0
        self._parts_sent = 0
        self._are_parts_sent = False
        self.records = 0
        self.upload: CustomerListUpload | None = None
        self.failure = ""
        self.delay: float | None = 0.0

    def add(self, records: Sequence[str]) -> None:
        """Adds records to the file, one per line."""
        lines = "".join(f"{record}\n" for record in records).encode()
        self._digest.update(lines)
        self._size += self._file.write(lines)
        self.records += len(records)

    def run_next_step(self) -> bool:
        """Performs the next step: creates the upload, sends a part, or runs the upload and gets its state.

        Returns:
            Whether the upload has ended.
        """
        if self.upload is None:
            self._create_upload()
        elif not self._are_parts_sent:
            self._send_next_part(self.upload)
        else:
            return self._run_or_poll_upload(self.upload)
        return False

    def close(self) -> None:
        """Closes and deletes the temporary file."""
        self._close()

    def _create_upload(self) -> None:
        """Creates an upload, or restores the upload from before a crash."""
        account, client = self._list.ad_account_id, self._client
        known = self._checkpoint.state.get(_STATE) or {}
        if known.get("digest") == self._digest.hexdigest():
            self.upload = CustomerListUpload(account, self._list.id, known["id"], client)
            # An upload is stored in the checkpoint when all parts are sent.
            self._are_parts_sent = True
            return
        parts = min(_MAX_PARTS, max(1, self._size // MIN_PART_BYTES))
        self.upload = CustomerListUpload.create(
            account,
            self._list.id,
            self._operation,  # type: ignore[arg-type]  # ADD or REMOVE
            parts,
            client,
            timeout=self._timeout,
        )
        if len(self.upload.file_parts) != parts:
            raise ServerError(
                "customer_list_uploads/create: the response does not have one URL per part"
            )

    def _send_next_part(self, upload: CustomerListUpload) -> None:
        parts = sorted(upload.file_parts, key=lambda part: part.part_number)
        size = self._size // len(parts)
        start = size * self._parts_sent
        is_last = self._parts_sent == len(parts) - 1
        self._file.seek(start)
        part = RemainingFile(self._file, self._size - start if is_last else size, "records")
        url = parts[self._parts_sent].presigned_url
        try:
            self._client.upload(url, part, timeout=time_limits(self._timeout).timeout)
        except ApiException as error:
            if error.status is not None and error.status < 500:
                self._discard_upload()  # the URL has expired, so the next step creates another upload
            raise
        self._parts_sent += 1
        if self._parts_sent == len(parts):
            self._checkpoint.save(upload={"id": upload.id, "digest": self._digest.hexdigest()})
            self._are_parts_sent = True

    def _run_or_poll_upload(self, upload: CustomerListUpload) -> bool:
        """Starts the upload if it has not started, and returns whether the upload has ended."""
        upload.refresh(timeout=self._timeout)
        if upload.state == "NOT_STARTED":
            upload.run(timeout=self._timeout)
        self.delay = None
        if upload.state == "FAILED":
            self._discard_upload()
            problems = ", ".join(f"{one.count} {one.message}" for one in upload.error_counts or ())
            self.failure = (
                f"Pinterest could not process the file ({problems or 'it gave no reason'})"
            )
        return upload.state in _ENDED

    def _discard_upload(self) -> None:
        """Removes the upload from this object and from the checkpoint."""
        self.upload, self._parts_sent, self._are_parts_sent = None, 0, False
        self._checkpoint.save(upload=None)
