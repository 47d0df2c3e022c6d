"""Builds a client's credentials, base URL, headers and policy from its arguments and the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import requests

from pinterest.auth import Credentials, TokenSet, check_credential
from pinterest.config import ENVIRONMENTS, PINTEREST_USER_AGENT, PREFIX, Settings, check_number
from pinterest.exceptions import ConfigurationError
from pinterest.rate_limiter import RateLimiters
from pinterest.retry import Policy
from pinterest.shared_limits import SharedLimits
from pinterest.store_choice import choose_store, find_default_store
from pinterest.stored_tokens import StoredTokens
from pinterest.token_store import TokenStoreOption
from pinterest.utils.budgets import BudgetOption, parse_budgets
from pinterest.utils.connections import create_session, prepare_session, warn_if_not_encrypted
from pinterest.utils.legacy_configuration import ConfigurationOptions
from pinterest.utils.protocol import Deadline, Timeout, check_deadline, check_timeout
from pinterest.utils.receiving import ACCEPTED_ENCODINGS
from pinterest.utils.suggest import format_value, unknown_name

ACCESS_TOKEN: Final = "PINTEREST_ACCESS_TOKEN"
REFRESH_TOKEN: Final = "PINTEREST_REFRESH_ACCESS_TOKEN"
APP_ID: Final = "PINTEREST_APP_ID"
APP_SECRET: Final = "PINTEREST_APP_SECRET"
TOKEN_STORE: Final = "PINTEREST_TOKEN_STORE"
API_URI: Final = "PINTEREST_API_URI"


def read_settings(*tokens: object) -> Settings:
    """Returns the settings from the environment and settings files.

    Ignores invalid files if the caller passed a token. Such files may belong to other programs.

    Args:
        *tokens: The tokens that the caller passed. None for a token that was not passed.
    """
    return Settings(log_errors=any(tokens))


def build_credentials(
    settings: Settings,
    *,
    access_token: str | Callable[[], str | None] | None,
    refresh_token: str | None,
    app: tuple[str | None, str | None],
    conversion_token: str | None,
    on_token_renewed: Callable[[TokenSet], object] | None,
    token_store: TokenStoreOption | None,
    base_url: str,
) -> Credentials:
    """Builds the credentials of a client.

    If the caller passed a token, the tokens in the settings are ignored. Without any token, the client uses
    the tokens of an earlier sign-in. With only the app's ID and secret, the client fetches its first token.

    Args:
        settings: The settings.
        access_token: The access token, or a function that returns it.
        refresh_token: The refresh token.
        app: The app's ID and secret.
        conversion_token: The token for conversion events.
        on_token_renewed: A function that is called with the new tokens after each renewal.
        token_store: The token store, which stores renewed tokens.
        base_url: URL of the API.

    Raises:
        ConfigurationError: If there are no credentials, a credential is not valid, or there is a refresh
            token without an app.
    """
    look_up = _CredentialLookup(settings)
    if not (access_token or refresh_token or conversion_token):
        access_token = look_up("access_token", ACCESS_TOKEN)
        refresh_token = look_up("refresh_token", REFRESH_TOKEN)
        # If the caller passed a token, the client ignores the token store in the settings.
        if token_store is None:
            token_store = settings.get(TOKEN_STORE)
    app_id = app[0] or look_up("app_id", APP_ID)
    app_secret = app[1] or look_up("app_secret", APP_SECRET)
    places = "Looked in: the arguments, " + ", ".join(settings.places)
    has_token = bool(access_token or refresh_token or conversion_token)
    if token_store is not None:
        token_store = choose_store(token_store, base_url)
    elif not has_token:
        token_store = find_default_store(base_url)
    if not (has_token or token_store or (app_id and app_secret)):
        raise ConfigurationError(
            f"no credentials. Sign in with `pinterest login`, or set {ACCESS_TOKEN} (access_token), or {REFRESH_TOKEN} "
            f"(refresh_token) together with {APP_ID} and {APP_SECRET}. {places}"
        )
    missing = [name for name, value in ((APP_ID, app_id), (APP_SECRET, app_secret)) if not value]
    if refresh_token and missing:
        raise ConfigurationError(
            f"a refresh token only works with the ID and secret of its app. Set {' and '.join(missing)}. {places}"
        )
    check, optional = look_up.check, not refresh_token
    if callable(access_token):
        check("access_token", access_token())
    else:
        access_token = check("access_token", access_token)
    return Credentials(
        access_token=access_token,
        refresh_token=check("refresh_token", refresh_token),
        app_id=check("app_id", _to_text(app_id), optional=optional),
        app_secret=check("app_secret", app_secret, optional=optional),
        conversion_token=check("conversion_token", conversion_token),
        on_token_renewed=on_token_renewed,
        store=None
        if token_store is None
        else StoredTokens(token_store, takes_precedence=not has_token),
    )


class _CredentialLookup:
    """Finds and checks the credentials in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names: dict[str, str] = {}

    def __call__(self, kind: str, setting: str) -> str | None:
        """Returns the value of `setting`. Remembers the name of the setting for errors about the credential `kind`."""
        self._names[kind] = setting
        return self._settings.get(setting)

    def check(self, kind: str, value: object, *, optional: bool = False) -> str | None:
        """Checks a credential and returns it. Returns None if the credential is empty or ignored.

        Args:
            kind: The name of the credential, such as `access_token`.
            value: The credential.
            optional: Whether to ignore an invalid credential from the settings. The setting may belong to another
                program.
        """
        if not value:
            return None
        setting = self._names.get(kind)
        # The error message names the setting that contains the credential.
        name = setting and f"{setting} in {self._settings.source(setting)}"
        try:
            return check_credential(kind, value, name)
        except ConfigurationError as error:
            if not (setting and optional):
                raise
            self._settings.ignore(setting, error)
            return None


