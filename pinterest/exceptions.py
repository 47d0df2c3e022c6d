"""The errors of this SDK. All of them inherit from `PinterestError`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from pinterest.utils.nested_data import pack_fields, unpack_fields
from pinterest.utils.shorten import shorten

__all__ = [
    "ApiException",
    "BadRequest",
    "ConfigurationError",
    "Conflict",
    "ConnectionFailed",
    "DeadlineExceeded",
    "Forbidden",
    "JobCancelled",
    "JobError",
    "JobExpired",
    "JobFailed",
    "JobNotFound",
    "JobTimeout",
    "NotFound",
    "NotLoaded",
    "OutcomeUnknown",
    "PartialFailureError",
    "PinterestError",
    "RateLimited",
    "Reason",
    "RepeatedBookmark",
    "ResponseTooLarge",
    "SdkException",
    "ServerError",
    "SignInError",
    "TokenStoreError",
    "Unauthorized",
    "UnknownAttribute",
    "UnknownKey",
    "Unprocessable",
    "UnprocessableItems",
    "ValidationError",
]


class PinterestError(Exception):
    """The base class of every error that this SDK raises. Pinterest's own SDK calls it `SdkException`.

    Attributes:
        status: HTTP status of the response. None if there was no response.
        reason: HTTP reason phrase of the response. None if there was no response.
        headers: Headers of the response. Empty if there was no response.
        body: The response body as text. None if there was no response. It may hold personal data: do not log it.
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
        # Errors always fit on a screen, whatever their values.
        super().__init__(shorten(message) if isinstance(message, str) else message)
        self.status = status if status is not None else getattr(http_resp, "status", None)
        self.reason = reason if reason is not None else getattr(http_resp, "reason", None)
        self.headers: Mapping[str, str] = headers or {}
        self.body = body if body is not None else getattr(http_resp, "data", None)

    def __str__(self) -> str:
        text = str(self.args[0]) if self.args else ""
        if text:
            return text
        return " ".join(str(part) for part in (self.status, self.reason) if part is not None)

    def _repr_html_(self) -> str:
        from pinterest.utils import display_html  # only notebooks need it

        return display_html.render_error(self)

    @property
    def _render_traceback_(self) -> Callable[[], list[str]]:
        """Returns the function that IPython calls in place of its own for the traceback of this error.

        Raises:
            AttributeError: While the log level of the SDK is DEBUG. IPython then shows the full traceback.
        """
        from pinterest.utils import short_traceback  # only notebooks need it

        if short_traceback.is_debugging():
            raise AttributeError("the full traceback is shown while debugging")
        return lambda: short_traceback.render(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # Pickles and copies keep all attributes, even if the constructor has no arguments for them.
        return _rebuild, (type(self), self.args, pack_fields(self.__dict__))


def _rebuild(
    cls: type[PinterestError], args: tuple[Any, ...], state: dict[str, Any]
) -> PinterestError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(unpack_fields(state) or {})
    return error


SdkException = PinterestError


class ConfigurationError(PinterestError):
    """A setting or an argument of the client is missing or malformed, or contradicts another one.

    The message lists the places where the SDK looked for a missing setting.
    """


class TokenStoreError(PinterestError):
    """The token store cannot be read, written or locked. An access token that has not expired stays in use."""


class SignInError(PinterestError):
    """Signing in did not succeed: access was refused, the consent took too long, or the redirect was not valid."""


class ValidationError(PinterestError, ValueError, TypeError):
    """The input is not valid. No request was sent.

    The error is a `ValueError` and, since it may be about a name or a type, a `TypeError` as well.

    Attributes:
        problems: One line per problem: the field, the value and what is allowed.
    """

    def __init__(self, message: str = "", *, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems) or [shorten(message)]


class UnknownAttribute(PinterestError, AttributeError):
    """The object does not have this attribute. The message suggests the closest name."""


class UnknownKey(PinterestError, KeyError):
    """The value does not have this key. The message suggests the closest name."""


class ConnectionFailed(PinterestError):
    """There was no response, and nothing was changed. The message names the host, the timeout and the cause.

    Attributes:
        is_permanent: Whether a retry would fail in the same way, as with a certificate that cannot be
            verified.
    """

    def __init__(self, message: str = "", *, is_permanent: bool = False) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent


class DeadlineExceeded(ConnectionFailed):
    """The deadline of a call passed, and nothing was changed. The message says when the deadline passed.

    A write that was sent before the deadline raises `OutcomeUnknown` instead.
    """


class ResponseTooLarge(ConnectionFailed):
    """The response to a read is larger than `max_response_bytes`. The message says how to raise the limit.

    A write with such a response raises `OutcomeUnknown` instead.
    """


class OutcomeUnknown(PinterestError):
    """A write was sent, but its response was lost. It may have succeeded. The message says what to look up."""


class RepeatedBookmark(PinterestError):
    """The API returned a bookmark that it had returned before. Following it would never reach the last page."""


class ApiException(PinterestError):
    """The API returned an error.

    Attributes:
        status: HTTP status.
        reason: HTTP reason phrase.
        code: Pinterest's error code. None if the body has none.
        message: Pinterest's message, without tokens and email addresses.
        details: The `details` of the body. None if the body has none.
        request_id: The request ID for Pinterest's support (header `x-pinterest-rid`).
        headers: Headers of the response.
        body: The response body as text. It may hold personal data: do not log it.
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
    """400: a value in the request is not valid."""

    statuses = (400,)


class Unauthorized(ApiException):
    """401: the token expired, was revoked, lacks a scope or may not be used for this request."""

    statuses = (401,)


class Forbidden(ApiException):
    """403: the token is valid, but its user or app is not allowed to do this."""

    statuses = (403,)


class NotFound(ApiException):
    """404: the object does not exist, or this token has no access to it."""

    statuses = (404,)


class Conflict(ApiException):
    """409: the state of the object does not allow this."""

    statuses = (409,)


class Unprocessable(ApiException):
    """422: the request is well-formed but was not carried out. `details` may say which part failed."""

    statuses = (422,)


class Reason(str):
    """The reason why an item failed. It is a string with the API's message and code.

    Attributes:
        code: Pinterest's error code. None if the response has none.
        message: Pinterest's message.
    """

    __slots__ = ("code", "message")
    code: int | None
    message: str

    def __new__(cls, message: str, code: int | None = None) -> Reason:
        """Creates the text from a message and a code."""
        reason = super().__new__(cls, message if code is None else f"{message} (code {code})")
        reason.code, reason.message = code, message
        return reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.code)


class PartialFailureError(ApiException):
    """One or more items of a write failed.

    `status` is the status of the response. `code` and `message` are those of the first failure. To try again, correct
    the `inputs` of `failures` and send them, look up the inputs of `unknown`, and send the inputs of `not_sent`.

    Attributes:
        failures: The reasons of each failed item, by its index. A reason is a string with a `code` and a `message`.
        inputs: The input of every item that is not in `succeeded`, by index.
        succeeded: The items that were written, by index.
        unknown: Indexes of items that were sent, but whose response was lost.
        not_sent: Indexes of items that were not sent, since a request before them failed, or exceeded a rate limit.
    """

    def __init__(
        self,
        message: str = "",
        *,
        failures: Mapping[int, Sequence[str]] | None = None,
        inputs: Mapping[int, Any] | None = None,
        succeeded: Mapping[int, Any] | None = None,
        unknown: Sequence[int] = (),
        not_sent: Sequence[int] = (),
        **rest: Any,
    ) -> None:
        super().__init__(message, **rest)
        self.failures = {
            index: [item if isinstance(item, Reason) else Reason(item) for item in reasons]
            for index, reasons in (failures or {}).items()
        }
        self.inputs = dict(inputs or {})
        self.succeeded = dict(succeeded or {})
        self.unknown = list(unknown)
        self.not_sent = list(not_sent)


class UnprocessableItems(PartialFailureError, Unprocessable):
    """422 with a result per item: some of them were written."""


class NotLoaded(PinterestError):
    """The API cannot get this object by its ID, so the field cannot be fetched. The message says how to list it."""


class JobError(PinterestError):
    """A job ended without a result, or is not done yet. The text says what to do.

    Attributes:
        token: The token of the job, from which `Job.from_token` creates it again.
    """

    def __init__(self, message: str = "", *, token: str = "") -> None:
        super().__init__(message)
        self.token = token


class JobFailed(JobError):
    """The job failed, either at Pinterest or on this machine."""


class JobCancelled(JobError):
    """The job was cancelled at Pinterest."""


class JobExpired(JobError):
    """The job was done, but its result is no longer available."""


class JobNotFound(JobError):
    """The job does not exist. The token may be too old, or belong to another ad account."""


class JobTimeout(JobError, TimeoutError):
    """The job is not done within the time limit. It keeps running, so you can wait for it again."""


class RateLimited(ApiException):
    """429: a rate limit was exceeded.

    Attributes:
        retry_after: Seconds to wait before the next request. None if unknown.
    """

    statuses = (429,)

    def __init__(self, message: str = "", *, retry_after: float | None = None, **rest: Any) -> None:
        super().__init__(message, **rest)
        self.retry_after = retry_after


class ServerError(ApiException):
    """5xx, or a response that is not valid JSON: Pinterest or a gateway failed."""


_CLASS_BY_STATUS: dict[int, type[ApiException]] = {
    status: error
    for error in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        Conflict,
        Unprocessable,
        RateLimited,
    )
    for status in error.statuses
}


def error_class(status: int) -> type[ApiException]:
    """Returns the exception class for an HTTP status."""
    if status >= 500:
        return ServerError
    return _CLASS_BY_STATUS.get(status, ApiException)
