"""Each kind of call has the documented outcome for each fault of the matrix, on a real server."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.client.calls import ALL, ONE, Call, create, read, update
from tests.client.raw_server import RawServer, full_server, reset_connection, unused_port
from tests.faults.matrix import MATRIX, RETRIES, Fault, update_document

pytestmark = pytest.mark.slow

CALLS: tuple[Call, Call, Call] = (read, update, create)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"


@contextmanager
def resetting_server() -> Iterator[int]:
    """A port whose connections are reset when the first byte of a request arrives."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(1)
                    reset_connection(connection)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@contextmanager
def place(fault: Fault, serve) -> Iterator[tuple[str, RawServer | None]]:
    """Yields the URL that causes a fault, and the server there. The server is None if no request reaches one."""
    if fault.place == "server":
        responses = [fault.response] if fault.then is None else [fault.response, fault.then]
        server: RawServer = serve(*responses)
        yield server.url, server
    elif fault.place == "refused":
        yield f"http://127.0.0.1:{unused_port()}/v5", None
    else:
        with full_server() if fault.place == "hanging" else resetting_server() as port:
            yield f"http://127.0.0.1:{port}/v5", None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("call", CALLS, ids=["read", "safe write", "unsafe write"])
@pytest.mark.parametrize("fault", MATRIX, ids=lambda fault: fault.name)
def test_each_fault_has_its_outcome(fault, call, serve, connect, waits):
    expected = fault.outcomes[CALLS.index(call)]
    may_be_done = call is create and fault.executed != "never"
    with place(fault, serve) as (url, server):
        client = connect(url, **{"max_retries": RETRIES, **fault.options})
        if expected.error is None:
            assert call(client).status == 200
        else:
            with pytest.raises(expected.error) as caught:
                call(client)
            assert type(caught.value) is expected.error
            assert (ALL if call is create else ONE) in str(caught.value)
            if may_be_done:
                assert f"Look for 'Quilters' under {ALL}" in str(caught.value)
        if server is not None:
            count = expected.attempts * fault.requests[call is not read]
            assert server.wait_for_requests(count) == count
            assert count == 1 or not may_be_done, "an unsafe write may have been done twice"
    assert len(waits) == expected.attempts - 1
    gc.collect()  # closes connections with responses that could not be parsed


def test_the_table_in_the_documentation_is_current():
    text = PAGE.read_text(encoding="utf-8")
    assert update_document(text) == text, "run: python -m tests.faults.matrix docs/reliability.md"
