"""Responds to downloads and uploads of files, as a storage service does."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from pinterest.emulator.storage.files import DOWNLOADS, UPLOADS, find_file, receive_upload
from pinterest.emulator.storage.object_store import (
    ObjectStoreError,
    access_denied,
    check_form,
    check_query,
    invalid_argument,
    read_form,
)
from pinterest.emulator.store.state import State

LARGEST_UPLOAD = 512 * 1024 * 1024


def is_file_path(path: str) -> bool:
    """Returns whether a path is for the download or upload of a file."""
    return path.startswith((DOWNLOADS, UPLOADS))


def respond_to_file_request(state: State, request: Request) -> Response:
    """Sends the file of a download, or stores the file of an upload."""
    # Read the whole body first, since the request log reads it again.
    content = request.get_data(cache=True)
    folder = DOWNLOADS if request.path.startswith(DOWNLOADS) else UPLOADS
    name = request.path.removeprefix(folder)
    allowed: tuple[str, ...] = ("GET", "HEAD")
    if folder == UPLOADS:
        allowed = ("PUT",) if name else ("POST",)
    try:
        if request.method not in allowed:
            message = f"The method is not allowed here. Allowed: {', '.join(allowed)}."
            raise ObjectStoreError(405, "MethodNotAllowed", message)
        if folder == DOWNLOADS:
            return _send_file(state, name)
        if len(content) > LARGEST_UPLOAD:
            message = f"The file is too large. Allowed: {LARGEST_UPLOAD} bytes."
            raise ObjectStoreError(400, "EntityTooLarge", message)
        if "Authorization" in request.headers:
            raise invalid_argument(
                "Unsupported Authorization Type. Leave out the Authorization header."
            )
        return (
            _receive_put_upload(state, name, request)
            if name
            else _receive_form_upload(state, request)
        )
    except ObjectStoreError as error:
        headers = {"Allow": ", ".join(allowed)} if error.status == 405 else None
        return Response(error.xml, error.status, headers, mimetype="application/xml")


def _send_file(state: State, name: str) -> Response:
    with state.store.transaction():
        file = find_file(state, name)
    if file is None or file.content is None:
        raise access_denied()
    return Response(file.content, content_type=file.media_type)


def _receive_form_upload(state: State, request: Request) -> Response:
    is_form = request.mimetype == "multipart/form-data"
    boundary = request.mimetype_params.get("boundary") if is_form else None
    fields, content = read_form(request.get_data(cache=True), boundary)
    name = check_form(state, fields)
    if content is None:
        raise invalid_argument("The form must have exactly one file.")
    # After the first file was processed, a second upload is accepted but has no effect.
    with state.store.transaction():
        receive_upload(state, name, content, fields["content-type"])
    return Response(status=204)


def _receive_put_upload(state: State, name: str, request: Request) -> Response:
    check_query(state, name, request.args.to_dict())
    with state.store.transaction():
        if not receive_upload(state, name, request.get_data(cache=True), request.mimetype):
            message = "The upload does not exist, or its file was already processed."
            raise ObjectStoreError(404, "NoSuchUpload", message)
    return Response(status=200)