def change_credentials(
    credentials: Credentials,
    *,
    access_token: str | None,
    refresh_token: str | None,
    conversion_token: str | None,
    on_token_renewed: Callable[[TokenSet], object] | None,
) -> Credentials:
    """Returns credentials with other tokens and the same app. If no token is passed, returns `credentials`.

    Raises:
        ConfigurationError: If a token is not valid, or there is a refresh token without an app.
    """
    tokens = {
        "access_token": access_token,
        "refresh_token": refresh_token,
        "conversion_token": conversion_token,
    }
    checked: dict[str, Any] = {
        kind: check_credential(kind, token) for kind, token in tokens.items() if token is not None
    }
    if refresh_token is not None and not credentials.has_app:
        raise ConfigurationError(
            "refresh_token only works with the ID and secret of its app. Create the client with app_id and app_secret."
        )
    if on_token_renewed is not None and refresh_token is None:
        raise ConfigurationError(
            "on_token_renewed needs a refresh token that renews the access token. Pass refresh_token too."
        )
    if not checked:
        return credentials
    return Credentials(
        **checked,
        app_id=credentials.app_id,
        app_secret=credentials.app_secret,
        on_token_renewed=on_token_renewed,
    )


def _to_text(app_id: object) -> object:
    """Converts an app ID from int to str. Returns any other value unchanged."""
    return str(app_id) if type(app_id) is int else app_id


def resolve_base_url(settings: Settings, base_url: str | None, environment: str | None) -> str:
    """Returns the base URL without a trailing slash.

    Raises:
        ConfigurationError: If the URL is not valid or the environment is unknown.
    """
    if base_url is not None and environment is not None:
        raise ConfigurationError(
            f"base_url and environment ({format_value(environment)}) contradict each other. Pass one of them."
        )
    if environment is not None:
        if not isinstance(environment, str) or environment not in ENVIRONMENTS:
            hint = unknown_name(environment, ENVIRONMENTS)
            raise ConfigurationError(f"environment: unknown {format_value(environment)}; {hint}")
        return ENVIRONMENTS[environment]
    url = base_url if base_url is not None else settings.get(API_URI) or ""
    name = "base_url" if base_url is not None else f"{API_URI} in {settings.source(API_URI)}"
    if not isinstance(url, str):
        raise ConfigurationError(
            f"{name} is {format_value(url)}, which is not a string. Pass the URL as text"
        )
    checked = _check_base_url(url.strip(), name)
    warn_if_not_encrypted(checked)
    return checked


def _check_base_url(url: str, name: str) -> str:
    """Returns the URL without a trailing slash if it is valid. Error messages start with `name`."""
    # The URL may contain a password, so the error does not show the URL.
    if any(sign in url for sign in "@?#"):
        raise ConfigurationError(f"{name} must be a URL without user name, query or fragment")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in url):
        raise ConfigurationError(
            f"{name} is {format_value(url)}, which is not a URL such as https://api.pinterest.com/v5"
        )
    if not parts.path.strip("/"):
        raise ConfigurationError(f"{name} is {url}, without the API version. Use {url}/v5")
    return url.rstrip("/")


def build_headers(name: str | None, value: str | None, cookie: str | None) -> dict[str, str]:
    """Returns the headers that the client sends with every request.

    Raises:
        ConfigurationError: If a header is not valid. The message does not show the header's value, which may
            be secret.
    """
    headers = {
        "User-Agent": PINTEREST_USER_AGENT,
        "Accept": "application/json",
        "Accept-Encoding": ACCEPTED_ENCODINGS,
    }
    for header, text in ((name, value), ("Cookie", cookie)):
        if not (header and text):
            continue
        if not re.fullmatch(r"[\w!#$%&'*+.^`|~-]+", header, re.ASCII):
            raise ConfigurationError(
                "header_name is not a valid header name. Use letters, digits and hyphens"
            )
        if (
            not (isinstance(text, str) and text.isascii() and text.isprintable())
            or text != text.strip()
        ):
            raise ConfigurationError(
                f"the header {header} must be a string of printable ASCII characters without leading or trailing spaces"
            )
        headers[header] = text
    return headers


