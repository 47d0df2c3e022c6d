"""An HTTP server for a WSGI application, with threads, keep-alive and a clean shutdown."""

from __future__ import annotations

import errno
import io
import ipaddress
import json
import logging
import socket
import ssl
import sys
import threading
import time
import warnings
from typing import IO, Any, cast

from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.serving import DechunkedInput, ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wsgi import LimitedStream

from pinterest.emulator.serving.certificates import Certificate
from pinterest.exceptions import ConfigurationError

logger = logging.getLogger("pinterest.emulator")

_IDLE_SECONDS = 75
_HANDSHAKE_SECONDS = 10
_LARGEST_PORT = 65_535
# A response can be sent before the whole body was read. These limits apply to discarding the rest of the body.
_DRAIN_BYTES = 64 * 1024 * 1024
_DRAIN_SECONDS = 5
_DRAIN_IDLE_SECONDS = 1
# The errors of accept() if the process or machine has run out of resources, and the pause after such an error.
_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_PAUSE_SECONDS = 0.1
_MESSAGES = {414: "The URL is too long; allowed: 65536 bytes."}


class ConnectionDropped(ConnectionError):
    """Raised by the application to close a connection without a response."""


class _ChunkedBody(DechunkedInput):
    """A chunked request body, with chunks of at most 64 MiB."""

    def read_chunk_len(self) -> int:
        length = super().read_chunk_len()
        if length > _DRAIN_BYTES:
            raise RequestEntityTooLarge
        return length


class _RequestBody(io.RawIOBase):
    """A request body that cannot be read any further after a failed read.

    Attributes:
        left: The number of bytes left to read. None for a chunked body.
        broken: Whether a read has failed.
    """

    def __init__(self, source: io.RawIOBase, length: int | None) -> None:
        self._source = source
        self.left = length
        self.broken = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.broken:
            raise ConnectionError("the body ended early or is malformed")
        try:
            count = self._source.readinto(buffer) or 0
        except (OSError, HTTPException):
            self.broken = True
            raise
        if self.left is not None:
            self.left -= count
        return count


class _Handler(WSGIRequestHandler):
    """Werkzeug's request handler, extended to keep connections open between requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # buffer, so that headers and body are sent together
    timeout = _IDLE_SECONDS
    server: _Server

    def run_wsgi(self) -> None:
        error = self._find_framing_error()
        if error:
            self.send_error(400, error)
            return
        try:
            environ = self.make_environ()
        except ValueError:
            self.send_error(400, "The request target is not a URL")
            return
        rfile = cast(IO[bytes], self.rfile)
        if self.headers.get("Transfer-Encoding"):
            body = _RequestBody(_ChunkedBody(rfile), None)
        else:
            length = int(self.headers.get("Content-Length", "0"))
            body = _RequestBody(LimitedStream(rfile, length), length)
        environ["wsgi.input"] = body
        head: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Any:
            head[:] = status, headers

        try:
            content = b"".join(self.server.app(environ, start_response))
        except ConnectionDropped:
            self.close_connection = True
            return
        status, headers = head
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        # Keep the connection open only if the whole body was read. After a chunked body, a trailer can follow.
        ended = body.left == 0
        if not ended:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)
        if not ended:
            self._discard_rest_of_body(self.rfile if body.broken else body)

    def _find_framing_error(self) -> str | None:
        """Returns an error message about `Content-Length` or `Transfer-Encoding`, or None if both are valid."""
        lengths = set(self.headers.get_all("Content-Length", ["0"]))
        if len(lengths) > 1:
            return "The request has different Content-Length headers; send one"
        length = lengths.pop().strip()
        if not (length.isascii() and length.isdigit()) or len(length) > 18:
            return "Content-Length is not a number"
        codings = self.headers.get_all("Transfer-Encoding", ["chunked"])
        if [coding.strip().lower() for coding in codings] != ["chunked"]:
            return "Transfer-Encoding is not valid; allowed: chunked"
        return None

    def _discard_rest_of_body(self, stream: Any) -> None:
        """Flushes the response, then reads and discards the rest of the request body."""
        # Without this, a client that is still sending the body could lose the response.
        until, left = time.monotonic() + _DRAIN_SECONDS, _DRAIN_BYTES
        try:
            self.wfile.flush()
            self.connection.settimeout(_DRAIN_IDLE_SECONDS)
            while left > 0 and time.monotonic() < until:
                chunk = stream.read(1 << 16)
                if not chunk:
                    return
                left -= len(chunk)
        except (OSError, HTTPException):
            pass  # the client stopped sending or closed the connection

    def handle_expect_100(self) -> bool:
        """Sends `100 Continue` immediately."""
        super().handle_expect_100()
        # Without this, `100 Continue` would be sent together with the response.
        self.wfile.flush()
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Sends the error response to a malformed HTTP request."""
        # The error is the client's, so the status must not be a 5xx.
        status = code if code < 500 else 400
        # Until http.server has parsed a version, it assumes HTTP/0.9 and sends no headers.
        self.request_version = self.protocol_version
        content = json.dumps(
            {"code": status, "message": message or _MESSAGES.get(status, "Malformed request.")}
        ).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)
        self._discard_rest_of_body(self.rfile)

    def version_string(self) -> str:
        return "pinterest-emulator"

    def log(self, type: str, message: str, *args: Any) -> None:
        logger.debug(message, *args)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Logs nothing, because the application has its own request log."""


class _Server(ThreadedWSGIServer):
    """A threaded server that keeps a list of its open connections, to close them when it stops."""

    def __init__(
        self, listener: socket.socket, app: Any, context: ssl.SSLContext | None = None
    ) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(host, port, app, _Handler, fd=listener.fileno())
        # The scheme of URLs in responses depends on this attribute. It is set after the call of the base class, which
        # would otherwise encrypt the listener.
        self.ssl_context = context
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._closing = False

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self._serve_connection,
            args=(request, client_address),
            daemon=True,
            name="emulator-request",
        )
        with self._lock:
            if self._closing:
                self.shutdown_request(request)
                return
            thread.start()
            self._open[thread] = request

    def _serve_connection(self, request: Any, client_address: Any) -> None:
        try:
            # Do this in the connection's thread, so that a slow handshake does not block other connections.
            if self.ssl_context is not None:
                request = self._start_tls(request, self.ssl_context)
            self.process_request_thread(request, client_address)
        except OSError as error:  # the handshake failed
            logger.debug("TLS handshake failed: %r", error)
            self.shutdown_request(request)
        finally:
            with self._lock:
                self._open.pop(threading.current_thread(), None)

    def _start_tls(self, connection: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
        """Encrypts a connection with TLS and returns the encrypted connection."""
        connection.settimeout(_HANDSHAKE_SECONDS)
        encrypted = context.wrap_socket(connection, server_side=True)
        with self._lock:
            self._open[threading.current_thread()] = encrypted
        return encrypted

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Logs the error that ended a connection."""
        # The base class would print a traceback.
        logger.debug("connection closed after an error: %r", sys.exc_info()[1])

    def get_request(self) -> Any:
        """Accepts a connection."""
        try:
            return super().get_request()
        except OSError as error:
            # If the system has run out of resources, wait before the next attempt.
            if error.errno in _EXHAUSTED:
                time.sleep(_PAUSE_SECONDS)
            raise

    def accept_all(self) -> None:
        """Accepts connections until the server is closed."""
        while not self._closing:
            self.handle_request()

    def close_connections(self) -> None:
        """Closes all connections, after waiting up to a second for responses in progress."""
        with self._lock:
            self._closing = True
            remaining = dict(self._open)
        for how, seconds in ((socket.SHUT_RD, 1.0), (socket.SHUT_RDWR, 5.0)):
            for connection in remaining.values():
                _shut_down(connection, how)
            until = time.monotonic() + seconds
            for thread in remaining:
                thread.join(max(0.0, until - time.monotonic()))
            remaining = {thread: remaining[thread] for thread in remaining if thread.is_alive()}


