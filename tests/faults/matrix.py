"""The fault matrix: the outcome of each kind of call for each fault of the network or the server.

The tests and the table in docs/reliability.md come from it. `python -m tests.faults.matrix docs/reliability.md` updates
the table.
"""

from __future__ import annotations

import gzip
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from pinterest.exceptions import (
    ApiException,
    BadRequest,
    Conflict,
    ConnectionFailed,
    DeadlineExceeded,
    Forbidden,
    NotFound,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ResponseTooLarge,
    ServerError,
    Unauthorized,
    Unprocessable,
)
from tests.client.raw_server import (
    RawResponse,
    close_connection,
    http,
    never_respond,
    reset_connection,
)

RETRIES: Final = 2
"""Retries of the client in the tests, so it makes three attempts at most."""

BEGIN: Final = "<!-- The table is generated: python -m tests.faults.matrix docs/reliability.md -->"
END: Final = "<!-- The end of the generated table. -->"

Place = Literal["server", "refused", "hanging", "reset"]
Time = Literal["at once", "connect", "read", "deadline", "quota"]


class Outcome(NamedTuple):
    """The outcome of a call.

    Attributes:
        attempts: The number of attempts.
        error: The error that the call finally raises. None if it succeeds.
    """

    attempts: int
    error: type[PinterestError] | None

    def __str__(self) -> str:
        times = {1: "once", 3: "3 times"}[self.attempts]
        return f"tried {times}, " + (f"`{self.error.__name__}`" if self.error else "succeeds")


@dataclass(frozen=True)
class Fault:
    """A fault and its outcomes.

    Attributes:
        name: A description of the fault.
        outcomes: The outcomes of a read, a safe write and an unsafe write.
        response: What the server sends.
        then: What the server sends to later requests. Defaults to `response`.
        place: Where the fault happens, if it is not in the server's response.
        executed: How many times the server may have done the unsafe write.
        time: The limit that ends each attempt.
        options: Options of the client.
        requests: How many requests the server receives per attempt, for a read and for a write.
    """

    name: str
    outcomes: tuple[Outcome, Outcome, Outcome]
    response: RawResponse = b""
    then: RawResponse | None = None
    place: Place = "server"
    executed: Literal["never", "once or not at all", "once"] = "once or not at all"
    time: Time = "at once"
    options: Mapping[str, Any] = field(default_factory=dict)
    requests: tuple[int, int] = (1, 1)

    @property
    def longest(self) -> str:
        """The maximum duration of a call."""
        return {
            "at once": "the backoffs",
            "connect": "the backoffs and 3 connect timeouts",
            "read": "the backoffs and 3 read timeouts",
            "deadline": "the deadline",
            "quota": "`max_wait`",
        }[self.time]


HTML: Final = "<html><body>Bad gateway</body></html>"
DONE: Final = http(200, '{"id": "2542620905475"}')
_HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def _pause(seconds: float) -> None:
    threading.Event().wait(seconds)  # tests replace `time.sleep`


def _drip(beginning: bytes, byte: bytes) -> Callable[[socket.socket], None]:
    """Sends the beginning of a response, then one byte after another, endlessly."""

    def send(connection: socket.socket) -> None:
        connection.sendall(beginning)
        while True:  # ends when the client closes the connection
            _pause(0.02)
            connection.sendall(byte)

    return send


def _send_and_reset(content: bytes) -> Callable[[socket.socket], None]:
    """Sends something and closes the connection with a reset."""

    def send(connection: socket.socket) -> None:
        connection.sendall(content)
        _pause(0.05)  # a reset discards all data that the client has not received yet
        reset_connection(connection)

    return send


def _send_endless_body(connection: socket.socket) -> None:
    """Sends an endless body."""
    connection.sendall(_HEAD + b"\r\n[")
    while True:  # ends when the client closes the connection
        connection.sendall(b"0," * 5000)


def _same_for_all(
    attempts: int, error: type[PinterestError] | None
) -> tuple[Outcome, Outcome, Outcome]:
    return (Outcome(attempts, error),) * 3


SUCCEEDS: Final = _same_for_all(1, None)
NOT_SENT: Final = _same_for_all(3, ConnectionFailed)
LOST: Final = (Outcome(3, ConnectionFailed), Outcome(3, OutcomeUnknown), Outcome(1, OutcomeUnknown))
UNREADABLE: Final = (
    Outcome(3, ServerError),
    Outcome(3, OutcomeUnknown),
    Outcome(1, OutcomeUnknown),
)
BROKEN: Final = (Outcome(3, ServerError), Outcome(3, ServerError), Outcome(1, ServerError))
LATE: Final = (
    Outcome(1, DeadlineExceeded),
    Outcome(1, OutcomeUnknown),
    Outcome(1, OutcomeUnknown),
)
NOT_FOLLOWED: Final = (Outcome(1, None), Outcome(1, ApiException), Outcome(1, ApiException))
_SHORT_DEADLINE: Final = {"deadline": 0.4}
_REFUSALS: Final[dict[int, type[PinterestError]]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    408: ApiException,
    409: Conflict,
    422: Unprocessable,
    425: ApiException,
}
_NO_BODY: Final = b"Content-Length: 0\r\n\r\n"


def _list_refusals() -> list[Fault]:
    return [
        Fault(
            f"{status}",
            _same_for_all(1, error),
            http(status, '{"code": 1, "message": "no"}'),
            executed="never",
        )
        for status, error in _REFUSALS.items()
    ]


