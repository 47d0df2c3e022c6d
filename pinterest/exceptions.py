"""One tree of errors: everything this SDK raises on purpose descends from `PinterestError`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

__all__ = [
    "ApiException",
    "BadRequest",
    "ConfigurationError",
    "Conflict",
    "ConnectionFailed",
    "Forbidden",
    "NotFound",
    "OutcomeUnknown",
    "PartialFailureError",
    "PinterestError",
    "RateLimited",
    "RepeatedBookmark",
    "SdkException",
    "ServerError",
    "Unauthorized",
    "UnknownAttribute",
    "UnknownKey",
    "Unprocessable",
    "ValidationError",
]


class PinterestError(Exception):
    """The root of every error raised on purpose; `SdkException` is its official name.

    Attributes:
        status: HTTP status of the answer, None where there was none.
        reason: HTTP reason phrase, None where there was no answer.
        headers: Headers of the answer; empty where there was none.
        body: Raw text of the answer, None where there was none. It is not scrubbed: don't log it.
    """

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        reason: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
        http_resp: object = None,
    ) -> None:
        super().__init__(message)
        self.status = status if status is not None else getattr(http_resp, "status", None)
        self.reason = reason if reason is not None else getattr(http_resp, "reason", None)
        self.headers: Mapping[str, str] = headers or {}
        self.body = body if body is not None else getattr(http_resp, "data", None)

    def __str__(self) -> str:
        text = str(self.args[0]) if self.args else ""
        if text or self.status is None:
            return text
        return f"{self.status} {self.reason or ''}".strip()

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors travel between processes with all they know, whatever their constructors ask for.
        return _rebuild, (type(self), self.args, dict(self.__dict__))


def _rebuild(
    cls: type[PinterestError], args: tuple[Any, ...], state: dict[str, Any]
) -> PinterestError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


SdkException = PinterestError


class ConfigurationError(PinterestError):
    """A setting is missing, malformed or contradicts another; the text names every place looked at."""


class ValidationError(PinterestError, ValueError, TypeError):
    """Input that the API would not take, refused before anything was sent.

    It is a `ValueError` and, since it may be about a name or a type, a `TypeError`.

    Attributes:
        problems: One line a problem: the field, the value and what is allowed.
    """

    def __init__(self, message: str = "", *, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems) or [message]


class UnknownAttribute(PinterestError, AttributeError):
    """An attribute that the object does not have; the text names the nearest that it has."""


class UnknownKey(PinterestError, KeyError):
    """A key that the value does not have; the text names the nearest that it has."""


class ConnectionFailed(PinterestError):
    """No answer came, and nothing was changed: the host, the time-out and the cause are in the text."""


class OutcomeUnknown(PinterestError):
    """A write was sent and its answer lost: it may have happened. The text names what to look up."""


class RepeatedBookmark(PinterestError):
    """The server led back to a page that was read before; going on would never end."""


class PartialFailureError(PinterestError):
    """Some items of a write failed while others succeeded.

    Attributes:
        failures: The reasons of each failed item, by its index in what was sent.
        succeeded: The objects that were written, by the same index.
    """

    def __init__(
        self,
        message: str = "",
        *,
        failures: Mapping[int, Sequence[str]] | None = None,
        succeeded: Mapping[int, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.failures = dict(failures or {})
        self.succeeded = dict(succeeded or {})


class ApiException(PinterestError):
    """The API answered with an error.

    Attributes:
        status: HTTP status.
        reason: HTTP reason phrase.
        code: Pinterest's own error code, None where the body held none.
        message: Pinterest's message, scrubbed of tokens and e-mail addresses.
        details: Further details from the body, None where there were none.
        request_id: What Pinterest's support asks for (header `x-pinterest-rid`).
        headers: Headers of the answer.
        body: Raw text of the answer.
    """

    statuses: ClassVar[tuple[int, ...]] = ()

    def __init__(
        self,
        message: str = "",
        *,
        status: int | None = None,
        reason: str | None = None,
        code: int | None = None,
        api_message: str | None = None,
        details: object = None,
        request_id: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
        http_resp: object = None,
    ) -> None:
        super().__init__(
            message, status=status, reason=reason, headers=headers, body=body, http_resp=http_resp
        )
        self.code = code
        self.message = api_message
        self.details = details
        self.request_id = request_id


class BadRequest(ApiException):
    """400: the API did not take a value."""

    statuses = (400,)


class Unauthorized(ApiException):
    """401: the token is missing, expired, revoked or lacks a scope."""

    statuses = (401,)


class Forbidden(ApiException):
    """403: the token is good, yet this is not allowed to it."""

    statuses = (403,)


class NotFound(ApiException):
    """404: there is no such object, or it is not visible to this token."""

    statuses = (404,)


class Conflict(ApiException):
    """409: the object is in a state that does not allow this."""

    statuses = (409,)


class Unprocessable(ApiException):
    """422: understood, yet not carried out; `details` says which part."""

    statuses = (422,)


class RateLimited(ApiException):
    """429: a quota is used up.

    Attributes:
        retry_after: Seconds until the quota is open again, None where the API did not say.
    """

    statuses = (429,)

    def __init__(self, message: str = "", *, retry_after: float | None = None, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.retry_after = retry_after


class ServerError(ApiException):
    """5xx, or an answer that could not be read: the fault is on the way or on the other side."""


_BY_STATUS: dict[int, type[ApiException]] = {
    status: kind
    for kind in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        Conflict,
        Unprocessable,
        RateLimited,
    )
    for status in kind.statuses
}


def error_class(status: int) -> type[ApiException]:
    """Returns the class of error that stands for an HTTP status."""
    if status >= 500:
        return ServerError
    return _BY_STATUS.get(status, ApiException)
