"""Sends requests: authenticates them, waits for quotas, retries, and converts responses to data or errors."""

from __future__ import annotations

import copy
import logging
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from pinterest.auth import Credentials, Send
from pinterest.call import LONGER_DEADLINE_HINT, Call
from pinterest.config import SANDBOX
from pinterest.exceptions import (
    ApiException,
    ConfigurationError,
    ConnectionFailed,
    DeadlineExceeded,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ResponseTooLarge,
    ServerError,
    ValidationError,
)
from pinterest.hooks import Hooks, check_outside_hooks
from pinterest.operation import Operation, Prepared, check_operation
from pinterest.operations.oauth import OAUTH_TOKEN
from pinterest.rate_limiter import RateLimiter, RateLimiters
from pinterest.response import ApiResponse
from pinterest.retry import Attempts, Policy, Retry
from pinterest.utils import logs
from pinterest.utils.api_errors import build_api_error, join_sentences
from pinterest.utils.bearer_auth import BearerAuth
from pinterest.utils.bounded_connections import get_connection_closer, use_bounded_connections
from pinterest.utils.bounds import Bounds
from pinterest.utils.direct_requests import OutgoingRequest, send_request
from pinterest.utils.failures import FAILURES, Failure
from pinterest.utils.json_parser import parse_json
from pinterest.utils.pauses import check_interruption, pause
from pinterest.utils.protocol import Timeout, check_deadline, check_timeout, time_limits
from pinterest.utils.receiving import receive_body, receive_final_response
from pinterest.utils.redact import redact_beginning

__all__ = ["Transport"]

T = TypeVar("T")

_LONGEST_CAUSE = 500
# Requests with a refresh token can be repeated, unlike requests with an authorization code.
_RENEWAL = replace(OAUTH_TOKEN, repeatable=True)


