"""The HTTP server: connections, malformed requests and stopping."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError, PinterestError
from tests.emulator.api import Api


def connect(emulator: Emulator) -> socket.socket:
    address = urlsplit(emulator.url)
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=10)


def send_raw(emulator: Emulator, *parts: bytes) -> bytes:
    """Sends raw bytes and returns everything received until the connection is closed."""
    with connect(emulator) as connection:
        for part in parts:
            connection.sendall(part)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def request(emulator: Emulator, line: str, *headers: str) -> bytes:
    lines = [line, "Host: x", f"Authorization: Bearer {emulator.access_token}", *headers, "", ""]
    return "\r\n".join(lines).encode()


def test_a_connection_is_kept_alive_without_delays(emulator: Emulator, api: Api) -> None:
    api.get("/ad_accounts")
    seconds = []
    for _ in range(50):
        begun = time.perf_counter()
        assert api.get("/ad_accounts").status_code == 200
        seconds.append(time.perf_counter() - begun)
    # With Nagle's algorithm, every response would take 40 ms. Without it, at least one is faster, even on a busy
    # machine.
    assert min(seconds) < 0.04
    line = f"GET /v5/ad_accounts/{emulator.ad_account_id} HTTP/1.1"
    answer = send_raw(emulator, request(emulator, line) * 3)
    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_an_http_1_0_client_gets_a_response_and_a_closed_connection(emulator: Emulator) -> None:
    with connect(emulator) as connection:
        connection.sendall(request(emulator, "GET /v5/ad_accounts HTTP/1.0"))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b" 200 OK\r\n" in answer
    assert b'"items"' in answer


@pytest.mark.parametrize(
    "content",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /v5/ad_accounts HTTP/9.9\r\n\r\n",
        b"GET /v5/ad_accounts HTTP/x\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: ten\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"GET http://[/ HTTP/1.1\r\n\r\n",
    ],
)
def test_malformed_requests_get_a_4xx(emulator: Emulator, api: Api, content: bytes) -> None:
    answer = send_raw(emulator, content)
    assert answer.startswith(b"HTTP/1.1 4"), answer[:80]
    assert b'"code"' in answer
    assert api.get("/ad_accounts").status_code == 200


def time_response(emulator: Emulator, content: bytes) -> tuple[bytes, float]:
    """Sends bytes without ending the connection. Returns the response and the seconds until its headers arrived."""
    begun = time.perf_counter()
    with connect(emulator) as connection:
        connection.sendall(content)
        head = connection.recv(65536)
        seconds = time.perf_counter() - begun
        connection.shutdown(socket.SHUT_WR)
        return head + b"".join(iter(lambda: connection.recv(65536), b"")), seconds


HIDDEN = b"GET /v5/ad_accounts HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "headers",
    [
        ["Transfer-Encoding: foo"],
        ["Transfer-Encoding: gzip, chunked"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
        ["Content-Length: 2", f"Content-Length: {len(HIDDEN)}"],
    ],
)
def test_request_smuggling_is_refused(emulator: Emulator, headers: list[str]) -> None:
    first = request(emulator, "GET /v5/ad_accounts HTTP/1.1", *headers)
    answer, seconds = time_response(emulator, first + HIDDEN)
    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.count(b"HTTP/1.1") == 1
    assert seconds < 1
    assert emulator.requests == []


@pytest.mark.parametrize("token", [None, "unknown"])
@pytest.mark.parametrize(
    ("header", "content", "status"),
    [
        ("Transfer-Encoding: chunked", b'zz\r\n{"name":1}', b"400"),
        ("Transfer-Encoding: chunked", b'-5\r\n{"name":1}', b"400"),
        ("Transfer-Encoding: chunked", b'fffffffffffffff\r\n{"name":1}', b"413"),
        (f"Content-Length: {17 << 20}", b"", b"413"),
        ("Content-Length: 20000000000", b"", b"413"),
    ],
)
def test_a_malformed_body_gets_a_response_at_once(
    emulator: Emulator,
    audiences: str,
    token: str | None,
    header: str,
    content: bytes,
    status: bytes,
) -> None:
    head = request(emulator, f"POST /v5{audiences} HTTP/1.1", header)
    if token:
        head, status = head.replace(emulator.access_token.encode(), token.encode()), b"401"
    answer, seconds = time_response(emulator, head + content)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"Connection: close" in answer
    assert seconds < 1
    assert (b"16777216" in answer) is (status == b"413")


def test_errors_about_limits_state_the_limit(emulator: Emulator, api: Api, audiences: str) -> None:
    answer = send_raw(emulator, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 414") and b"65536 bytes" in answer
    refused = api.post(audiences, data=b"x" * (17 << 20))
    assert (refused.status_code, refused.json()["code"]) == (413, 413)
    assert "16777216 bytes" in refused.json()["message"]


def test_a_compressed_body_is_refused_and_the_error_names_the_encoding(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    refused = api.post(audiences, data=gzip.compress(b"{}"), headers=headers)
    assert refused.status_code == 415
    assert "Content-Encoding 'gzip'" in refused.json()["message"]


def test_empty_and_incomplete_requests_do_not_affect_others(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    assert send_raw(emulator, b"") == b""
    send_raw(emulator, b"GET /v5/ad_acc")
    line = f"POST /v5{audiences} HTTP/1.1"
    answer = send_raw(emulator, request(emulator, line, "Content-Length: 100"), b'{"name":')
    assert answer.startswith(b"HTTP/1.1 400")
    assert api.get(audiences).json()["items"] == []


def test_a_chunked_body_is_read(emulator: Emulator, api: Api, audiences: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"name": "In pieces", "audience_type": "VISITOR", '
        yield b'"rule": {"retention_days": 30}}'

    headers = {"Content-Type": "application/json"}
    for _ in range(2):
        assert api.post(audiences, data=chunks(), headers=headers).json()["name"] == "In pieces"


@pytest.mark.parametrize("chunks", [b"zz\r\nabc\r\n", b"5\r\nab", b"2\r\nabcd\r\n0\r\n\r\n"])
def test_broken_chunks_get_a_4xx(
    emulator: Emulator, api: Api, audiences: str, chunks: bytes
) -> None:
    line = f"POST /v5{audiences} HTTP/1.1"
    answer = send_raw(emulator, request(emulator, line, "Transfer-Encoding: chunked"), chunks)
    assert answer.startswith(b"HTTP/1.1 4"), answer[:80]
    assert api.get(audiences).json()["items"] == []


@pytest.mark.parametrize("size", [17, 80])
def test_a_body_that_is_too_large_is_refused(api: Api, audiences: str, size: int) -> None:
    answer = api.post(
        audiences, data=b"x" * (size << 20), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == 413
    assert api.get(audiences).status_code == 200


def test_a_chunked_body_that_is_too_large_is_refused(api: Api, audiences: str) -> None:
    answer = api.post(audiences, data=iter([b"x" * (1 << 20)] * 17))
    assert answer.status_code == 413
    assert api.get(audiences).status_code == 200


def test_an_unexpected_body_does_not_affect_the_next_request(emulator: Emulator) -> None:
    body = b"GET /v5/nowhere HTTP/1.1\r\n\r\n"
    first = request(emulator, "GET /v5/ad_accounts HTTP/1.1", f"Content-Length: {len(body)}") + body
    answer = send_raw(emulator, first, request(emulator, "GET /v5/ad_accounts HTTP/1.1"))
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert b"404" not in answer


def test_expect_100_continue_is_supported(emulator: Emulator, audiences: str) -> None:
    content = b'{"name": "Polite", "audience_type": "VISITOR", "rule": {"retention_days": 3}}'
    headers = ["Expect: 100-continue", f"Content-Length: {len(content)}"]
    with connect(emulator) as connection:
        connection.sendall(request(emulator, f"POST /v5{audiences} HTTP/1.1", *headers))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(content)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")


def test_stopping_ends_all_threads_and_frees_the_port() -> None:
    before = set(threading.enumerate())
    emulator = Emulator().start()
    url = emulator.url
    sessions = [Api(url, emulator.access_token) for _ in range(5)]
    for session in sessions:
        assert session.get("/ad_accounts").status_code == 200
    emulator.fail_next(latency=60)
    waiting = connect(emulator)
    waiting.sendall(request(emulator, "GET /v5/ad_accounts HTTP/1.1"))
    while len(set(threading.enumerate()) - before) < 7:
        time.sleep(0.01)
    begun = time.perf_counter()
    emulator.stop()
    emulator.stop()
    assert time.perf_counter() - begun < 5
    waiting.close()
    assert set(threading.enumerate()) <= before
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=5)
    for session in sessions:
        session.close()


def test_an_idle_connection_does_not_delay_stopping() -> None:
    before = set(threading.enumerate())
    with Emulator() as emulator:
        silent = connect(emulator)
        silent.sendall(b"GET /v5/ad_acc")
        while len(set(threading.enumerate()) - before) < 2:
            time.sleep(0.01)
        begun = time.perf_counter()
    assert time.perf_counter() - begun < 3
    assert set(threading.enumerate()) <= before
    silent.close()


@pytest.mark.slow
def test_clients_that_do_not_read_delay_stopping_once(emulator: Emulator) -> None:
    emulator.add_audiences(250)
    line = f"GET /v5/ad_accounts/{emulator.ad_account_id}/audiences?page_size=250 HTTP/1.1"
    clients = []
    for _ in range(8):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        address = urlsplit(emulator.url)
        client.connect((address.hostname, address.port))
        client.sendall(request(emulator, line) * 60)
        clients.append(client)
    # Wait until the responses fill the buffers.
    seen = -1
    while seen < len(emulator.requests):
        seen = len(emulator.requests)
        time.sleep(0.5)
    started = time.perf_counter()
    emulator.stop()
    assert time.perf_counter() - started < 4
    for client in clients:
        client.close()


FEW_DESCRIPTORS = """
import resource, time
from pinterest.emulator import Emulator
with Emulator() as emulator:
    resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
    print(emulator.url, flush=True)
    input()
    started = time.process_time()
    time.sleep(1)
    print(time.process_time() - started, flush=True)
    input()
