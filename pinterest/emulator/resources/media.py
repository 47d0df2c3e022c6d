"""Media uploads: registered, sent to an address of their own, processed for a while, then ready for pins."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.storage.file_types import is_video
from pinterest.emulator.storage.files import discard, expect, find, form_address, new_name
from pinterest.emulator.storage.object_store import signed_form
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.media import MEDIA_CREATE, MEDIA_GET, MEDIA_LIST

_KIND = "media"
_PROCESSING_SECONDS = 60
_ADDRESS_SECONDS = DAY

assumed(
    MEDIA_CREATE,
    MEDIA_GET,
    MEDIA_LIST,
    observed="The upload form takes the fields that were returned, then a part `file`, with or without a file "
    "name. The response is a 204. A file that is not a video ends as `failed`.",
    choice="An upload is `processing` for one minute, then `succeeded`, or `failed` if its first bytes are not "
    "those of a video. A form is valid for one day. A file that is uploaded again before the first one is "
    "processed replaces it. After that it has no effect.",
)


@handles(MEDIA_CREATE)
def create_media(call: Call) -> Response:
    """Registers an upload and returns the form that the file is sent with."""
    state = call.state
    [id] = state.random.next_ids(state.store, _KIND)
    name = new_name(state)
    expect(state, name, seconds=_ADDRESS_SECONDS)
    upload = {"media_id": id, "media_type": call.body["media_type"]}
    entity = Entity(id, {**upload, "status": "registered"}, notes={"file": name})
    state.store.put(_KIND, None, [entity])
    form = {
        "upload_url": form_address(call),
        "upload_parameters": signed_form(state, name, f"video:{id}", _ADDRESS_SECONDS),
    }
    return Response(201, {**upload, **form})


@handles(MEDIA_GET)
def get_media(call: Call) -> dict[str, Any]:
    """Returns an upload and how far it is."""
    _take_in(call.state)
    return dict(get_entity(call.state, _KIND, None, call.arguments["media_id"], noun="Media").data)


@handles(MEDIA_LIST)
def list_media(call: Call) -> JsonText:
    """Returns a page of the uploads."""
    _take_in(call.state)
    return list_entities(call, _KIND, None)


def require_ready(state: State, media_id: str, *, field: str) -> None:
    """Makes sure that an upload can be used.

    Raises:
        Problem: There is none of that id, or it has not succeeded.
    """
    _take_in(state)
    status = get_referenced(state, _KIND, None, media_id, field=field).data["status"]
    if status != "succeeded":
        raise bad_request(f"{field}: media {media_id} is {status}; allowed: media that succeeded")


def _take_in(state: State) -> None:
    """Begins to process the files that have come since this was looked at last."""
    waiting = state.store.select(_KIND, None, state.clock.now(), {"status": "registered"})
    for media in waiting:
        name = (media.notes or {})["file"]
        file = find(state, name)
        if file is None or file.content is None:
            continue
        status = "succeeded" if is_video(file.content) else "failed"
        processed = Entity(
            media.id,
            {**media.data, "status": "processing"},
            file.kept + state.processing_seconds(_PROCESSING_SECONDS),
            {**media.data, "status": status},
            media.notes,
        )
        state.store.put(_KIND, None, [processed])
        # Nobody reads it any more, and films are large.
        discard(state, name)
