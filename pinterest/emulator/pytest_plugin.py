"""Pytest fixtures for testing scripts that call Pinterest: `pinterest_emulator` and `pinterest_client`.

Both fixtures point the environment variables and the default client to an emulator. Scripts that read their settings
therefore run unchanged. Each test has its own emulator, even when pytest-xdist runs tests in parallel.

The SDK is only imported when a test uses one of these fixtures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.emulator import Emulator


@pytest.fixture
def pinterest_emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An emulator that runs during the test. The environment variables and the default client point to the emulator.

    The test is skipped if the `emulator` extra is not installed.
    """
    from pinterest.emulator.dependencies import require_extra
    from pinterest.exceptions import ConfigurationError

    try:
        require_extra()
    except ConfigurationError as error:
        pytest.skip(str(error))
    from pinterest.emulator import Emulator

    with Emulator() as emulator:
        from pinterest.emulator.testing import settings_for, without_default_client

        for name, value in settings_for(emulator).items():
            monkeypatch.setenv(name, value)
        with without_default_client():
            yield emulator


@pytest.fixture
def pinterest_client(pinterest_emulator: Emulator) -> Iterator[PinterestSDKClient]:
    """A client for the emulator of the same test."""
    with pinterest_emulator.client() as client:
        yield client
