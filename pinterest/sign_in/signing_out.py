"""Signs out: revokes the stored tokens and removes them."""

from __future__ import annotations

from dataclasses import dataclass

from pinterest.token_store import TokenStoreOption

__all__ = ["SignOut", "sign_out"]


@dataclass(frozen=True, slots=True)
class SignOut:
    """What `sign_out` did.

    Attributes:
        was_signed_in: Whether there were tokens. They have been removed.
        revoked: Whether the API has revoked them, so that copies of them no longer work either.
        reason: Why they were not revoked. None if they were.
    """

    was_signed_in: bool
    revoked: bool
    reason: str | None = None


def sign_out(
    app_id: str | None = None,
    app_secret: str | None = None,
    *,
    token_store: TokenStoreOption | None = None,
    base_url: str | None = None,
    environment: str | None = None,
    revoke: bool = True,
) -> SignOut:
    """Revokes the stored tokens and removes them from the token store."""
    raise NotImplementedError
