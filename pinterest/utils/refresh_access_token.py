"""Provides `get_new_access_token` under the same import path as Pinterest's own SDK."""

from __future__ import annotations

from pinterest.exceptions import ServerError
from pinterest.operations.oauth import OAUTH_TOKEN

__all__ = ["get_new_access_token"]


def get_new_access_token(app_id: str, app_secret: str, refresh_access_token: str, host: str) -> str:
    """Gets a new access token with a refresh token.

    A client that has a refresh token renews its access token and its refresh token without this function.

    :calls: `POST /oauth/token`

    Args:
        app_id: ID of the app.
        app_secret: Secret of the app.
        refresh_access_token: The refresh token.
        host: Base URL of the API with its version, such as `https://api.pinterest.com/v5`.

    Returns:
        The access token.

    Raises:
        ConfigurationError: If an argument is not valid. Nothing is sent.
        ApiException: If the API refuses the refresh token.
    """
    from pinterest.client import PinterestSDKClient

    body = {"grant_type": "refresh_token", "refresh_token": refresh_access_token}
    with PinterestSDKClient(app_id=app_id, app_secret=app_secret, base_url=host) as client:
        response = client.execute(OAUTH_TOKEN, {}, body=body)
    token = response.data.get("access_token") if isinstance(response.data, dict) else None
    if not isinstance(token, str) or not token:
        raise ServerError(f"{OAUTH_TOKEN}: the response has no access token")
    return token
