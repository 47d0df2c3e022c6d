"""The app that signs in and out, and a client that only has this app."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pinterest.client import PinterestSDKClient
from pinterest.client_options import APP_ID, APP_SECRET
from pinterest.config import Settings
from pinterest.exceptions import ConfigurationError
from pinterest.tokens import check_credential

__all__ = ["App", "find_app"]


@dataclass(frozen=True, slots=True)
class App:
    """The ID and the secret of an app."""

    id: str
    secret: str = field(repr=False)

    def connect(self, base_url: str) -> PinterestSDKClient:
        """Returns a client that has this app and no tokens, even if the settings have some.

        Args:
            base_url: URL of the API.
        """
        no_token: Any = _no_token
        return PinterestSDKClient(no_token, None, self.id, self.secret, base_url=base_url)


def _no_token() -> None:
    """Returns None. A client with this function as its token does not use a token of the settings."""


def find_app(settings: Settings, app_id: object, app_secret: str | None) -> App:
    """Returns the app of the arguments or the settings.

    Raises:
        ConfigurationError: If its ID or secret is missing or not valid.
    """
    id = str(app_id) if type(app_id) is int else app_id or settings.get(APP_ID)
    secret = app_secret or settings.get(APP_SECRET)
    missing = [name for name, value in ((APP_ID, id), (APP_SECRET, secret)) if not value]
    if missing:
        raise ConfigurationError(
            f"the app is not known. Pass app_id and app_secret, or set {' and '.join(missing)}. Create an app at "
            f"https://developers.pinterest.com/apps/. Looked in: the arguments, {', '.join(settings.places)}"
        )
    return App(check_credential("app_id", id), check_credential("app_secret", secret))
