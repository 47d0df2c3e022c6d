"""Operations as the contract has them, called as a user calls them."""

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

# Looked up here, before a test goes to another directory.
PATH = Path(
    os.environ.get("PINTEREST_CONTRACT")
    or Path(__file__).resolve().parents[3] / "shared" / "contract" / "pinterest-v5.json"
).resolve()
NOT_AT_HAND = "the API's description is not at hand; PINTEREST_CONTRACT=FILE tells where it is"
BASE = "https://api.example.com/v5"
TOKEN, APP_ID, APP_SECRET, CONVERSION_TOKEN = "pina_user", "1001", "app-secret", "pina_conversion"

Arguments = dict[str, Any]


def class_name(tag: str) -> str:
    """Returns the class that has the methods of a tag."""
    return "".join(word.capitalize() for word in tag.split("_")) + "Api"


# Those that are generated for the SDK's own use only have no method.
OPERATIONS = [item for item in all_operations() if class_name(item.tag) in dir(api)]


def to_try(operations: Sequence[Operation]) -> Sequence[Operation]:
    """Returns the operations to run a test for; without the contract one is enough to say that it is skipped."""
    return operations if PATH.is_file() else operations[:1]


@cache
def contract() -> Contract:
    """Returns the contract, read once."""
    return Contract(PATH)


def new_client(**options: Any) -> PinterestSDKClient:
    """Returns a client that has every kind of credentials."""
    known: dict[str, Any] = {
        "access_token": TOKEN,
        "app_id": APP_ID,
        "app_secret": APP_SECRET,
        "base_url": BASE,
        "max_retries": 0,
    }
    return PinterestSDKClient(**{**known, **options})


@dataclass
class Case:
    """An operation, with what the contract says of it.

    Attributes:
        operation: The SDK's own description of it.
        parameters: Its parameters.
        body: Media type and schema of its body, and whether it is required; None where it takes none.
        answers: The schema of each documented success by its status, None where it has no body.
        body_argument: The Python name of its body, empty where it takes none.
    """

    operation: Operation
    parameters: list[Node]
    body: tuple[str, Node, bool] | None
    answers: Mapping[int, Node | None]
    body_argument: str = field(init=False)

    def __post_init__(self) -> None:
        known = {identifier(node["name"]) for node in self.parameters} | {"self", "timeout"}
        others = [name for name in self.signature.parameters if name not in known]
        assert len(others) == (self.body is not None), f"parameters of no known use: {others}"
        self.body_argument = others[0] if others else ""

    @classmethod
    def of(cls, operation: Operation) -> Case:
        """Returns the case of an operation."""
        endpoint = contract().endpoints[operation.id]
        return cls(
            operation,
            contract().parameters(endpoint),
            contract().body(endpoint),
            contract().answers(endpoint),
        )

    @property
    def schema(self) -> Node:
        """The schema of its body."""
        assert self.body is not None
        return self.body[1]

    @property
    def method(self) -> Callable[..., Any]:
        """The method that carries it out, of its class."""
        kind = getattr(api, class_name(self.operation.tag))
        method: Callable[..., Any] = getattr(kind, identifier(self.operation.id))
        return method

    @property
    def signature(self) -> inspect.Signature:
        """What the method takes."""
        return inspect.signature(self.method)

    def call(self, arguments: Arguments, client: PinterestSDKClient | None = None) -> Any:
        """Calls the method; whether it warns is another matter."""
        kind = getattr(api, class_name(self.operation.tag))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return self.method(kind(client or new_client()), **arguments)

    def arguments(self, *, everything: bool, pick: int = 0) -> Arguments:
        """Returns arguments by their Python names: all of them, or only those that it cannot do without."""
        chosen = {
            identifier(node["name"]): full(contract(), node["schema"], write=True, pick=pick)
            for node in self.parameters
            if everything or node.get("required")
        }
        if self.body and (everything or self.body[2]):
            chosen[self.body_argument] = (
                full(contract(), self.schema, write=True, pick=pick)
                if everything
                else minimal(contract(), self.schema, write=True)
            )
        return chosen

    def answer(self) -> tuple[int, Any]:
        """Returns the first documented success, with everything in it and no page after it; `...` is no body."""
        status, node = next(iter(self.answers.items()))
        data: Any = full(contract(), node, write=False) if node else ...
        if self.operation.is_paged:
            data["bookmark"] = None
        return status, data


class Wire:
    """Catches what is sent, and answers what it was told to, the last answer for ever."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self._mock = mock
        self._answers: list[tuple[int, Any]] = []
        self.also_at(BASE)

    def also_at(self, base: str) -> None:
        """Catches what is sent to this address, too."""
        for verb in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            self._mock.add_callback(verb, re.compile(re.escape(base)), callback=self._respond)

    def answers(self, *answers: tuple[int, Any]) -> None:
        """Tells what to answer."""
        self._answers = list(answers)

    @property
    def sent(self) -> list[requests.PreparedRequest]:
        """What was sent."""
        return [call.request for call in self._mock.calls]

    def forget(self) -> None:
        """Forgets what was sent."""
        self._mock.calls.reset()

    def _respond(self, _: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        status, data = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        headers = {"Content-Type": "application/json"}
        return status, headers, "" if data is ... else json.dumps(data)


def plain(answer: Any) -> Any:
    """Returns an answer as plain data, whatever of it is a schema."""
    if isinstance(answer, list):
        return [plain(item) for item in answer]
    if isinstance(answer, dict):
        return {key: plain(item) for key, item in answer.items()}
    return answer.to_dict() if hasattr(answer, "to_dict") else answer


def identifier(name: str) -> str:
    """Returns a name of the contract as it has to be in Python."""
    return re.sub(r"\W+", "_", name)
