"""Builds the URL of Pinterest's consent page, and parses the redirect that follows the consent."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from urllib.parse import parse_qs, urlencode, urlsplit

from pinterest.config import PRODUCTION, SANDBOX
from pinterest.exceptions import ConfigurationError, SignInError
from pinterest.utils.redact import escape_control_characters, redact
from pinterest.utils.scopes import api_scopes
from pinterest.utils.shorten import shorten
from pinterest.utils.suggest import format_value, unknown_name

__all__ = ["ConsentRequest", "check_scopes", "default_consent_url"]

PINTEREST_CONSENT_PAGE = "https://www.pinterest.com/oauth/"
_LONGEST_REASON = 200


def default_consent_url(base_url: str) -> str:
    """Returns the URL of the consent page for the API at `base_url`."""
    if base_url in (PRODUCTION, SANDBOX):
        return PINTEREST_CONSENT_PAGE
    # Another host, such as an emulator, has its own consent page.
    return urlsplit(base_url)._replace(path="/oauth/").geturl()


def check_scopes(scopes: Iterable[str] | str | None) -> tuple[str, ...]:
    """Checks scopes and returns the scopes as a tuple.

    Args:
        scopes: An iterable, or a string separated by commas or spaces. None for all scopes of the API.

    Raises:
        ConfigurationError: If a scope does not exist, or `scopes` is empty.
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
    """A request for a user's consent to the scopes of an app.

    Raises:
        ConfigurationError: If `consent_url` is not a valid URL.
    """

    def __init__(
        self, consent_url: str, *, app_id: str, redirect_uri: str, scopes: Iterable[str]
    ) -> None:
        self._state = secrets.token_urlsafe(32)  # the redirect must repeat this value
        self.scopes = tuple(scopes)
        query = {
            "client_id": app_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": ",".join(self.scopes),
            "state": self._state,
        }
        separator = "&" if "?" in _check_consent_url(consent_url) else "?"
        self.url = f"{consent_url}{separator}{urlencode(query, safe=':,/')}"

    def has_state(self, state: str | None) -> bool:
        """Returns whether `state` is the state of this request."""
        return hmac.compare_digest((state or "").encode(), self._state.encode())

    def parse_redirect(self, query: str) -> str:
        """Returns the authorization code in the query string of a redirect.

        Raises:
            SignInError: If the state is wrong, access was refused, the consent page reported an error, or the
                code is missing or malformed.
        """
        fields = {name: values[-1] for name, values in parse_qs(query).items()}
        if not self.has_state(fields.get("state")):
            raise SignInError(
                "the redirect belongs to another sign-in: the state does not match. Start again, and paste the URL "
                "that you are redirected to."
            )
        if fields.get("error"):
            raise _build_consent_error(fields["error"], fields.get("error_description") or "")
        return _check_code(fields.get("code", ""))

    def parse_pasted_text(self, text: str) -> str:
        """Returns the authorization code in a text that the user pasted.

        Args:
            text: The URL of the redirect, the query string of this URL, or only the code.

        Raises:
            SignInError: If the state is wrong, access was refused, the consent page reported an error, or the
                code is missing or malformed.
        """
        text = text.strip().strip("'\"")
        if "=" not in text:  # only the code, without a state to check
            return _check_code(text)
        query = text.partition("?")[2] if "?" in text else text
        return self.parse_redirect(query.partition("#")[0])

    def __repr__(self) -> str:
        return "ConsentRequest(state hidden)"


def _check_consent_url(url: str) -> str:
    """Returns the URL of the consent page if it is valid."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or "#" in url:
        raise ConfigurationError(
            f"consent_url: {format_value(url)} is not valid; allowed: a URL such as {PINTEREST_CONSENT_PAGE}"
        )
    return url


def _check_code(code: str) -> str:
    if not re.fullmatch(r"[!-~]{1,4096}", code) or code.startswith(("http://", "https://")):
        raise SignInError(
            "the authorization code is missing or malformed. Start again, and paste the whole URL that you are "
            "redirected to."
        )
    return code


def _build_consent_error(error: str, description: str) -> SignInError:
    if error == "access_denied":
        return SignInError(
            "access was refused on the consent page. To sign in, start again and accept."
        )
    reason = escape_control_characters(
        redact(shorten(f"{error} {description}".strip(), _LONGEST_REASON))
    )
    return SignInError(
        f"the consent page reported an error: {reason}. Check the app ID, the redirect URI and the scopes of the app."
    )
