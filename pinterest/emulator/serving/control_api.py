"""The control API: HTTP endpoints that control the clock, failures, state and request log of the emulator."""

from __future__ import annotations

import dataclasses
import hmac
import ipaddress
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.serving.failures import PlannedFailure, PlannedFailures
from pinterest.emulator.serving.request_log import RequestLog
from pinterest.emulator.store.state import State
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import unknown_name

CONTROL_PATH = "/control"
_LARGEST_BODY = 1 << 20


class ControllableEmulator(Protocol):
    """The attributes and methods of an emulator that the control API uses."""

    state: State
    control_token: str
    ad_account_id: str
    url: str
    failures: PlannedFailures
    request_log: RequestLog

    def reset(self) -> None:
        """Resets the emulator's data, clock, planned failures and request log."""

    def add_ad_accounts(self, count: int, name: str) -> Any:
        """Adds ad accounts and returns their IDs."""

    def review_merchant(self, outcome: str) -> None:
        """Sets the outcome of the merchant's review."""


class ControlApi:
    """Responds to requests below `/control`.

    A request must contain the control token and come from this machine.
    """

    def __init__(self, emulator: ControllableEmulator) -> None:
        self._emulator = emulator
        self._actions: Mapping[tuple[str, str], Callable[[dict[str, Any]], object]] = {
            ("GET", "status"): self._get_status,
            ("POST", "advance"): self._advance_clock,
            ("POST", "speed"): self._set_speed,
            ("POST", "fail_next"): self._fail_next,
            ("POST", "clear_failures"): self._clear_failures,
            ("POST", "reset"): self._reset,
            ("POST", "add_ad_accounts"): self._add_ad_accounts,
            ("POST", "review_merchant"): self._review_merchant,
            ("GET", "requests"): self._list_requests,
            ("POST", "clear_requests"): self._clear_requests,
        }

    def respond(self, request: Request) -> Response | None:
        """Returns the response to a request below `/control`, or None for any other path.

        Raises:
            Problem: If the request is refused.
        """
        path = request.path.rstrip("/")
        if path != CONTROL_PATH and not path.startswith(CONTROL_PATH + "/"):
            return None
        self._check_sender_and_token(request)
        action = self._get_action(request.method, path.removeprefix(CONTROL_PATH).strip("/"))
        arguments = _read_arguments(request)
        try:
            result = action(arguments)
        except ValidationError as error:
            raise bad_request(str(error)) from None
        except TypeError:
            raise bad_request(
                "An argument has the wrong type. Check the arguments of this action."
            ) from None
        return Response(json.dumps({} if result is None else result), mimetype="application/json")

    def _check_sender_and_token(self, request: Request) -> None:
        remote = (request.remote_addr or "").partition("%")[0]
        address = ipaddress.ip_address(remote or "0.0.0.0")  # nosec B104  # an address that is not loopback
        mapped = getattr(address, "ipv4_mapped", None)
        if not (mapped or address).is_loopback:
            raise Problem(403, 403, "The control API only responds to requests from this machine.")
        credentials = request.authorization
        token = credentials.token if credentials and credentials.type == "bearer" else None
        if not token or not hmac.compare_digest(
            token.encode(), self._emulator.control_token.encode()
        ):
            raise Problem(
                401,
                401,
                "Send the control token as 'Authorization: Bearer TOKEN'. At startup, the emulator prints it as "
                "PINTEREST_EMULATOR_CONTROL_TOKEN.",
            )

    def _get_action(self, method: str, name: str) -> Callable[[dict[str, Any]], object]:
        action = self._actions.get((method, name))
        if action is not None:
            return action
        methods = [known for known, action_name in self._actions if action_name == name]
        if methods:
            allowed = ", ".join(methods)
            raise Problem(
                405,
                405,
                f"Method not allowed here; allowed: {allowed}",
                headers={"Allow": allowed},
            )
        names = [action_name for _, action_name in self._actions]
        raise Problem(404, 404, f"There is no {CONTROL_PATH}/{name}; {unknown_name(name, names)}")

    def _get_status(self, arguments: dict[str, Any]) -> dict[str, Any]:
        _unpack_arguments(arguments)
        clock = self._emulator.state.clock
        return {
            "url": self._emulator.url,
            "ad_account_id": self._emulator.ad_account_id,
            "now": clock.now(),
            "speed": clock.speed,
            "planned_failures": self._emulator.failures.count,
            "requests": len(self._emulator.request_log),
        }

    def _advance_clock(self, arguments: dict[str, Any]) -> dict[str, Any]:
        (seconds,) = _unpack_arguments(arguments, "seconds")
        self._emulator.state.clock.advance(seconds)
        return {"now": self._emulator.state.clock.now()}

    def _set_speed(self, arguments: dict[str, Any]) -> dict[str, Any]:
        (speed,) = _unpack_arguments(arguments, "speed")
        self._emulator.state.clock.set_speed(speed)
        return {"speed": self._emulator.state.clock.speed}

    def _fail_next(self, arguments: dict[str, Any]) -> None:
        times = arguments.pop("times", 1)
        status = arguments.pop("status", None)
        self._emulator.failures.add(PlannedFailure.plan(status, arguments), times)  # type: ignore[arg-type]  # checked there

    def _clear_failures(self, arguments: dict[str, Any]) -> None:
        _unpack_arguments(arguments)
        self._emulator.failures.clear()

    def _reset(self, arguments: dict[str, Any]) -> dict[str, Any]:
        _unpack_arguments(arguments)
        self._emulator.reset()
        return {"ad_account_id": self._emulator.ad_account_id}

    def _add_ad_accounts(self, arguments: dict[str, Any]) -> dict[str, Any]:
        name = arguments.pop("name", "Shop")
        (count,) = _unpack_arguments(arguments, "count")
        return {"ids": list(self._emulator.add_ad_accounts(count, str(name)))}

    def _review_merchant(self, arguments: dict[str, Any]) -> None:
        (outcome,) = _unpack_arguments(arguments, "outcome")
        self._emulator.review_merchant(outcome)

    def _list_requests(self, arguments: dict[str, Any]) -> dict[str, Any]:
        _unpack_arguments(arguments)
        logged = self._emulator.request_log.get_requests()
        return {"items": [dataclasses.asdict(request) for request in logged]}

    def _clear_requests(self, arguments: dict[str, Any]) -> None:
        _unpack_arguments(arguments)
        self._emulator.request_log.clear()


def _read_arguments(request: Request) -> dict[str, Any]:
    """Returns the arguments in a request's JSON body, or an empty dict for a GET or an empty body."""
    try:
        content = request.get_data()
    except HTTPException:
        content = b"?"
    if not content or request.method == "GET":
        return {}
    try:
        arguments = json.loads(content[: _LARGEST_BODY + 1])
    except (ValueError, RecursionError):
        arguments = None
    if not isinstance(arguments, dict):
        raise bad_request(
            'The body is not a JSON object. Send an object such as {"seconds": 3600}.'
        )
    return arguments


def _unpack_arguments(arguments: dict[str, Any], *names: str) -> list[Any]:
    """Returns the values of the named arguments, in order.

    Raises:
        Problem: If a named argument is missing, or another argument was sent.
    """
    for name in arguments:
        if name not in names:
            raise bad_request(f"{name}: unknown argument; {unknown_name(name, names)}")
    for name in names:
        if name not in arguments:
            raise bad_request(f"{name}: is required; add it to the JSON body")
    return [arguments[name] for name in names]
