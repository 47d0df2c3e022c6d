"""Builds the exceptions for error responses, with hints on how to fix the error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import requests

from pinterest.exceptions import ApiException, RateLimited, error_class
from pinterest.operation import Operation
from pinterest.retry import (
    LACKS_SCOPE,
    NO_ACCESS,
    NOT_PERMITTED,
    replace_implausible_wait,
    returns_metrics,
    seconds_to_wait,
)
from pinterest.utils.redact import escape_control_characters, redact, redact_beginning
from pinterest.utils.shorten import shorten

_LACKS_SCOPE_HINT = "The token lacks a scope. This request needs {scopes}."
_NOT_PERMITTED_HINT = (
    "The app or its user is not permitted to do this. A trial app needs standard access, and some features need "
    "Pinterest's approval."
)
_AUTHORIZE_AGAIN_HINT = (
    "The code or refresh token is no longer valid. Sign in again with `pinterest login`."
)

_HINT_BY_STATUS_AND_CODE = {
    (400, 283): _AUTHORIZE_AGAIN_HINT,
    (401, 283): _AUTHORIZE_AGAIN_HINT,
    (401, LACKS_SCOPE): _LACKS_SCOPE_HINT,
    (403, LACKS_SCOPE): _LACKS_SCOPE_HINT,
    (401, NOT_PERMITTED): _NOT_PERMITTED_HINT,
    (403, NOT_PERMITTED): _NOT_PERMITTED_HINT,
    (401, NO_ACCESS): "The token's user has no access to this board or Pin.",
    (
        403,
        2625,
    ): "Pinterest disapproved the merchant. Its owner can see the reason in Pinterest's business hub.",
    (403, 2626): "Pinterest is still reviewing the merchant. Try again after the review.",
}
_HINT_BY_STATUS = {
    403: "Check the role that the token's user has on this account.",
    404: "Check the ID, and that the token has access to the account that owns it.",
    429: "Send fewer requests, or raise max_wait.",
}
_UNKNOWN_PATH_HINT = "Check that the path exists, and that the token has access to the object."
_MAY_BE_DONE_HINT = "The request may have been carried out. {look_up}"

# Maximum length of the API's message in an error text, and of each other part of the text.
_LONGEST_MESSAGE = 1000
_LONGEST_PART = 200
_LARGEST_CODE = 1_000_000_000

_TEMPORARY_FAULT = 2787
_RETRY_AFTER = re.compile(r"(?i)\bretry after (\d{1,20}(?:\.\d{1,9})?) ?s")
_SPAM = 9


def build_api_error(
    operation: Operation,
    path: str,
    response: requests.Response,
    secrets: Iterable[str | None],
    *,
    look_up: str,
    token_is_new: bool = False,
) -> ApiException:
    """Returns the exception for a response with an error status.

    Args:
        operation: The operation of the request.
        path: The path of the request, with the parameters filled in.
        response: The response.
        secrets: Values to hide in the error text, such as tokens.
        look_up: A sentence on how to find out whether a write was carried out.
        token_is_new: Whether the access token was renewed just before the request.
    """
    text = response.content.decode("utf-8", errors="replace")
    body = _parse_object(text)
    status, code = response.status_code, body.get("code")
    code = code if isinstance(code, int) and abs(code) < _LARGEST_CODE else None
    message = body.get("message")
    message = (
        redact_beginning(message, _LONGEST_MESSAGE, secrets) if isinstance(message, str) else None
    )
    request_id = response.headers.get("x-pinterest-rid")
    reason = shorten(response.reason or "", _LONGEST_PART)
    facts = [
        f"code {code}" if code is not None else "",
        f"request id {shorten(request_id, _LONGEST_PART)}" if request_id else "",
    ]
    known = ", ".join(filter(None, facts))
    request_line = f"{operation.verb} {shorten(path, _LONGEST_PART)}: {status} {reason}".rstrip()
    line = f"{request_line}: {message or _describe_unexpected_body(text, response, secrets)}"
    line += f" ({known})" if known else ""
    error = error_class(status)
    seconds = seconds_to_wait(status, response.headers)
    if (quota_wait := _find_quota_wait(operation, status, message or "")) is not None:
        error, seconds = RateLimited, quota_wait
    hinted = RateLimited.statuses[0] if error is RateLimited else status
    hint = _find_hint(operation, hinted, code, message or "", seconds, token_is_new)
    hint = hint.replace(_MAY_BE_DONE_HINT, _MAY_BE_DONE_HINT.format(look_up=look_up))
    fields: dict[str, Any] = {"retry_after": seconds} if error is RateLimited else {}
    return error(
        join_sentences(escape_control_characters(redact(line, secrets)), hint),
        status=status,
        reason=response.reason,
        code=code,
        api_message=message,
        details=body.get("details"),
        request_id=request_id,
        headers=response.headers,
        body=text,
        **fields,
    )


def _find_quota_wait(operation: Operation, status: int, message: str) -> float | None:
    """Returns the seconds to wait if an error with status 400 reports a used-up quota, or else None."""
    # Endpoints for analytics and reports respond with 400 instead of 429. The wait is in the message, not in a header.
    found = _RETRY_AFTER.search(message) if status == 400 and returns_metrics(operation) else None
    return replace_implausible_wait(float(found[1])) if found else None


def _find_hint(
    operation: Operation,
    status: int,
    code: int | None,
    message: str,
    seconds: float | None,
    token_is_new: bool,
) -> str:
    """Returns advice on how to fix an error, or an empty string."""
    if operation.verb == "POST" and operation.path.rstrip("/") == "/pins":
        pin_hint = _find_pin_hint(code, message)
        if pin_hint:
            return pin_hint
    if 300 <= status < 400:
        return "" if operation.verb == "GET" else "Writes do not follow redirects."
    if status == 429 or status >= 500:
        again = f"Try again in {seconds:g} s. " if seconds is not None else ""
        may_be_done = status >= 500 and not operation.repeatable
        return again + (_MAY_BE_DONE_HINT if may_be_done else _HINT_BY_STATUS.get(status, ""))
    if (status, code) in _HINT_BY_STATUS_AND_CODE:
        return _find_hint_by_code(operation, status, code, message)
    if status == 401:
        return _find_token_hint(operation, message, token_is_new)
    # Only a path that was passed to `client.request` can be misspelled. Its operation has no tag.
    unknown_path = status == 404 and not operation.tag
    return _UNKNOWN_PATH_HINT if unknown_path else _HINT_BY_STATUS.get(status, "")


def _find_hint_by_code(operation: Operation, status: int, code: int | None, message: str) -> str:
    """Returns the hint for an error whose status and code are in `_HINT_BY_STATUS_AND_CODE`."""
    hint = _HINT_BY_STATUS_AND_CODE[status, code or 0]
    if code == LACKS_SCOPE and not operation.scopes:
        return "The token lacks a scope that this request needs."
    if code == NOT_PERMITTED and "sandbox" in message.lower():
        hint += " Until then, use a sandbox token and environment='sandbox'."
    return hint.format(scopes=" ".join(operation.scopes))


def _find_pin_hint(code: int | None, message: str) -> str:
    """Returns the hint for an error that occurred when a Pin was created, or an empty string."""
    if code == _SPAM:
        return (
            "Pinterest blocked the Pin as spam. Do not send it again. Change its link or its text."
        )
    if code == _TEMPORARY_FAULT:
        return "This is a temporary error at Pinterest. Check that the Pin was not created, then try again in a minute."
    if re.search(r"could not fetch (the|your)? ?image", message, re.IGNORECASE):
        return "Check that the image URL is public. If it is, try again in a minute."
    return ""


def _find_token_hint(operation: Operation, message: str, token_is_new: bool) -> str:
    """Returns a sentence on how to fix credentials that the API refused."""
    if {scheme for scheme, _ in operation.security} == {"basic"}:
        return "Check the app's ID and secret."
    text = message.lower()
    if "revoked" in text:
        return "The token was revoked. Sign in again with `pinterest login`."
    if "expired" in text and not token_is_new:
        return (
            "The token has expired. Pass a new one, or a refresh_token with app_id and app_secret."
        )
    if token_is_new:
        return (
            "The token was renewed just before, so it has not expired. Check that base_url is the host it belongs to: "
            "production and sandbox have separate tokens."
        )
    return (
        "The token has expired, was revoked, or belongs to another host (production and sandbox have tokens of their "
        "own). Pass a new one, or a refresh_token with app_id and app_secret."
    )


def join_sentences(line: str, hint: str) -> str:
    """Returns an error text followed by a hint. The hint may be empty."""
    if not hint:
        return line
    end = " " if line.endswith((".", "!", "?")) else ". "
    return f"{line}{end}{hint}".rstrip()


def _parse_object(text: str) -> Mapping[str, Any]:
    """Parses a JSON object. Returns an empty mapping if the text is not a JSON object."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _describe_unexpected_body(
    text: str, response: requests.Response, secrets: Iterable[str | None]
) -> str:
    """Describes a response body that is not an error object of the API: its content type and first characters."""
    if not text or text.isspace():
        return "the response has no body"
    kind = response.headers.get("Content-Type", "no content type").partition(";")[0]
    kind = shorten(kind, _LONGEST_PART)
    # Hide secrets before the text is cut: the patterns for secrets do not match half a token.
    beginning = redact(" ".join(text[:8000].split())[:2000], secrets)[:80]
    return f"the response is {kind} that begins with {beginning!r}"
