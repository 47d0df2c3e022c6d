"""Threads that read the same object share the outcome, and a response with another ID ends its connection."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.slow_server import SlowServer
from pinterest import AdAccount, Audience
from pinterest.exceptions import OutcomeUnknown, PinterestError, ServerError
from tests.client.test_renewal import call_in_threads

THREADS = 16


class Failing(SlowServer):
    """Fails slowly, as often as `failures` says."""

    failures = 1000

    def respond(self, target: str) -> tuple[int, dict[str, Any]]:
        response = super().respond(target)
        self.failures -= 1
        return (503, {"message": "Overloaded"}) if self.failures >= 0 else response


def test_threads_share_a_failed_read():
    with Failing(latency=0.3) as server:
        account = AdAccount("5", server.client())
        errors = call_in_threads(lambda: account.name, THREADS)
        assert [type(error) for error in errors] == [ServerError] * THREADS
        assert len(set(map(id, errors))) == THREADS  # each has a traceback of its own
        assert len(server.requests) < THREADS / 4
        server.failures = 0
        assert account.name == "Name of 5"


def test_a_read_in_a_log_handler_of_the_same_read_is_sent(caplog, monkeypatch):
    with SlowServer() as server:
        account = AdAccount("5", server.client())
        names = []
        monkeypatch.setattr(caplog.handler, "emit", lambda record: names.append(account.name))
        caplog.set_level("DEBUG", "pinterest")
        assert account.name == "Name of 5"
        assert names[0] == "Name of 5"


class Mixed(SlowServer):
    """Responds to requests for the ad account or audience 1 with another one."""

    def respond(self, target: str) -> tuple[int, dict[str, Any]]:
        status, data = super().respond(target)
        return status, data if data["id"] != "1" else {**data, "id": "7"}


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda client: AdAccount("1", client).name, ServerError),
        (lambda client: AdAccount("1", client).refresh(), ServerError),
        (lambda client: Audience("5", "1", client).update_fields(name="x"), OutcomeUnknown),
    ],
)
def test_a_response_with_another_id_ends_its_connection(call, error):
    with Mixed() as server:
        client = server.client()
        assert AdAccount("5", client).name == "Name of 5"
        assert AdAccount("6", client).name == "Name of 6"
        assert server.connections == 1
        with pytest.raises(PinterestError, match="has the ID '7' instead of '1'") as caught:
            call(client)
        assert type(caught.value) is error
        assert AdAccount("5", client).name == "Name of 5"
        assert server.connections == 2
