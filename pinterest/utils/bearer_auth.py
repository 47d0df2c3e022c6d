"""Authenticates requests with a bearer token."""

from __future__ import annotations

import requests
from requests.auth import AuthBase

__all__ = ["BearerAuth"]


class BearerAuth(AuthBase):
    """Sends a token in the header `Authorization`, and keeps `requests` from using credentials in a .netrc file."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sets the header `Authorization` of a request and returns the request."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request
