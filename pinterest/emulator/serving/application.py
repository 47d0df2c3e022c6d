"""The emulator as a WSGI application: what every request goes through, whatever it asks."""

from __future__ import annotations

import itertools
import json
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from pinterest.emulator.handlers.call import Call, Content, JsonText, content_of
from pinterest.emulator.handlers.problems import Problem, lacks_scopes, unauthorized
from pinterest.emulator.handlers.registry import refusal_code, reply_to
from pinterest.emulator.resources import load_all
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.samples.sampler import sample
from pinterest.emulator.serving.authorization_page import consented, is_consent
from pinterest.emulator.serving.bodies import LARGEST_BODY, read_body, recorded_body, too_large
from pinterest.emulator.serving.failures import Fault, Faults
from pinterest.emulator.serving.file_requests import answer_for, is_stored
from pinterest.emulator.serving.http_server import ConnectionDropped
from pinterest.emulator.serving.parameters import read_arguments
from pinterest.emulator.serving.rate_limits import Quotas
from pinterest.emulator.serving.request_log import Recording
from pinterest.emulator.serving.routes import Routes, below_base
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import Token, TokenKind
from pinterest.operation import USERS_TOKEN, Operation

logger = logging.getLogger("pinterest.emulator")

# Which kind of token goes with which of the contract's security schemes.
_SCHEMES: dict[TokenKind, str] = {
    "access": USERS_TOKEN,
    "client": "client_credentials",
    "conversion": "conversion_token",
}
_FIRST_REQUEST_ID = 1_000_000_000_000_000


class _Request(Request):
    # One more than is allowed, so that a body in chunks, which is cut off here, is known to have been too large.
    max_content_length = LARGEST_BODY + 1


