"""Resolves the client of a call: the given client, or the default client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.utils.protocol import Client


def resolve(client: Client | None) -> Client:
    """Returns `client`, or the default client if `client` is None.

    Raises:
        ValidationError: If the argument is not a client.
        ConfigurationError: If the default client cannot be created because settings are missing.
    """
    if client is not None:
        return check_client(client)
    # Imported here, because `pinterest.client` needs this module. Other modules only need the protocol `Client`.
    from pinterest.client import PinterestSDKClient

    return PinterestSDKClient.create_default_client()


def check_client(client: Client) -> Client:
    """Checks that an argument is a client, and returns the client.

    Raises:
        ValidationError: If the argument is not a client.
    """
    if not callable(getattr(client, "execute", None)):
        raise ValidationError(
            f"client: {format_value(client)} is not a client. Pass a PinterestSDKClient. If you meant to "
            "pass a field, pass it as a keyword argument."
        )
    return client
