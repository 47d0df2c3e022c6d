"""A server on loopback that sends any bytes, even malformed ones, and records the requests."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser

RawResponse = bytes | Callable[[socket.socket], None]


@dataclass(frozen=True)
class ReceivedRequest:
    """A request that the server received."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


def http(
    status: int | str = 200,
    body: bytes | str = b"{}",
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json",
    *,
    keep_open: bool = False,
) -> bytes:
    """Returns a well-formed response. It closes the connection, unless `keep_open` is set."""
    content = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status}" + ("" if " " in str(status) else " Whatever"),
        f"Content-Type: {content_type}",
        f"Content-Length: {len(content)}",
        *([] if keep_open else ["Connection: close"]),
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content


def reset_connection(connection: socket.socket) -> None:
    """Closes the connection with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def close_connection(connection: socket.socket) -> None:
    """Closes the connection without sending a byte."""


def never_respond(connection: socket.socket) -> None:
    """Sends nothing until the client closes the connection."""
    connection.settimeout(5)
    with contextlib.suppress(OSError):
        connection.recv(1)


TRUNCATED = b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id": "1"'


@dataclass
class RawServer:
    """Sends `responses` in order, then repeats the last one.

    Attributes:
        responses: The responses to send: bytes, or functions that use the connection.
        requests: The received requests.
        connections: Number of opened connections.
        keep_open: Whether a connection stays open after a response.
    """

    responses: list[RawResponse]
    requests: list[ReceivedRequest] = field(default_factory=list)
    connections: int = 0
    keep_open: bool = False

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/v5"
        self._lock = threading.Lock()
        self._local = threading.local()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def paths(self) -> list[str]:
        """The verb and target of each request."""
        return [f"{request.method} {request.target}" for request in self.requests]

    @property
    def last(self) -> ReceivedRequest:
        """The latest request."""
        return self.requests[-1]

    @property
    def current(self) -> ReceivedRequest:
        """The request that is being responded to, for functions in `responses`."""
        request: ReceivedRequest = self._local.request
        return request

    def wait_for_requests(self, count: int) -> int:
        """Waits up to five seconds for a number of requests. Returns the number of requests received."""
        for _ in range(500):
            if len(self.requests) >= count:
                break
            threading.Event().wait(0.01)  # tests replace `time.sleep`
        return len(self.requests)

    def stop_listening(self) -> None:
        """Refuses further connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def close(self) -> None:
        """Stops the server and closes its connections."""
        self._listener.close()
        for connection in self._open.copy():
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        self._open.add(connection)
        with connection, contextlib.suppress(OSError):
            while request := _receive(connection):
                self._local.request = request
                with self._lock:
                    self.requests.append(request)
                    response = self.responses[min(len(self.requests), len(self.responses)) - 1]
                if isinstance(response, bytes):
                    connection.sendall(response)
                else:
                    response(connection)
                if not self.keep_open:
                    break
            connection.shutdown(socket.SHUT_WR)
        self._open.discard(connection)


def _receive(connection: socket.socket) -> ReceivedRequest | None:
    connection.settimeout(5)
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
        if data.startswith(b"\x16"):  # the beginning of a TLS handshake
            return ReceivedRequest("TLS", "", {}, data)
    head, _, body = data.partition(b"\r\n\r\n")
    first, _, rest = head.partition(b"\r\n")
    method, target, _ = first.decode("latin-1").split(" ")
    headers = BytesParser().parsebytes(rest + b"\r\n\r\n")
    while len(body) < int(headers.get("Content-Length", 0)):
        body += connection.recv(65536)
    return ReceivedRequest(method, target, dict(headers.items()), body)


@contextlib.contextmanager
def full_server() -> Iterator[int]:
    """A port whose connection queue is full. It accepts no further connections."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port = listener.getsockname()[1]
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        yield port


def unused_port() -> int:
    """Returns a port without a listener."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
