"""Logging: only warnings by default, otherwise as configured in the settings."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pinterest.client
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ConfigurationError, ConnectionFailed, RateLimited
from tests.client.calls import ALL, create, read
from tests.client.raw_server import http

DONE = http(200, '{"id": "1"}', {"x-pinterest-rid": "777"})
logger = logging.getLogger("pinterest")


def get_sdk_handlers():
    return [handler for handler in logger.handlers if (handler.name or "").startswith("pinterest:")]


def test_nothing_is_logged_by_default(serve, connect, capsys):
    level = logger.level
    read(connect(serve(DONE)))
    assert (get_sdk_handlers(), logger.level) == ([], level)
    assert capsys.readouterr() == ("", "")


def test_debug_logs_every_request_to_standard_error(serve, connect, monkeypatch, capsys):
    monkeypatch.setenv("PINTEREST_DEBUG", "true")
    create(connect(serve(DONE)))
    line = capsys.readouterr().err.strip()
    assert "DEBUG pinterest POST " + ALL in line
    assert "'name': 'Quilters'" in line
    assert line.endswith("ms (request id 777)")


def test_two_clients_log_each_line_once(serve, connect, monkeypatch, capsys):
    monkeypatch.setenv("PINTEREST_DEBUG", "true")
    for _ in range(2):
        client = connect(serve(DONE))
    read(client)
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert len(get_sdk_handlers()) == 1


def test_log_file_has_the_format_of_the_settings(serve, connect, clean_place):
    (clean_place / ".env").write_text(
        "PINTEREST_LOG_FILE=sdk.log\nPINTEREST_DEBUG=1\nPINTEREST_LOGGER_FORMAT=%(levelname)s|%(message)s\n"
    )
    read(connect(serve(DONE)))
    [line] = (clean_place / "sdk.log").read_text().splitlines()
    assert line.startswith("DEBUG|GET /ad_accounts/")


def test_log_file_without_debug_has_retries_but_no_requests(
    serve, connect, clean_place, monkeypatch, waits
):
    monkeypatch.setenv("PINTEREST_LOG_FILE", str(clean_place / "sdk.log"))
    logger.setLevel(logging.NOTSET)
    read(connect(serve(http(503), DONE)))
    [line] = (clean_place / "sdk.log").read_text().splitlines()
    assert "INFO pinterest waiting 0.0 s before retry 1 of 3: GET /ad_accounts/" in line
    assert "503" in line


def test_log_level_of_the_user_is_kept(connect, clean_place, monkeypatch):
    monkeypatch.setenv("PINTEREST_LOG_FILE", str(clean_place / "sdk.log"))
    logger.setLevel(logging.ERROR)
    connect("http://127.0.0.1:9/v5")
    assert logger.level == logging.ERROR


def test_log_file_that_cannot_be_written_is_refused(connect, clean_place, monkeypatch):
    for place in (clean_place / "missing" / "sdk.log", clean_place):
        monkeypatch.setenv("PINTEREST_LOG_FILE", str(place))
        with pytest.raises(ConfigurationError, match="PINTEREST_LOG_FILE cannot be written"):
            connect("http://127.0.0.1:9/v5")
    assert get_sdk_handlers() == []


@pytest.mark.parametrize("text", ["hello", "%(nonsense)s", "%(message", "%(message)d"])
def test_invalid_log_format_is_refused(text, connect, monkeypatch):
    monkeypatch.setenv("PINTEREST_DEBUG", "on")
    monkeypatch.setenv("PINTEREST_LOGGER_FORMAT", text)
    with pytest.raises(
        ConfigurationError, match=r"PINTEREST_LOGGER_FORMAT: .* is not a valid log format"
    ):
        connect("http://127.0.0.1:9/v5")
    assert get_sdk_handlers() == []


def test_renewal_is_logged(serve, connect, caplog):
    caplog.set_level(logging.INFO, "pinterest")
    token = http(200, '{"access_token": "token-two", "expires_in": 3600}')
    options = {"access_token": None, "refresh_token": "refresh", "app_id": "1", "app_secret": "s"}
    read(connect(serve(token, DONE), **options))
    assert caplog.messages == ["the access token was renewed"]


def test_a_handler_that_raises_does_not_change_the_outcome(
    serve, connect, caplog, monkeypatch, capsys
):
    def emit(record):
        raise ConnectionFailed("the server of the logs is gone")

    server = serve(http(200, '{"id": "1"}'))
    monkeypatch.setattr(caplog.handler, "emit", emit)
    caplog.set_level(logging.DEBUG, "pinterest")
    assert create(connect(server)).data == {"id": "1"}
    assert len(server.requests) == 1
    assert "the server of the logs is gone" in capsys.readouterr().err


def test_invalid_debug_setting_is_refused(monkeypatch):
    monkeypatch.setenv("PINTEREST_DEBUG", "perhaps")
    with pytest.raises(ConfigurationError, match="PINTEREST_DEBUG in the environment is 'perhaps'"):
        PinterestSDKClient("token-one")


def build_429(seconds):
    return http(429, "{}", {"X-RateLimit-Reset": str(seconds)})


def build_used_up_response(seconds):
    return http(200, "{}", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(seconds)})


def get_log_lines(caplog):
    return [(record.levelname, record.getMessage()) for record in caplog.records]


@pytest.mark.parametrize(("seconds", "level"), [(5, "WARNING"), (4, "INFO")])
def test_wait_before_a_retry_is_logged(seconds, level, serve, connect, caplog, waits):
    caplog.set_level(logging.INFO, "pinterest")
    read(connect(serve(http(503, "", {"Retry-After": str(seconds)}), DONE)))
    [(logged, text)] = get_log_lines(caplog)
    assert logged == level
    assert text.startswith(f"waiting {seconds}.0 s before retry 1 of 3: GET {ALL}")
    assert "503" in text


@pytest.mark.parametrize(("seconds", "level"), [(8, "WARNING"), (4, "INFO")])
def test_wait_for_a_quota_is_logged(seconds, level, serve, connect, caplog, waits):
    caplog.set_level(logging.INFO, "pinterest")
    client = connect(serve(build_used_up_response(seconds), DONE))
    read(client)
    read(client)
    [(logged, text)] = get_log_lines(caplog)
    assert logged == level
    assert re.match(rf"waiting {seconds - 1}\.\d s|waiting {seconds}\.0 s", text)
    assert text.endswith("the quota ads_read of ad account 549755885175 is used up")


def test_long_waits_warn_once_per_quota_and_minute(serve, connect, caplog, waits):
    caplog.set_level(logging.INFO, "pinterest")
    client = connect(serve(build_429(20)), max_wait=100)
    with pytest.raises(RateLimited):
        read(client)
    levels = [level for level, _ in get_log_lines(caplog)]
    assert levels == ["WARNING", "INFO", "INFO", "WARNING", "INFO"]
    caplog.clear()
    with pytest.raises(RateLimited):
        create(client)  # another quota
    assert get_log_lines(caplog)[0][0] == "WARNING"


SCRIPT = """
import logging, sys, time
sys.path.insert(0, {root!r})
from pinterest import PinterestSDKClient
time.sleep = lambda seconds: None
client = PinterestSDKClient("token-one", base_url={url!r}, max_retries=1, backoff=0)
client.request("GET", "/boards")
"""


@pytest.mark.parametrize(("seconds", "is_shown"), [(30, True), (1, False)])
def test_long_wait_shows_without_any_configuration(seconds, is_shown, serve):
    server = serve(build_429(seconds), DONE)
    root = str(Path(pinterest.client.__file__).parents[1])
    code = SCRIPT.format(root=root, url=server.url)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    expected = "waiting 30.0 s: GET /boards: 429"
    assert done.stderr.startswith(expected) if is_shown else done.stderr == ""
    assert len(server.requests) == 2


def test_clients_created_at_once_add_one_handler(monkeypatch):
    monkeypatch.setenv("PINTEREST_DEBUG", "true")
    create_handler = logging.StreamHandler.__init__

    def create_slowly(handler, *args):
        time.sleep(0.05)
        create_handler(handler, *args)

    monkeypatch.setattr(logging.StreamHandler, "__init__", create_slowly)
    start = threading.Barrier(8)

    def create_client(_):
        start.wait()
        PinterestSDKClient("token-one")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(create_client, range(8)))
    assert len(get_sdk_handlers()) == 1
