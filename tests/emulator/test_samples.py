"""Samples: operations without a handler respond as documented, with the same response every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

import pinterest.schemas
from pinterest.emulator.handlers.call import Call, Response
from pinterest.emulator.samples.sampler import build_sample, fill_in_fields
from pinterest.emulator.store.state import State
from pinterest.operation import Operation
from pinterest.operations import all_operations, get
from pinterest.schema import Schema
from tests.contract.calls import NO_CONTRACT, PATH, operations_to_test
from tests.emulator.sample_requests import build_arguments, build_body
from tests.emulator.valid import find_problems

OPERATIONS = all_operations()


@pytest.fixture
def sampled_states() -> None:
    if not PATH.is_file():
        pytest.skip(NO_CONTRACT)


@pytest.mark.slow
@pytest.mark.parametrize("operation", operations_to_test(OPERATIONS), ids=lambda item: item.id)
def test_a_sample_is_valid(sampled_states: None, operation: Operation) -> None:
    nothing = dict.fromkeys(item.argument for item in operation.parameters)
    arguments = nothing | build_arguments(operation)
    for seed, body in ((0, None), (0, build_body(operation)), (12, None)):
        state = State(seed=seed)
        answer = build_sample(Call(operation, arguments, body, state))
        state.store.close()
        assert isinstance(answer, Response)
        assert find_problems(operation, answer.status, answer.content) == []


class Chain(Schema):
    """A schema that contains itself. The API has no such schema."""

    name: str
    links: list[Chain]
    following: Chain | None
    before: Chain | None = None


class Ring(Schema):
    """A schema without any valid value."""

    ring: Ring


def build_call(state: State, id: str, arguments: dict[str, Any], body: Any = None) -> Any:
    operation = get(id)
    nothing = dict.fromkeys(item.argument for item in operation.parameters)
    answer = build_sample(Call(operation, nothing | arguments, body, state))
    assert isinstance(answer, Response)
    return answer.content


@pytest.fixture
def states() -> Iterator[list[State]]:
    states = [State(seed=seed) for seed in (0, 0, 7)]
    yield states
    for state in states:
        state.store.close()


def test_a_sample_is_the_same_for_the_same_seed_and_path(states: list[State]) -> None:
    path = {"board_id": "5"}
    same, again, other = (build_call(state, "boards/get", path) for state in states)
    assert same == again
    assert other not in (same, build_call(states[0], "boards/get", {"board_id": "6"}))
    assert build_call(states[0], "boards/get", {"board_id": "6"}) != same


def test_a_sample_has_the_values_of_the_request(states: list[State]) -> None:
    board = build_call(states[0], "boards/get", {"board_id": "5"})
    assert board["id"] == "5"
    body = {"name": "Quilts", "privacy": "SECRET", "description": None}
    board = build_call(states[0], "boards/create", {}, body)
    assert (board["name"], board["privacy"]) == ("Quilts", "SECRET")
    assert board["id"].isdigit() and isinstance(board["description"], str)
    page = build_call(states[0], "campaigns/list", {"ad_account_id": "5", "page_size": 2})
    assert [item["ad_account_id"] for item in page["items"]] == ["5", "5"]
    assert len({item["id"] for item in page["items"]}) == 2
    assert page["bookmark"] is None


def test_a_value_that_does_not_fit_is_not_used(states: list[State]) -> None:
    body = {"name": 5, "privacy": "ODD", "owner": "me", "id": "x"}
    board = build_call(states[0], "boards/create", {}, body)
    assert isinstance(board["name"], str) and isinstance(board["owner"], dict)
    assert board["privacy"] != "ODD" and board["id"].isdigit()


def test_a_union_has_the_requested_member(states: list[State]) -> None:
    for kind in ("RETAIL", "HOTEL", "CREATIVE_ASSETS"):
        feed = build_call(states[0], "feeds/create", {}, {"catalog_type": kind})
        assert feed["catalog_type"] == kind


def test_a_sample_has_no_errors(states: list[State]) -> None:
    [item] = build_call(states[0], "campaigns/create", {"ad_account_id": "5"})["items"]
    assert item["data"] and "exceptions" not in item
    assert "errors" not in build_call(states[0], "keywords/create", {"ad_account_id": "5"})


def test_error_fields_are_left_out_in_camel_case_too(states: list[State]) -> None:
    credit = build_call(states[0], "ads_credit/redeem", {"ad_account_id": "5"})
    assert credit == {"success": True}
    assert {*build_call(states[0], "notification/post", {})} == {"success", "received_at"}


def test_a_sample_has_the_id_in_the_path(states: list[State]) -> None:
    path = {"ad_account_id": "5", "billing_invoice_id": "77"}
    assert build_call(states[0], "billing_invoice_download/get", path)["id"] == "77"
    terms = build_call(states[0], "terms_of_service/get", {"ad_account_id": "5"})
    assert terms["ad_account_id"] == "5" != terms["id"]
    section = build_call(states[0], "board_sections/create", {"board_id": "5"})
    assert section["id"] != "5"


def test_times_are_plausible_as_integers_and_floats(states: list[State]) -> None:
    line = build_call(states[0], "order_lines/get", {"ad_account_id": "5", "order_line_id": "6"})
    assert 1_700_000_000 < line["start_time"] < line["end_time"]


def test_missing_required_fields_are_filled_in() -> None:
    chance = random.Random(1)
    known = {"name": "Quilts", "more": [1]}
    board = fill_in_fields("Board", known, chance)
    assert board == {**known, "id": board["id"]}
    catalog = fill_in_fields("Catalog", known, chance)
    assert catalog["name"] == "Quilts" and catalog["id"].isdigit() and catalog["more"] == [1]
    everything = fill_in_fields("Board", known, chance, include_optional=True)
    assert everything["name"] == "Quilts" and everything["owner"]["username"]


def test_recursive_schemas_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for schema in (Chain, Ring):
        monkeypatch.setattr(pinterest.schemas, schema.__name__, schema, raising=False)
    chain = fill_in_fields("Chain", {}, random.Random(1), include_optional=True)
    assert chain == {"name": chain["name"], "links": [], "following": None, "before": None}
    assert fill_in_fields("Ring", {}, random.Random(1)) == {}
