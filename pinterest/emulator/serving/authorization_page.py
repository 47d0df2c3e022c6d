"""The page where a user lets an app in. Nobody is asked here: it sends the browser back at once, with a code."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from werkzeug.wrappers import Request, Response

from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.scopes import check_scopes, split_scopes
from pinterest.emulator.store.state import State

CONSENT = "/oauth/"
_VISIBLE = re.compile(r"[!-~]+")


def is_consent(path: str) -> bool:
    """Returns whether a path is that of the page, which is no part of the API."""
    return path in (CONSENT, CONSENT.rstrip("/"))


def consented(state: State, request: Request) -> Response:
    """Answers the redirect that follows on a user's consent: to the app's address, with a code and its `state`.

    Raises:
        Problem: The app asks for nothing that there is, or is not the one that the emulator knows.
    """
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, 405, "Method not allowed here; allowed: GET", headers={"Allow": "GET"})
    asked = request.args
    if asked.get("client_id") != state.app.id:
        raise bad_request(f"client_id: is not that of the app, {state.app.id}")
    if asked.get("response_type") != "code":
        raise bad_request("response_type: must be code")
    address = _address(asked.get("redirect_uri") or "")
    scopes = split_scopes(asked.get("scope") or "")
    if not scopes:
        raise bad_request("scope: is required")
    check_scopes(scopes)
    with state.store.transaction():
        code = state.tokens.mint("code", scopes, redirect_uri=asked["redirect_uri"])
    told = {"code": code.text} | ({"state": asked["state"]} if "state" in asked else {})
    query = urlencode([*parse_qsl(address.query, keep_blank_values=True), *told.items()])
    response = Response(status=302)
    response.headers["Location"] = address._replace(query=query).geturl()
    return response


def _address(text: str) -> SplitResult:
    """Returns the parts of the address that the code goes to."""
    try:
        address = urlsplit(text if _VISIBLE.fullmatch(text) else "")
    except ValueError:  # half an IPv6 address
        address = urlsplit("")
    if not (address.scheme and address.netloc) or address.fragment:
        raise bad_request("redirect_uri: must be an address, with its scheme and host")
    return address
