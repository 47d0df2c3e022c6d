"""Media uploads: register, get and list them. Pins can use an uploaded file after the emulator has processed it."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.storage import files
from pinterest.emulator.storage.object_store import build_signed_form
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.media import MEDIA_CREATE, MEDIA_GET, MEDIA_LIST
from pinterest.utils.file_types import is_video

_KIND = "media"
_PROCESSING_SECONDS = 60
_FORM_SECONDS = DAY

assumed(
    MEDIA_CREATE,
    MEDIA_GET,
    MEDIA_LIST,
    observed="The upload form has the returned fields, then a part `file`, with or without a file name. The "
    "response is a 204. A file that is not a video ends as `failed`.",
    choice="An upload is `processing` for one minute, then `succeeded`, or `failed` if the file does "
    "not begin with the bytes of a video. A form is valid for one day. A second upload "
    "replaces the first one if the first one is not processed yet. Otherwise, it has no effect.",
)


@handles(MEDIA_CREATE)
def create_media(call: Call) -> Response:
    """Registers an upload and returns the fields of its upload form."""
    state = call.state
    [id] = state.random.generate_ids(state.store, _KIND)
    name = files.make_file_name(state)
    files.open_upload(state, name, seconds=_FORM_SECONDS)
    upload = {"media_id": id, "media_type": call.body["media_type"]}
    entity = Entity(id, {**upload, "status": "registered"}, notes={"file": name})
    state.store.put(_KIND, None, [entity])
    form = {
        "upload_url": files.build_form_url(call),
        "upload_parameters": build_signed_form(state, name, f"video:{id}", _FORM_SECONDS),
    }
    return Response(201, {**upload, **form})


@handles(MEDIA_GET)
def get_media(call: Call) -> dict[str, Any]:
    """Returns an upload and its status."""
    _start_processing_uploads(call.state)
    return dict(get_entity(call.state, _KIND, None, call.arguments["media_id"], noun="Media").data)


@handles(MEDIA_LIST)
def list_media(call: Call) -> JsonText:
    """Returns a page of the uploads."""
    _start_processing_uploads(call.state)
    return list_entities(call, _KIND, None)


def require_succeeded_upload(state: State, media_id: str, *, field: str) -> None:
    """Checks that an upload has succeeded.

    Raises:
        Problem: If the upload does not exist or has not succeeded.
    """
    _start_processing_uploads(state)
    status = get_referenced(state, _KIND, None, media_id, field=field).data["status"]
    if status != "succeeded":
        raise bad_request(
            f"{field}: media {media_id} has the status {status}; send the ID of media with the status succeeded"
        )


def _start_processing_uploads(state: State) -> None:
    """Starts processing the registered uploads whose files have arrived."""
    waiting = state.store.select(_KIND, None, state.clock.now(), {"status": "registered"})
    for media in waiting:
        name = (media.notes or {})["file"]
        file = files.find_file(state, name)
        if file is None or file.content is None:
            continue
        status = "succeeded" if is_video(file.content) else "failed"
        processed = Entity(
            media.id,
            {**media.data, "status": "processing"},
            file.stored_at + state.get_processing_seconds(_PROCESSING_SECONDS),
            {**media.data, "status": status},
            media.notes,
        )
        state.store.put(_KIND, None, [processed])
        # The content of the file is not used, and videos are large.
        files.delete_file(state, name)
