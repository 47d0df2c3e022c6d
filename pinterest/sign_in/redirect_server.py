"""The HTTP server on this machine that receives the redirect after the consent."""

from __future__ import annotations

import ipaddress
import os
import queue
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from pinterest.exceptions import ConfigurationError, SignInError
from pinterest.sign_in import pages
from pinterest.utils.suggest import format_value

__all__ = ["RedirectServer", "check_redirect_uri"]

# The two addresses of `localhost`. Browsers may try either of them first.
_ADDRESSES = ("127.0.0.1", "::1")
_SECONDS_PER_CONNECTION = 10.0  # a limit, because browsers open connections that they never use
_SECONDS_BETWEEN_CHECKS = 0.25  # short waits, because Ctrl-C does not end a wait on Windows
_SECONDS_FOR_THE_PAGE = 2.0


def check_redirect_uri(redirect_uri: str, port: int | None) -> tuple[tuple[str, ...], int]:
    """Returns the IP addresses and the port to listen on for the redirect.

    If `port` is None, returns the port in the redirect URI.

    Raises:
        ConfigurationError: If the redirect URI does not lead to this machine, or the port is not valid.
    """
    try:
        parts = urlsplit(redirect_uri)
        host, own_port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, own_port = urlsplit(""), "", None
    if parts.scheme not in ("http", "https") or not host or parts.fragment or "@" in parts.netloc:
        raise ConfigurationError(
            f"redirect_uri: {format_value(redirect_uri)} is not valid; allowed: a URL such as http://localhost:8085/"
        )
    if port is not None:
        if type(port) is not int or not 0 < port < 65_536:
            raise ConfigurationError(
                f"port: {format_value(port)} is not valid; allowed: 1 to 65535"
            )
        return _ADDRESSES, port
    if parts.scheme == "http" and (host == "localhost" or _is_loopback(host)):
        return _ADDRESSES if host == "localhost" else (host,), own_port or 80
    raise ConfigurationError(
        f"redirect_uri: {format_value(redirect_uri)} does not lead to this machine. If this URL is forwarded to "
        "this machine, pass port= with the local port. Otherwise, pass browser=False, and paste the URL that you are "
        "redirected to."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class RedirectServer:
    """An HTTP server on this machine that receives the redirect of one sign-in.

    Args:
        redirect_uri: The redirect URI of the app.
        port: The port to listen on. None for the port in the redirect URI.
        has_state: A function that returns whether a `state` belongs to the sign-in.

    Raises:
        ConfigurationError: If the redirect URI does not lead to this machine, or the port is not valid.
        SignInError: If another program uses the port.
    """

    def __init__(
        self, redirect_uri: str, port: int | None, has_state: Callable[[str | None], bool]
    ) -> None:
        addresses, self.port = check_redirect_uri(redirect_uri, port)
        self._path = urlsplit(redirect_uri).path or "/"
        self._has_state = has_state
        self._lock = threading.Lock()
        self._found = False
        self._redirects: queue.SimpleQueue[str | SignInError] = queue.SimpleQueue()
        self._page: pages.Page | None = None
        self._ended, self._sent = threading.Event(), threading.Event()
        self.wrong_states = 0
        self._servers = self._listen(addresses)
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()

    def _listen(self, addresses: tuple[str, ...]) -> list[_Server]:
        servers: list[_Server] = []
        for address in addresses:
            try:
                servers.append(_Server(address, self.port, self))
            except OSError as error:
                if servers and ":" in address and not _can_bind(address):
                    continue  # this machine has no IPv6
                for server in servers:
                    server.server_close()
                reason = error.strerror or type(error).__name__
                raise SignInError(
                    f"port {self.port} of this machine cannot receive the redirect: {reason}. Stop the program that "
                    "uses this port, or pass another redirect_uri that is registered for the app."
                ) from None
        return servers

    def open_page(self, open_url: Callable[[str], object], url: str) -> None:
        """Opens the consent page in a thread. If `open_url` raises an error, `wait` raises a `SignInError`."""

        def open_or_report_error() -> None:
            try:
                open_url(url)
            except Exception as error:  # noqa: BLE001  # a function of the caller may raise anything
                self._redirects.put(
                    SignInError(f"the consent page could not be opened: {type(error).__name__}")
                )

        # In a thread, because opening some browsers blocks until their window is closed.
        threading.Thread(target=open_or_report_error, daemon=True).start()

    def wait(self, seconds: float) -> str:
        """Waits for the redirect and returns its query string.

        Raises:
            SignInError: If no redirect arrived in time, or the consent page could not be opened.
        """
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                found = self._redirects.get(timeout=min(left, _SECONDS_BETWEEN_CHECKS))
            except queue.Empty:
                continue
            if isinstance(found, SignInError):
                raise found
            return found
        hint = ""
        if self.wrong_states:
            hint = " A redirect of another sign-in arrived. Use the URL of this one."
        raise SignInError(
            f"there was no consent within {seconds:g} s. Start again, and accept in the browser. If the page shows an "
            "error, check the app ID, the redirect URI and the scopes of the app, or pass fewer scopes."
            f"{hint}"
        )

    def show(self, page: pages.Page) -> None:
        """Sends a page to the browser that is waiting for the result of the sign-in."""
        self._page = page
        self._ended.set()
        self._sent.wait(_SECONDS_FOR_THE_PAGE)

    def handle_request(self, target: str) -> pages.Page:
        """Returns the page for a request. If the request is the redirect, waits until the sign-in ends.

        Args:
            target: The path and query of the request.
        """
        # After a request with a wrong path or state, the server continues to wait for the redirect.
        try:
            parts = urlsplit(target)
            fields = parse_qs(parts.query, max_num_fields=50)
        except ValueError:
            return pages.NOT_EXPECTED
        if parts.path != self._path or not ("code" in fields or "error" in fields):
            return pages.NOT_EXPECTED
        if not self._has_state(fields.get("state", [""])[-1]):
            self.wrong_states += 1
            return pages.NOT_EXPECTED
        with self._lock:  # accepts only the first redirect
            if self._found:
                return pages.NOT_EXPECTED
            self._found = True
        self._redirects.put(parts.query)
        self._ended.wait()
        return self._page or pages.FAILED

    def mark_sent(self, page: pages.Page) -> None:
        """Records that the page with the result of the sign-in was sent."""
        if page is not pages.NOT_EXPECTED:  # this page is for other requests
            self._sent.set()  # so that `show` can return

    def close(self) -> None:
        """Stops the server. A browser that still waits gets an error page."""
        if self._found and not self._ended.is_set():
            self.show(pages.FAILED)
        self._ended.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _can_bind(address: str) -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # do not wait for unused connections when the server closes
    # On Windows, this option would let another program use the same port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: str, port: int, receiver: RedirectServer) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.receiver = receiver
        super().__init__((address, port), _Handler)

    def server_bind(self) -> None:
        if exclusive := getattr(socket, "SO_EXCLUSIVEADDRUSE", None):
            self.socket.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        # HTTPServer's own method looks up the host name, which can take seconds.
        TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), int(port)

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignores errors, such as a connection that the browser closed."""


class _Handler(BaseHTTPRequestHandler):
    """Responds to the requests that the browser sends to a `RedirectServer`."""

    timeout = _SECONDS_PER_CONNECTION
    server: _Server

    def version_string(self) -> str:
        """Returns the value of the header `Server`."""
        return "pinterest"

    def do_GET(self) -> None:
        """Responds to a GET request."""
        page = self.server.receiver.handle_request(self.path)
        self._send(page)
        self.server.receiver.mark_sent(page)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Sends an error page for an invalid request or a method other than GET."""
        # The page shows no data from the request.
        self._send(pages.NOT_EXPECTED._replace(status=int(code)))

    def _send(self, page: pages.Page) -> None:
        self.close_connection = True
        self.send_response(page.status)
        for name, value in pages.HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(page.content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(page.content)

    def log_message(self, format: str, *args: Any) -> None:
        """Writes no log line, because the request contains the authorization code."""
