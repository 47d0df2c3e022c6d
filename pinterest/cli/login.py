"""`pinterest login` and `pinterest logout`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from pinterest.cli.annotations import ValueKind
from pinterest.cli.command import Command, Option
from pinterest.cli.output import print_message
from pinterest.cli.shared_options import SharedOptions

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["create_login_command", "create_logout_command"]

_APP_OPTIONS: Final = (
    Option("app_id", ValueKind(), "ID of the app. Defaults to PINTEREST_APP_ID."),
    Option("app_secret", ValueKind(), "Secret of the app. Defaults to PINTEREST_APP_SECRET."),
    Option(
        "token_store",
        ValueKind(),
        "Where to store the tokens: the path of a file, or keyring. Defaults to PINTEREST_TOKEN_STORE, or to a file "
        "that commands and scripts read.",
    ),
)


def create_login_command(panel: str) -> Command:
    """Returns the command `login`."""
    return Command(
        "login",
        _log_in,
        summary="Signs in to Pinterest in a browser, and saves the tokens for commands and scripts.",
        options=[
            *_APP_OPTIONS,
            Option(
                "scopes", ValueKind(), "Comma-separated scopes to request. Defaults to all scopes."
            ),
            Option(
                "redirect_uri",
                ValueKind(),
                "A redirect URI of the app. Defaults to http://localhost:8085/.",
            ),
            Option(
                "port",
                ValueKind("int"),
                "Port to listen on, if it differs from the redirect URI's.",
            ),
            Option(
                "browser",
                ValueKind("bool"),
                "Whether to open a browser. With --no-browser, open the printed URL in any browser, and paste the URL "
                "that you are redirected to.",
            ),
        ],
        panel=panel,
        message="",
        sends=False,
        connects=True,
        examples=["pinterest login", "pinterest login --no-browser --scopes ads:read,boards:read"],
    )


def create_logout_command(panel: str) -> Command:
    """Returns the command `logout`."""
    return Command(
        "logout",
        _log_out,
        summary="Revokes and removes the tokens that login saved.",
        options=_APP_OPTIONS,
        panel=panel,
        message="",
        sends=False,
        connects=True,
    )


def _log_in(client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions) -> Any:
    from pinterest.sign_in import sign_in

    done = sign_in(
        **arguments,
        base_url=shared.base_url,
        environment=shared.environment,
        notify=print_message,
        ask=_read_line,
    )
    print_message(f"Signed in to {done.base_url}. Try `pinterest whoami`.")
    if shared.format == "table":
        return None
    return {"base_url": done.base_url, "scopes": list(done.scopes)}


def _log_out(client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions) -> Any:
    from pinterest.sign_in import sign_out

    done = sign_out(**arguments, base_url=shared.base_url, environment=shared.environment)
    if not done.was_signed_in:
        print_message("There were no tokens to remove.")
    elif done.revoked:
        print_message("Revoked and removed the tokens.")
    else:
        print_message(f"Removed the tokens. They were not revoked: {done.reason}")
    return (
        None
        if shared.format == "table"
        else {"was_signed_in": done.was_signed_in, "revoked": done.revoked}
    )


def _read_line(prompt: str) -> str:
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()
