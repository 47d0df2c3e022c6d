"""From an operation to an answer: session, time-outs, repeats, limits, renewals, errors and log lines."""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from pinterest.auth import Credentials
from pinterest.exceptions import (
    ConfigurationError,
    ConnectionFailed,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ServerError,
    Unauthorized,
    ValidationError,
)
from pinterest.operation import Operation, Prepared, form_fields, shown
from pinterest.operations.oauth import OAUTH_TOKEN
from pinterest.rate_limiter import QuotaKey, RateLimiter
from pinterest.response import ApiResponse
from pinterest.utils.api_errors import api_error, retry_after
from pinterest.utils.connections import (
    FAILURES,
    is_hopeless,
    proxies_for,
    root_of,
    was_not_sent,
)
from pinterest.utils.logs import body_text, log, logger
from pinterest.utils.protocol import Timeout, checked_timeout
from pinterest.utils.redact import redact

__all__ = ["Policy", "Transport"]

_JSON = "application/json"

# A code works once, so that asking with one is not repeated. A refresh token works again, and the last answer is kept.
_RENEWAL = replace(OAUTH_TOKEN, repeatable=True)
_SCOPE_MISSING = 3  # Pinterest's code of a 401 that no new token cures
_MAX_BACKOFF = 30.0


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient a client is.

    Attributes:
        timeout: Seconds to connect and seconds between two bytes of the answer.
        max_retries: How often a request is repeated where that is safe.
        max_wait: The longest wait for a quota, in seconds, before `RateLimited` is raised instead.
        backoff: Seconds before the first repeat; each further one takes twice as long, 30 at most.
    """

    timeout: Timeout = (10.0, 60.0)
    max_retries: int = 3
    max_wait: float = 60.0
    backoff: float = 0.5

    def delay(self, attempt: int) -> float:
        """Returns the seconds before a repeat; half of it is chance, so that clients don't all come back at once."""
        full = min(_MAX_BACKOFF, self.backoff * 2.0 ** min(attempt, 64))
        return full * random.uniform(0.5, 1.0)


