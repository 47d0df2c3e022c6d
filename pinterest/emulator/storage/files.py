"""Files with addresses of their own, outside the API and without a token: reports to fetch, media to send.

A download is kept by whoever makes it, and gone when its address expires. An upload is an address that a form is sent
to by POST, with the file in its field `file`, or the file itself by PUT, as storage services take them; whoever asked
for it looks whether it came.
"""

from __future__ import annotations

from dataclasses import dataclass

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.store.state import State

DOWNLOADS = "/downloads/"
UPLOADS = "/uploads/"

_KIND = "file"


@dataclass(frozen=True, slots=True)
class File:
    """A file that is kept.

    Attributes:
        media_type: What it is.
        content: What is in it; None where it was asked for and has not come yet.
        kept: When it was asked for or came, in Unix time.
    """

    media_type: str
    content: bytes | None
    kept: float


def new_name(state: State) -> str:
    """Returns a name that no file has."""
    [number] = state.chance.next_ids(state.store, _KIND)
    return f"{state.chance.about(_KIND, number).getrandbits(128):032x}"


def download_address(call: Call, name: str) -> str:
    """Returns the address that a file of that name is fetched from."""
    return f"{call.origin}{DOWNLOADS}{name}"


def upload_address(call: Call, name: str) -> str:
    """Returns the address that a file of that name is sent to."""
    return f"{call.origin}{UPLOADS}{name}"


def keep(
    state: State, name: str, content: bytes, media_type: str, *, seconds: float | None = None
) -> None:
    """Keeps a file, in place of the one of that name.

    Args:
        state: Where it is kept.
        name: Its name.
        content: What is in it.
        media_type: What it is.
        seconds: How long it can be fetched; as long as the emulator lasts unless given.
    """
    _put(state, name, content, media_type, seconds)


def expect(state: State, name: str, *, seconds: float | None = None) -> None:
    """Opens an address that a file can be sent to, for so many seconds."""
    _put(state, name, None, "", seconds)


def find(state: State, name: str) -> File | None:
    """Returns a file by its name, None where there is none any more."""
    rows = state.store.execute(
        "SELECT media_type, content, kept FROM files WHERE name = :name AND (expires IS NULL OR expires > :now)",
        {"name": name, "now": state.clock.now()},
    )
    return File(*rows[0]) if rows else None


def receive(state: State, name: str, content: bytes, media_type: str) -> bool:
    """Takes a file that was sent; returns whether it was expected, which it is once."""
    found = find(state, name)
    if found is None or found.content is not None:
        return False
    _put(state, name, content, media_type, None)
    return True


def discard(state: State, name: str) -> None:
    """Forgets a file that was read and is of no more use; nothing can be sent to its address again."""
    state.store.execute("DELETE FROM files WHERE name = :name", {"name": name})


def _put(
    state: State, name: str, content: bytes | None, media_type: str, seconds: float | None
) -> None:
    now = state.clock.now()
    # What nobody can fetch any more goes, or an emulator that runs for days would grow without end.
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
