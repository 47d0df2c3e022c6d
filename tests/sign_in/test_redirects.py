"""The server that receives the redirect: attacks, invalid requests and failures."""

from __future__ import annotations

import _thread
import json
import random
import socket
import sys
import threading
import time
import traceback
from urllib.parse import urlsplit

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.exceptions import ApiException, ServerError, SignInError
from tests.sign_in.person import Person, free_port, query_of, sign_in_as

NOTHING = "Nothing to do here"


def token_requests(emulator):
    return [request for request in emulator.requests if request.path == "/oauth/token"]


def wait_until(holds):
    """Waits until a condition is true. Fails after some seconds."""
    for _ in range(200):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError


def test_redirects_with_another_state_are_ignored(emulator):
    answers: list[requests.Response] = []

    def attack(redirect):
        state = query_of(redirect)["state"]
        queries = (
            "code=of-the-attacker&state=guessed",
            "code=of-the-attacker&state=",
            "code=of-the-attacker",
            f"code=of-the-attacker&state={state}x",
            f"code=of-the-attacker&state={state[:-1]}",
            "error=access_denied",
            "error=access_denied&state=%C3%A9",
        )
        base = redirect.partition("?")[0]
        answers.extend(requests.get(f"{base}?{query}", timeout=10) for query in queries)

    emulator.clear_requests()
    signed_in = sign_in_as(Person(before=attack), emulator)
    assert signed_in.scopes
    assert [(answer.status_code, NOTHING in answer.text) for answer in answers] == [(404, True)] * 7
    assert not any("attacker" in answer.text for answer in answers)
    assert len(token_requests(emulator)) == 1


def test_one_redirect_counts(emulator):
    statuses = []
    ready = threading.Barrier(4)

    def race(redirect):
        def follow():
            ready.wait(10)
            try:
                statuses.append(requests.get(redirect, timeout=10).status_code)
            except requests.ConnectionError:
                statuses.append(0)  # the server had already stopped

        threads = [threading.Thread(target=follow) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    emulator.clear_requests()
    person = Person(before=race, change=lambda redirect: f"{emulator.url}/user_account")
    sign_in_as(person, emulator)
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 404, 0}
    assert len(token_requests(emulator)) == 1


JUNK = [
    b"",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # a browser that tries HTTPS
    b"\r\n\r\n\r\n",
    b"GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /robots.txt HTTP/1.0\r\n\r\n",
    b"GET //[ HTTP/1.1\r\n\r\n",
    b"GET /?" + b"a=1&" * 5000 + b" HTTP/1.1\r\n\r\n",
    b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
    b"GET /?code=1&state=<script>alert(1)</script> HTTP/1.1\r\n\r\n",
    b"GET <script>alert(1)</script>\r\n\r\n",
    b"<script>alert(1)</script> / HTTP/1.1\r\n\r\n",
    b"POST /?code=1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
    b"OPTIONS /?code=1 HTTP/1.1\r\nOrigin: https://evil.example\r\n\r\n",
    b"HEAD / HTTP/1.1\r\n\r\n",
]


def test_junk_does_not_end_the_wait(emulator, capfd):
    received: list[bytes] = []
    idle: list[socket.socket] = []

    def send_junk(redirect):
        port = urlsplit(redirect).port
        # Browsers open connections without using them.
        idle.extend(socket.create_connection(("127.0.0.1", port), 5) for _ in range(3))
        for junk in JUNK:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                try:
                    connection.sendall(junk)
                    connection.shutdown(socket.SHUT_WR)
                    while part := connection.recv(65_536):
                        received.append(part)
                except ConnectionError:
                    continue  # the server closed the connection after reading enough

    assert sign_in_as(Person(before=send_junk), emulator).scopes
    for connection in idle:
        connection.close()
    text = b"".join(received)
    assert text.count(NOTHING.encode()) >= 8
    assert b"alert" not in text
    assert b"Python" not in text
    assert capfd.readouterr() == ("", "")


