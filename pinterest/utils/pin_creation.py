"""Creates Pins from image and video files."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Self, TypeVar, Unpack

from pinterest.bases.pins import PinBase
from pinterest.utils.protocol import Deadline, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pinterest.bases.pins import PinOptions
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.images import FileSource, ImageSource
    from pinterest.jobs.video_pins import VideoPin
    from pinterest.organic.boards import Board

__all__ = ["PinCreation"]

F = TypeVar("F", bound="Callable[..., object]")
_NOT_ACCEPTED = {"media_source", "extra_body", "unknown"}


def _with_fields_of_create(method: F) -> F:
    """A decorator that adds the fields of `create` to a method's signature, for `help()` and Jupyter's completion."""
    own = dict(inspect.signature(method).parameters)
    del own["fields"]
    fields = [
        item.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, item in inspect.signature(PinBase.create).parameters.items()
        if name not in own and name not in _NOT_ACCEPTED
    ]
    parameters = sorted([*own.values(), *fields], key=lambda item: item.kind)
    method.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # `inspect` reads it
        parameters, return_annotation=inspect.signature(method).return_annotation
    )
    return method


class PinCreation(PinBase):
    """A mixin for `Pin` with methods that create Pins from files."""

    __slots__ = ()

    @classmethod
    @_with_fields_of_create
    def create_image(
        cls,
        board_id: Board | str | int,
        image: ImageSource | list[ImageSource],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
        extra_body: Mapping[str, object] | None = None,
        **fields: Unpack[PinOptions],
    ) -> Self:
        """Creates a Pin from an image, or a carousel from 2 to 5 images.

        :calls: POST /pins

        Args:
            board_id: The board to save the Pin to, or its ID.
            image: The image as a URL, a path, bytes or a file opened in binary mode. Files must be JPEG or
                PNG and at most 20 MB. A list of images creates a carousel: pass either only URLs or only
                files.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.
            extra_body: Additional fields for the body, sent without a check.
            **fields: Other arguments of `create`, such as `title`, `link` and `alt_text`.

        Returns:
            The new Pin. Reading its fields sends no request.

        Raises:
            ValidationError: If an image or a field is not valid. Nothing is sent.
            OutcomeUnknown: If the request was sent but no response arrived. Check the board before you try
                again.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.images import build_source

        return cls.create(
            _get_board_id(board_id),
            build_source(image),
            client=client,
            timeout=timeout,
            deadline=deadline,
            extra_body=extra_body,
            **fields,
        )

    @staticmethod
    @_with_fields_of_create
    def create_video(
        board_id: Board | str | int,
        video: FileSource,
        cover: ImageSource | float | None = None,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
        **fields: Unpack[PinOptions],
    ) -> VideoPin:
        """Registers a video and returns a job that creates the Pin.

        To complete the job, call its `wait` or `result` method. Both methods upload the file in parts, wait
        until Pinterest has processed the video, and create the Pin. Needs the extra `jobs`.

        :calls: POST /media, and later GET /media/{media_id} and POST /pins

        Args:
            board_id: The board to save the Pin to, or its ID.
            video: The video as a path, bytes or a file opened in binary mode. At most 2 GB.
            cover: The cover image, which is required. Pass a URL, a path, bytes or a file opened in binary
                mode (JPEG or PNG), or the time in seconds of the video frame to use.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data, per request. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each API request, including retries and waits. Defaults to the
                client's deadline.
            **fields: Other arguments of `create`, such as `title`, `link` and `alt_text`.

        Returns:
            The job. `job.result()` returns the Pin.

        Raises:
            ValidationError: If the file is not a video, the cover is missing or a field is not valid. Nothing
                is sent.
            ConfigurationError: If the extra `jobs` is not installed.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.video_pins import VideoPin

        sent = {"board_id": _get_board_id(board_id), **fields}
        return VideoPin.start(video, cover, sent, client, timeout=timeout, deadline=deadline)


def _get_board_id(board: Board | str | int) -> str | int:
    from pinterest.organic.boards import Board

    return board.id if isinstance(board, Board) else board