"""


@pytest.mark.slow
def test_running_out_of_file_descriptors_causes_no_busy_loop() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FEW_DESCRIPTORS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin and process.stdout
        url = process.stdout.readline().strip()
        address = urlsplit(url)
        clients = [
            socket.create_connection((address.hostname or "", address.port or 0), timeout=10)
            for _ in range(60)
        ]
        process.stdin.write("\n")
        process.stdin.flush()
        assert float(process.stdout.readline()) < 0.25
        for client in clients:
            client.close()
        assert requests.get(f"{url}/ad_accounts", timeout=10).status_code == 401
        process.stdin.write("\n")


def test_a_port_in_use_is_named_in_the_error() -> None:
    with Emulator() as emulator:
        port = urlsplit(emulator.url).port
        assert port is not None
        with pytest.raises(ConfigurationError, match=f"{port}.*choose another port"):
            Emulator(port=port).start()
    with Emulator(port=port) as second:
        assert urlsplit(second.url).port == port


@pytest.mark.parametrize("port", [-1, 65536])
def test_an_invalid_port_is_named_in_the_error(port: int) -> None:
    with pytest.raises(ConfigurationError, match=str(port)):
        Emulator(port=port).start()


@pytest.mark.parametrize("host", ["0.0.0.0", ""])
def test_listening_on_all_addresses_warns_and_has_a_url(host: str) -> None:
    with pytest.warns(RuntimeWarning, match="0.0.0.0, which is not loopback"):
        emulator = Emulator(host=host).start()
    with emulator, Api(emulator.url, emulator.access_token) as api:
        assert urlsplit(emulator.url).hostname == "127.0.0.1"
        assert api.get("/ad_accounts").status_code == 200


def test_a_warning_that_is_raised_as_an_error_leaves_no_open_socket() -> None:
    before = threading.active_count()
    with pytest.raises(RuntimeWarning, match="loopback"):
        Emulator(host="0.0.0.0").start()
    assert threading.active_count() == before


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2"])
def test_other_names_of_loopback_do_not_warn(host: str) -> None:
    with Emulator(host=host) as emulator, Api(emulator.url, emulator.access_token) as api:
        assert urlsplit(emulator.url).hostname == host
        assert api.get("/ad_accounts").status_code == 200


@pytest.mark.parametrize(
    ("host", "advice"),
    [(host, "an address of this machine") for host in ("nowhere.invalid", "192.0.2.1")],
)
def test_a_host_that_cannot_be_used_is_named_in_the_error(host: str, advice: str) -> None:
    with pytest.raises(ConfigurationError, match=advice) as caught:
        Emulator(host=host).start()
    assert host in str(caught.value)


def test_ipv6_works() -> None:
    try:
        emulator = Emulator(host="::1").start()
    except ConfigurationError:
        pytest.skip("this machine has no IPv6 loopback")
    with emulator, Api(emulator.url, emulator.access_token) as api:
        assert "[::1]" in emulator.url
        assert api.get("/ad_accounts").status_code == 200


def test_an_emulator_that_is_not_running_raises_an_error() -> None:
    emulator = Emulator()
    assert repr(emulator) == "Emulator(not running)"
    with pytest.raises(PinterestError, match="not running"):
        _ = emulator.url
    with emulator:
        assert emulator.start() is emulator
        assert repr(emulator) == f"Emulator({emulator.url})"
    with pytest.raises(PinterestError, match="not running"):
        emulator.token()
