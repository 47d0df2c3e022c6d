"""From what a caller passes, and the settings, to what a client is made of; every mistake is found here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, get_args
from urllib.parse import unquote, urlsplit

from pinterest.auth import Credentials, TokenSet
from pinterest.config import ENVIRONMENTS, PINTEREST_USER_AGENT, Settings
from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.operation import Body, Operation, Parameter, Prepared, Verb, shown
from pinterest.transport import Policy
from pinterest.utils.protocol import Timeout, checked_timeout
from pinterest.utils.suggest import unknown_name

ACCESS_TOKEN: Final = "PINTEREST_ACCESS_TOKEN"
REFRESH_TOKEN: Final = "PINTEREST_REFRESH_ACCESS_TOKEN"
APP_ID: Final = "PINTEREST_APP_ID"
APP_SECRET: Final = "PINTEREST_APP_SECRET"
API_URI: Final = "PINTEREST_API_URI"

_VERBS = get_args(Verb)


def credentials_from(
    settings: Settings,
    *,
    access_token: str | Callable[[], str | None] | None,
    refresh_token: str | None,
    app_id: str | None,
    app_secret: str | None,
    conversion_token: str | None,
    on_token_renewed: Callable[[TokenSet], object] | None,
) -> Credentials:
    """Returns the credentials: the tokens passed, else those of the settings, never one of each.

    Raises:
        ConfigurationError: There are none, or a refresh token lacks its app.
    """
    if not (access_token or refresh_token or conversion_token):
        access_token = settings.get(ACCESS_TOKEN)
        refresh_token = settings.get(REFRESH_TOKEN)
    app_id = app_id or settings.get(APP_ID)
    app_secret = app_secret or settings.get(APP_SECRET)
    looked = "Looked in: the arguments, " + ", ".join(settings.places)
    if not (access_token or refresh_token or conversion_token):
        raise ConfigurationError(
            f"no credentials: {ACCESS_TOKEN} (access_token) is missing, and so is {REFRESH_TOKEN} (refresh_token), "
            f"which with {APP_ID} and {APP_SECRET} would do as well. {looked}"
        )
    missing = [name for name, value in ((APP_ID, app_id), (APP_SECRET, app_secret)) if not value]
    if refresh_token and missing:
        raise ConfigurationError(
            f"a refresh token needs the app that it belongs to: {' and '.join(missing)} missing. {looked}"
        )
    return Credentials(
        access_token=access_token
        if callable(access_token)
        else _clean("access_token", access_token),
        refresh_token=_clean("refresh_token", refresh_token),
        app_id=_clean("app_id", app_id),
        app_secret=_clean("app_secret", app_secret),
        conversion_token=_clean("conversion_token", conversion_token),
        on_token_renewed=on_token_renewed,
    )


def _clean(name: str, value: object) -> str | None:
    """Returns a credential without the blanks that copying leaves around it."""
    if value is None:
        return None
    if name == "app_id" and type(value) is int:
        value = str(value)
    text = value.strip() if isinstance(value, str) else ""
    if not text or not (text.isascii() and text.isprintable()) or " " in text:
        raise ConfigurationError(
            f"{name} is not a credential: it must be a text of printable ASCII characters without blanks"
        )
    return text


def address_from(settings: Settings, base_url: str | None, environment: str | None) -> str:
    """Returns the base address, without a slash at its end.

    Raises:
        ConfigurationError: It is no address of an API, or there is no such environment.
    """
    if base_url is not None and environment is not None:
        raise ConfigurationError(
            f"base_url and environment ({shown(environment)}) contradict each other: pass one of them"
        )
    if environment is not None:
        if environment not in ENVIRONMENTS:
            hint = unknown_name(str(environment), ENVIRONMENTS)
            raise ConfigurationError(f"environment: unknown {environment!r}; {hint}")
        return ENVIRONMENTS[environment]
    address = base_url if base_url is not None else settings.get(API_URI) or ""
    source = "base_url" if base_url is not None else f"{API_URI} in {settings.source(API_URI)}"
    return _checked_address(str(address).strip(), source)


def _checked_address(address: str, source: str) -> str:
    if any(
        sign in address for sign in "@?#"
    ):  # such an address may hold a password: it is not shown
        raise ConfigurationError(
            f"{source} must be a plain address, without user, query or fragment"
        )
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in address):
        raise ConfigurationError(
            f"{source} is {shown(address)}, which is no address; it looks like https://api.pinterest.com/v5"
        )
    if not parts.path.strip("/"):
        raise ConfigurationError(
            f"{source} is {address}, which lacks the version of the API; it ends in /v5"
        )
    return address.rstrip("/")


def headers_from(name: str | None, value: str | None, cookie: str | None) -> dict[str, str]:
    """Returns the headers of every request.

    Raises:
        ConfigurationError: One of them cannot be sent; the text does not show it, since it may be a key.
    """
    headers = {"User-Agent": PINTEREST_USER_AGENT, "Accept": "application/json"}
    for header, text in ((name, value), ("Cookie", cookie)):
        if not (header and text):
            continue
        if not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", header, re.ASCII):
            raise ConfigurationError("header_name is not the name of a header")
        if (
            not (isinstance(text, str) and text.isascii() and text.isprintable())
            or text != text.strip()
        ):
            raise ConfigurationError(
                f"the header {header} must be a text of printable ASCII characters without blanks at its ends"
            )
        headers[header] = text
    return headers


def policy_from(timeout: Timeout, max_retries: int, max_wait: float, backoff: float) -> Policy:
    """Returns how patient a client is.

    Raises:
        ConfigurationError: A number is none, or negative.
    """
    for name, value in (("max_retries", max_retries), ("max_wait", max_wait), ("backoff", backoff)):
        whole = name == "max_retries"
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            raise ConfigurationError(f"{name}: {value!r} is not a number")
        if not value >= 0:
            raise ConfigurationError(f"{name}: {value!r} is negative; allowed: 0 or more")
    if timeout is None:
        return Policy(max_retries=max_retries, max_wait=max_wait, backoff=backoff)
    return Policy(checked_timeout(timeout), max_retries, max_wait, backoff)


def ad_hoc(
    method: str,
    path: str,
    params: Mapping[str, object] | None,
    json: object,
    data: Mapping[str, str] | None,
) -> tuple[Operation, Prepared, object]:
    """Returns a request that no operation describes: as an operation, where it goes and what it carries.

    Raises:
        ValidationError: The verb or path is none, or there are two bodies.
    """
    verb: Verb | None = next((verb for verb in _VERBS if verb == str(method).upper()), None)
    if verb is None:
        raise ValidationError(f"method: {method!r} is not valid; allowed: {', '.join(_VERBS)}")
    steps = path.split("/") if isinstance(path, str) else []
    # An encoded dot is decoded on the way, and would then lead elsewhere as well.
    if len(steps) < 2 or steps[0] or "" in steps[1:-1] or {".", ".."} & set(map(unquote, steps)):
        raise ValidationError(
            f"path: {shown(path)} is not valid; allowed: a path such as /ad_accounts"
        )
    if any(sign in path for sign in "?#\\") or not path.isprintable() or " " in path:
        raise ValidationError(f"path: {shown(path)} is not valid; query parameters go into params")
    if json is not None and data is not None:
        raise ValidationError(
            f"{verb} {path}: json and data contradict each other: pass one of them"
        )
    query: list[tuple[str, str]] = []
    for name, value in (params or {}).items():
        query += _pairs(name, value)
    form = Body(schema="", argument="data", media_type="application/x-www-form-urlencoded")
    operation = Operation(
        id=f"{verb} {path}",
        tag="",
        verb=verb,
        path=path,
        repeatable=verb == "GET",
        body=form if data is not None else None,
    )
    return operation, Prepared(path, query), json if data is None else data


def _pairs(name: str, value: object) -> list[tuple[str, str]]:
    if value is None:
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return [pair for item in value for pair in _pairs(name, item)]
    if isinstance(value, bool):
        return [(name, "true" if value else "false")]
    return Parameter(name=name, location="query").encode(str(value))
