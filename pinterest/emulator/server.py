"""Serves a WSGI application on a socket: threads, keep-alive, and an end that leaves nothing behind."""

from __future__ import annotations

import json
import logging
import socket
import sys
import threading
from typing import IO, Any, cast

from werkzeug.exceptions import HTTPException
from werkzeug.serving import DechunkedInput, ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.wsgi import LimitedStream

from pinterest.exceptions import ConfigurationError

logger = logging.getLogger("pinterest.emulator")

_IDLE_SECONDS = 75
_LARGEST_PORT = 65_535
_DRAIN_LIMIT = 64 * 1024 * 1024


class ConnectionDropped(ConnectionError):
    """Raised by the application to end a connection without an answer."""


class _Handler(WSGIRequestHandler):
    """Werkzeug's reader of requests, which closes each connection, taught to keep it open."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body of an answer leave together
    timeout = _IDLE_SECONDS
    server: _Server

    def run_wsgi(self) -> None:
        length = self.headers.get("Content-Length", "0").strip()
        if not (length.isascii() and length.isdigit()) or len(length) > 18:
            self.send_error(400, "Content-Length is not a number")
            return
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.wfile.flush()
        try:
            environ = self.make_environ()
        except ValueError:
            self.send_error(400, "The address is not a URL")
            return
        body = environ["wsgi.input"]
        if not isinstance(body, DechunkedInput):
            body = environ["wsgi.input"] = LimitedStream(cast(IO[bytes], self.rfile), int(length))
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
        if not _drained(body):
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers what is no HTTP request; whoever sent it is at fault, so the status is never a 5xx."""
        status = code if code < 500 else 400
        # Until a version is understood, http.server takes the sender for one that reads no headers.
        self.request_version = self.protocol_version
        content = json.dumps({"code": status, "message": message or "Malformed request."}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def version_string(self) -> str:
        return "pinterest-emulator"

    def log(self, type: str, message: str, *args: Any) -> None:
        logger.debug(message, *args)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Says nothing: the application keeps the record."""


def _drained(body: DechunkedInput | LimitedStream) -> bool:
    """Reads what is left of a request's body; returns whether the next request follows it on the connection."""
    left = _DRAIN_LIMIT
    try:
        while left > 0:
            chunk = body.read(min(left, 1 << 20))
            if not chunk:
                # After chunks a trailer may follow, so that connection is not used again.
                return isinstance(body, LimitedStream)
            left -= len(chunk)
    except (OSError, HTTPException):
        # The sender went away or broke the framing; either way the connection is done with.
        return False
    return False


class _Server(ThreadedWSGIServer):
    """Keeps track of its connections, so that all of them can be ended."""

    def __init__(self, listener: socket.socket, app: Any) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(host, port, app, _Handler, fd=listener.fileno())
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._closing = False

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self._serve, args=(request, client_address), daemon=True, name="emulator-request"
        )
        with self._lock:
            if self._closing:
                self.shutdown_request(request)
                return
            thread.start()
            self._open[thread] = request

    def _serve(self, request: Any, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(threading.current_thread(), None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says quietly what ended a connection, where the base class prints a trace."""
        logger.debug("connection ended by: %r", sys.exc_info()[1])

    def accept_all(self) -> None:
        """Accepts connections until it is being closed."""
        while not self._closing:
            self.handle_request()

    def end(self) -> None:
        """Ends every connection: what is being answered is answered, then nothing more is read."""
        with self._lock:
            self._closing = True
            left = dict(self._open)
        for how, seconds in ((socket.SHUT_RD, 1.0), (socket.SHUT_RDWR, 5.0)):
            for connection in left.values():
                _shut(connection, how)
            for thread in left:
                thread.join(seconds)
            left = {thread: left[thread] for thread in left if thread.is_alive()}


def _shut(connection: socket.socket, how: int) -> None:
    try:
        connection.shutdown(how)
    except OSError:
        pass  # the other side was first


class HttpServer:
    """A WSGI application on a port, served by threads of this process.

    Args:
        app: The application.
        host: Address to listen on.
        port: Port to listen on, 0 for any that is free.

    Raises:
        ConfigurationError: The address cannot be listened on.
    """

    def __init__(self, app: Any, host: str, port: int) -> None:
        if not 0 <= port <= _LARGEST_PORT:
            raise ConfigurationError(f"port {port} is not valid; allowed: 0 to {_LARGEST_PORT}")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            listener = socket.create_server((host, port), family=family, backlog=128)
        except OSError as error:
            raise ConfigurationError(
                f"cannot listen on {host} port {port}: {error}; choose another port, or stop what uses it"
            ) from None
        with listener:
            self._server = _Server(listener, app)
        self.host = host
        self.port: int = self._server.port
        self._thread = threading.Thread(
            target=self._server.accept_all, daemon=True, name="emulator-listener"
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """The address that a client on this machine uses, as a URL without a path."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def stop(self) -> None:
        """Stops listening, ends every connection and waits for the threads."""
        self._server.end()
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        try:
            # The listener waits for a connection; this one lets it see that it is to end.
            socket.create_connection((host, self.port), timeout=1).close()
        except OSError:
            pass
        self._thread.join(5)
        self._server.server_close()
