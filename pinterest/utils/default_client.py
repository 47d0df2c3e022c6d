"""The default client, for calls without a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.utils.protocol import Client


def resolve(client: Client | None) -> Client:
    """Returns the given client, or the default client if it is None.

    Raises:
        ValidationError: If the argument is not a client.
        ConfigurationError: If there is no default client and the settings are not enough to create one.
    """
    if client is not None:
        return check_client(client)
    # Other modules only import the protocol of the client. This import of the class is the one exception.
    from pinterest.client import PinterestSDKClient

    return PinterestSDKClient.create_default_client()


def check_client(client: Client) -> Client:
    """Checks that a value is a client and returns it.

    Raises:
        ValidationError: If the argument is not a client.
    """
    if not callable(getattr(client, "execute", None)):
        raise ValidationError(
            f"client: {format_value(client)} is not a client. Pass a PinterestSDKClient, and pass fields by their "
            "names."
        )
    return client
