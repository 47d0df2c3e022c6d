"""The commands `whoami`, `login`, `logout`, `config` and `accounts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.cli.command import Command
from pinterest.cli.login import create_login_command, create_logout_command
from pinterest.cli.settings import show_settings
from pinterest.cli.shared_options import SharedOptions

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["create_account_commands"]

PANEL = "Your account and settings"


def create_account_commands() -> list[Command]:
    """Returns the commands for the user's account and settings."""
    return [
        Command(
            "whoami",
            _get_user_account,
            summary="Shows the user of the token.",
            panel=PANEL,
        ),
        create_login_command(PANEL),
        create_logout_command(PANEL),
        Command(
            "config",
            show_settings,
            summary="Shows every setting and where it comes from. Secrets are hidden.",
            panel=PANEL,
            sends=False,
            is_list=True,
        ),
        Command(
            "accounts",
            _list_ad_accounts,
            summary="Lists the ad accounts that you have access to.",
            panel=PANEL,
            is_list=True,
        ),
    ]


def _get_user_account(
    client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
) -> Any:
    from pinterest.organic.user_account import UserAccount

    return UserAccount(client=client).refresh()


def _list_ad_accounts(
    client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
) -> Any:
    from pinterest.ads.ad_accounts import AdAccount

    return AdAccount.iter_all(client=client)
