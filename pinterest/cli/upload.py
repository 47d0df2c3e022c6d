"""`pinterest upload`: uploads a video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.cli.annotations import ValueKind
from pinterest.cli.command import Command, Option
from pinterest.cli.shared_options import SharedOptions

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["create_upload_command"]


def create_upload_command() -> Command:
    """Returns the command `upload`."""
    text = "The video, of at most 2 GB."
    return Command(
        "upload",
        _upload_video,
        summary="Uploads a video and waits until Pinterest has processed it.",
        details=["Use the media_id of the result in pinterest pins create. Request: POST /media"],
        options=[Option("file", ValueKind(), text, required=True, positional=True)],
        panel="Jobs",
        examples=["pinterest upload quilting.mp4 --json"],
    )


def _upload_video(
    client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
) -> Any:
    from pinterest.organic.media import Media

    return Media.upload(arguments["file"], client)
