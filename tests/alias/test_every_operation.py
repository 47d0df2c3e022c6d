"""Each operation is called through the alias on the emulator, and its response is checked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.clients.run import main

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parents[1] / "clients" / "alias.py"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_calls_of_the_generated_client_work_on_the_alias():
    # The script prints what does not work, and which operations it did not reach.
    assert main([sys.executable, str(SCRIPT)]) == 0