@dataclass(slots=True, repr=False)
class Transport:
    """Sends the requests of one client. All threads that use the client share one transport.

    Attributes:
        base_url: URL of the API with its version.
        credentials: The credentials that authenticate requests.
        policy: The limits for retries and waits.
        session: The session that manages the connections.
        headers: The headers to send with every request.
        hooks: Functions that are called before and after each request.
        limiters: The rate limiters of all clients that share the connections, one per token.
        limiter: The rate limiter of this client.
    """

    base_url: str
    credentials: Credentials
    policy: Policy
    session: requests.Session
    headers: Mapping[str, str]
    hooks: Hooks = field(default_factory=Hooks)
    limiters: RateLimiters = field(default_factory=RateLimiters)
    limiter: RateLimiter = field(init=False)
    _wait_levels: logs.WaitLevels = field(init=False, default_factory=logs.WaitLevels)

    def __post_init__(self) -> None:
        """Sets `limiter` to the rate limiter of the client's token."""
        credentials = self.credentials
        self.limiter = self.limiters.get(credentials.access_token or credentials.secrets)

    def with_changes(self, credentials: Credentials, policy: Policy, hooks: Hooks) -> Transport:
        """Returns a copy with these credentials, policy and hooks. The copy uses the rate limiter of its own token."""
        other = copy.copy(self)
        other.policy, other.hooks = policy, hooks
        if credentials is not self.credentials:
            other.credentials = credentials
            other.__post_init__()
        return other

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object] | Prepared,
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Checks the arguments, sends the request and returns the response. See `PinterestSDKClient.execute`."""
        check_operation(operation, arguments)
        if operation.hosted_sandbox is False and _is_sandbox(self.base_url):
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
        """Sends a request and returns the response. Retries if `pinterest.retry` decides that a retry is safe."""
        check_outside_hooks(operation)
        policy, limits = self.policy, time_limits(timeout)
        seconds = policy.timeout if limits.timeout is None else check_timeout(limits.timeout)
        deadline = policy.deadline if limits.deadline is None else check_deadline(limits.deadline)
        bounds = Bounds(deadline, policy.max_response_bytes)
        attempts = Attempts(policy, operation, bounds)
        call = Call(operation, prepared, body, seconds, bounds, attempts)
        content = call.encode_body()
        call.check_query()
        with bounds.apply():
            try:
                return self._try_until_done(call, lambda auth: self._send_once(call, content, auth))
            except PinterestError as error:
                call.report_earlier_attempt(error)
                raise

    def _try_until_done(self, call: Call, attempt: Callable[[AuthBase], T]) -> T:
        """Returns the result of `attempt`, after retries if necessary. Raises the last error if no retry is allowed."""
        attempts = call.attempts
        while True:
            self._wait_for_quota(call)
            auth = self._get_auth(call)  # may renew the token, which has its own retries
            try:
                check_interruption()
                call.check_deadline()
                attempts.number += 1
                return attempt(auth)
            except PinterestError as error:
                can_renew = call.token_was_refused and self.credentials.can_renew
                retry = attempts.next_retry(error, can_renew=can_renew)
                if retry is None:
                    error.args = (join_sentences(str(error), attempts.describe()),)
                    raise
                call.may_be_done |= isinstance(error, (OutcomeUnknown, ServerError))
                self._log_retry(call, error, retry)
            if retry.renew_token:
                self.credentials.renew(call.access_token, self._send_token_forms)
            elif retry.delay > 0:
                pause(retry.delay)

    def _wait_for_quota(self, call: Call) -> None:
        """Waits until the quotas of a call allow a request, and counts this request.

        Raises:
            RateLimited: If the waits of the call would exceed `max_wait` or the deadline.
        """
        # Check again after each pause, because a response to another thread may have closed the quota for longer.
        call.reservation = self.limiter.reserve(call.operation, call.quota)
        while (seconds := call.reservation.seconds_to_wait()) > 0:
            reason = f"{call.name}: {call.reservation.reason}"
            limit = call.attempts.count_wait(seconds)
            if limit is not None:
                number = call.attempts.number
                sent = f"Gave up after {call.attempts.effort}" if number else "No request was sent"
                raise RateLimited(
                    f"{reason}. {sent}. Try again in {seconds:.0f} s, or raise {limit}.",
                    retry_after=seconds,
                )
            self._log_wait(call, seconds, logs.WAIT_FOR_QUOTA, seconds, reason)
            pause(seconds)

    def _get_auth(self, call: Call) -> AuthBase:
        """Returns the authentication for the next attempt. Renews an access token that expires soon."""
        call.token, call.token_was_refused = None, False
        scheme = self.credentials.choose_scheme(call.operation)
        if scheme == "basic":
            if not self.credentials.has_app:
                raise ConfigurationError(
                    f"{call.name}: this request needs the app's credentials. Pass app_id and app_secret."
                )
            return HTTPBasicAuth(self.credentials.app_id or "", self.credentials.app_secret or "")
        if scheme == "conversion_token":
            return BearerAuth(self.credentials.conversion_token or "")
        try:
            call.access_token = self.credentials.get_token(self._send_token_forms)
            call.token = call.access_token.text
        except ConfigurationError as error:
            raise ConfigurationError(f"{call.name}: {error}") from None
        return BearerAuth(call.token)

    def _send_token_forms(self, attempt: Callable[[Send], None]) -> None:
        """Calls `attempt` with a function that sends a form to the token endpoint. Retries if a retry can help."""
        policy = self.policy
        bounds = Bounds(policy.deadline, policy.max_response_bytes)
        attempts = Attempts(policy, _RENEWAL, bounds)
        call = Call(_RENEWAL, _RENEWAL.prepare({}), None, policy.timeout, bounds, attempts)

        def send_form(auth: AuthBase, form: Mapping[str, str]) -> Mapping[str, Any]:
            call.body = dict(form)
            data = self._send_once(call, call.encode_body(), auth).data
            return data if isinstance(data, dict) else {}

        with bounds.apply():
            self._try_until_done(call, lambda auth: attempt(partial(send_form, auth)))

    def _send_once(self, call: Call, content: dict[str, Any], auth: AuthBase) -> ApiResponse:
        """Makes one attempt: calls the hooks, sends the request and returns the response."""
        call.response = None
        with self.hooks.wrap_attempt(call, self.base_url, partial(self._list_secrets, call)):
            call.check_deadline()  # checked again, because a hook may take long
            return self._send_request(call, content, auth)

    def _send_request(self, call: Call, content: dict[str, Any], auth: AuthBase) -> ApiResponse:
        """Sends a request without hooks and returns the parsed response.

        Raises:
            PinterestError: If no response arrived, or the API returned an error.
        """
        started = time.perf_counter()
        failure: Failure | None = None
        handled = sys.exception()
        call.bounds.is_too_large = False
        try:
            call.response = response = self._fetch(call, content, auth)
        except FAILURES as error:
            # Raise the SDK's error outside this block to hide this exception, whose message may contain a token.
            failure = Failure(error, handled)
        if failure is not None:
            raise self._build_connection_error(call, failure)
        self._log_response(call, response, started)
        call.reservation.update(response.headers, refused=response.status_code == 429)
        if call.bounds.is_too_large and _has_outcome_in_body(call.operation, response):
            raise self._build_size_error(call)
        if 200 <= response.status_code < 300:
            return self._parse_response(call, response)
        # After a redirect to another host, the last request had no token, so a 401 does not refuse the token.
        signed = "Authorization" in response.request.headers
        call.token_was_refused = response.status_code == 401 and call.token is not None and signed
        problem = self._build_api_error(call, response)
        if isinstance(problem, RateLimited):
            self.limiter.close_quota(call.quota, problem.retry_after or 0.0)
        raise problem

    def _fetch(self, call: Call, content: dict[str, Any], auth: AuthBase) -> requests.Response:
        """Sends a request and returns the complete response. Follows redirects only for GET."""
        use_bounded_connections(self.session)  # again, because the caller may change the session
        outgoing = OutgoingRequest(
            verb=call.operation.verb,
            base_url=self.base_url,
            path=call.prepared.path,
            query=call.prepared.query,
            headers={**self.headers, **content.get("headers", {})},
            data=content.get("data"),
            auth=auth,
            timeout=call.bounds.shorten(call.timeout),
        )
        response = send_request(self.session, outgoing)
        receive_body(response, call.bounds)
        if call.operation.verb != "GET" or not response.is_redirect:
            return response
        return receive_final_response(self.session, response, call.bounds, call.timeout)

    def _parse_response(self, call: Call, response: requests.Response) -> ApiResponse:
        content = response.content
        if not content and _is_empty_body_allowed(call.operation, response.status_code):
            return ApiResponse(response.status_code, response.headers, None)
        try:
            data, close = parse_json(content), get_connection_closer(response)
            return ApiResponse(response.status_code, response.headers, data, content, close)
        except (ValueError, RecursionError):
            pass  # the error is raised below, without this exception in its traceback
        problem = self._build_api_error(call, response)
        text = f"{problem}. The API does not send this. Look for a proxy or gateway in between."
        if call.operation.verb != "GET":
            raise self._build_lost_response_error(call, text)
        raise ServerError(
            text,
            status=response.status_code,
            reason=response.reason,
            headers=response.headers,
            body=problem.body,
            request_id=problem.request_id,
        )

    def _build_api_error(self, call: Call, response: requests.Response) -> ApiException:
        return build_api_error(
            call.operation,
            call.prepared.path,
            response,
            self._list_secrets(call),
            look_up=call.get_look_up_hint(),
            token_is_new=call.attempts.renewed,
        )

    def _build_connection_error(self, call: Call, failure: Failure) -> PinterestError:
        """Builds the error for a request that got no complete response."""
        host = urlsplit(self.base_url).netloc
        cause = redact_beginning(failure.text, _LONGEST_CAUSE, self._list_secrets(call))
        if failure.is_misconfigured:
            return ConfigurationError(
                f"{call.name}: no request was sent: {cause}. Check the proxy (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY), the "
                "CA certificates (REQUESTS_CA_BUNDLE) and the headers of the session."
            )
        if call.bounds.is_too_large:
            return self._build_size_error(call)
        fact = "no complete response from" if failure.was_sent else "could not connect to"
        is_over = call.bounds.is_over
        limit = call.describe_deadline() if is_over else call.describe_timeout()
        text = f"{call.name}: {fact} {host} {limit}: {cause}"
        logs.log(logging.DEBUG, logs.NO_RESPONSE, text)
        if failure.was_sent and call.operation.verb != "GET":
            return self._build_lost_response_error(call, text)
        if is_over:
            return DeadlineExceeded(join_sentences(text, LONGER_DEADLINE_HINT))
        return ConnectionFailed(text, is_permanent=failure.is_permanent)

    def _build_size_error(self, call: Call) -> PinterestError:
        """Builds the error for a response that is too large."""
        text = (
            f"{call.name}: the response has more than {call.bounds.max_bytes} bytes. If this size is expected, raise "
            "max_response_bytes (PINTEREST_MAX_RESPONSE_BYTES)."
        )
        if call.operation.verb != "GET":
            return self._build_lost_response_error(call, text)
        return ResponseTooLarge(text, is_permanent=True)

    def _build_lost_response_error(self, call: Call, text: str) -> PinterestError:
        """Builds the error for a write whose response was lost."""
        if call.operation is _RENEWAL:
            # Only the response to the token renewal was lost. The caller's request was not sent.
            error = DeadlineExceeded if call.bounds.is_over else ConnectionFailed
            return error(f"the access token could not be renewed: {text}")
        return OutcomeUnknown(
            f"{text.rstrip('.')}. The request was sent and may have been carried out. {call.get_look_up_hint()}"
        )

    def _list_secrets(self, call: Call) -> tuple[str | None, ...]:
        """Returns the secrets to hide in logs and errors: the credentials, and the token that the call used."""
        return (call.token, *self.credentials.secrets)

    def _log_retry(self, call: Call, error: PinterestError, retry: Retry) -> None:
        if retry.renew_token:
            return
        if retry.is_for_quota:
            self._log_wait(call, retry.delay, logs.WAIT_FOR_QUOTA, retry.delay, error)
            return
        values = (retry.delay, call.attempts.retries, self.policy.max_retries, error)
        self._log_wait(call, retry.delay, logs.WAIT_BEFORE_RETRY, *values)

    def _log_wait(self, call: Call, seconds: float, message: str, *values: object) -> None:
        level = self._wait_levels.choose_level(call.quota, seconds)
        logs.log(level, message, *values, secrets=self._list_secrets(call))

    def _log_response(self, call: Call, response: requests.Response, started: float) -> None:
        if not logs.logger.isEnabledFor(logging.DEBUG):
            return
        secrets = self._list_secrets(call)
        query = "&".join(f"{name}={value}" for name, value in call.prepared.query)
        logs.log(
            logging.DEBUG,
            logs.RESPONSE,
            call.name,
            f"?{query}" if query else "",
            logs.format_body_for_log(call.body, secrets) if call.body is not None else "",
            response.status_code,
            (time.perf_counter() - started) * 1000,
            response.headers.get("x-pinterest-rid", "none"),
            secrets=secrets,
        )


@lru_cache(maxsize=64)
def _is_sandbox(base_url: str) -> bool:
    """Returns whether a base URL belongs to Pinterest's hosted sandbox."""
    return urlsplit(base_url).hostname == urlsplit(SANDBOX).hostname


def _is_empty_body_allowed(operation: Operation, status: int) -> bool:
    if status == 204 or not operation.answers:
        return True
    return any(answer.schema is None for answer in operation.answers)


def _has_outcome_in_body(operation: Operation, response: requests.Response) -> bool:
    """Returns whether the outcome of the request is only in the response body, not in the HTTP status."""
    return 200 <= response.status_code < 300 or any(answer.partial for answer in operation.answers)