class PolicyArguments(NamedTuple):
    """The arguments of a client that change its `Policy`. An argument that was not passed is None."""

    timeout: Timeout
    deadline: Deadline
    max_retries: int | None
    max_wait: float | None
    backoff: float | None
    max_response_bytes: int | None


def build_policy(settings: Settings, changes: PolicyArguments) -> Policy:
    """Builds the policy of a client. Each value comes from the arguments, else the settings, else the defaults.

    Args:
        settings: The settings.
        changes: The arguments of the client.

    Raises:
        ConfigurationError: If a number is not valid or is negative.
        ValidationError: If the `timeout` or `deadline` argument is not valid.
    """
    from_settings = {
        name: look_up(settings, f"{PREFIX}{name.upper()}")
        for name, look_up in _SETTINGS.items()
        if getattr(changes, name) is None
    }
    return _replace_values(Policy(), {**changes._asdict(), **from_settings})


_SETTINGS: Final[Mapping[str, Callable[[Settings, str], object]]] = {
    "timeout": Settings.timeout,
    "deadline": Settings.deadline,
    "max_retries": Settings.count,
    "max_wait": Settings.seconds,
    "max_response_bytes": Settings.count,
}
_NUMBERS: Final[Mapping[str, type[int] | type[float]]] = {
    "max_retries": int,
    "max_wait": float,
    "backoff": float,
    "max_response_bytes": int,
}


def change_policy(policy: Policy, changes: PolicyArguments) -> Policy:
    """Returns a copy of a policy with new values.

    Args:
        policy: The policy.
        changes: The new values. None keeps the current value.

    Raises:
        ConfigurationError: If a number is not valid or is negative.
        ValidationError: If the timeout or the deadline is not valid.
    """
    return _replace_values(policy, changes._asdict())


def _replace_values(policy: Policy, changes: Mapping[str, Any]) -> Policy:
    """Checks the changes and returns a changed copy of the policy. None keeps the current value."""
    values = {name: value for name, value in changes.items() if value is not None}
    for name, kind in _NUMBERS.items():
        if name in values:
            values[name] = check_number(name, values[name], kind)
    if "timeout" in values:
        values["timeout"] = check_timeout(values["timeout"])
    if "deadline" in values:
        values["deadline"] = check_deadline(values["deadline"])
    return replace(policy, **values)


def build_session(
    session: requests.Session | None, options: ConfigurationOptions
) -> requests.Session:
    """Returns the caller's session, or creates one with the options of a `Configuration`."""
    return prepare_session(options.apply_to(create_session()) if session is None else session)


def build_rate_limiters(limits: BudgetOption | None, shared: SharedLimits | None) -> RateLimiters:
    """Creates the rate limiters for a client and for the copies that share its connections.

    Raises:
        ConfigurationError: If `shared` is not a `SharedLimits`.
        ValidationError: If a budget is not valid.
    """
    if shared is not None and not isinstance(shared, SharedLimits):
        raise ConfigurationError(
            f"rate_limiter: {format_value(shared)} is not valid. Pass SharedLimits.sqlite(...) or "
            "SharedLimits.redis(...)."
        )
    return RateLimiters(parse_budgets(limits), shared)


def collect_options(
    credentials: Credentials, policy: Policy, extras: Mapping[str, object]
) -> dict[str, Any]:
    """Returns the constructor arguments that recreate a client when it is unpickled.

    Args:
        credentials: The credentials of the client.
        policy: The policy of the client.
        extras: The other arguments of the client.
    """
    source: object = credentials.token_source
    if extras["configuration"] is not None and callable(source):
        source = None  # the restored client gets the token from the configuration
    elif not source:
        source = return_no_token  # keeps the restored client from using a token in the settings
    return {
        **extras,
        "access_token": source,
        "refresh_token": credentials.refresh_token,
        "app_id": credentials.app_id,
        "app_secret": credentials.app_secret,
        "conversion_token": credentials.conversion_token,
        "on_token_renewed": credentials.on_token_renewed,
        "token_store": None if credentials.store is None else credentials.store.option,
        **{name: getattr(policy, name) for name in PolicyArguments._fields},
    }


def return_no_token() -> None:
    """Returns None. A client with this function as `access_token` ignores tokens in the settings."""
