"""The ID and secret of an app, and a client that has these credentials but no tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pinterest.client import PinterestSDKClient
from pinterest.client_options import APP_ID, APP_SECRET, return_no_token
from pinterest.config import Settings
from pinterest.exceptions import ConfigurationError
from pinterest.tokens import check_credential

__all__ = ["App", "find_app"]


@dataclass(frozen=True, slots=True)
class App:
    """The ID and the secret of an app."""

    id: str
    secret: str = field(repr=False)

    def create_client(self, base_url: str) -> PinterestSDKClient:
        """Creates a client with this app's ID and secret but without tokens."""
        no_token: Any = return_no_token
        return PinterestSDKClient(no_token, None, self.id, self.secret, base_url=base_url)


def find_app(settings: Settings, app_id: object, app_secret: str | None) -> App:
    """Returns the app's ID and secret, each from the argument or else from the settings.

    Raises:
        ConfigurationError: If the ID or the secret is missing or not valid.
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
