"""Answers that refuse a request, in the API's form and with its codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

AUTHENTICATION_FAILED = 2
SCOPES_MISSING = 3
BAD_PARAMETER = 1
RATE_LIMITED = 8
PIN_NOT_FOUND = 50
INVALID_GRANT = 283
CONFLICT = 409


class Problem(Exception):
    """A request that is refused: raised anywhere below the application, which makes the answer of it.

    Attributes:
        status: HTTP status.
        code: The API's error code.
        message: What is wrong.
        headers: Headers that go with the answer.
    """

    def __init__(
        self, status: int, code: int, message: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, object]:
        """The body of the answer."""
        body: dict[str, object] = {"code": self.code, "message": self.message}
        if self.status == 401:
            body["status"] = "failure"
        return body


def bad_request(message: str) -> Problem:
    """Returns the refusal of a value."""
    return Problem(400, BAD_PARAMETER, message)


def unauthorized() -> Problem:
    """Returns the refusal of a token, or of an app, that is missing, unknown, expired or revoked."""
    return Problem(401, AUTHENTICATION_FAILED, "Authentication failed.")


def lacks_scopes(scopes: Iterable[str]) -> Problem:
    """Returns the refusal of a token that may not do this."""
    return Problem(403, SCOPES_MISSING, f"Authorization failed. Scopes needed: {', '.join(scopes)}")


def conflict(message: str, code: int = CONFLICT) -> Problem:
    """Returns the refusal of a request that contradicts what already exists.

    Args:
        message: What is wrong.
        code: The API's error code, where it has one of its own.
    """
    return Problem(409, code, message)


def not_found(what: str) -> Problem:
    """Returns the refusal of an id that nothing has."""
    return Problem(404, 404, f"{what} not found.")
