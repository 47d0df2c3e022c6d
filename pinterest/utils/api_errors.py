"""From an answer that is an error to the exception that says what to do."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from pinterest.exceptions import ApiException, RateLimited, error_class
from pinterest.operation import Operation
from pinterest.response import RateLimit
from pinterest.utils.redact import redact

_BY_CODE = {
    (401, 3): "the token lacks a scope; this needs {scopes}",
    (403, 3): "the token lacks a scope; this needs {scopes}",
    (403, 29): "the app may not do this; a trial app needs standard access",
    (400, 283): "the refresh token is not valid any more; authorize the app again",
    (401, 283): "the refresh token is not valid any more; authorize the app again",
}
_BY_STATUS = {
    401: "check that the token is current and belongs to this host (production and sandbox have their own)",
    403: "check the role that the token's user has on this account",
    404: "check the id, and that the token may see the account that owns it",
    429: "send fewer requests, or raise max_wait",
}
_WRITE_FAILED = "it may have been carried out all the same: look before you repeat it"


def api_error(
    operation: Operation, path: str, response: requests.Response, secrets: Iterable[str | None]
) -> ApiException:
    """Returns the exception for an answer with an error status.

    Args:
        operation: What was asked.
        path: The path it was asked with.
        response: The answer.
        secrets: Values that must not be shown.
    """
    text = response.content.decode("utf-8", errors="replace")
    body = _parsed(text)
    status, code = response.status_code, body.get("code")
    code = code if isinstance(code, int) else None
    message = body.get("message")
    message = redact(message, secrets) if isinstance(message, str) else None
    request_id = response.headers.get("x-pinterest-rid")
    known = f"code {code}" if code is not None else ""
    facts = ", ".join(filter(None, (known, f"request id {request_id}" if request_id else "")))
    said = message or _summary(text, response, secrets)
    parts = [f"{operation.verb} {path}: {status} {response.reason or ''}".rstrip(), said]
    line = ": ".join(part for part in parts if part) + (f" ({facts})" if facts else "")
    hint = _hint(operation, status, code, response)
    kind = error_class(status)
    fields: dict[str, Any] = {}
    if kind is RateLimited:
        fields["retry_after"] = seconds_to_wait(response.headers)
    return kind(
        redact(f"{line}; {hint}" if hint else line, secrets),
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


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Returns the seconds that a 429 asks to wait: `Retry-After`, else `X-RateLimit-Reset`."""
    asked = retry_after(headers)
    return asked if asked is not None else RateLimit.from_headers(headers).reset


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Returns the seconds that `Retry-After` asks for, in either form; None where it is missing or malformed."""
    text = headers.get("Retry-After", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, headers)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _until(date: str, headers: Mapping[str, str]) -> float | None:
    """Returns the seconds until a date, by the server's own clock where it tells it."""
    moment = _moment(date)
    if moment is None:
        return None
    now = _moment(headers.get("Date", "")) or datetime.datetime.now(tz=datetime.UTC)
    return max(0.0, (moment - now).total_seconds())


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=datetime.UTC)


def _hint(
    operation: Operation, status: int, code: int | None, response: requests.Response
) -> str | None:
    if 300 <= status < 400:
        return None if operation.verb == "GET" else "a write is not sent on to another address"
    if status >= 500:
        asked = retry_after(response.headers)
        waited = f"try again in {asked:g} s" if asked is not None else ""
        failed = "" if operation.repeatable else _WRITE_FAILED
        return "; ".join(filter(None, (waited, failed)))
    if status == 429:
        seconds = seconds_to_wait(response.headers)
        waited = f"open again in {seconds:g} s; " if seconds is not None else ""
        return waited + _BY_STATUS[429]
    if status == 401 and {scheme for scheme, _ in operation.security} == {"basic"}:
        return _BY_CODE.get((status, code or 0)) or "check the app's id and secret"
    hint = _BY_CODE.get((status, code or 0)) or _BY_STATUS.get(status)
    return hint.format(scopes=" ".join(operation.scopes) or "what is named") if hint else None


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _summary(text: str, response: requests.Response, secrets: Iterable[str | None]) -> str:
    """Returns what can be said of a body that is no error of the API's: its kind and its beginning."""
    if not text.strip():
        return "the answer has no body"
    kind = response.headers.get("Content-Type", "no content type").partition(";")[0]
    # Cut only after what is secret was taken out, so that no part of it is left at the cut.
    beginning = redact(" ".join(text.split())[:2000], secrets)[:80]
    return f"the answer is {kind}, beginning {beginning!r}"
