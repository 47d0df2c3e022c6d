"""Over HTTP, every operation responds as documented, or with an error that gives a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.emulator.handlers.registry import find_handler
from pinterest.operation import Operation
from pinterest.operations import all_operations
from tests.contract.calls import NO_CONTRACT, PATH, operations_to_test
from tests.emulator.sample_requests import build_arguments, build_body
from tests.emulator.valid import assert_valid

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not PATH.is_file(), reason=NO_CONTRACT)]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(features=["pin_search"]) as running:
        yield running


@pytest.mark.parametrize(
    "operation", operations_to_test(all_operations()), ids=lambda item: item.id
)
def test_an_operation_responds_as_documented(emulator: Emulator, operation: Operation) -> None:
    prepared = operation.prepare(build_arguments(operation, ad_account_id=emulator.ad_account_id))
    schemes = {scheme for scheme, _ in operation.security}
    is_form = operation.body is not None and operation.body.media_type != "application/json"
    body = build_body(operation)
    answer = requests.request(
        operation.verb,
        emulator.url + prepared.path,
        params=prepared.query,
        data=body if is_form else None,
        json=None if is_form else body,
        auth=(emulator.app_id, emulator.app_secret) if "basic" in schemes else None,
        headers={} if "basic" in schemes else {"Authorization": f"Bearer {emulator.access_token}"},
        timeout=30,
    )
    if answer.status_code < 300:
        assert_valid(operation, answer)
    else:
        # Operations with handlers refuse the made-up IDs.
        assert find_handler(operation), answer.text
        assert answer.status_code in (400, 403, 404, 409, 422), answer.text
        assert answer.json()["message"]
