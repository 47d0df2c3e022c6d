"""Creates Pins with videos: uploads the video, and then creates the Pin."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from pinterest.exceptions import OutcomeUnknown, PinterestError, ServerError, ValidationError
from pinterest.jobs.images import build_cover, is_url
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.jobs.media import MediaUpload
from pinterest.operations.pins import PINS_CREATE
from pinterest.organic.pins import Pin
from pinterest.utils import model_requests
from pinterest.utils.protocol import with_deadline

if TYPE_CHECKING:
    import os

    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.content import FileSource
    from pinterest.jobs.images import ImageSource
    from pinterest.utils.progress import ProgressOption
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["VideoPin"]

_QUERY: Final = tuple(parameter.argument for parameter in PINS_CREATE.parameters)


class VideoPin(Job[Pin]):
    """A job that creates a Pin with a video. Create the job with `Pin.create_video`. Its result is the `Pin`.

    After a crash, restore the job from its token. The last step creates the Pin. If the program crashed during that
    step, the Pin may already exist, so check the board before you continue.

    Attributes:
        upload: The job that uploads the video.

    Examples:
        >>> job = Pin.create_video(board.id, "quilting.mp4", cover=0, title="How to quilt")
        >>> pin = job.wait(progress=True).result()
    """

    kind = "video_pin"
    noun = "video Pin"
    advice: ClassVar[Mapping[JobStatus, str]] = MediaUpload.advice

    def __init__(
        self,
        upload: MediaUpload,
        fields: Mapping[str, Any],
        cover: Mapping[str, Any],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
    ) -> None:
        """Creates the job object for an upload. Sends no request.

        Args:
            upload: The job that uploads the video.
            fields: The arguments of `Pin.create` other than the media source.
            cover: A description of the cover image: a mapping with `path`, `url` or `second`. Empty if the image was
                passed as bytes.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data, per request.
        """
        super().__init__(client)
        self.upload = upload
        self._fields = dict(fields)
        self._cover = dict(cover)
        self._source: dict[str, Any] = {}
        self._timeout = timeout
        self._pin: Pin | None = None

    @classmethod
    def start(
        cls,
        video: FileSource,
        cover: ImageSource | float | None,
        fields: Mapping[str, Any],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Self:
        """Checks the fields of a Pin and registers its video. See `Pin.create_video` for the arguments."""
        present = {name: value for name, value in fields.items() if value is not None}
        source = build_cover(cover)
        plain = _check_fields(present, source)
        limits = with_deadline(timeout, deadline)
        upload = MediaUpload.start(video, client, timeout=limits)
        job = cls(upload, plain, _describe_cover(cover), client, timeout=limits)
        job._source = source
        return job

    def wait(self, timeout: float | None = None, *, progress: ProgressOption = None) -> Self:
        """Uploads the video, waits until Pinterest has processed it, and creates the Pin.

        Args:
            timeout: Maximum seconds to wait. Defaults to an hour. An upload in progress is not interrupted.
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of bytes
                that were sent.

        Returns:
            The job.

        Raises:
            JobTimeout: If the Pin is not created in time. Call `wait` again to continue.
            JobFailed: If Pinterest could not process the video.
            OutcomeUnknown: If the request that creates the Pin was sent but no response arrived. Check the board.
            ServerError: If the API responds with a 5xx to the request that creates the Pin. The Pin may exist. Check
                the board.
            ValidationError: If an argument is not valid.
        """
        with self.upload.report_progress(progress):
            return super().wait(timeout)

    def _poll(self) -> Poll:
        if not self.upload.done():
            return Poll(JobStatus.RUNNING)
        assert self.upload._last is not None
        if self.upload.status is not JobStatus.SUCCEEDED:
            return self.upload._last
        if self._pin is None:
            source = {"source_type": "video_id", "media_id": self.upload.media_id}
            self._pin = Pin.create(
                **self._fields,
                media_source={**source, **(self._source or _read_cover(self._cover))},
                client=self._client,
                timeout=self._timeout,
            )
        return Poll(JobStatus.SUCCEEDED)

    def _is_temporary_error(self, error: PinterestError) -> bool:
        # `upload.status` would poll here, and the poll could fail too.
        last = self.upload._last
        if last is not None and last.status is JobStatus.SUCCEEDED:
            # The Pin may exist, and another attempt could create a second Pin.
            is_unknown = isinstance(error, (OutcomeUnknown, ServerError))
            return not is_unknown and super()._is_temporary_error(error)
        return self.upload._is_temporary_error(error)

    def _get_result(self) -> Pin:
        assert self._pin is not None
        return self._pin

    def _get_state(self) -> dict[str, Any]:
        return {
            "upload": self.upload._get_state(),
            "fields": self._fields,
            "cover": self._cover,
            "pin_id": self._pin and self._pin.id,
        }

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        upload = MediaUpload._from_state(state["upload"], client)
        job = cls(upload, state["fields"], state["cover"], client)
        if state["pin_id"] is not None:
            job._pin = Pin(state["pin_id"], state["fields"].get("ad_account_id"), client)
            job._last = Poll(JobStatus.SUCCEEDED)
        return job

    def __repr__(self) -> str:
        status = "not polled yet" if self._last is None else str(self._last.status)
        return f"<VideoPin of media {self.upload.media_id}: {status}>"


def _check_fields(fields: Mapping[str, Any], cover: Mapping[str, Any]) -> dict[str, Any]:
    """Checks the fields of a Pin and returns the fields as plain data.

    Raises:
        ValidationError: If a field is not valid.
    """
    query = {name: fields[name] for name in _QUERY if name in fields}
    PINS_CREATE.prepare(query)
    # The video is not sent yet, so its ID is a placeholder.
    source = {"source_type": "video_id", "media_id": "1", **cover}
    body = {name: value for name, value in fields.items() if name not in query}
    plain = model_requests.build_body(PINS_CREATE, {**body, "media_source": source}, None)
    del plain["media_source"]
    return {**plain, **query}


def _describe_cover(cover: ImageSource | float | None) -> dict[str, Any]:
    """Returns the cover image for the job token, such as `{"second": 3}`, or `{}` for an image in bytes."""
    if isinstance(cover, (int, float)):
        return {"second": int(cover)}
    if isinstance(cover, str) and is_url(cover):
        return {"url": cover}
    if isinstance(cover, (str, Path)):
        path: str | os.PathLike[str] = cover
        return {"path": str(Path(path).absolute())}
    return {}


def _read_cover(cover: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the request fields for the cover image that a job token describes."""
    found = next(iter(cover.values()), None)
    if found is None:
        raise ValidationError(
            "cover: the job token does not contain the cover image, because the image was passed as bytes. The video "
            "has been uploaded. Call Pin.create with a `media_source` that contains the image and the ID of the video "
            "(`job.upload.media_id`)"
        )
    return build_cover(found)
