"""Unusual values in the body, query or path never cause an internal error, whatever the operation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operation import Operation
from pinterest.operations import all_operations
from tests.contract.calls import PATH
from tests.emulator.api import Api
from tests.emulator.mutations import Mutator
from tests.emulator.valid import find_problems

pytestmark = pytest.mark.skipif(
    not PATH.is_file(),
    reason="the API's description is missing; set PINTEREST_CONTRACT to its path",
)

BODIES = 4
QUERIES = 2
# The contract documents this response for feeds that the API does not ingest yet.
NOT_IMPLEMENTED = (501, 4181)


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(demo_data=True) as running:
        yield running


@pytest.fixture(scope="module")
def mutator(emulator: Emulator) -> Mutator:
    return Mutator(emulator)


@pytest.fixture(scope="module")
def session(emulator: Emulator) -> Iterator[Api]:
    with Api(emulator.url, emulator.access_token) as api:
        yield api


def check_response(operation: Operation, response: requests.Response) -> None:
    content = response.json() if response.content else None
    if response.status_code >= 300:
        assert content and content["message"]
        assert (
            response.status_code < 500 or (response.status_code, content["code"]) == NOT_IMPLEMENTED
        )
    else:
        assert find_problems(operation, response.status_code, content) == []


@pytest.mark.slow
@pytest.mark.parametrize("operation", all_operations(), ids=lambda item: item.id)
def test_no_request_causes_an_internal_error(
    mutator: Mutator, session: Api, operation: Operation
) -> None:
    for path, value, body in mutator.bodies(operation, BODIES):
        response = mutator.send(session, operation, body=body)
        try:
            check_response(operation, response)
        except AssertionError as error:
            raise AssertionError(f"body with {value!r} at {path}: {error}") from error
    for texts in mutator.queries(operation, QUERIES):
        try:
            check_response(operation, mutator.send(session, operation, texts))
        except AssertionError as error:
            raise AssertionError(f"parameters {texts}: {error}") from error
