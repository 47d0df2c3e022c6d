"""The exceptions that this SDK raises. All of them inherit from `PinterestError`."""

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
    """The base class of all exceptions that this SDK raises. Pinterest's own SDK calls this class `SdkException`.

    Attributes:
        status: HTTP status of the response. None if there was no response.
        reason: HTTP reason phrase of the response. None if there was no response.
        headers: Headers of the response. Empty if there was no response.
        body: The response body as text. None if there was no response. Do not log the body, which may contain
            personal data.
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
        # Shorten the message, because it may contain long values.
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
        from pinterest.utils import display_html  # imported late: only notebooks need this module

        return display_html.render_error(self)

    @property
    def _render_traceback_(self) -> Callable[[], list[str]]:
        """Returns the function that IPython calls to display this error in a notebook.

        Raises:
            AttributeError: If full tracebacks are enabled.
        """
        from pinterest.utils import short_traceback  # imported late: only notebooks need it

        if short_traceback.is_debugging():
            raise AttributeError("not available, so IPython shows the full traceback")
        return lambda: short_traceback.render(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # A pickle or copy keeps all attributes, including those that are not arguments of the constructor.
        return _rebuild_error, (type(self), self.args, pack_fields(self.__dict__))


def _rebuild_error(
    cls: type[PinterestError], args: tuple[Any, ...], state: dict[str, Any]
) -> PinterestError:
    """Creates an error with the arguments and attributes of a pickled or copied error."""
    error = cls.__new__(cls, *args)
    error.__dict__.update(unpack_fields(state) or {})
    return error


SdkException = PinterestError


class ConfigurationError(PinterestError):
    """A setting or an argument of the client is missing or malformed, or it contradicts another setting or argument.

    If a setting is missing, the message lists the places where the SDK looked.
    """


class TokenStoreError(PinterestError):
    """The token store cannot be read, written or locked. The client uses its access token until the token expires."""


class SignInError(PinterestError):
    """Signing in failed: the user refused access, the consent took too long, or the redirect was not valid."""


class ValidationError(PinterestError, ValueError, TypeError):
    """The input is not valid. No request was sent.

    The class inherits from `ValueError` and from `TypeError`, because the input can have a wrong value, name or type.

    Attributes:
        problems: One line per problem, with the field, the value and the allowed values.
    """

    def __init__(self, message: str = "", *, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems) or [shorten(message)]


class UnknownAttribute(PinterestError, AttributeError):
    """The object does not have this attribute. The message suggests the closest name."""


class UnknownKey(PinterestError, KeyError):
    """The object does not have this key. The message suggests the closest name."""


class ConnectionFailed(PinterestError):
    """No response arrived, and the API changed nothing. The message names the host, the timeout and the cause.

    Attributes:
        is_permanent: Whether a retry would also fail, such as after an invalid certificate.
    """

    def __init__(self, message: str = "", *, is_permanent: bool = False) -> None:
        super().__init__(message)
        self.is_permanent = is_permanent


class DeadlineExceeded(ConnectionFailed):
    """The deadline of a call passed, and the API changed nothing. The message says when the deadline passed.

    If a write was sent before the deadline, the SDK raises `OutcomeUnknown` instead.
    """


class ResponseTooLarge(ConnectionFailed):
    """The response to a GET request is larger than `max_response_bytes`. The message says how to raise the limit.

    If the response to a write is too large, the SDK raises `OutcomeUnknown` instead.
    """


class OutcomeUnknown(PinterestError):
    """A write was sent, but its response was lost. The write may have succeeded. The message says what to look up."""


class RepeatedBookmark(PinterestError):
    """The API returned the same bookmark twice. Following such bookmarks would never reach the last page."""


class ApiException(PinterestError):
    """The API returned an error.

    Attributes:
        status: HTTP status.
        reason: HTTP reason phrase.
        code: Pinterest's error code. None if the body has no code.
        message: Pinterest's error message, without tokens and email addresses.
        details: The field `details` of the body. None if the body has no such field.
        request_id: The request ID for Pinterest's support (header `x-pinterest-rid`).
        headers: Headers of the response.
        body: The response body as text. Do not log the body, which may contain personal data.
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
    """401: the token has expired, was revoked, lacks a scope or is not allowed for this request."""

    statuses = (401,)


class Forbidden(ApiException):
    """403: the token is valid, but its user or app is not allowed to send this request."""

    statuses = (403,)


class NotFound(ApiException):
    """404: the object does not exist, or this token has no access to it."""

    statuses = (404,)


class Conflict(ApiException):
    """409: the object is in a state that does not allow this request."""

    statuses = (409,)


class Unprocessable(ApiException):
    """422: the request is well-formed, but the API did not carry it out. `details` may say which part failed."""

    statuses = (422,)


class Reason(str):
    """The reason why an item failed: a string that contains the API's message and code.

    Attributes:
        code: Pinterest's error code. None if the response has no code.
        message: Pinterest's message.
    """

    __slots__ = ("code", "message")
    code: int | None
    message: str

    def __new__(cls, message: str, code: int | None = None) -> Reason:
        """Creates a reason from a message and a code."""
        reason = super().__new__(cls, message if code is None else f"{message} (code {code})")
        reason.code, reason.message = code, message
        return reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.code)


class PartialFailureError(ApiException):
    """One or more items of a write failed.

    `status` is the status of the response. `code` and `message` come from the first failure. To send items
    again, take them from `inputs`. First correct the items in `failures`, and look up the items in `unknown`, because
    they may have succeeded. You can send the items in `not_sent` unchanged.

    Attributes:
        failures: The reasons why items failed, by item index. A reason is a string with the attributes `code`
            and `message`.
        inputs: The items that are not in `succeeded`, as you passed them, by item index.
        succeeded: The results of the items that succeeded, by item index.
        unknown: Indexes of the items that were sent, but whose response was lost.
        not_sent: Indexes of the items that were not sent, because an earlier request failed or exceeded a rate limit.
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
    """422: some items of the request failed. The response contains one result per item."""


class NotLoaded(PinterestError):
    """The field is not loaded, and the API cannot get the object by its ID. The message says where to get the field."""


class JobError(PinterestError):
    """A job ended without a result, or is not done yet. The message says what to do.

    Attributes:
        token: The token of the job. `Job.from_token(token)` restores the job.
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
    """The job does not exist. The job's token may be too old, or belong to another ad account."""


class JobTimeout(JobError, TimeoutError):
    """The job was not done within the time limit. The job keeps running, so you can wait for it again."""


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
    """5xx: Pinterest or a gateway failed. Also raised if the response is not valid."""


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
