"""Tests against the contract run where it is at hand; the SDK itself needs it neither to work nor to be tested."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import responses

from tests.contract.calls import NOT_AT_HAND, OPERATIONS, PATH, Case, Wire, to_try

_CASES = {
    "case": to_try(OPERATIONS),
    "asking": to_try(
        [item for item in OPERATIONS if any(one.kind == "object" for one in item.parameters)]
    ),
    "writing": to_try([item for item in OPERATIONS if item.body]),
    "listing": to_try([item for item in OPERATIONS if item.is_paged]),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs a test that takes a `case` once for each operation, and for fewer by other names."""
    for name, operations in _CASES.items():
        if name in metafunc.fixturenames:
            ids = [operation.id for operation in operations]
            metafunc.parametrize(name, operations, ids=ids, indirect=True)


@pytest.fixture(autouse=True)
def contract_at_hand() -> None:
    """Skips where there is no contract."""
    if not PATH.is_file():
        pytest.skip(NOT_AT_HAND)


@pytest.fixture
def case(request: pytest.FixtureRequest, contract_at_hand: None) -> Case:
    """An operation, with what the contract says of it."""
    return Case.of(request.param)


asking = writing = listing = case


@pytest.fixture
def wire() -> Iterator[Wire]:
    """What is sent goes no further than here."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield Wire(mock)
