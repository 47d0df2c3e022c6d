"""Connections that enforce the deadline and the size limit of a call, and that skip responses with status 1xx.

The timeout of `requests` starts again with each byte that arrives. A server that sends one byte now and then could
block a call forever. These connections end at the deadline of the call that uses them.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import ssl
import threading
import weakref
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import ConnectTimeoutError

from pinterest.utils.bounds import Bounds, get_active_bounds
from pinterest.utils.forks import ForkSafeLock

__all__ = ["get_connection_closer", "use_bounded_connections"]

# Maximum number of bytes besides the body: the status line, the headers and the chunk sizes.
_OVERHEAD = 1_000_000
# Maximum number of responses with status 1xx before the final response. Servers usually send one or two.
_MAX_INTERIM_RESPONSES = 100
# Maximum number of bytes in one TLS record. A write to a TLS connection sends one record.
_TLS_RECORD = 16_384

_session_lock = ForkSafeLock()


class _BoundedReader(io.RawIOBase):
    """Reads a response from a socket, within the deadline and the size limit of the call."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, bounds: Bounds) -> None:
        """Wraps the reader of a socket."""
        self._raw = raw
        self._sock = sock
        self._bounds = bounds
        self._timeout = sock.gettimeout()
        self._is_shortened = False
        self._bytes_left = bounds.max_bytes + _OVERHEAD

    def readable(self) -> bool:
        """Returns True: data can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Reads bytes into a buffer and returns their number.

        Raises:
            TimeoutError: If the deadline has passed.
            http.client.HTTPException: If the response is too large.
        """
        left = self._bounds.remaining
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        if self._timeout is None or left < self._timeout:
            self._is_shortened = True
            self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        self._bytes_left -= count or 0
        if self._bytes_left < 0:
            self._bounds.is_too_large = True
            raise http.client.HTTPException("the response is too large")
        return count

    def close(self) -> None:
        """Closes the reader of the socket and restores the socket's timeout."""
        if not self.closed:
            if self._is_shortened:
                with contextlib.suppress(OSError):
                    self._sock.settimeout(self._timeout)
            self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """An HTTP response that is read within the limits of the call."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.socket = weakref.ref(sock)
        bounds = get_active_bounds()
        if bounds is not None:
            self.fp: Any = io.BufferedReader(_BoundedReader(self.fp.detach(), sock, bounds))

    def _read_status(self) -> tuple[str, int, str]:
        """Skips responses with status 1xx, and returns the parsed status line of the final response."""
        # The standard library only skips status 100. It would treat 103 Early Hints as the final response, and the next
        # request on the connection would then receive the actual response to this request.
        for _ in range(_MAX_INTERIM_RESPONSES):
            line: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # not in the type stubs
            status = line[1]
            if not 100 <= status < 200 or status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                return line
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("the server sent too many responses with status 1xx")


class _ConnectionAttempt:
    """Opens a connection in a separate thread, so that the call can stop waiting at the deadline.

    Attributes:
        thread: The thread that opens the connection.
        is_abandoned: Whether the call has stopped waiting for the thread.
    """

    def __init__(self, open_connection: Any, close_connection: Any, bounds: Bounds) -> None:
        self._open = open_connection
        self._close = close_connection
        self._bounds = bounds
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._error: BaseException | None = None
        self.is_abandoned = False
        # The thread of the call cannot be interrupted while it resolves a host name, tries several IP addresses or
        # waits for a slow proxy. So another thread does this.
        self.thread = threading.Thread(
            target=self._open_in_thread, name="pinterest-connect", daemon=True
        )

    def wait(self) -> bool:
        """Waits for the connection, and returns whether the connection was opened before the deadline."""
        try:
            self._ended.wait(max(self._bounds.remaining, 0.0))
        finally:  # runs even if Ctrl-C interrupts the wait
            with self._lock:
                self.is_abandoned = not self._ended.is_set()
        error, self._error = self._error, None
        if error is not None:
            raise error
        return not self.is_abandoned

    def _open_in_thread(self) -> None:
        """Opens the connection, and closes it again if the call has stopped waiting."""
        with self._bounds.apply():
            try:
                self._open()
            except BaseException as error:  # noqa: BLE001  # the waiting thread raises it
                self._error = error
        with self._lock:
            self._ended.set()
            is_abandoned = self.is_abandoned
        if is_abandoned:
            self._close()


class _BoundedConnection:
    """Enforces the limits of the SDK's calls, as a mixin for the connection classes of urllib3."""

    response_class = _Response
    sock: Any
    auto_open: int
    _connection_attempt: _ConnectionAttempt | None = None

    def connect(self) -> None:
        """Opens the connection.

        Raises:
            ConnectTimeoutError: If the deadline of the call passes first.
        """
        upper: Any = super()
        bounds = get_active_bounds()
        if bounds is None:
            upper.connect()
            return
        attempt = _ConnectionAttempt(upper.connect, upper.close, bounds)
        try:
            attempt.thread.start()
        except RuntimeError:  # no thread can be started, for example while the interpreter exits
            upper.connect()
            return
        self._connection_attempt = attempt
        try:
            is_open = attempt.wait()
        finally:
            if not attempt.is_abandoned:
                self._connection_attempt = None
        if not is_open:
            connection: Any = self
            raise ConnectTimeoutError(
                connection, "the connection was not opened before the deadline"
            )

    def close(self) -> None:
        """Closes the connection, unless a thread is still opening it."""
        # A thread that is still opening the connection closes it afterwards, see `_open_in_thread`.
        attempt = self._connection_attempt
        if attempt is None or threading.current_thread() is attempt.thread:
            upper: Any = super()
            upper.close()

    def send(self, data: Any) -> None:
        """Sends data within the deadline of the call.

        Raises:
            TimeoutError: If the deadline has passed.
        """
        upper: Any = super()
        bounds = get_active_bounds()
        if bounds is None or not isinstance(data, bytes):
            upper.send(data)
            return
        if self.sock is None and self.auto_open:
            self.connect()
        sock = self.sock
        # Over TLS, long data is sent in parts, to check the deadline before each part.
        size = _TLS_RECORD if isinstance(sock, ssl.SSLSocket) else max(len(data), 1)
        for start in range(0, len(data), size):
            left, timeout = bounds.remaining, sock.gettimeout()
            if left <= 0:
                raise TimeoutError("the deadline has passed")
            if timeout is None or left < timeout:
                sock.settimeout(left)
            upper.send(data[start : start + size])


