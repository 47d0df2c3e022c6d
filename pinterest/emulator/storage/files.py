"""Files that are downloaded and uploaded at their own URLs, without a token: reports and media.

A download is deleted when its URL expires. Files are uploaded by POST with a signed form, or to a signed URL by
PUT.
"""

from __future__ import annotations

from dataclasses import dataclass

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.storage.object_store import build_signed_query
from pinterest.emulator.store.state import State

DOWNLOADS = "/downloads/"
UPLOADS = "/uploads/"

_KIND = "file"


@dataclass(frozen=True, slots=True)
class File:
    """A stored file.

    Attributes:
        media_type: Its media type.
        content: Its content. None until it is uploaded.
        stored_at: When the file was stored or its upload URL was created, in Unix time.
    """

    media_type: str
    content: bytes | None
    stored_at: float


def make_file_name(state: State) -> str:
    """Returns a new, unique file name."""
    [number] = state.random.generate_ids(state.store, _KIND)
    return f"{state.random.generator(_KIND, number).getrandbits(128):032x}"


def build_download_url(call: Call, name: str) -> str:
    """Returns the URL to download a file from."""
    return f"{call.origin}{DOWNLOADS}{name}"


def build_form_url(call: Call) -> str:
    """Returns the URL to post upload forms to. A form's `key` is the file's name."""
    return f"{call.origin}{UPLOADS}"


def build_upload_url(call: Call, name: str, *, seconds: float) -> str:
    """Returns the URL to upload a file to by PUT. It is valid for some seconds."""
    return f"{call.origin}{UPLOADS}{name}?{build_signed_query(call.state, name, seconds)}"


def store(
    state: State, name: str, content: bytes, media_type: str, *, seconds: float | None = None
) -> None:
    """Stores a file. Replaces the one with the same name.

    Args:
        state: The emulator's state.
        name: Its name.
        content: Its content.
        media_type: Its media type.
        seconds: Seconds until its URL expires. If None, it never expires.
    """
    _put(state, name, content, media_type, seconds)


def open_upload(state: State, name: str, *, seconds: float | None = None) -> None:
    """Opens an upload URL. It expires after `seconds`, if set."""
    _put(state, name, None, "", seconds)


def find(state: State, name: str) -> File | None:
    """Returns a file by its name. None if it does not exist or has expired."""
    rows = state.store.execute(
        "SELECT media_type, content, kept FROM files WHERE name = :name AND (expires IS NULL OR expires > :now)",
        {"name": name, "now": state.clock.now()},
    )
    return File(*rows[0]) if rows else None


def receive(state: State, name: str, content: bytes, media_type: str) -> bool:
    """Stores an uploaded file and replaces an earlier one. Returns False if the upload URL is not open."""
    if find(state, name) is None:
        return False
    _put(state, name, content, media_type, None)
    return True


def delete(state: State, name: str) -> None:
    """Deletes a file. Further uploads to its URL are refused."""
    state.store.execute("DELETE FROM files WHERE name = :name", {"name": name})


def _put(
    state: State, name: str, content: bytes | None, media_type: str, seconds: float | None
) -> None:
    now = state.clock.now()
    # Delete expired files, so that an emulator that runs for days does not use more and more memory.
    state.store.execute("DELETE FROM files WHERE expires <= :now", {"now": now})
    state.store.execute(
        "INSERT OR REPLACE INTO files VALUES (:name, :media_type, :content, :kept, :expires)",
        {
            "name": name,
            "media_type": media_type,
            "content": content,
            "kept": now,
            "expires": None if seconds is None else now + seconds,
        },
    )
