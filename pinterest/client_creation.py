"""Creates clients, and stores the default client of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pinterest.utils.default_client import check_client
from pinterest.utils.forks import ForkSafeLock

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["ClientCreation", "default"]


class _Default:
    """The default client of the process."""

    def __init__(self) -> None:
        self.lock = ForkSafeLock()
        self.client: PinterestSDKClient | None = None


default = _Default()


class ClientCreation:
    """Class methods that create clients and set the default client."""

    if TYPE_CHECKING:

        def __init__(
            self,
            access_token: str | None = None,
            refresh_token: str | None = None,
            app_id: str | None = None,
            app_secret: str | None = None,
        ) -> None: ...

    @classmethod
    def create_client_with_token(cls, access_token: str) -> Self:
        """Creates a client with an access token.

        Args:
            access_token: Signs requests. It is not renewed.
        """
        return cls(access_token=access_token)

    @classmethod
    def create_client_with_refresh_token(
        cls, refresh_token: str, app_id: str, app_secret: str
    ) -> Self:
        """Creates a client with a refresh token. The first request fetches an access token.

        Args:
            refresh_token: Renews the access token.
            app_id: ID of the app that the refresh token belongs to.
            app_secret: Secret of that app.
        """
        return cls(refresh_token=refresh_token, app_id=app_id, app_secret=app_secret)

    @classmethod
    def create_default_client(cls) -> PinterestSDKClient:
        """Returns the default client. The first call creates it from the settings.

        Raises:
            ConfigurationError: If the settings hold no credentials, or contradict each other.
        """
        with default.lock:
            if default.client is None:
                created: Any = cls()
                default.client = created
            return default.client

    @classmethod
    def set_default_client(cls, client: PinterestSDKClient | None) -> None:
        """Sets the client for calls that pass no client.

        Args:
            client: The client. None removes the current one.

        Raises:
            ValidationError: If the argument is not a client.
        """
        if client is not None:
            check_client(client)
        with default.lock:
            default.client = client

    @classmethod
    def set_default_access_token(cls, access_token: str) -> None:
        """Creates a client with an access token and sets it as the default client.

        Args:
            access_token: Signs requests. It is not renewed.
        """
        client: Any = cls.create_client_with_token(access_token)
        cls.set_default_client(client)

    @classmethod
    def set_default_refresh_token(cls, refresh_token: str, app_id: str, app_secret: str) -> None:
        """Creates a client with a refresh token and sets it as the default client.

        Args:
            refresh_token: Renews the access token.
            app_id: ID of the app that the refresh token belongs to.
            app_secret: Secret of that app.
        """
        client: Any = cls.create_client_with_refresh_token(refresh_token, app_id, app_secret)
        cls.set_default_client(client)
