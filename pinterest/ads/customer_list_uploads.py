"""Customer list uploads: large files of records to add to a customer list or to remove from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.customer_list_uploads import CustomerListUploadBase
from pinterest.utils.model_fields import read_field

if TYPE_CHECKING:
    from pinterest.schemas import S3FilePart, S3MultipartUploadData

__all__ = ["CustomerListUpload"]


class CustomerListUpload(CustomerListUploadBase):
    """An upload of records to a customer list, in one or more parts.

    Send each part of the file to its URL with PUT. Then call `run`.

    Examples:
        >>> upload = CustomerListUpload.create("549755885175", customer_list.id, "ADD", 1)
        >>> for part in upload.file_parts:
        ...     requests.put(part.presigned_url, data=content, timeout=60).raise_for_status()
        >>> upload.run()
        True
    """

    __slots__ = ()

    @property
    def file_parts(self) -> list[S3FilePart]:
        """The parts to upload, each with its URL. Empty if the object was not returned by `create`."""
        data: S3MultipartUploadData | None = read_field(
            self, "s3_multipart_upload_data", "S3MultipartUploadData | None"
        )
        return (data.file_parts if data else None) or []