@cache
def _create_bounded_pool_class(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
    """Returns a subclass of `pool` whose connections enforce the limits of the SDK's calls."""
    connection = type("Connection", (_BoundedConnection, pool.ConnectionCls), {})
    return type(pool.__name__, (pool,), {"ConnectionCls": connection})


def _use_bounded_pools(manager: urllib3.PoolManager) -> None:
    """Makes a pool manager create pools with bounded connections."""
    pools: dict[str, Any] = manager.pool_classes_by_scheme
    if any(not issubclass(pool.ConnectionCls, _BoundedConnection) for pool in pools.values()):
        manager.pool_classes_by_scheme = {
            scheme: _create_bounded_pool_class(pool) for scheme, pool in pools.items()
        }
        manager.clear()  # removes connections that were opened before and are not bounded


class _ProxyManagers(dict[str, Any]):
    """Maps proxy URLs to pool managers with bounded connections."""

    def __setitem__(self, proxy: str, manager: Any) -> None:
        _use_bounded_pools(manager)
        super().__setitem__(proxy, manager)


def use_bounded_connections(session: requests.Session) -> None:
    """Makes the connections of a session enforce the limits of the SDK's calls.

    Requests that other code sends with the session are not affected.
    """
    # The connections of other adapters cannot be bounded.
    for adapter in session.adapters.values():
        if isinstance(adapter, HTTPAdapter) and type(adapter.proxy_manager) is not _ProxyManagers:
            with _session_lock:
                _use_bounded_pools(adapter.poolmanager)
                managers = _ProxyManagers()
                for proxy, manager in adapter.proxy_manager.items():
                    managers[proxy] = manager
                adapter.proxy_manager = managers


def get_connection_closer(response: requests.Response) -> Callable[[], None] | None:
    """Returns a function that closes the connection of a response, or None if the connection is not bounded.

    Args:
        response: A completely received response.
    """
    original = getattr(response.raw, "_original_response", None)
    return partial(_shut_down, original.socket) if isinstance(original, _Response) else None


def _shut_down(reference: weakref.ref[socket.socket]) -> None:
    """Shuts down a connection, even if another thread is using it."""
    sock = reference()
    if isinstance(sock, socket.socket):
        with contextlib.suppress(OSError):
            # The `shutdown` method of TLS sockets would let another thread send unencrypted data. Do not call it.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
