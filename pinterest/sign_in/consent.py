"""The consent page of Pinterest: its URL, and the redirect that follows it."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from urllib.parse import parse_qs, urlencode, urlsplit

from pinterest.config import PRODUCTION, SANDBOX
from pinterest.exceptions import ConfigurationError, SignInError
from pinterest.utils.redact import one_line, redact
from pinterest.utils.scopes import api_scopes
from pinterest.utils.shorten import shorten
from pinterest.utils.suggest import format_value, unknown_name

__all__ = ["ConsentRequest", "check_scopes", "default_consent_url"]

PINTEREST_CONSENT_PAGE = "https://www.pinterest.com/oauth/"
_LONGEST_REASON = 200


def default_consent_url(base_url: str) -> str:
    """Returns the URL of the consent page that belongs to an API.

    Args:
        base_url: URL of the API. Hosts other than Pinterest's, such as an emulator, have the page at `/oauth/`.
    """
    if base_url in (PRODUCTION, SANDBOX):
        return PINTEREST_CONSENT_PAGE
    return urlsplit(base_url)._replace(path="/oauth/").geturl()


def check_scopes(scopes: Iterable[str] | str | None) -> tuple[str, ...]:
    """Returns scopes as a tuple. Defaults to every scope of the API.

    Args:
        scopes: The scopes, or one text with commas or spaces between them.

    Raises:
        ConfigurationError: If one does not exist.
    """
    if scopes is None:
        return api_scopes()
    found = scopes.replace(",", " ").split() if isinstance(scopes, str) else list(scopes)
    if not found:
        raise ConfigurationError("scopes is empty. Pass at least one scope, such as ads:read.")
    for scope in found:
        if scope not in api_scopes():
            hint = unknown_name(scope, api_scopes())
            raise ConfigurationError(f"scopes: unknown scope {format_value(scope)}; {hint}")
    return tuple(dict.fromkeys(found))


class ConsentRequest:
    """One request for a user's consent. Its `state` is a new random text, which the redirect must repeat.

    Args:
        page: URL of the consent page.
        app_id: ID of the app.
        redirect_uri: Redirect URI of the app.
        scopes: The scopes to request.

    Raises:
        ConfigurationError: If the page is not a URL.
    """

    def __init__(self, page: str, *, app_id: str, redirect_uri: str, scopes: Iterable[str]) -> None:
        self._state = secrets.token_urlsafe(32)
        self.scopes = tuple(scopes)
        query = {
            "client_id": app_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": ",".join(self.scopes),
            "state": self._state,
        }
        separator = "&" if "?" in _check_page(page) else "?"
        self.url = f"{page}{separator}{urlencode(query, safe=':,/')}"

    def has_state(self, state: str | None) -> bool:
        """Returns whether a redirect belongs to this request."""
        return hmac.compare_digest((state or "").encode(), self._state.encode())

    def read_redirect(self, query: str) -> str:
        """Returns the authorization code of a redirect whose state is that of this request.

        Args:
            query: The query of the redirect.

        Raises:
            SignInError: If the user refused, the page reported an error, or the redirect is not complete.
        """
        fields = {name: values[-1] for name, values in parse_qs(query).items()}
        if not self.has_state(fields.get("state")):
            raise SignInError(
                "the redirect belongs to another sign-in: its state is not the one that was sent. Start again, and "
                "paste the URL of the page that follows your consent."
            )
        if fields.get("error"):
            raise _build_refusal(fields["error"], fields.get("error_description") or "")
        return _check_code(fields.get("code", ""))

    def read_pasted(self, text: str) -> str:
        """Returns the authorization code in a text that the user pasted: the redirect's URL, its query or the code.

        A code alone has no state to check.

        Raises:
            SignInError: As for `read_redirect`.
        """
        text = text.strip().strip("'\"")
        if "=" not in text:
            return _check_code(text)
        query = text.partition("?")[2] if "?" in text else text
        return self.read_redirect(query.partition("#")[0])

    def __repr__(self) -> str:
        return "ConsentRequest(state hidden)"


def _check_page(page: str) -> str:
    try:
        parts = urlsplit(page)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or "#" in page:
        raise ConfigurationError(
            f"consent_url: {format_value(page)} is not valid; allowed: a URL such as {PINTEREST_CONSENT_PAGE}"
        )
    return page


def _check_code(code: str) -> str:
    if not re.fullmatch(r"[!-~]{1,4096}", code) or code.startswith(("http://", "https://")):
        raise SignInError(
            "there is no authorization code. Start again, and paste the whole URL of the page that follows your "
            "consent."
        )
    return code


def _build_refusal(error: str, description: str) -> SignInError:
    if error == "access_denied":
        return SignInError(
            "access was refused on the consent page. To sign in, start again and accept."
        )
    reason = one_line(redact(shorten(f"{error} {description}".strip(), _LONGEST_REASON)))
    return SignInError(
        f"the consent page reported an error: {reason}. Check the app ID, the redirect URI and the scopes of the app."
    )
