"""Behavior of the application for every operation, tested with made-up operations."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.serving.application import Application
from pinterest.emulator.serving.failures import PlannedFailures
from pinterest.emulator.serving.request_log import RequestLog
from pinterest.emulator.store.state import State
from pinterest.operation import Answer, Body, Operation, Parameter

SIGNED = (("pinterest_oauth2", ()),)
ECHO = Operation(
    id="made_up/echo",
    tag="made_up",
    verb="GET",
    path="/made_up/{made-up}",
    parameters=(
        Parameter(name="made-up", location="path", required=True),
        Parameter(name="share", location="query", kind="number", minimum=0, maximum=1),
        Parameter(name="filters", location="query", kind="object"),
        Parameter(name="numbers", location="query", kind="integer", many="csv", max_items=3),
    ),
    answers=(Answer(status=201),),
    security=SIGNED,
)
MANY = Operation(
    id="made_up/many",
    tag="made_up",
    verb="POST",
    path="/made_up",
    body=Body(schema="AudienceRule", argument="rules", many=True, min_items=1, max_items=2),
    answers=(Answer(status=200),),
    security=SIGNED,
)
BROKEN = Operation(
    id="made_up/broken",
    tag="made_up",
    verb="PUT",
    path="/made_up",
    answers=(Answer(status=200),),
    security=SIGNED,
)
UNKNOWN = Operation(
    id="made_up/unknown",
    tag="made_up",
    verb="DELETE",
    path="/made_up",
    answers=(Answer(status=204),),
    security=SIGNED,
)


@handles(ECHO)
def return_arguments(call: Call) -> dict[str, Any]:
    return call.arguments


@handles(MANY)
def return_items(call: Call) -> dict[str, Any]:
    return {"items": call.body}


@handles(BROKEN)
def raise_error(call: Call) -> dict[str, Any]:
    call.state.store.set_setting("broken", "half done")
    raise RuntimeError("out of order")


@pytest.fixture
def state() -> Iterator[State]:
    state = State()
    yield state
    state.store.close()


@pytest.fixture
def client(state: State) -> Client:
    operations = (ECHO, MANY, BROKEN, UNKNOWN)
    return Client(Application(state, PlannedFailures(), RequestLog(), operations))


@pytest.fixture
def headers(state: State) -> dict[str, str]:
    return {"Authorization": f"Bearer {state.tokens.mint('access', []).text}"}


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("", {}),
        ("share=0.25", {"share": 0.25}),
        ("numbers=1,2&numbers=3", {"numbers": [1, 2, 3]}),
        ("filters[name]=quilt&filters[size]=2", {"filters": {"name": "quilt", "size": "2"}}),
    ],
)
def test_every_type_of_parameter_is_parsed(
    client: Client, headers: dict[str, str], query: str, read: dict[str, Any]
) -> None:
    answer = client.get(f"/v5/made_up/x?{query}", headers=headers)
    assert answer.status_code == 201
    nothing = {"made_up": "x", "share": None, "filters": None, "numbers": None}
    assert answer.json == {**nothing, **read}


@pytest.mark.parametrize(
    ("query", "name_in_error"),
    [
        ("share=half", "share"),
        ("share=2", "share"),
        ("share=nan", "share"),
        ("share=0_1", "share"),
        ("numbers=1,two", "numbers"),
        ("numbers=1,2,3,4", "numbers"),
    ],
)
def test_an_invalid_value_of_any_type_is_refused(
    client: Client, headers: dict[str, str], query: str, name_in_error: str
) -> None:
    answer = client.get(f"/v5/made_up/x?{query}", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, 1)  # type: ignore[index]  # it is JSON
    assert name_in_error in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([{"retention_days": 1}], 200),
        ([{}, {}], 200),
        ([], 400),
        ([{}, {}, {}], 400),
        ({}, 400),
        ([{"retention_days": 0}], 400),
    ],
)
def test_the_length_and_each_item_of_a_list_are_checked(
    client: Client, headers: dict[str, str], body: Any, status: int
) -> None:
    answer = client.post("/v5/made_up", json=body, headers=headers)
    assert answer.status_code == status
    if status == 200:
        assert answer.json == {"items": body}


def test_an_internal_error_is_logged_and_rolled_back(
    client: Client, state: State, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "pinterest.emulator"):
        answer = client.put("/v5/made_up", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (500, 500)  # type: ignore[index]  # it is JSON
    assert "out of order" not in answer.text
    assert "out of order" in caplog.text
    assert state.store.get_setting("broken") is None


def test_an_operation_without_a_handler_responds_with_a_sample(
    client: Client, headers: dict[str, str]
) -> None:
    answer = client.delete("/v5/made_up", headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
