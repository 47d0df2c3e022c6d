"""The emulator as a WSGI application: the steps that every request goes through."""

from __future__ import annotations

import itertools
import json
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from pinterest.emulator.handlers.call import Call, Content, JsonText, get_status_and_body
from pinterest.emulator.handlers.problems import Problem, bad_request, missing_scopes, unauthorized
from pinterest.emulator.handlers.registry import call_handler, get_error_code
from pinterest.emulator.resources import load_all
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.samples.sampler import build_sample
from pinterest.emulator.serving.authorization_page import (
    is_authorization_page,
    respond_to_authorization,
)
from pinterest.emulator.serving.bodies import (
    LARGEST_BODY,
    get_loggable_body,
    has_app_credentials,
    read_body,
    too_large,
)
from pinterest.emulator.serving.failures import PlannedFailure, PlannedFailures
from pinterest.emulator.serving.file_requests import (
    LARGEST_UPLOAD,
    is_file_path,
    respond_to_file_request,
)
from pinterest.emulator.serving.http_server import ConnectionDropped
from pinterest.emulator.serving.parameters import read_arguments
from pinterest.emulator.serving.rate_limits import Quotas
from pinterest.emulator.serving.request_log import RequestLog
from pinterest.emulator.serving.routes import Routes, strip_base_path
from pinterest.emulator.store.database import is_file_error
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import Token, TokenKind
from pinterest.operation import USERS_TOKEN, Operation

logger = logging.getLogger("pinterest.emulator")

# The contract's security scheme of each kind of token.
_SCHEMES: dict[TokenKind, str] = {
    "access": USERS_TOKEN,
    "client": "client_credentials",
    "conversion": "conversion_token",
}
_FIRST_REQUEST_ID = 1_000_000_000_000_000


class _SizeLimitedRequest(Request):
    @property
    def max_content_length(self) -> int:  # type: ignore[override]  # the base class sets it
        """The maximum number of bytes to read from a body."""
        # One byte more than is allowed. Werkzeug cuts off a chunked body here, and the extra byte shows that the body
        # was too large.
        return (LARGEST_UPLOAD if is_file_path(self.path) else LARGEST_BODY) + 1


class ExtraEndpoints(Protocol):
    """Endpoints of the emulator outside Pinterest's API, such as the control API."""

    def respond(self, request: Request) -> Response | None:
        """Returns the response to a request, or None if the endpoints do not serve the path.

        Raises:
            Problem: If the request is refused.
        """


