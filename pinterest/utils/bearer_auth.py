"""Signs requests with a token."""

from __future__ import annotations

import requests
from requests.auth import AuthBase

__all__ = ["BearerAuth"]


class BearerAuth(AuthBase):
    """Signs with a token. Without it, `requests` would look for credentials in a .netrc file."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sets the header of a request."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request
