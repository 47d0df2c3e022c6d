"""That the benchmarks run, and what they count rather than time: requests."""

from __future__ import annotations

import pytest

from benchmarks.measures import requests_sent
from benchmarks.server import serving

pytest.importorskip("werkzeug", reason="the emulator needs the extra `emulator`")


def test_no_more_requests_are_sent_than_it_takes() -> None:
    with serving(5_000) as server:
        counts = requests_sent(server)
    assert len(counts) == 5
    for name, sent, allowed in counts:
        assert sent == allowed, name
