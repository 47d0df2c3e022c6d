"""Error responses with the codes and the body format of the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pinterest.utils.shorten import shorten

AUTHENTICATION_FAILED = 2
SCOPES_MISSING = 3
BAD_PARAMETER = 1
RATE_LIMITED = 8
NOT_PERMITTED = 29
PIN_NOT_FOUND = 50
INVALID_GRANT = 283
CONFLICT = 409

# Programs parse the lists of valid values in messages, so the longest list must fit.
_LONGEST_MESSAGE = 50_000


class Problem(Exception):
    """An exception that is sent as an error response.

    Attributes:
        status: HTTP status.
        code: The API's error code.
        message: The error message.
        headers: Headers of the response.
    """

    def __init__(
        self, status: int, code: int, message: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        self.message = shorten(message, _LONGEST_MESSAGE)
        super().__init__(self.message)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, object]:
        """The body of the response."""
        body: dict[str, object] = {"code": self.code, "message": self.message}
        if self.status == 401:
            body["status"] = "failure"
        return body


def bad_request(message: str) -> Problem:
    """Returns a `Problem` with status 400 for a value that is not valid."""
    return Problem(400, BAD_PARAMETER, message)


def unauthorized() -> Problem:
    """Returns a `Problem` with status 401 for credentials that are missing, unknown, expired or revoked."""
    return Problem(401, AUTHENTICATION_FAILED, "Authentication failed.")


def missing_scopes(scopes: Iterable[str]) -> Problem:
    """Returns a `Problem` with status 401 for a token that lacks any of the scopes that an operation needs."""
    return Problem(401, SCOPES_MISSING, f"Authorization failed. Scopes needed: {', '.join(scopes)}")


def missing_feature(feature: str) -> Problem:
    """Returns a `Problem` with status 401 for an app that has no access to a restricted feature."""
    return Problem(401, NOT_PERMITTED, f"The app has no access to the restricted feature {feature}")


def conflict(message: str, code: int = CONFLICT) -> Problem:
    """Returns a `Problem` with status 409, for a conflict with existing entities."""
    return Problem(409, code, message)


def not_found(noun: str) -> Problem:
    """Returns a `Problem` with status 404 and the message "<noun> not found"."""
    return Problem(404, 404, f"{noun} not found.")
