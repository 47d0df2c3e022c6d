"""Test cases that call every operation through its typed method, with its part of the contract."""

from __future__ import annotations

import inspect
import json
import os
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import requests
import responses

from pinterest import api
from pinterest.client import PinterestSDKClient
from pinterest.operation import Operation
from pinterest.operations import all_operations
from tests.contract.samples import full, minimal
from tests.contract.validation import Contract, Node

# Resolve the path on import, before a test changes the working directory.
PATH = Path(
    os.environ.get("PINTEREST_CONTRACT")
    or Path(__file__).resolve().parents[3] / "shared" / "contract" / "pinterest-v5.json"
).resolve()
NO_CONTRACT = "the API description is not available; set PINTEREST_CONTRACT to its file"
BASE = "https://api.example.com/v5"
TOKEN, APP_ID, APP_SECRET, CONVERSION_TOKEN = "pina_user", "1001", "app-secret", "pina_conversion"

Arguments = dict[str, Any]


def class_name(tag: str) -> str:
    """Returns the name of the class that has the methods of a tag."""
    return "".join(word.capitalize() for word in tag.split("_")) + "Api"


# Operations that only the SDK itself uses have no method.
OPERATIONS = [item for item in all_operations() if class_name(item.tag) in dir(api)]


def operations_to_test(operations: Sequence[Operation]) -> Sequence[Operation]:
    """Returns the operations to test. Without the contract, returns only one, so that one test is skipped."""
    return operations if PATH.is_file() else operations[:1]


@cache
def contract() -> Contract:
    """Returns the contract. Reads it only once."""
    return Contract(PATH)


def new_client(**options: Any) -> PinterestSDKClient:
    """Returns a client with every kind of credentials."""
    defaults: dict[str, Any] = {
        "access_token": TOKEN,
        "app_id": APP_ID,
        "app_secret": APP_SECRET,
        "base_url": BASE,
        "max_retries": 0,
    }
    return PinterestSDKClient(**{**defaults, **options})


@dataclass
class Case:
    """An operation with its part of the contract.

    Attributes:
        operation: The SDK's description of the operation.
        parameters: Its parameters.
        body: The media type and schema of its body, and whether the body is required. None if it takes no body.
        responses: The schema of each documented successful response by status. None if it has no body.
        body_argument: The Python name of its body. Empty if it takes no body.
    """

    operation: Operation
    parameters: list[Node]
    body: tuple[str, Node, bool] | None
    responses: Mapping[int, Node | None]
    body_argument: str = field(init=False)

    def __post_init__(self) -> None:
        known = {identifier(node["name"]) for node in self.parameters} | {
            "self",
            "timeout",
            "deadline",
        }
        others = [name for name in self.signature.parameters if name not in known]
        assert len(others) == (self.body is not None), f"unexpected parameters: {others}"
        self.body_argument = others[0] if others else ""

    @classmethod
    def from_operation(cls, operation: Operation) -> Case:
        """Returns the case of an operation."""
        endpoint = contract().endpoints[operation.id]
        return cls(
            operation,
            contract().parameters(endpoint),
            contract().body(endpoint),
            contract().responses(endpoint),
        )

    @property
    def schema(self) -> Node:
        """The schema of its body."""
        assert self.body is not None
        return self.body[1]

    @property
    def method(self) -> Callable[..., Any]:
        """The typed method of the operation, not bound to an instance."""
        kind = getattr(api, class_name(self.operation.tag))
        method: Callable[..., Any] = getattr(kind, identifier(self.operation.id))
        return method

    @property
    def signature(self) -> inspect.Signature:
        """The signature of the method."""
        return inspect.signature(self.method)

    def call(self, arguments: Arguments, client: PinterestSDKClient | None = None) -> Any:
        """Calls the method. Deprecation warnings are ignored."""
        kind = getattr(api, class_name(self.operation.tag))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return self.method(kind(client or new_client()), **arguments)

    def arguments(self, *, include_optional: bool, pick: int = 0) -> Arguments:
        """Returns sample arguments by their Python names: all of them, or only the required ones."""
        arguments = {
            identifier(node["name"]): full(contract(), node["schema"], write=True, pick=pick)
            for node in self.parameters
            if include_optional or node.get("required")
        }
        if self.body and (include_optional or self.body[2]):
            arguments[self.body_argument] = (
                full(contract(), self.schema, write=True, pick=pick)
                if include_optional
                else minimal(contract(), self.schema, write=True)
            )
        return arguments

    def first_response(self) -> tuple[int, Any]:
        """Returns the first documented success: its status, and sample data with all fields and no bookmark.

        The data is `...` if the response has no body.
        """
        status, node = next(iter(self.responses.items()))
        data: Any = full(contract(), node, write=False) if node else ...
        if self.operation.is_paged:
            data["bookmark"] = None
        return status, data


class FakeServer:
    """Catches every request and returns prepared responses. Repeats the last one."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self._mock = mock
        self._responses: list[tuple[int, Any]] = []
        self.serve(BASE)

    def serve(self, base: str) -> None:
        """Also catches requests to this base URL."""
        for verb in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            self._mock.add_callback(verb, re.compile(re.escape(base)), callback=self._respond)

    def respond_with(self, *prepared: tuple[int, Any]) -> None:
        """Sets the responses to return."""
        self._responses = list(prepared)

    @property
    def received(self) -> list[requests.PreparedRequest]:
        """The received requests."""
        return [call.request for call in self._mock.calls]

    def clear(self) -> None:
        """Clears the received requests."""
        self._mock.calls.reset()

    def _respond(self, _: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        more = len(self._responses) > 1
        status, data = self._responses.pop(0) if more else self._responses[0]
        headers = {"Content-Type": "application/json"}
        return status, headers, "" if data is ... else json.dumps(data)


def to_plain(answer: Any) -> Any:
    """Converts a response, including nested schemas, to plain data."""
    if isinstance(answer, list):
        return [to_plain(item) for item in answer]
    if isinstance(answer, dict):
        return {key: to_plain(item) for key, item in answer.items()}
    return answer.to_dict() if hasattr(answer, "to_dict") else answer


def identifier(name: str) -> str:
    """Returns a name of the contract as a Python identifier."""
    return re.sub(r"\W+", "_", name)
