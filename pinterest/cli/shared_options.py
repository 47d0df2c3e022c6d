"""The options that every command has, for the output format and the connection."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import typer

from pinterest.cli.errors import UsageError
from pinterest.config import ENVIRONMENTS, SETTINGS, Settings
from pinterest.exceptions import ConfigurationError

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = [
    "AD_ACCOUNT",
    "SharedOptions",
    "create_shared_parameters",
    "get_default_ad_account",
    "is_secret",
]

_SECRET: Final = re.compile(r"(TOKEN|SECRET|STATE|JSON_ENV_VARIABLES)$")
_OUTPUT: Final = "Output"
_CONNECTION: Final = "Connection"
_PREFIX: Final = "shared_"
AD_ACCOUNT: Final = "--ad-account"


@dataclass(frozen=True)
class SharedOptions:
    """The values of the options that commands share.

    Attributes:
        json: Whether to print JSON.
        jsonl: Whether to print one JSON value per line.
        csv: Whether to print CSV.
        fields: Comma-separated fields to print.
        limit: The maximum number of rows.
        all: Whether to print all rows.
        dry_run: Whether to print the request instead of sending it.
        yes: Whether to skip the confirmation.
        open_enums: Whether to accept enum values that this version of the SDK does not know.
        environment: The environment of the API.
        base_url: URL of the API.
        timeout: Seconds to wait for a connection and for data.
        deadline: Maximum time in seconds for each request, including its retries.
        max_retries: Maximum number of retries.
        debug: Whether to show tracebacks.
    """

    json: bool = False
    jsonl: bool = False
    csv: bool = False
    fields: str | None = None
    limit: int | None = None
    all: bool = False
    dry_run: bool = False
    yes: bool = False
    open_enums: bool = False
    environment: str | None = None
    base_url: str | None = None
    timeout: float | None = None
    deadline: float | None = None
    max_retries: int | None = None
    debug: bool = False

    @classmethod
    def pop_from(cls, values: dict[str, Any]) -> SharedOptions:
        """Removes the shared options from the values of all options, and returns the shared options."""
        found = {item.name: values.pop(_PREFIX + item.name, item.default) for item in fields(cls)}
        return cls(**found)

    @property
    def format(self) -> str:
        """The format of the output.

        Raises:
            UsageError: If several formats were passed.
        """
        chosen = [name for name in ("json", "jsonl", "csv") if getattr(self, name)]
        if len(chosen) > 1:
            raise UsageError(f"--{' and --'.join(chosen)} exclude each other. Pass one of them.")
        return chosen[0] if chosen else "table"

    @property
    def field_names(self) -> list[str]:
        """The names in `--fields`, or an empty list if the option was not passed."""
        return [name.strip() for name in (self.fields or "").split(",") if name.strip()]

    def create_client(self) -> PinterestSDKClient:
        """Creates the client that the command uses."""
        from pinterest.client import PinterestSDKClient

        options: Mapping[str, Any] = {
            "environment": self.environment,
            "base_url": self.base_url,
            "timeout": self.timeout,
            "deadline": self.deadline,
            "max_retries": self.max_retries,
        }
        if self.dry_run:
            from pinterest.cli.dry_run import PLACEHOLDER_TOKEN, create_session

            options = {**options, "access_token": PLACEHOLDER_TOKEN, "session": create_session()}
        try:
            return PinterestSDKClient(**options)
        except ConfigurationError as error:
            message = _describe_wrong_value(str(error), options)
            if message is None:
                raise
            raise UsageError(message) from error


def _describe_wrong_value(message: str, options: Mapping[str, object]) -> str | None:
    """Rewords an error message of the client for the command line: `base_url: ...` becomes `--base-url: ...`.

    Returns a message about a setting, such as `PINTEREST_TIMEOUT`, unchanged. Returns None if the setting is secret,
    or if the message is about neither an option nor a setting.
    """
    name = re.split(r"\W", message, maxsplit=1)[0]
    if options.get(name) is not None:
        return f"--{name.replace('_', '-')}{message.removeprefix(name)}"
    return message if name in SETTINGS and not is_secret(name) else None


def is_secret(setting: str) -> bool:
    """Returns whether the value of a setting is secret."""
    return _SECRET.search(setting) is not None


def get_default_ad_account() -> str | None:
    """Returns the ID of the ad account in the settings, or None if the setting is not set."""
    return Settings(log_errors=True).get("PINTEREST_AD_ACCOUNT_ID")


_HELP: Final[Mapping[str, str]] = {
    "json": "Print JSON.",
    "jsonl": "Print one JSON value per line, as soon as it arrives.",
    "csv": "Print CSV with a header, row by row as they arrive.",
    "fields": "Fields to print, such as id,name,status.",
    "limit": "Maximum number of rows. Defaults to 100 for a table, and to all rows for the other formats.",
    "all": "Print all rows, also in a table.",
    "dry_run": "Print the request and send nothing. Needs no token.",
    "yes": "Do not ask for confirmation.",
    "open_enums": "Accept enum values that this version of the SDK does not know.",
    "environment": "production or sandbox.",
    "base_url": "URL of the API with its version. Defaults to PINTEREST_API_URI.",
    "timeout": "Seconds to connect and to wait for data. Defaults to PINTEREST_TIMEOUT.",
    "deadline": "Maximum seconds per request, including retries and waits. Defaults to PINTEREST_DEADLINE.",
    "max_retries": "Maximum number of retries per request. Defaults to PINTEREST_MAX_RETRIES.",
    "debug": "Show the traceback of an error.",
}
_METAVARS: Final = {"fields": "NAME,...", "base_url": "URL", "timeout": "SECONDS"} | {
    "deadline": "SECONDS",
    "limit": "N",
    "max_retries": "N",
    "environment": "NAME",
}
_FLAGS: Final = {"yes": ("--yes", "-y"), "open_enums": ("--any-value",)}
_OF_LISTS: Final = ("limit", "all")
_TYPES: Final[Mapping[str, Any]] = {
    "fields": str,
    "limit": int,
    "environment": str,
    "base_url": str,
    "timeout": float,
    "deadline": float,
    "max_retries": int,
}


def create_shared_parameters(
    *,
    lists: bool = False,
    deletes: bool = False,
    enums: bool = False,
    sends: bool = True,
    connects: bool = False,
) -> Iterator[inspect.Parameter]:
    """Yields the options that commands share, as function parameters for Typer.

    Args:
        lists: Whether to include `--limit` and `--all`.
        deletes: Whether to include `--yes`.
        enums: Whether to include `--any-value`.
        sends: Whether the command sends requests, and so needs `--dry-run` and the connection options.
        connects: Whether to include `--environment` and `--base-url` even if `sends` is False.
    """
    output = ["json", "jsonl", "csv", "fields", *(_OF_LISTS if lists else ())]
    connection = ["dry_run"] + ["yes"] * deletes + ["open_enums"] * enums
    connection += "environment base_url timeout deadline max_retries debug".split()
    few = ["environment", "base_url", "debug"] if connects else ["debug"]
    for name in [*output, *(connection if sends else few)]:
        panel = _OUTPUT if name in output else _CONNECTION
        yield _create_parameter(name, panel)


def _create_parameter(name: str, panel: str) -> inspect.Parameter:
    annotation = _TYPES.get(name, bool)
    flags = _FLAGS.get(name, (f"--{name.replace('_', '-')}",))
    default = None if name in _TYPES else False
    least: dict[str, Any] = {"min": 0} if name in ("limit", "max_retries") else {}
    choices: dict[str, Any] = {"autocompletion": lambda: list(ENVIRONMENTS)}
    choices = choices if name == "environment" else {}
    option = typer.Option(
        default,
        *flags,
        help=_HELP[name],
        metavar=_METAVARS.get(name),
        rich_help_panel=panel,
        show_default=False,
        **least,
        **choices,
    )
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(_PREFIX + name, keyword, default=option, annotation=annotation)
