"""Stores files that clients download or upload without a token, such as reports and media.

The URLs of the files are not part of the API. Files are deleted after their URLs expire. Clients upload a file by
POST with a signed form, or by PUT to a signed URL.
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
        media_type: The media type of the content.
        content: The content. None until a client uploads the file.
        stored_at: The Unix time when the file was stored or, before an upload, when the upload URL was created.
    """

    media_type: str
    content: bytes | None
    stored_at: float


def make_file_name(state: State) -> str:
    """Returns a new, unique file name."""
    [number] = state.random.generate_ids(state.store, _KIND)
    return f"{state.random.generator(_KIND, number).getrandbits(128):032x}"


def build_download_url(call: Call, name: str) -> str:
    """Returns the download URL of a file."""
    return f"{call.origin}{DOWNLOADS}{name}"


def build_form_url(call: Call) -> str:
    """Returns the URL for uploads by POST."""
    # The `key` field of the upload form contains the file's name.
    return f"{call.origin}{UPLOADS}"


def build_upload_url(call: Call, name: str, *, seconds: float) -> str:
    """Returns the URL for uploading a file by PUT, valid for `seconds`."""
    return f"{call.origin}{UPLOADS}{name}?{build_signed_query(call.state, name, seconds)}"


def store_file(
    state: State, name: str, content: bytes, media_type: str, *, seconds: float | None = None
) -> None:
    """Stores a file, and replaces any file with the same name.

    The file's URL expires after `seconds`, if given.
    """
    _write_file(state, name, content, media_type, seconds)


def open_upload(state: State, name: str, *, seconds: float | None = None) -> None:
    """Allows clients to upload a file with this name, for at most `seconds` if given."""
    _write_file(state, name, None, "", seconds)


def find_file(state: State, name: str) -> File | None:
    """Returns the file with this name, or None if the file does not exist or has expired."""
    rows = state.store.execute(
        "SELECT media_type, content, kept FROM files WHERE name = :name AND (expires IS NULL OR expires > :now)",
        {"name": name, "now": state.clock.now()},
    )
    return File(*rows[0]) if rows else None


def receive_upload(state: State, name: str, content: bytes, media_type: str) -> bool:
    """Stores an uploaded file, and returns whether the upload was allowed."""
    if find_file(state, name) is None:
        return False
    _write_file(state, name, content, media_type, None)
    return True


def delete_file(state: State, name: str) -> None:
    """Deletes a file. Later uploads to the file's URL are refused."""
    state.store.execute("DELETE FROM files WHERE name = :name", {"name": name})


def _write_file(
    state: State, name: str, content: bytes | None, media_type: str, seconds: float | None
) -> None:
    """Stores a file, or a placeholder for an upload if `content` is None."""
    now = state.clock.now()
    # Delete expired files. Otherwise, an emulator that runs for days would use more and more memory.
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
