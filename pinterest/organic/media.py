"""Media: uploads of videos for Pins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.media import MediaBase
from pinterest.utils.protocol import with_deadline

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.content import FileSource
    from pinterest.jobs.media import MediaUpload
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Media"]


class Media(MediaBase):
    """An upload of a video.

    Examples:
        >>> media = Media.upload("quilting.mp4").result()
        >>> media.status
        'succeeded'
    """

    __slots__ = ()

    @classmethod
    def upload(
        cls,
        video: FileSource,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> MediaUpload:
        """Registers a video and returns the job that uploads it. Needs the extra `jobs`.

        The job's methods `wait` and `result` send the file, without loading the whole file into memory. Then they wait
        until Pinterest has processed the video.

        :calls: `POST /media`, and later `GET /media/{media_id}`

        Args:
            video: The path of the video, its bytes, or a file opened in binary mode. At most 2 GB.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each API request, including retries and waits. Defaults to the
                client's deadline.

        Returns:
            The job. Its result is the media.

        Raises:
            ValidationError: If the file is not a video, is too large or cannot be read. Nothing is sent.
            ConfigurationError: If the extra `jobs` is not installed.
            OutcomeUnknown: If the request was sent but no response arrived. You can safely register the video again.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.media import MediaUpload

        return MediaUpload.start(video, client, timeout=with_deadline(timeout, deadline))
