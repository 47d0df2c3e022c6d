"""Tests against the contract. They are skipped if it is not available, because nothing else needs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import responses

from tests.contract.calls import NO_CONTRACT, OPERATIONS, PATH, Case, FakeServer, operations_to_test

_CASES = {
    "case": operations_to_test(OPERATIONS),
    "object_case": operations_to_test(
        [item for item in OPERATIONS if any(one.kind == "object" for one in item.parameters)]
    ),
    "body_case": operations_to_test([item for item in OPERATIONS if item.body]),
    "paged_case": operations_to_test([item for item in OPERATIONS if item.is_paged]),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs tests with a parameter `case` once per operation, and tests with a similar parameter for some
    operations."""
    for name, operations in _CASES.items():
        if name in metafunc.fixturenames:
            ids = [operation.id for operation in operations]
            metafunc.parametrize(name, operations, ids=ids, indirect=True)


@pytest.fixture(autouse=True)
def require_contract() -> None:
    """Skips the test if the contract is not available."""
    if not PATH.is_file():
        pytest.skip(NO_CONTRACT)


@pytest.fixture
def case(request: pytest.FixtureRequest, require_contract: None) -> Case:
    """An operation with its part of the contract."""
    return Case.from_operation(request.param)


object_case = body_case = paged_case = case


@pytest.fixture
def server() -> Iterator[FakeServer]:
    """A server that catches every request."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield FakeServer(mock)
