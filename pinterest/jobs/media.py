"""Uploads videos: registers a video, sends the file, and waits until Pinterest has processed the video."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Final, Self

from pinterest.exceptions import (
    ConfigurationError,
    JobFailed,
    NotFound,
    OutcomeUnknown,
    PinterestError,
    ServerError,
    ValidationError,
)
from pinterest.jobs.content import RemainingFile, UploadContent
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.organic.media import Media
from pinterest.utils.file_types import is_video
from pinterest.utils.progress import Progress, check_progress
from pinterest.utils.protocol import time_limits, with_deadline

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.content import FileSource
    from pinterest.utils.progress import ProgressOption
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["MAX_VIDEO_BYTES", "MediaUpload", "check_video"]

MAX_VIDEO_BYTES: Final = 2_000_000_000
"""Maximum size of a video in bytes.

The API does not document a limit. This limit is from "Pinterest product specs" in Pinterest's help for businesses.
"""

_STATUSES: Final[Mapping[str | None, JobStatus]] = {
    "succeeded": JobStatus.SUCCEEDED,
    "failed": JobStatus.FAILED,
}
_FILE_FIELD: Final = "file"


class MediaUpload(Job[Media]):
    """A job that uploads a video. Create the job with `Media.upload`. Its result is the `Media`.

    `wait`, `result`, `done` and `poll` send the file if Pinterest does not have it yet. After a crash, restore the job
    from its token. The restored job sends the file only if Pinterest does not have it.

    Attributes:
        media_id: The ID of the media upload. The ID changes if the file has to be sent again after a failure.

    Examples:
        >>> job = Media.upload("quilting.mp4")
        >>> Path("upload.txt").write_text(job.token)
        >>> media = job.wait(progress=True).result()
    """

    kind = "media"
    noun = "video upload"
    unit = "bytes"
    advice: ClassVar[Mapping[JobStatus, str]] = {
        JobStatus.FAILED: "Check that the file plays. Convert it to MP4 with H.264, and upload it again",
        JobStatus.NOT_FOUND: "The token belongs to another user. Upload the video again",
    }

    def __init__(
        self,
        video: UploadContent | None,
        media: Media,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
    ) -> None:
        """Creates the job object for registered media. Sends no request.

        Args:
            video: The file. None if the file is not on this machine.
            media: The registered media. Media that was just registered also contains the upload form.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data, per request.
        """
        super().__init__(client)
        self.media_id = media.media_id
        self._media = media
        self._video = video
        self._timeout = timeout
        self._has_form = media.is_loaded and media.upload_url is not None
        self._is_sent = False
        self._progress: ProgressOption = None

    @classmethod
    def start(
        cls,
        video: FileSource,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Self:
        """Registers a video for upload. See `Media.upload` for the arguments."""
        content = check_video(video)
        _import_toolbelt()
        limits = with_deadline(timeout, deadline)
        media = Media.create(client=client, timeout=limits)
        return cls(content, media, client, timeout=limits)

    def wait(self, timeout: float | None = None, *, progress: ProgressOption = None) -> Self:
        """Sends the file and waits until Pinterest has processed the video.

        Args:
            timeout: Maximum seconds to wait. Defaults to an hour. An upload in progress is not interrupted.
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of bytes
                that were sent.

        Returns:
            The job.

        Raises:
            JobTimeout: If the video is not processed in time. Call `wait` again to continue.
            JobFailed: If Pinterest could not process the video.
            ConfigurationError: If the extra `jobs` is not installed.
            ValidationError: If an argument is not valid.
        """
        with self.report_progress(progress):
            return super().wait(timeout)

    @contextmanager
    def report_progress(self, progress: ProgressOption) -> Iterator[None]:
        """Reports the progress of an upload inside the `with` block.

        Args:
            progress: The progress bar or function, as in `wait`.

        Raises:
            ValidationError: If `progress` is not valid.
        """
        check_progress(progress)
        self._progress = progress
        try:
            yield
        finally:
            self._progress = None

    def _poll(self) -> Poll:
        if self._has_form:
            self._send_file()
        try:
            self._media.refresh(timeout=self._timeout)
        except NotFound:
            return Poll(JobStatus.NOT_FOUND, f"there is no media {self.media_id}")
        native = self._media.status
        if native == "registered" and not self._is_sent:
            # A token does not contain the form, which may have expired anyway.
            self._register_video_again()
            return Poll(JobStatus.RUNNING, delay=0)
        status = _STATUSES.get(native, JobStatus.RUNNING)
        failed = status is JobStatus.FAILED
        return Poll(status, "Pinterest could not process the video" if failed else "")

    def _register_video_again(self) -> None:
        """Registers the same video again, to get a new media ID and a new upload form."""
        if self._video is None:
            raise self._build_error(
                JobFailed,
                "the video was not uploaded, and the job token does not contain the path of the file",
                "Upload the video again",
            )
        self._media = Media.create(client=self._client, timeout=self._timeout)
        self.media_id = self._media.media_id
        self._has_form = True

    def _send_file(self) -> None:
        """Uploads the video file to the `upload_url` of the media."""
        assert self._video is not None
        # Each form can be used only once. After a failure, the next poll registers the video again to get a new form.
        self._has_form = False
        if self._video.path is not None:
            # The length of the form is sent first, so the size of the file must be up to date.
            self._video = check_video(self._video.path)
        url, fields = self._media.upload_url, self._media.to_dict().get("upload_parameters")
        if not url or not isinstance(fields, Mapping):
            raise ServerError("media/create: the response has no upload form")
        with (
            self._video.open() as file,
            Progress(self._progress, total=self._video.size, unit=self.unit) as progress,
        ):
            form = _build_form(fields, file, self._video.size, progress)
            self._client.upload(
                url,
                form,
                verb="POST",
                content_type=form.content_type,
                timeout=time_limits(self._timeout).timeout,
            )
        self._is_sent = True

    def _is_temporary_error(self, error: PinterestError) -> bool:
        # Registering a video twice does no harm.
        return isinstance(error, OutcomeUnknown) or super()._is_temporary_error(error)

    def _get_result(self) -> Media:
        return self._media

    def _get_state(self) -> dict[str, Any]:
        return {"media_id": self.media_id, "file": self._video and self._video.path}

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        try:
            video = check_video(state["file"]) if state["file"] is not None else None
        except ValidationError:
            # The file is needed only if Pinterest does not have it.
            video = None
        return cls(video, Media(state["media_id"], client), client)

    def __repr__(self) -> str:
        status = "not polled yet" if self._last is None else str(self._last.status)
        return f"<MediaUpload {self.media_id}: {status}>"


def check_video(video: FileSource, argument: str = "video") -> UploadContent:
    """Checks that a file is a video that can be uploaded. Reads only its first bytes.

    Args:
        video: The file.
        argument: The name of the argument, for error messages.

    Raises:
        ValidationError: If the file is not a video, or is too large.
    """
    content = UploadContent(argument, video)
    if not is_video(content.head):
        raise ValidationError(
            f"{argument}: {content} is not a video. Pass a file in the format MP4, MOV or M4V"
        )
    if content.size > MAX_VIDEO_BYTES:
        raise ValidationError(
            f"{argument}: {content} has {content.size:,} bytes; allowed: at most {MAX_VIDEO_BYTES:,}"
        )
    return content


def _build_form(fields: Mapping[str, Any], file: BinaryIO, size: int, progress: Progress) -> Any:
    """Returns a multipart form that reads the file during the upload."""
    toolbelt = _import_toolbelt()
    parts: list[Any] = [(name, str(value)) for name, value in fields.items() if value is not None]
    # The storage server requires the file as the last part.
    parts.append(
        (_FILE_FIELD, ("video", RemainingFile(file, size, "video"), "application/octet-stream"))
    )

    def advance_progress(monitor: Any) -> None:
        # The form is a little longer than the file.
        progress.advance(min(monitor.bytes_read, size) - progress.count)

    return toolbelt.MultipartEncoderMonitor(toolbelt.MultipartEncoder(parts), advance_progress)


def _import_toolbelt() -> Any:
    try:
        import requests_toolbelt
    except ImportError:
        raise ConfigurationError(
            "Uploading a video needs requests-toolbelt. Install the extra 'jobs' of this SDK, or requests-toolbelt "
            "itself"
        ) from None
    return requests_toolbelt
