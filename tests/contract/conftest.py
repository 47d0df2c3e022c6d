"""Tests against the contract run where it is at hand; the SDK itself needs it neither to work nor to be tested."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import responses

from tests.contract.calls import OPERATIONS, PATH, Case, Wire


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs every test that takes a `case` once for each operation."""
    if "case" in metafunc.fixturenames:
        ids = [operation.id for operation in OPERATIONS]
        metafunc.parametrize("case", OPERATIONS, ids=ids, indirect=True)


@pytest.fixture(autouse=True)
def contract_at_hand() -> None:
    """Skips where there is no contract."""
    if not PATH.is_file():
        pytest.skip("the API's description is not at hand; PINTEREST_CONTRACT=FILE tells where it is")


@pytest.fixture
def case(request: pytest.FixtureRequest, contract_at_hand: None) -> Case:
    """An operation, with what the contract says of it."""
    return Case.of(request.param)


@pytest.fixture
def wire() -> Iterator[Wire]:
    """What is sent goes no further than here."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield Wire(mock)
