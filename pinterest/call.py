"""One API call: its request, its time limits and the state of its attempts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from pinterest.exceptions import (
    ApiException,
    DeadlineExceeded,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ServerError,
    ValidationError,
)
from pinterest.operation import Operation, Prepared, QuotaKey, form_fields
from pinterest.rate_limiter import Reservation
from pinterest.retry import Attempts
from pinterest.tokens import AccessToken
from pinterest.utils.api_errors import join_sentences
from pinterest.utils.bounds import Bounds
from pinterest.utils.shorten import shorten
from pinterest.utils.suggest import format_value

__all__ = ["JSON", "LONGER_DEADLINE_HINT", "Call"]

JSON: Final = "application/json"
LONGER_DEADLINE_HINT: Final = "Pass a longer deadline, or try again later."

_NO_TOKEN = AccessToken("", 0)


@dataclass(slots=True, repr=False)
class Call:
    """One call by a user, which can take several attempts to send the request.

    Attributes:
        operation: The operation.
        prepared: The encoded path and query, and the quota that the request counts against.
        body: The body as plain data. None for no body.
        timeout: Seconds to wait for a connection and for data.
        bounds: The deadline and the maximum size of a response.
        attempts: Counts the attempts and decides whether to retry.
        token: The text of the access token that the latest attempt sent. None if it sent no access token.
        access_token: The access token to renew if `token_was_refused` is set.
        token_was_refused: Whether the API refused the token of the latest attempt.
        reservation: The quotas that are reserved for the latest attempt.
        response: The response to the latest attempt. None if there was no response.
        may_be_done: Whether the API may have carried out an earlier attempt.
    """

    operation: Operation
    prepared: Prepared
    body: object
    timeout: float | tuple[float, float]
    bounds: Bounds
    attempts: Attempts
    token: str | None = None
    access_token: AccessToken = _NO_TOKEN
    token_was_refused: bool = False
    reservation: Reservation = field(init=False)
    response: requests.Response | None = None
    may_be_done: bool = False

    @property
    def name(self) -> str:
        """The verb and the path, as error messages show them."""
        return f"{self.operation.verb} {shorten(self.prepared.path, 200)}"

    @property
    def quota(self) -> QuotaKey | None:
        """The quota that the request counts against. None if unknown."""
        return self.prepared.quota

    def check_deadline(self) -> None:
        """Raises an error if the deadline has passed.

        Raises:
            DeadlineExceeded: If the deadline has passed.
        """
        if self.bounds.is_over:
            raise DeadlineExceeded(
                f"{self.name}: no request was sent {self.describe_deadline()}. {LONGER_DEADLINE_HINT}"
            )

    def describe_deadline(self) -> str:
        """Returns text for an error message, such as `within the deadline of 30 s`."""
        return f"within the deadline of {self.bounds.seconds:.3g} s"

    def describe_timeout(self) -> str:
        """Returns text for an error message, such as `(timeouts: 5 s to connect, 30 s to read)`."""
        timeout = self.timeout
        connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
        return f"(timeouts: {connect:g} s to connect, {read:g} s to read)"

    def get_look_up_hint(self) -> str:
        """Returns a sentence that says where to look up the result of a write whose response was lost."""
        bodies = self.body if isinstance(self.body, list) else [self.body]
        names = [
            format_value(body["name"])
            for body in bodies
            if isinstance(body, dict) and body.get("name")
        ]
        wanted = f" for {', '.join(names[:3])}" if names else ""
        return f"Look{wanted} under {shorten(self.prepared.path, 200)} before you send it again."

    def report_earlier_attempt(self, error: PinterestError) -> None:
        """Adds a warning to the error of a write if an earlier attempt of the write may have succeeded.

        Appends the warning to the message of an `ApiException`, unless it is a `RateLimited`. Replaces all other errors
        with an `OutcomeUnknown`. Does nothing if `error` already contains such a warning.

        Args:
            error: The error of the last attempt.

        Raises:
            OutcomeUnknown: If this method replaces `error`.
        """
        is_known = self.operation.verb == "GET" or isinstance(error, (OutcomeUnknown, ServerError))
        if is_known or not self.may_be_done:
            return
        fact = f"An earlier attempt may have been carried out. {self.get_look_up_hint()}"
        text = join_sentences(str(error), fact)
        if isinstance(error, ApiException) and not isinstance(error, RateLimited):
            error.args = (text,)
            return
        raise OutcomeUnknown(text) from error

    def encode_body(self) -> dict[str, Any]:
        """Encodes the body and returns it as keyword arguments for `requests`."""
        body = self.operation.body
        if self.body is None:
            return {}
        if body is not None and body.media_type != JSON:
            fields = form_fields(self.body)
            self._check_utf8(fields)
            return {"data": fields}
        try:
            text = json.dumps(self.body, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValidationError(
                f"{self.name}: the body cannot be converted to JSON: {error}"
            ) from None
        return {"data": text, "headers": {"Content-Type": JSON}}

    def check_query(self) -> None:
        """Raises an error if the query cannot be encoded as UTF-8."""
        self._check_utf8(self.prepared.query)

    def _check_utf8(self, fields: Iterable[tuple[str, str]]) -> None:
        """Raises a `ValidationError` if a field cannot be encoded as UTF-8."""
        for name, value in fields:
            try:
                f"{name}{value}".encode()
            except UnicodeEncodeError:
                raise ValidationError(
                    f"{self.name}: {format_value(name)} is not valid; allowed: text that can be encoded as UTF-8"
                ) from None
