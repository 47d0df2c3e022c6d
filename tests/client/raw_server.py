"""A server on loopback that answers what it is told, however wrong, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser

Answer = bytes | Callable[[socket.socket], None]


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


def http(
    status: int | str = 200,
    body: bytes | str = b"{}",
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json",
) -> bytes:
    """Returns a well-formed answer, after which the connection ends."""
    content = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status}" + ("" if " " in str(status) else " Whatever"),
        f"Content-Type: {content_type}",
        f"Content-Length: {len(content)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def reset(connection: socket.socket) -> None:
    """Ends the connection with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def nothing(connection: socket.socket) -> None:
    """Ends the connection without a byte."""


def silence(connection: socket.socket) -> None:
    """Says nothing until the other side gives up."""
    connection.settimeout(5)
    with contextlib.suppress(OSError):
        connection.recv(1)


TRUNCATED = b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id": "1"'


@dataclass
class RawServer:
    """Answers with each of `answers` in turn, and with the last one from then on."""

    answers: list[Answer]
    requests: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v5"
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def paths(self) -> list[str]:
        """What was asked: verb and target."""
        return [f"{request.method} {request.target}" for request in self.requests]

    @property
    def last(self) -> Seen:
        """The newest request."""
        return self.requests[-1]

    def close(self) -> None:
        """Stops listening."""
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            seen = _read(connection)
            if seen is None:
                return
            with self._lock:
                self.requests.append(seen)
                answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
            if isinstance(answer, bytes):
                connection.sendall(answer)
                connection.shutdown(socket.SHUT_WR)
            else:
                answer(connection)


def _read(connection: socket.socket) -> Seen | None:
    connection.settimeout(5)
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
        if data.startswith(b"\x16"):  # the beginning of TLS, which this server does not speak
            return Seen("TLS", "", {}, data)
    head, _, body = data.partition(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    method, target, _ = first.decode("latin-1").split(" ")
    headers = BytesParser().parsebytes(rest + b"\r\n\r\n")
    while len(body) < int(headers.get("Content-Length", 0)):
        body += connection.recv(65536)
    return Seen(method, target, dict(headers.items()), body)


@contextlib.contextmanager
def full_server() -> Iterator[int]:
    """A port that connections are made to and never accepted from: its queue is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = listener.getsockname()[1]
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        yield port


def unused_port() -> int:
    """Returns a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