def _shut_down(connection: socket.socket, how: int) -> None:
    try:
        connection.shutdown(how)
    except OSError:
        pass  # the client has already closed the connection


# The loopback address for servers that listen on all addresses.
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # nosec B104  # nothing is bound here
_ADVICE = {
    errno.EADDRINUSE: "choose another port, or stop the program that uses it",
    errno.EACCES: "choose a port above 1023",
}
_EXPOSED = (
    "the emulator listens on {}, which is not loopback: everyone on the network can use the emulator, and it is not "
    "built to be secure. Listen on 127.0.0.1 to allow only this machine"
)


class HttpServer:
    """Serves a WSGI application on a port, with threads of this process.

    Args:
        host: Address to listen on. Issues a `RuntimeWarning` if the address is not loopback.
        port: Port to listen on. 0 for any free port.
        certificate: The certificate for HTTPS. None for HTTP.

    Raises:
        ConfigurationError: If the server cannot listen on the host and port.
    """

    def __init__(
        self, app: Any, host: str, port: int, certificate: Certificate | None = None
    ) -> None:
        if not 0 <= port <= _LARGEST_PORT:
            raise ConfigurationError(f"port {port} is not valid; allowed: 0 to {_LARGEST_PORT}")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            listener = socket.create_server((host, port), family=family, backlog=128)
        except OSError as error:
            advice = _ADVICE.get(error.errno or 0, "use an address of this machine")
            raise ConfigurationError(
                f"cannot listen on {host} port {port}: {error.strerror or error}; {advice}"
            ) from None
        with listener:
            bound: str = listener.getsockname()[0]
            if not ipaddress.ip_address(bound).is_loopback:
                warnings.warn(_EXPOSED.format(bound), RuntimeWarning, stacklevel=4)
            self._server = _Server(listener, app, certificate.context if certificate else None)
        self._scheme = "https" if certificate else "http"
        self.host = _LOOPBACK.get(bound, host)
        self.port: int = self._server.port
        self._thread = threading.Thread(
            target=self._server.accept_all, daemon=True, name="emulator-listener"
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """The URL for clients on this machine, without a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self._scheme}://{host}:{self.port}"

    def stop(self) -> None:
        """Stops listening, closes every connection and waits for the threads."""
        self._server.close_connections()
        try:
            # The listener's thread waits for the next connection. Connect once, so that the thread wakes up and ends.
            socket.create_connection((self.host, self.port), timeout=1).close()
        except OSError:
            pass
        self._thread.join(5)
        self._server.server_close()