def test_only_the_loopback_is_bound(emulator):
    refused = []

    def connect(redirect):
        try:
            socket.create_connection(("127.0.0.2", urlsplit(redirect).port), 2).close()
        except OSError as error:
            refused.append(error)

    if sys.platform != "linux":
        pytest.skip("only Linux has further addresses on the loopback")
    sign_in_as(Person(before=connect), emulator)
    assert len(refused) == 1


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_port_in_use_is_an_error_before_the_page_opens(emulator, address):
    person = Person()
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as other:
        try:
            other.bind((address, 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
    # Linux chooses ports above 32,767, so no other server gets this one in the meantime.
    port = random.randrange(20_000, 30_000)
    with (
        socket.create_server((address, port), family=family),
        pytest.raises(SignInError, match=f"port {port} of this machine"),
    ):
        sign_in_as(person, emulator, redirect_uri=f"http://localhost:{port}/")
    assert person.urls == []
    sign_in_as(person, emulator, redirect_uri=f"http://localhost:{port}/")


def test_port_may_differ_from_the_redirect_uri(emulator):
    port = free_port()
    person = Person(
        change=lambda url: url.replace("https://shop.example", f"http://127.0.0.1:{port}")
    )
    redirect_uri = "https://shop.example/back"
    assert sign_in_as(person, emulator, redirect_uri=redirect_uri, port=port).scopes


def test_missing_consent_is_an_error_after_the_timeout(emulator):
    port = free_port()

    def other_sign_in(url):
        answer = requests.get(f"http://127.0.0.1:{port}/?code=1&state=other", timeout=10)
        assert answer.status_code == 404

    with pytest.raises(SignInError, match=r"no consent within 0\.2 s.*of another sign-in"):
        sign_in_as(
            Person(),
            emulator,
            browser=other_sign_in,
            timeout=0.2,
            redirect_uri=f"http://localhost:{port}/",
        )


def test_interrupt_ends_the_wait_and_frees_the_port(emulator):
    port = free_port()
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        sign_in_as(
            Person(),
            emulator,
            browser=lambda url: threading.Timer(0.05, _thread.interrupt_main).start(),
            redirect_uri=f"http://localhost:{port}/",
        )
    wait_until(lambda: threading.active_count() == before)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))


def test_code_of_another_app_is_refused(emulator):
    with Emulator() as other:
        code = other.authorization_code()
    person = Person(change=lambda url: url.replace(query_of(url)["code"], code))
    with pytest.raises(ApiException, match="Sign in again") as caught:
        sign_in_as(person, emulator)
    assert caught.value.code == 283
    assert code not in f"{caught.value} {caught.value.message} {caught.value.body}"
    [page] = person.pages
    assert "did not succeed" in page.text
    assert code not in page.text


def test_wrong_secret_is_an_error(emulator):
    with pytest.raises(ApiException) as caught:
        sign_in_as(Person(), emulator, app=(emulator.app_id, "wrong-secret"))
    assert caught.value.status == 401
    assert "wrong-secret" not in str(caught.value)


def test_token_endpoint_that_fails_keeps_nothing(emulator, tmp_path):
    store = tmp_path / "tokens.json"
    person = Person(before=lambda url: emulator.fail_next(status=503, path="/oauth/token"))
    emulator.clear_requests()
    with pytest.raises(ServerError):
        sign_in_as(person, emulator, token_store=store)
    assert not store.exists()
    assert "did not succeed" in person.pages[0].text
    assert len(token_requests(emulator)) == 1  # a code works once, so it is not sent again


def test_code_that_a_server_repeats_is_hidden(emulator):
    codes = []

    def echo(redirect):
        codes.append(query_of(redirect)["code"])
        body = json.dumps({"code": 1, "message": f"what is {codes[0]}?"})
        emulator.fail_next(400, body=body, content_type="application/json", path="/oauth/token")

    with pytest.raises(ApiException, match="what is") as caught:
        sign_in_as(Person(before=echo), emulator)
    error = caught.value
    shown = "".join(traceback.format_exception(error)) + str(error.message) + str(error.body)
    assert codes[0] not in shown


def test_lost_response_of_the_token_endpoint_is_an_error(emulator):
    def lose(redirect):
        emulator.fail_next(drop=True, done=True, path="/oauth/token")

    with pytest.raises(SignInError, match=r"was lost\. Sign in again"):
        sign_in_as(Person(before=lose), emulator)


def test_response_without_tokens_is_an_error(emulator):
    def answer(redirect):
        emulator.fail_next(200, body="{}", content_type="application/json", path="/oauth/token")

    with pytest.raises(ServerError, match="no access_token"):
        sign_in_as(Person(before=answer), emulator)


def test_function_that_opens_the_page_may_wait_for_the_final_page(emulator):
    # The emulator redirects scripts at once, and `requests.get` follows the redirects.
    assert sign_in_as(Person(), emulator, browser=requests.get).scopes


def test_function_that_cannot_open_the_page_is_an_error(emulator):
    def fail(url):
        raise OSError(url)

    with pytest.raises(SignInError, match="could not be opened: OSError") as caught:
        sign_in_as(Person(), emulator, browser=fail)
    assert "state" not in str(caught.value)