def _list_server_errors() -> list[Fault]:
    return [Fault(f"{status}", BROKEN, http(status, HTML)) for status in (500, 502, 503, 504)]


def _list_redirects() -> list[Fault]:
    target = {"Location": "/v5/elsewhere"}
    return [
        Fault(
            f"{status}, a redirect on the same host",
            NOT_FOLLOWED,
            http(status, "", target),
            DONE,
            executed="never",
            requests=(2, 1),
        )
        for status in (301, 302, 303, 307, 308)
    ]


MATRIX: Final[list[Fault]] = [
    Fault("the connection is refused", NOT_SENT, place="refused", executed="never"),
    Fault(
        "the connection hangs",
        NOT_SENT,
        place="hanging",
        executed="never",
        time="connect",
        options={"timeout": (0.05, 5.0)},
    ),
    Fault("reset while the request is read", LOST, place="reset", executed="never"),
    Fault("reset before the response", LOST, reset_connection),
    Fault("closed before the response", LOST, close_connection),
    Fault("closed within the headers", UNREADABLE, b"HTTP/1.1 200 OK\r\nContent-"),
    Fault(
        "reset within the body",
        LOST,
        _send_and_reset(_HEAD + b'Content-Length: 500\r\n\r\n{"id": "1"'),
        executed="once",
    ),
    Fault("reset after the body", SUCCEEDS, _send_and_reset(DONE), executed="once"),
    Fault(
        "no response within the read timeout",
        LOST,
        never_respond,
        time="read",
        options={"timeout": (5.0, 0.1)},
    ),
    Fault(
        "headers that drip",
        LATE,
        _drip(_HEAD + b"X-Long: ", b"x"),
        time="deadline",
        options=_SHORT_DEADLINE,
    ),
    Fault(
        "a body that drips",
        LATE,
        _drip(_HEAD + b"Content-Length: 4000\r\n\r\n", b" "),
        executed="once",
        time="deadline",
        options=_SHORT_DEADLINE,
    ),
    Fault(
        "100 Continue before the response",
        SUCCEEDS,
        b"HTTP/1.1 100 Continue\r\n\r\n" + DONE,
        executed="once",
    ),
    Fault(
        "103 Early Hints before the response",
        SUCCEEDS,
        b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + DONE,
        executed="once",
    ),
    Fault("101 Switching Protocols", LOST, b"HTTP/1.1 101 Switching Protocols\r\n" + _NO_BODY),
    Fault("responses with status 1xx without end", LOST, b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500),
    *_list_refusals(),
    Fault(
        "429 with `Retry-After`",
        _same_for_all(3, RateLimited),
        http(429, "{}", {"Retry-After": "2"}),
        executed="never",
        time="quota",
        options={"max_wait": 5},
    ),
    Fault("429 without it", _same_for_all(3, RateLimited), http(429, "{}"), executed="never"),
    *_list_server_errors(),
    Fault("200 with HTML", UNREADABLE, http(200, HTML, content_type="text/html"), executed="once"),
    Fault("200 without a body", UNREADABLE, http(200, ""), executed="once"),
    Fault("200 with truncated JSON", UNREADABLE, http(200, '{"id": "25'), executed="once"),
    Fault(
        "a length that is too large",
        LOST,
        _HEAD + b'Content-Length: 500\r\n\r\n{"id": "1"}',
        executed="once",
    ),
    Fault(
        "a length that is too small",
        UNREADABLE,
        http(200, '{"id": "1"}').replace(b"Content-Length: 11", b"Content-Length: 7"),
        executed="once",
    ),
    Fault("200 that is not UTF-8", UNREADABLE, http(200, b"\xff\xfe{\x80}"), executed="once"),
    *_list_redirects(),
    Fault(
        "a redirect loop",
        (Outcome(1, ConnectionFailed), *NOT_FOLLOWED[1:]),
        http(302, "", {"Location": "/v5/loop"}),
        executed="never",
        requests=(31, 1),
    ),
    Fault("broken gzip", LOST, http(200, "{}", {"Content-Encoding": "gzip"}), executed="once"),
    Fault(
        "truncated gzip",
        UNREADABLE,
        http(200, gzip.compress(b'{"id": "2542620905475"}')[:20], {"Content-Encoding": "gzip"}),
        executed="once",
    ),
    Fault(
        "a body without end",
        (Outcome(1, ResponseTooLarge), *LOST[1:]),
        _send_endless_body,
        executed="once",
        options={"max_response_bytes": 100_000},
    ),
    Fault(
        "gzip that unpacks to much more",
        (Outcome(1, ResponseTooLarge), *LOST[1:]),
        http(200, gzip.compress(b"0" * 2_000_000), {"Content-Encoding": "gzip"}),
        executed="once",
        options={"max_response_bytes": 100_000},
    ),
]


def build_table() -> str:
    """Returns the matrix as a Markdown table."""
    columns = ("Fault", "Read", "Safe write", "Unsafe write", "Unsafe write done", "Takes at most")
    rows = [columns, ("---",) * len(columns)]
    rows += [
        (fault.name, *map(str, fault.outcomes), fault.executed, fault.longest) for fault in MATRIX
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def update_document(text: str) -> str:
    """Returns a document with the current table."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{build_table()}\n\n{END}{after}"


if __name__ == "__main__":
    document = Path(sys.argv[1])
    document.write_text(update_document(document.read_text(encoding="utf-8")), encoding="utf-8")
