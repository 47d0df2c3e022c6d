"""The benchmarks run, and they send no more requests than needed."""

from __future__ import annotations

import pytest

from benchmarks.measures import count_requests
from benchmarks.server import run_server

pytest.importorskip("werkzeug", reason="the emulator needs the extra `emulator`")


@pytest.mark.slow
def test_no_more_requests_are_sent_than_needed() -> None:
    with run_server(5_000) as server:
        counts = count_requests(server)
    assert len(counts) == 9
    for name, sent, allowed in counts:
        assert sent == allowed, name
