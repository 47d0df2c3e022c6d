"""The OAuth authorization page. It redirects at once with a code, without asking for consent."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from werkzeug.wrappers import Request, Response

from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.scopes import check_scopes, split_scopes
from pinterest.emulator.store.state import State

AUTHORIZATION_PATH = "/oauth/"
_VISIBLE = re.compile(r"[!-~]+")
# Pinterest's own quickstart sends the older name.
_APP_ID_NAMES = ("client_id", "consumer_id")


def is_authorization_page(path: str) -> bool:
    """Returns whether a path leads to the authorization page, which is not part of the API."""
    return path in (AUTHORIZATION_PATH, AUTHORIZATION_PATH.rstrip("/"))


def authorize(state: State, request: Request) -> Response:
    """Returns the redirect that follows a user's consent: to the app's redirect URI, with a code and the `state`.

    Raises:
        Problem: If a parameter is missing or not valid, or the app is unknown.
    """
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, 405, "Method not allowed here; allowed: GET", headers={"Allow": "GET"})
    query = request.args
    app_ids = [query[name] for name in _APP_ID_NAMES if query.get(name)]
    if app_ids[:1] != [state.app.id]:
        raise bad_request(f"client_id: must be {state.app.id}, the ID of the app")
    if query.get("response_type") != "code":
        raise bad_request("response_type: must be code")
    redirect_uri = _parse_redirect_uri(query.get("redirect_uri") or "")
    scopes = split_scopes(query.get("scope") or "") or api_scopes()
    check_scopes(scopes)
    with state.store.transaction():
        code = state.tokens.mint("code", scopes, redirect_uri=query["redirect_uri"])
    added = {"code": code.text} | ({"state": query["state"]} if "state" in query else {})
    new_query = urlencode([*parse_qsl(redirect_uri.query, keep_blank_values=True), *added.items()])
    response = Response(status=302)
    response.headers["Location"] = redirect_uri._replace(query=new_query).geturl()
    return response


def _parse_redirect_uri(text: str) -> SplitResult:
    """Parses the URI to send the code to."""
    try:
        parts = urlsplit(text if _VISIBLE.fullmatch(text) else "")
    except ValueError:  # a malformed IPv6 address
        parts = urlsplit("")
    if not (parts.scheme and parts.netloc) or parts.fragment:
        raise bad_request("redirect_uri: must be a URI with a scheme and a host, and no fragment")
    return parts
