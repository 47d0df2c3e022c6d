"""Sends the requests of operations: signs them, waits, retries, and turns responses into data or errors."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from pinterest.auth import Credentials, Send
from pinterest.exceptions import (
    ApiException,
    ConfigurationError,
    ConnectionFailed,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ServerError,
    ValidationError,
)
from pinterest.operation import Operation, Prepared, QuotaKey, form_fields
from pinterest.operations.oauth import OAUTH_TOKEN
from pinterest.rate_limiter import RateLimiter, describe_quota
from pinterest.response import ApiResponse
from pinterest.retry import Attempts, Policy, Retry
from pinterest.tokens import AccessToken
from pinterest.utils import logs
from pinterest.utils.api_errors import api_error
from pinterest.utils.bearer_auth import BearerAuth
from pinterest.utils.connections import (
    FAILURES,
    Failure,
    proxies_for,
    receive_body,
)
from pinterest.utils.json_parser import parse_json
from pinterest.utils.protocol import Timeout, check_timeout
from pinterest.utils.redact import redact
from pinterest.utils.shorten import shorten
from pinterest.utils.suggest import format_value

__all__ = ["Transport"]

T = TypeVar("T")

_JSON = "application/json"

_NO_TOKEN = AccessToken("", 0)

# A refresh token can be sent twice, unlike an authorization code.
_RENEWAL = replace(OAUTH_TOKEN, repeatable=True)


@dataclass(slots=True, repr=False)
class _Call:
    """One call of a user: the request, and what happened to it so far.

    Attributes:
        operation: The operation.
        prepared: Path, query and quota.
        body: Plain data for the body. None for no body.
        timeout: Seconds to connect and to read.
        attempts: Counts the attempts and decides about the next one.
        token: The access token of the latest attempt. None if something else signed it.
        signature: That token, with the number of renewals before it.
        token_was_refused: Whether the API refused that token.
    """

    operation: Operation
    prepared: Prepared
    body: object
    timeout: float | tuple[float, float]
    attempts: Attempts
    token: str | None = None
    signature: AccessToken = _NO_TOKEN
    token_was_refused: bool = False

    @property
    def name(self) -> str:
        return f"{self.operation.verb} {shorten(self.prepared.path, 200)}"

    @property
    def quota(self) -> QuotaKey | None:
        return self.prepared.quota

    def encode_body(self) -> dict[str, Any]:
        """Returns the arguments of `requests` for the body."""
        body = self.operation.body
        if self.body is None:
            return {}
        if body is not None and body.media_type != _JSON:
            fields = form_fields(self.body)
            self._check_text(fields)
            return {"data": fields}
        try:
            text = json.dumps(self.body, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ValidationError(f"{self.name}: the body is not JSON: {error}") from None
        return {"data": text, "headers": {"Content-Type": _JSON}}

    def check_query(self) -> None:
        """Refuses a query that cannot be encoded."""
        self._check_text(self.prepared.query)

    def _check_text(self, pairs: Iterable[tuple[str, str]]) -> None:
        for name, value in pairs:
            try:
                f"{name}{value}".encode()
            except UnicodeEncodeError:
                raise ValidationError(
                    f"{self.name}: {format_value(name)} is not valid; allowed: text that can be encoded as UTF-8"
                ) from None


@dataclass(slots=True, repr=False)
class Transport:
    """Sends the requests of one client. Its threads share it.

    Attributes:
        base_url: URL of the API with its version.
        credentials: What signs requests.
        policy: How long to wait and how often to retry.
        session: The connections.
        headers: Headers of every request.
        is_sandbox: Whether the base URL is Pinterest's hosted sandbox.
        limiter: The quotas that are used up.
    """

    base_url: str
    credentials: Credentials
    policy: Policy
    session: requests.Session
    headers: Mapping[str, str]
    is_sandbox: bool = False
    limiter: RateLimiter = field(init=False, default_factory=RateLimiter)
    _wait_levels: logs.WaitLevels = field(init=False, default_factory=logs.WaitLevels)

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object] | Prepared,
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Checks the arguments, sends the request and returns the response. See `PinterestSDKClient.execute`."""
        if self.is_sandbox and operation.hosted_sandbox is False:
            raise ConfigurationError(
                f"{operation}: Pinterest's hosted sandbox does not have this operation. Use production, or the "
                "emulator (pinterest.emulator)."
            )
        prepared = arguments if isinstance(arguments, Prepared) else operation.prepare(arguments)
        if body is None and operation.body is not None and operation.body.required:
            raise ValidationError(f"{operation}: {operation.body.argument} is required")
        return self.send(operation, prepared, body, timeout)

    def send(
        self, operation: Operation, prepared: Prepared, body: object, timeout: Timeout
    ) -> ApiResponse:
        """Sends a request and returns the response. Retries where that is safe; `pinterest.retry` decides."""
        seconds = self.policy.timeout if timeout is None else check_timeout(timeout)
        call = _Call(operation, prepared, body, seconds, Attempts(self.policy, operation))
        content = call.encode_body()
        call.check_query()
        return self._retry(call, lambda auth: self._send_once(call, content, auth))

    def _retry(self, call: _Call, attempt: Callable[[AuthBase], T]) -> T:
        """Makes attempts until one succeeds or no other is safe."""
        while True:
            self._wait_for_quota(call)
            auth = self._sign(call)  # may renew the token, which has retries of its own
            try:
                return attempt(auth)
            except PinterestError as error:
                can_renew = call.token_was_refused and self.credentials.can_renew
                retry = call.attempts.next_retry(error, can_renew=can_renew)
                if retry is None:
                    raise
                self._log_retry(call, error, retry)
            if retry.renew_token:
                self.credentials.renew(call.signature, self._exchange)
            elif retry.delay > 0:
                time.sleep(retry.delay)

    def _wait_for_quota(self, call: _Call) -> None:
        """Waits until the quota of a call is open.

        Raises:
            RateLimited: If the call then waits longer than `max_wait` in total.
        """
        # While this thread sleeps, the response to another one may close the quota for longer.
        while call.quota is not None:
            seconds = self.limiter.seconds_until_open(call.quota)
            if seconds <= 0:
                return
            reason = f"{call.name}: {describe_quota(call.quota)}"
            if not call.attempts.may_wait(seconds):
                raise RateLimited(
                    f"{reason}. No request was sent. Try again in {seconds:.0f} s, or raise max_wait.",
                    retry_after=seconds,
                )
            self._log_wait(call, seconds, logs.WAIT_FOR_QUOTA, seconds, reason)
            time.sleep(seconds)

    def _sign(self, call: _Call) -> AuthBase:
        """Returns what signs the next attempt of a call. Renews the access token first if it is about to expire."""
        call.token, call.token_was_refused = None, False
        scheme = self.credentials.scheme_for(call.operation)
        if scheme == "basic":
            if not self.credentials.has_app:
                raise ConfigurationError(
                    f"{call.name}: the app signs this request. Pass app_id and app_secret."
                )
            return HTTPBasicAuth(self.credentials.app_id or "", self.credentials.app_secret or "")
        if scheme == "conversion_token":
            return BearerAuth(self.credentials.conversion_token or "")
        try:
            call.signature = self.credentials.get_token(self._exchange)
            call.token = call.signature.text
        except ConfigurationError as error:
            raise ConfigurationError(f"{call.name}: {error}") from None
        return BearerAuth(call.token)

    def _exchange(self, attempt: Callable[[Send], None]) -> None:
        """Calls a function that sends forms to the token endpoint, and calls it again where a retry may help."""
        policy = self.policy
        attempts = Attempts(policy, _RENEWAL)
        call = _Call(_RENEWAL, _RENEWAL.prepare({}), None, policy.timeout, attempts)

        def send(auth: AuthBase, form: Mapping[str, str]) -> Mapping[str, Any]:
            call.body = dict(form)
            data = self._send_once(call, call.encode_body(), auth).data
            return data if isinstance(data, dict) else {}

        self._retry(call, lambda auth: attempt(partial(send, auth)))

    def _send_once(self, call: _Call, content: dict[str, Any], auth: AuthBase) -> ApiResponse:
        """Sends a request once and returns the response.

        Raises:
            PinterestError: If there was no response, or the response is not a success.
        """
        started = time.perf_counter()
        failure: Failure | None = None
        handled = sys.exception()
        try:
            response = self._request(call, content, auth)
            receive_body(response)
        except FAILURES as error:
            # An error raised here would show the text of this one, which may hold a token.
            failure = Failure(error, handled)
        if failure is not None:
            raise self._connection_error(call, failure)
        self._log_response(call, response, started)
        self.limiter.update(call.quota, response.headers)
        if 200 <= response.status_code < 300:
            return self._parse_response(call, response)
        # After a redirect to another host there is no token in the request, so it was not refused.
        signed = "Authorization" in response.request.headers
        call.token_was_refused = response.status_code == 401 and call.token is not None and signed
        problem = self._api_error(call, response)
        if isinstance(problem, RateLimited):
            self.limiter.close(call.quota, problem.retry_after or 0.0)
        raise problem

    def _request(self, call: _Call, content: dict[str, Any], auth: AuthBase) -> requests.Response:
        return self.session.request(
            call.operation.verb,
            self.base_url + call.prepared.path,
            params=call.prepared.query or None,
            auth=auth,
            timeout=call.timeout,
            stream=True,
            allow_redirects=call.operation.verb == "GET",
            # Passed here, they take precedence over those of the environment.
            proxies=proxies_for(self.session, self.base_url),
            verify=self.session.verify,
            **{**content, "headers": {**self.headers, **content.get("headers", {})}},
        )

    def _parse_response(self, call: _Call, response: requests.Response) -> ApiResponse:
        content = response.content
        if not content and _may_be_empty(call.operation, response.status_code):
            return ApiResponse(response.status_code, response.headers, None)
        try:
            return ApiResponse(response.status_code, response.headers, parse_json(content), content)
        except (ValueError, RecursionError):
            pass  # the error below does not show the text of this one
        problem = self._api_error(call, response)
        text = f"{problem}. The API does not send this. Look for a proxy or gateway in between."
        if call.operation.verb != "GET":
            raise self._lost_response(call, text)
        raise ServerError(
            text,
            status=response.status_code,
            reason=response.reason,
            headers=response.headers,
            body=problem.body,
            request_id=problem.request_id,
        )

    def _api_error(self, call: _Call, response: requests.Response) -> ApiException:
        return api_error(
            call.operation,
            call.prepared.path,
            response,
            self._secrets(call),
            token_is_new=call.attempts.renewed,
        )

    def _connection_error(self, call: _Call, failure: Failure) -> PinterestError:
        """Returns the error for a request without a response."""
        host = urlsplit(self.base_url).netloc
        cause = shorten(redact(str(failure.cause)[:2000], self._secrets(call)), 500)
        if failure.is_misconfigured:
            return ConfigurationError(
                f"{call.name}: no request was sent: {cause}. Check the proxy (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY), the "
                "CA certificates (REQUESTS_CA_BUNDLE) and the headers of the session."
            )
        fact = "no complete response from" if failure.was_sent else "could not connect to"
        text = f"{call.name}: {fact} {host} ({_describe_timeout(call.timeout)}): {cause}"
        logs.log(logging.DEBUG, logs.NO_RESPONSE, text)
        if failure.was_sent and call.operation.verb != "GET":
            return self._lost_response(call, text)
        return ConnectionFailed(text, is_permanent=failure.is_permanent)

    def _lost_response(self, call: _Call, text: str) -> PinterestError:
        """Returns the error for a write that was sent and whose response was lost."""
        if call.operation is _RENEWAL:
            # The request of the user was not sent, so its outcome is known.
            return ConnectionFailed(f"the access token could not be renewed: {text}")
        return OutcomeUnknown(
            f"{text}. The request was sent and may have been carried out. {_look_up_hint(call)}"
        )

    def _secrets(self, call: _Call) -> tuple[str | None, ...]:
        """Returns the values to hide. The token of the call may be another one than the present token."""
        return (call.token, *self.credentials.secrets)

    def _log_retry(self, call: _Call, error: PinterestError, retry: Retry) -> None:
        if retry.renew_token:
            return
        if retry.is_for_quota:
            self._log_wait(call, retry.delay, logs.WAIT_FOR_QUOTA, retry.delay, error)
            return
        attempts, line = call.attempts, logs.WAIT_BEFORE_RETRY
        values = (retry.delay, attempts.retries, self.policy.max_retries, error)
        self._log_wait(call, retry.delay, line, *values)

    def _log_wait(self, call: _Call, seconds: float, line: str, *values: object) -> None:
        level = self._wait_levels.level_of(call.quota, seconds)
        logs.log(level, line, *values, secrets=self._secrets(call))

    def _log_response(self, call: _Call, response: requests.Response, started: float) -> None:
        if not logs.logger.isEnabledFor(logging.DEBUG):
            return
        secrets = self._secrets(call)
        query = "&".join(f"{name}={value}" for name, value in call.prepared.query)
        logs.log(
            logging.DEBUG,
            logs.RESPONSE,
            call.name,
            f"?{query}" if query else "",
            logs.body_text(call.body, secrets) if call.body is not None else "",
            response.status_code,
            (time.perf_counter() - started) * 1000,
            response.headers.get("x-pinterest-rid", "none"),
            secrets=secrets,
        )


def _may_be_empty(operation: Operation, status: int) -> bool:
    if status == 204 or not operation.answers:
        return True
    return any(answer.schema is None for answer in operation.answers)


def _describe_timeout(timeout: float | tuple[float, float]) -> str:
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    return f"timeouts: {connect:g} s to connect, {read:g} s to read"


def _look_up_hint(call: _Call) -> str:
    """Returns where to look for the result of a write whose response was lost."""
    bodies = call.body if isinstance(call.body, list) else [call.body]
    names = [
        format_value(body["name"]) for body in bodies if isinstance(body, dict) and body.get("name")
    ]
    wanted = f" for {', '.join(names[:3])}" if names else ""
    return f"Look{wanted} under {shorten(call.prepared.path, 200)} before you send it again."
