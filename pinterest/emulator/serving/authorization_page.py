"""The OAuth authorization page. Browsers get a consent form, and scripts get a redirect with an authorization code."""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from werkzeug.wrappers import Request, Response

from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.scopes import check_scopes, split_scopes
from pinterest.emulator.store.state import State
from pinterest.utils.scopes import api_scopes

AUTHORIZATION_PATH = "/oauth/"
_VISIBLE = re.compile(r"[!-~]+")
# `consumer_id` is the older name, which Pinterest's own quickstart sends.
_APP_ID_NAMES = ("client_id", "consumer_id")
_ALLOW, _REFUSE = "allow", "refuse"
_FORM = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Give access? · Pinterest emulator</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 10vh auto; padding: 0 1rem }}
h1 {{ font-size: 1.4rem }}
ul {{ columns: 13rem; padding-left: 1.2rem }}
code {{ font-family: ui-monospace, monospace; overflow-wrap: anywhere }}
button {{ font: inherit; padding: .4rem 1.2rem; margin-right: .5rem; border-radius: .5rem; border: 1px solid #8888 }}
button[value="allow"] {{ background: #c00; border-color: #c00; color: #fff }}
</style>
<h1>Give access to the app {app_id}?</h1>
<p>The app requests these scopes of the emulated account:</p>
<ul>
{scopes}
</ul>
<form method="post">
<button name="consent" value="allow">Give access</button>
<button name="consent" value="refuse">Cancel</button>
</form>
<p>The browser then goes to <code>{target}</code>.</p>
</html>
"""


class _ConsentRequest(NamedTuple):
    """An app's valid request for the user's consent."""

    redirect_uri: SplitResult
    scopes: tuple[str, ...]


def is_authorization_page(path: str) -> bool:
    """Returns whether a path is the path of the authorization page."""
    return path in (AUTHORIZATION_PATH, AUTHORIZATION_PATH.rstrip("/"))


def respond_to_authorization(state: State, request: Request) -> Response:
    """Returns the consent form, or a redirect to the app after the user's decision.

    A GET request that does not accept HTML counts as consent.

    Raises:
        Problem: If a parameter is missing or not valid, or the app is unknown.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        raise Problem(
            405, 405, "Method not allowed here; allowed: GET, POST", headers={"Allow": "GET, POST"}
        )
    consent = _parse_consent_request(state, request)
    if request.method == "POST":  # sent by the consent form
        answer = request.form.get("consent")
        if answer not in (_ALLOW, _REFUSE):
            raise bad_request(f"consent: must be {_ALLOW} or {_REFUSE}")
        if answer == _REFUSE:
            refusal = {"error": "access_denied", "error_description": "The user refused access"}
            return _build_redirect(request, consent, refusal)
    elif any(media_type == "text/html" for media_type, _ in request.accept_mimetypes):
        return _build_consent_form(state, consent)
    with state.store.transaction():
        code = state.tokens.mint("code", consent.scopes, redirect_uri=request.args["redirect_uri"])
    return _build_redirect(request, consent, {"code": code.text})


def _parse_consent_request(state: State, request: Request) -> _ConsentRequest:
    query = request.args
    app_ids = [query[name] for name in _APP_ID_NAMES if query.get(name)]
    if app_ids[:1] != [state.app.id]:
        raise bad_request(f"client_id: must be {state.app.id}, the ID of the app")
    if query.get("response_type") != "code":
        raise bad_request("response_type: must be 'code'")
    redirect_uri = _parse_redirect_uri(query.get("redirect_uri") or "")
    scopes = split_scopes(query.get("scope") or "") or api_scopes()
    check_scopes(scopes)
    return _ConsentRequest(redirect_uri, scopes)


def _build_consent_form(state: State, consent: _ConsentRequest) -> Response:
    page = _FORM.format(
        app_id=html.escape(state.app.id),
        scopes="\n".join(f"<li><code>{html.escape(scope)}</code></li>" for scope in consent.scopes),
        target=html.escape(consent.redirect_uri._replace(query="").geturl()),
    )
    response = Response(page, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _build_redirect(request: Request, consent: _ConsentRequest, added: dict[str, str]) -> Response:
    """Returns a redirect to the app, with the query parameters in `added`."""
    if "state" in request.args:
        added = {**added, "state": request.args["state"]}
    uri = consent.redirect_uri
    new_query = urlencode([*parse_qsl(uri.query, keep_blank_values=True), *added.items()])
    response = Response(status=302)
    response.headers["Location"] = uri._replace(query=new_query).geturl()
    return response


def _parse_redirect_uri(text: str) -> SplitResult:
    """Parses the URI that the authorization code is sent to."""
    try:
        parts = urlsplit(text if _VISIBLE.fullmatch(text) else "")
    except ValueError:  # a malformed IPv6 address
        parts = urlsplit("")
    if not (parts.scheme and parts.netloc) or parts.fragment:
        raise bad_request("redirect_uri: must be a URI with a scheme and a host, and no fragment")
    return parts
