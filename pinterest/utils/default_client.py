"""The client that is used where none is given, as a slot that `pinterest.client` fills."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pinterest.exceptions import ValidationError
from pinterest.operation import shown

if TYPE_CHECKING:
    from pinterest.utils.protocol import Client

# Set once by pinterest.client: a function that returns the default client, making it from the settings if need be.
# The models below know clients as a protocol only, and reach the real one through here.
provide: Callable[[], Client] | None = None


def resolve(client: Client | None) -> Client:
    """Returns the client that was given, else the default one."""
    if client is not None:
        return checked(client)
    if provide is None:
        import importlib

        importlib.import_module("pinterest.client")
    assert provide is not None
    return provide()


def checked(client: Client) -> Client:
    """Returns the client that was given.

    Raises:
        ValidationError: It is none.
    """
    if not callable(getattr(client, "execute", None)):
        raise ValidationError(
            f"client: {shown(client)} is not a client; pass a PinterestSDKClient, and fields by their names"
        )
    return client
