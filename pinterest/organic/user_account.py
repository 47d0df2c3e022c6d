"""The user account: the profile, followers, websites and analytics of a user."""

from __future__ import annotations

from pinterest.bases.user_account import UserAccountBase

__all__ = ["UserAccount"]


class UserAccount(UserAccountBase):
    """The account of the token's user. With `ad_account_id`, the account of the ad account's owner.

    Examples:
        >>> account = UserAccount()
        >>> account.username
        'quilters'
        >>> for row in account.analytics("2026-10-01", "2026-10-31", ["IMPRESSION", "SAVE"]):
        ...     print(row["DATE"], row["IMPRESSION"], row["SAVE"])
    """

    __slots__ = ()
