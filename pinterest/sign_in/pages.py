"""The HTML pages that the browser shows after the consent. The pages contain no data from the request."""

from __future__ import annotations

import base64
import hashlib
from typing import Final, NamedTuple

__all__ = ["FAILED", "HEADERS", "NOT_EXPECTED", "SIGNED_IN", "Page"]

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;text-align:center}"
    "h1{font-size:1.4rem}"
)
# Removes the authorization code from the browser's address bar and history.
_SCRIPT = "history.replaceState(null,'',location.pathname)"
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title><style>{style}</style><script>{script}</script>"
    "<h1>{title}</h1><p>{text}</p></html>"
)


def _build_source_hash(text: str) -> str:
    """Returns the hash of an inline style or script for the header `Content-Security-Policy`."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    # A page must not load other content, and other sites must not embed the page.
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {_build_source_hash(_STYLE)}; "
        f"script-src {_build_source_hash(_SCRIPT)}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""The HTTP headers of all pages."""


class Page(NamedTuple):
    """An HTML page with its HTTP status."""

    status: int
    content: bytes


def _create_page(status: int, title: str, text: str) -> Page:
    page = _PAGE.format(title=title, text=text, style=_STYLE, script=_SCRIPT)
    return Page(status, page.encode())


_CLOSE_NOTE = "You can close this window."

SIGNED_IN: Final = _create_page(
    200, "You are signed in", f"{_CLOSE_NOTE} Your program has the tokens."
)
FAILED: Final = _create_page(
    200, "Signing in did not succeed", f"{_CLOSE_NOTE} Your program says what went wrong."
)
NOT_EXPECTED: Final = _create_page(
    404,
    "Nothing to do here",
    f"{_CLOSE_NOTE} This request is not part of the sign-in that is waiting.",
)