class Application:
    """The WSGI application that responds to all requests.

    Args:
        quotas: The rate limits. None for no limits.
        extra_endpoints: Endpoints outside Pinterest's API.
    """

    def __init__(
        self,
        state: State,
        failures: PlannedFailures,
        request_log: RequestLog,
        operations: Iterable[Operation],
        quotas: Quotas | None = None,
        extra_endpoints: Sequence[ExtraEndpoints] = (),
    ) -> None:
        load_all()
        self.ending = threading.Event()
        self._state = state
        self._failures = failures
        self._request_log = request_log
        self._routes = Routes(operations)
        self._quotas = quotas
        self._extra_endpoints = extra_endpoints
        self._request_ids = itertools.count(_FIRST_REQUEST_ID + state.random.seed % 1000)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Responds to one request, as a WSGI application."""
        # Do not store the request in the WSGI environment. Otherwise, only the garbage collector could free it.
        with _SizeLimitedRequest(environ, populate_request=False) as request:
            response = self._respond_with_planned_failure(request)
        response.headers["x-pinterest-rid"] = str(next(self._request_ids))
        return response(environ, start_response)

    def _respond_with_planned_failure(self, request: Request) -> Response:
        # Requests outside the API are not logged, and planned failures do not affect them.
        for endpoints in self._extra_endpoints:
            page = self._respond_outside_api(endpoints, request)
            if page is not None:
                return page
        failure = self._failures.take_next(request.method, request.path)
        if failure and "latency" in failure.options:
            self.ending.wait(failure.options["latency"])
        response = (
            self._respond_with_quota_headers(request)
            if failure is None or failure.is_handled
            else None
        )
        if failure:
            response = _apply_failure(failure, response)
        self._log_request(request, response)
        if response is None:
            raise ConnectionDropped
        return response

    def _respond_outside_api(self, endpoints: ExtraEndpoints, request: Request) -> Response | None:
        """Returns the response of the endpoints, or None if the endpoints do not serve the path."""
        try:
            return endpoints.respond(request)
        except Problem as problem:
            return _build_json_response(problem.status, problem.body, problem.headers)

    def _log_request(self, request: Request, response: Response | None) -> None:
        try:
            body = get_loggable_body(request)
        except HTTPException:
            body = None  # the body is too large, or was never sent
        self._request_log.add(
            request.method,
            strip_base_path(request.path),
            request.args.items(multi=True),
            body,
            response.status_code if response else None,
        )

    def _respond_with_quota_headers(self, request: Request) -> Response:
        """Returns the response to a request, with rate limit headers."""
        quota_headers: dict[str, str] = {}
        response = self._respond_or_refuse(request, quota_headers)
        # Error responses get the headers too.
        response.headers.extend(quota_headers)
        return response

    def _respond_or_refuse(self, request: Request, quota_headers: dict[str, str]) -> Response:
        """Returns the response or an error response, and adds rate limit headers to `quota_headers`."""
        try:
            return self._route_request(request, quota_headers)
        except Problem as problem:
            return _build_json_response(problem.status, problem.body, problem.headers)
        except RequestEntityTooLarge:
            return _build_json_response(413, too_large().body)
        except HTTPException as error:
            # Raised by Werkzeug for a body that ends early or is malformed.
            status = error.code or 400
            return _build_json_response(status, {"code": status, "message": f"{error.name}."})
        except Exception as error:
            # If the database file is the cause, a traceback does not help.
            trace = not is_file_error(error)
            logger.error(
                "%s %s failed: %s",
                request.method,
                strip_base_path(request.path),
                error,
                exc_info=trace,
            )
            return _build_json_response(
                500, {"code": 500, "message": "The emulator failed. See its log."}
            )

    def _route_request(self, request: Request, quota_headers: dict[str, str]) -> Response:
        if is_file_path(request.path):
            return respond_to_file_request(self._state, request)
        if is_authorization_page(request.path):
            return respond_to_authorization(self._state, request)
        operation, path = self._routes.find(request.method, request.path)
        token = self._authenticate(operation, request)
        if self._quotas:
            quota_headers |= self._count_request(self._quotas, operation, path, request)
        return self._call_handler(operation, path, request, token)

    def _count_request(
        self, quotas: Quotas, operation: Operation, path: dict[str, str], request: Request
    ) -> dict[str, str]:
        """Counts a request against the rate limits and returns the rate limit headers."""
        account = path.get("ad_account_id") or request.args.get("ad_account_id", "")
        return quotas.count_request(operation, account, self._state.app.id, self._state.clock.now())

    def _call_handler(
        self, operation: Operation, path: dict[str, str], request: Request, token: Token | None
    ) -> Response:
        arguments, body = _parse_request(operation, path, request)
        origin = request.host_url.rstrip("/")
        call = Call(operation, arguments, body, self._state, token, origin)
        with self._state.store.transaction():
            # The ad account can be in the path or in the query.
            account = arguments.get("ad_account_id")
            if account is not None:
                require_ad_account(self._state, account)
            status, content = get_status_and_body(
                operation, call_handler(call, fallback=build_sample)
            )
            self._state.clock.save()
        return _build_json_response(status, content)

    def _authenticate(self, operation: Operation, request: Request) -> Token | None:
        """Checks the credentials of a request. Returns the request's token, or None if no token is needed."""
        credentials = request.authorization
        schemes = dict(operation.security)
        if not schemes:
            return None
        if "basic" in schemes and credentials and credentials.type == "basic":
            if not self._state.app.has_credentials(credentials.username, credentials.password):
                raise unauthorized()
            return None
        if "basic" in schemes and not credentials and has_app_credentials(request):
            raise bad_request(
                "Send the app's ID and secret in the Authorization header, with HTTP Basic authentication."
            )
        if not credentials or credentials.type != "bearer" or not credentials.token:
            raise unauthorized()
        token = self._state.tokens.find(credentials.token, *_SCHEMES)
        if token is None:
            raise unauthorized()
        needed = schemes.get(_SCHEMES[token.kind])
        if needed is None:
            raise unauthorized()  # this kind of token cannot call the operation
        if not set(needed) <= set(token.scopes):
            raise missing_scopes(needed)
        return token


def _parse_request(
    operation: Operation, path: dict[str, str], request: Request
) -> tuple[dict[str, Any], Any]:
    """Returns the arguments and the body of a request.

    Raises:
        Problem: With status 400 and the operation's error code, if the request is malformed.
    """
    try:
        return read_arguments(operation, path, request.args), read_body(operation, request)
    except Problem as problem:
        if problem.status != 400:
            raise
        raise Problem(400, get_error_code(operation), problem.message) from None


def _build_json_response(status: int, content: Content, headers: Any = None) -> Response:
    if content is None:
        response = Response(status=status, headers=headers)
        del response.headers["Content-Type"]
        return response
    text = content.text if isinstance(content, JsonText) else json.dumps(content, allow_nan=False)
    return Response(text, status, headers, mimetype="application/json")


def _apply_failure(failure: PlannedFailure, response: Response | None) -> Response | None:
    """Returns the response of a planned failure, or None to close the connection without a response.

    `response` is the response without the failure, or None if the request was not handled.
    """
    options = failure.options
    if options.get("drop"):
        return None
    if failure.status is not None:
        response = _build_error_response(failure, failure.status)
    assert response is not None
    response.headers.extend(failure.headers)
    if options.get("truncate"):
        content = response.get_data()
        response.set_data(content[: len(content) // 2])
        response.headers["Content-Length"] = str(len(content))
        response.headers["Connection"] = "close"
    return response


def _build_error_response(failure: PlannedFailure, status: int) -> Response:
    options = failure.options
    if "body" in options:
        return Response(
            options["body"], status, content_type=options.get("content_type", "text/html")
        )
    problem = Problem(status, failure.code, options.get("message", "Failed on demand."))
    return _build_json_response(status, problem.body)
