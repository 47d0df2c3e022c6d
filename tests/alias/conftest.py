"""Fixtures for the tests of the alias."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import openapi_generated.pinterest_client as generated
from tests.models.unused_default import unused_default

__all__ = ["client", "stub_client", "unused_default"]


@pytest.fixture
def client(pinterest_emulator) -> Iterator[generated.ApiClient]:
    """A client for the emulator."""
    configuration = generated.Configuration(
        host=pinterest_emulator.url, access_token=pinterest_emulator.access_token
    )
    with generated.ApiClient(configuration) as api_client:
        yield api_client


@pytest.fixture
def stub_client() -> generated.ApiClient:
    """A client for Pinterest's own URL, for tests that set the responses themselves."""
    return generated.ApiClient(generated.Configuration(access_token="token"))