@dataclass(slots=True, repr=False)
class _Call:
    """One request on its way."""

    operation: Operation
    prepared: Prepared
    body: object
    timeout: Timeout
    renewed: bool = False
    token: str | None = None

    @property
    def name(self) -> str:
        return f"{self.operation.verb} {self.prepared.path}"

    def content(self) -> dict[str, Any]:
        """Returns the body as `requests` takes it."""
        body = self.operation.body
        if self.body is None:
            return {}
        if body is not None and body.media_type != _JSON:
            return {"data": form_fields(self.body)}
        try:
            text = json.dumps(self.body, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValidationError(f"{self.name}: the body is not JSON: {error}") from None
        return {"data": text, "headers": {"Content-Type": _JSON}}


class _Again(NamedTuple):
    """An attempt that failed and may be repeated: the error if it is not, and the seconds that the API asks to wait."""

    error: PinterestError
    asked: float | None = None


class _Signature(AuthBase):
    """Signs with a token, and keeps `requests` from putting something of a .netrc file in its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@dataclass(slots=True, repr=False)
class Transport:
    """Carries operations out for one client; its threads share it.

    Attributes:
        base_url: Where the API is, with its version.
        credentials: What signs requests.
        policy: How patient it is.
        session: The connections; its own unless the caller brought one.
        headers: Sent with every request.
        sandboxed: Whether the base address is Pinterest's hosted sandbox.
    """

    base_url: str
    credentials: Credentials
    policy: Policy
    session: requests.Session
    headers: Mapping[str, str]
    sandboxed: bool = False
    limiter: RateLimiter = field(init=False)

    def __post_init__(self) -> None:
        self.limiter = RateLimiter(self.policy.max_wait)

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Checks the arguments, sends the request and returns the answer; see `PinterestSDKClient.execute`."""
        if self.sandboxed and operation.hosted_sandbox is False:
            raise ConfigurationError(
                f"{operation}: Pinterest's hosted sandbox does not serve this operation; use production, or the "
                "emulator (pinterest.emulator)"
            )
        prepared = operation.prepare(arguments)
        if body is None and operation.body is not None and operation.body.required:
            raise ValidationError(f"{operation}: {operation.body.argument} is required")
        return self.send(operation, prepared, body, timeout)

    def send(
        self, operation: Operation, prepared: Prepared, body: object, timeout: Timeout
    ) -> ApiResponse:
        """Sends a request, repeating it where that is safe, and returns the answer."""
        patience = self.policy.timeout if timeout is None else checked_timeout(timeout)
        call = _Call(operation, prepared, body, patience)
        content, quota = call.content(), _quota(operation, prepared)
        attempt = 0
        while True:
            self.limiter.wait(quota)
            outcome = self._attempt(call, content, quota)
            if isinstance(outcome, ApiResponse):
                return outcome
            error, asked = outcome
            too_long = asked is not None and asked > self.policy.max_wait
            if too_long or attempt >= self.policy.max_retries:
                raise error
            wait = max(asked or 0.0, self.policy.delay(attempt))
            attempt += 1
            log(
                logging.WARNING,
                self.credentials.secrets,
                "%s; trying again in %.1f s (%d of %d)",
                error,
                wait,
                attempt,
                self.policy.max_retries,
            )
            time.sleep(wait)

    def _attempt(
        self, call: _Call, content: dict[str, Any], quota: QuotaKey | None
    ) -> ApiResponse | _Again:
        """Sends a request once; once more with a new token where the old one was refused."""
        while True:
            auth = self._signature(call)
            started = time.perf_counter()
            lost: Exception | None = None
            try:
                response = self._request(call, auth, content)
            except FAILURES as error:
                lost = error  # judged below: an error raised here would carry the text of this one along
            if lost is not None:
                return self._lost(call, lost)
            self._log_answer(call, response, started)
            answer = self._read(call, response, quota)
            if isinstance(answer, Unauthorized):
                signed = "Authorization" in response.request.headers
                if call.renewed or not signed or not self._renews(call, answer):
                    raise answer
                self.credentials.renew(call.token, self._exchange)
                call.renewed = True
                continue
            return answer

    def _request(self, call: _Call, auth: AuthBase, content: dict[str, Any]) -> requests.Response:
        return self.session.request(
            call.operation.verb,
            self.base_url + call.prepared.path,
            params=call.prepared.query or None,
            auth=auth,
            timeout=call.timeout,
            allow_redirects=call.operation.verb == "GET",
            # Named here, they count before those of the environment.
            proxies=proxies_for(self.session, self.base_url),
            verify=self.session.verify,
            **{**content, "headers": {**self.headers, **content.get("headers", {})}},
        )

    def _read(
        self, call: _Call, response: requests.Response, quota: QuotaKey | None
    ) -> ApiResponse | _Again | Unauthorized:
        """Reads an answer: data, an error to raise, or a reason to ask again."""
        if 200 <= response.status_code < 300:
            answer = self._data(call, response)
            if isinstance(answer, ApiResponse):
                self.limiter.note(quota, answer.rate_limit)
            return answer
        error = api_error(call.operation, call.prepared.path, response, self._secrets(call))
        if isinstance(error, Unauthorized):
            return error
        if isinstance(error, RateLimited):
            if error.retry_after is not None:
                self.limiter.close(quota, error.retry_after)
            return _Again(error, error.retry_after)
        if response.status_code >= 500 and call.operation.repeatable:
            return _Again(error, retry_after(response.headers))
        raise error

    def _data(self, call: _Call, response: requests.Response) -> ApiResponse | _Again:
        content = response.content
        if not content and _may_be_empty(call.operation, response.status_code):
            return ApiResponse(response.status_code, response.headers, None)
        try:
            return ApiResponse(response.status_code, response.headers, json.loads(content), content)
        except (ValueError, RecursionError):
            pass  # reported below, without the decoder's words
        unreadable = api_error(call.operation, call.prepared.path, response, self._secrets(call))
        text = f"{unreadable}; this is not an answer of the API: look for a proxy or gateway on the way"
        if call.operation.verb != "GET":
            return self._unknown(call, text)
        error = ServerError(
            text,
            status=response.status_code,
            reason=response.reason,
            headers=response.headers,
            body=unreadable.body,
            request_id=unreadable.request_id,
        )
        return _Again(error)

    def _lost(self, call: _Call, error: Exception) -> _Again:
        """Decides what a request without an answer means."""
        host = urlsplit(self.base_url).netloc
        cause = redact(str(root_of(error)), self._secrets(call))
        unsent = was_not_sent(error)
        what = "could not connect to" if unsent else "no complete answer from"
        text = f"{call.name}: {what} {host} {_patience(call.timeout)}: {cause}"
        log(logging.DEBUG, (), "%s", text)
        if not unsent and call.operation.verb != "GET":
            return self._unknown(call, text)
        failed = ConnectionFailed(text)
        if is_hopeless(error):
            raise failed
        return _Again(failed)

    def _unknown(self, call: _Call, text: str) -> _Again:
        look_up = _look_up(call)
        error = OutcomeUnknown(
            f"{text}; the request was sent and may have been carried out: {look_up}"
        )
        if call.operation.repeatable:
            return _Again(error)
        raise error

    def _secrets(self, call: _Call) -> tuple[str | None, ...]:
        """Returns what must not be shown: also the token that it was sent with, where another has come since."""
        return (call.token, *self.credentials.secrets)

    def _renews(self, call: _Call, refusal: Unauthorized) -> bool:
        can_renew = call.token is not None and self.credentials.can_renew
        return can_renew and refusal.code != _SCOPE_MISSING

    def _signature(self, call: _Call) -> AuthBase:
        scheme = self.credentials.scheme_for(call.operation)
        if scheme == "basic":
            if not (self.credentials.app_id and self.credentials.app_secret):
                raise ConfigurationError(f"{call.name}: needs app_id and app_secret")
            return HTTPBasicAuth(self.credentials.app_id, self.credentials.app_secret)
        if scheme == "conversion_token":
            return _Signature(self.credentials.conversion_token or "")
        call.token = self.credentials.bearer(self._exchange)
        return _Signature(call.token)

    def _exchange(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            data = self.execute(_RENEWAL, {}, body=dict(form)).data
        except OutcomeUnknown as error:
            lost = str(error).partition("; the request was sent")[0]
        else:
            return data if isinstance(data, dict) else {}
        # Nothing of what the caller wanted was sent, so that is not what is unknown.
        raise ConnectionFailed(f"the access token could not be renewed: {lost}")

    def _log_answer(self, call: _Call, response: requests.Response, started: float) -> None:
        if not logger.isEnabledFor(logging.DEBUG):
            return
        secrets = self._secrets(call)
        query = "&".join(f"{name}={value}" for name, value in call.prepared.query)
        log(
            logging.DEBUG,
            secrets,
            "%s %s %s -> %d in %.0f ms (request id %s)",
            call.name,
            f"?{query}" if query else "",
            body_text(call.body, secrets) if call.body is not None else "",
            response.status_code,
            (time.perf_counter() - started) * 1000,
            response.headers.get("x-pinterest-rid", "none"),
        )


def _quota(operation: Operation, prepared: Prepared) -> QuotaKey | None:
    """Returns what a request counts against: the category's quota of the ad account that it is about."""
    if operation.quota is None:
        return None
    steps = zip(operation.path.split("/"), prepared.path.split("/"), strict=True)
    return operation.quota, dict(steps).get("{ad_account_id}", "")


def _may_be_empty(operation: Operation, status: int) -> bool:
    if status == 204 or not operation.answers:
        return True
    return any(answer.schema is None for answer in operation.answers)


def _patience(timeout: Timeout) -> str:
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return f"(time-outs: {connect:g} s to connect, {read:g} s to read)" if connect and read else ""


def _look_up(call: _Call) -> str:
    """Returns the advice for a write whose answer was lost: where to look, and for what."""
    bodies = call.body if isinstance(call.body, list) else [call.body]
    names = [shown(body["name"]) for body in bodies if isinstance(body, dict) and body.get("name")]
    wanted = f" for {', '.join(names[:3])}" if names else ""
    return f"look{wanted} under {call.prepared.path} before you repeat it"