class Application:
    """Answers requests.

    Args:
        state: What they are about.
        faults: What goes wrong on demand.
        recording: Where they are noted.
        operations: What can be asked.
        quotas: How much may be asked; None for any amount.
    """

    def __init__(
        self,
        state: State,
        faults: Faults,
        recording: Recording,
        operations: Iterable[Operation],
        quotas: Quotas | None = None,
    ) -> None:
        load_all()
        self.ending = threading.Event()
        self._state = state
        self._faults = faults
        self._recording = recording
        self._routes = Routes(operations)
        self._quotas = quotas
        self._request_ids = itertools.count(_FIRST_REQUEST_ID + state.chance.seed % 1000)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answers one request, as WSGI has it."""
        with _Request(environ) as request:
            response = self._respond(request)
        response.headers["x-pinterest-rid"] = str(next(self._request_ids))
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        fault = self._faults.take(request.method, request.path)
        if fault and "latency" in fault.how:
            self.ending.wait(fault.how["latency"])
        response = self._answer(request) if fault is None or fault.lets_through else None
        if fault:
            response = _faulty(fault, response)
        self._record(request, response)
        if response is None:
            raise ConnectionDropped
        return response

    def _record(self, request: Request, response: Response | None) -> None:
        try:
            body = recorded_body(request)
        except HTTPException:
            body = None  # too large, or it never came
        self._recording.add(
            request.method,
            below_base(request.path),
            request.args.items(multi=True),
            body,
            response.status_code if response else None,
        )

    def _answer(self, request: Request) -> Response:
        told: dict[str, str] = {}
        response = self._answer_telling(request, told)
        response.headers.extend(told)
        return response

    def _answer_telling(self, request: Request, told: dict[str, str]) -> Response:
        """Answers a request; `told` takes what the headers tell of the quota, whatever becomes of the request."""
        try:
            return self._answer_asked(request, told)
        except Problem as problem:
            return _json(problem.status, problem.body, problem.headers)
        except RequestEntityTooLarge:
            return _json(413, too_large().body)
        except HTTPException as error:
            # Werkzeug's own: a body that ended early, or broke its framing.
            status = error.code or 400
            return _json(status, {"code": status, "message": f"{error.name}."})
        except Exception:
            logger.exception("%s %s failed", request.method, below_base(request.path))
            return _json(500, {"code": 500, "message": "The emulator failed; its log says why."})

    def _answer_asked(self, request: Request, told: dict[str, str]) -> Response:
        if is_stored(request.path):
            return answer_for(self._state, request)
        if is_consent(request.path):
            return consented(self._state, request)
        operation, path = self._routes.find(request.method, request.path)
        token = self._authenticate(operation, request)
        if self._quotas:
            told |= self._spend(self._quotas, operation, path, request)
        return self._carry_out(operation, path, request, token)

    def _spend(
        self, quotas: Quotas, operation: Operation, path: dict[str, str], request: Request
    ) -> dict[str, str]:
        account = path.get("ad_account_id") or request.args.get("ad_account_id", "")
        return quotas.spend(operation.quota, account, self._state.app.id, self._state.clock.now())

    def _carry_out(
        self, operation: Operation, path: dict[str, str], request: Request, token: Token | None
    ) -> Response:
        arguments, body = _read(operation, path, request)
        origin = request.host_url.rstrip("/")
        call = Call(operation, arguments, body, self._state, token, origin)
        with self._state.store.transaction():
            # In the path, or in the query of what is not under it.
            account = arguments.get("ad_account_id")
            if account is not None:
                require_ad_account(self._state, account)
            status, content = content_of(operation, reply_to(call, otherwise=sample))
        return _json(status, content)

    def _authenticate(self, operation: Operation, request: Request) -> Token | None:
        """Checks whose request it is, and returns the token; None where it is the app's own, by name and secret."""
        given = request.authorization
        schemes = dict(operation.security)
        if not schemes:
            return None
        if "basic" in schemes and given and given.type == "basic":
            if not self._state.app.is_named_by(given.username, given.password):
                raise unauthorized()
            return None
        if not given or given.type != "bearer" or not given.token:
            raise unauthorized()
        token = self._state.tokens.find(given.token, *_SCHEMES)
        if token is None:
            raise unauthorized()
        needed = schemes.get(_SCHEMES[token.kind])
        if needed is None:
            raise unauthorized()  # a token of its kind does not sign this, whatever its scopes
        if not set(needed) <= set(token.scopes):
            raise lacks_scopes(needed)
        return token


def _read(
    operation: Operation, path: dict[str, str], request: Request
) -> tuple[dict[str, Any], Any]:
    """Returns the arguments and the body of a request, refusing what is malformed with the operation's own code."""
    try:
        return read_arguments(operation, path, request.args), read_body(operation, request)
    except Problem as problem:
        if problem.status != 400:
            raise
        raise Problem(400, refusal_code(operation), problem.message) from None


def _json(status: int, content: Content, headers: Any = None) -> Response:
    if content is None:
        response = Response(status=status, headers=headers)
        del response.headers["Content-Type"]
        return response
    text = content.text if isinstance(content, JsonText) else json.dumps(content, allow_nan=False)
    return Response(text, status, headers, mimetype="application/json")


def _faulty(fault: Fault, response: Response | None) -> Response | None:
    """Returns what is answered instead of the real answer; None for a dropped connection."""
    how = fault.how
    if how.get("drop"):
        return None
    if fault.status is not None:
        response = _replacement(fault, fault.status)
    assert response is not None
    response.headers.extend(fault.headers)
    if how.get("truncate"):
        content = response.get_data()
        response.set_data(content[: len(content) // 2])
        response.headers["Content-Length"] = str(len(content))
        response.headers["Connection"] = "close"
    return response


def _replacement(fault: Fault, status: int) -> Response:
    how = fault.how
    if "body" in how:
        return Response(how["body"], status, content_type=how.get("content_type", "text/html"))
    problem = Problem(status, fault.code, how.get("message", "The emulator was told to fail."))
    return _json(status, problem.body)
