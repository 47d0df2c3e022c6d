"""Serves downloads and accepts uploads, like a storage service."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from pinterest.emulator.storage.files import DOWNLOADS, UPLOADS, find, receive
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
    """Returns whether a path leads to a file, not to the API."""
    return path.startswith((DOWNLOADS, UPLOADS))


def respond_with_file(state: State, request: Request) -> Response:
    """Responds with a file, or stores an uploaded one."""
    # Read the whole body first, since the request log reads it again.
    content = request.get_data(cache=True)
    folder = DOWNLOADS if request.path.startswith(DOWNLOADS) else UPLOADS
    name = request.path.removeprefix(folder)
    allowed: tuple[str, ...] = ("GET", "HEAD")
    if folder == UPLOADS:
        allowed = ("PUT",) if name else ("POST",)
    try:
        if request.method not in allowed:
            message = "The method is not allowed here."
            raise ObjectStoreError(405, "MethodNotAllowed", message)
        if folder == DOWNLOADS:
            return _download(state, name)
        if len(content) > LARGEST_UPLOAD:
            message = f"The file is too large. Allowed: {LARGEST_UPLOAD} bytes."
            raise ObjectStoreError(400, "EntityTooLarge", message)
        if "Authorization" in request.headers:
            raise invalid_argument("Unsupported Authorization Type. Leave the header out.")
        return _put(state, name, request) if name else _post(state, request)
    except ObjectStoreError as error:
        headers = {"Allow": ", ".join(allowed)} if error.status == 405 else None
        return Response(error.xml, error.status, headers, mimetype="application/xml")


def _download(state: State, name: str) -> Response:
    with state.store.transaction():
        file = find(state, name)
    if file is None or file.content is None:
        raise access_denied()
    return Response(file.content, content_type=file.media_type)


def _post(state: State, request: Request) -> Response:
    is_form = request.mimetype == "multipart/form-data"
    boundary = request.mimetype_params.get("boundary") if is_form else None
    fields, content = read_form(request.get_data(cache=True), boundary)
    name = check_form(state, fields)
    if content is None:
        raise invalid_argument("The form must have exactly one file.")
    # A second upload is accepted, but has no effect once the first file is processed.
    with state.store.transaction():
        receive(state, name, content, fields["content-type"])
    return Response(status=204)


def _put(state: State, name: str, request: Request) -> Response:
    check_query(state, name, request.args.to_dict())
    with state.store.transaction():
        if not receive(state, name, request.get_data(cache=True), request.mimetype):
            message = "The upload does not exist. It may have been completed."
            raise ObjectStoreError(404, "NoSuchUpload", message)
    return Response(status=200)
