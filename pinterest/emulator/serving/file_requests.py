"""Answers requests for files at addresses of their own, as a storage service would."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from pinterest.emulator.storage.files import DOWNLOADS, UPLOADS, find, receive
from pinterest.emulator.store.state import State

_FIELD = "file"


def is_stored(path: str) -> bool:
    """Returns whether a path is that of a file, rather than one of the API."""
    return path.startswith((DOWNLOADS, UPLOADS))


def answer_for(state: State, request: Request) -> Response:
    """Answers a file that is fetched, or takes one that is sent."""
    # Read as a whole first: the record of requests needs it once more.
    request.get_data(cache=True)
    folder = DOWNLOADS if request.path.startswith(DOWNLOADS) else UPLOADS
    name = request.path.removeprefix(folder)
    allowed = ("GET", "HEAD") if folder == DOWNLOADS else ("POST", "PUT")
    if request.method not in allowed:
        return _refusal(405, "MethodNotAllowed", Allow=", ".join(allowed))
    return _fetched(state, name) if folder == DOWNLOADS else _sent(state, name, request)


def _fetched(state: State, name: str) -> Response:
    with state.store.transaction():
        file = find(state, name)
    if file is None or file.content is None:
        return _refusal(403, "AccessDenied")
    return Response(file.content, content_type=file.media_type)


def _sent(state: State, name: str, request: Request) -> Response:
    if request.method == "PUT":  # the file itself, as the parts of a multipart upload are sent
        content, media_type, done = request.get_data(cache=True), request.mimetype, 200
    else:
        sent = request.files.get(_FIELD)
        if sent is None:
            return _refusal(400, "InvalidArgument")
        content, media_type, done = sent.read(), sent.mimetype, 204
    with state.store.transaction():
        taken = receive(state, name, content, media_type)
    return Response(status=done) if taken else _refusal(403, "AccessDenied")


def _refusal(status: int, code: str, **headers: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code></Error>'
    return Response(text, status, headers, mimetype="application/xml")
