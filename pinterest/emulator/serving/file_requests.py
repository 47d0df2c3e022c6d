"""Serves downloads and takes uploads, as a storage service does."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from pinterest.emulator.storage.files import DOWNLOADS, UPLOADS, find, receive
from pinterest.emulator.store.state import State

_FIELD = "file"


def is_file_path(path: str) -> bool:
    """Returns whether a path is that of a file, and not of the API."""
    return path.startswith((DOWNLOADS, UPLOADS))


def respond_with_file(state: State, request: Request) -> Response:
    """Responds with a file, or stores an uploaded one."""
    # Read the whole body first, since the request log reads it again.
    request.get_data(cache=True)
    folder = DOWNLOADS if request.path.startswith(DOWNLOADS) else UPLOADS
    name = request.path.removeprefix(folder)
    allowed = ("GET", "HEAD") if folder == DOWNLOADS else ("POST", "PUT")
    if request.method not in allowed:
        return _error(405, "MethodNotAllowed", Allow=", ".join(allowed))
    return _download(state, name) if folder == DOWNLOADS else _upload(state, name, request)


def _download(state: State, name: str) -> Response:
    with state.store.transaction():
        file = find(state, name)
    if file is None or file.content is None:
        return _error(403, "AccessDenied")
    return Response(file.content, content_type=file.media_type)


def _upload(state: State, name: str, request: Request) -> Response:
    if request.method == "PUT":  # the body is the file, such as a part of a multipart upload
        content, media_type, status = request.get_data(cache=True), request.mimetype, 200
    else:
        file = request.files.get(_FIELD)
        if file is None:
            return _error(400, "InvalidArgument")
        content, media_type, status = file.read(), file.mimetype, 204
    with state.store.transaction():
        stored = receive(state, name, content, media_type)
    return Response(status=status) if stored else _error(403, "AccessDenied")


def _error(status: int, code: str, **headers: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code></Error>'
    return Response(text, status, headers, mimetype="application/xml")
