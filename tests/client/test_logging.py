"""Log lines: none unless asked for, and where and how the settings say."""

from __future__ import annotations

import logging

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ConfigurationError
from tests.client.calls import ALL, create, read
from tests.client.raw_server import http

DONE = http(200, '{"id": "1"}', {"x-pinterest-rid": "777"})
logger = logging.getLogger("pinterest")


def own_handlers():
    return [handler for handler in logger.handlers if (handler.name or "").startswith("pinterest:")]


def test_nothing_is_set_up_unless_asked_for(serve, connect, capsys):
    level = logger.level
    read(connect(serve(DONE)))
    assert (own_handlers(), logger.level) == ([], level)
    assert capsys.readouterr() == ("", "")


def test_debugging_writes_every_request_to_standard_error(serve, connect, monkeypatch, capsys):
    monkeypatch.setenv("PINTEREST_DEBUG", "true")
    create(connect(serve(DONE)))
    line = capsys.readouterr().err.strip()
    assert "DEBUG pinterest POST " + ALL in line
    assert "'name': 'Quilters'" in line
    assert line.endswith("ms (request id 777)")


def test_two_clients_write_each_line_once(serve, connect, monkeypatch, capsys):
    monkeypatch.setenv("PINTEREST_DEBUG", "true")
    for _ in range(2):
        client = connect(serve(DONE))
    read(client)
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert len(own_handlers()) == 1


def test_a_log_file_in_the_format_that_is_set(serve, connect, clean_place):
    (clean_place / ".env").write_text(
        "PINTEREST_LOG_FILE=sdk.log\nPINTEREST_DEBUG=1\nPINTEREST_LOGGER_FORMAT=%(levelname)s|%(message)s\n"
    )
    read(connect(serve(DONE)))
    [line] = (clean_place / "sdk.log").read_text().splitlines()
    assert line.startswith("DEBUG|GET /ad_accounts/")


def test_a_log_file_without_debugging_tells_what_went_wrong_only(
    serve, connect, clean_place, monkeypatch, waits
):
    monkeypatch.setenv("PINTEREST_LOG_FILE", str(clean_place / "sdk.log"))
    logger.setLevel(logging.NOTSET)
    read(connect(serve(http(503), DONE)))
    [line] = (clean_place / "sdk.log").read_text().splitlines()
    assert "WARNING" in line and "503" in line and "trying again in 0.0 s (1 of 3)" in line


def test_a_level_that_was_chosen_stays(connect, clean_place, monkeypatch):
    monkeypatch.setenv("PINTEREST_LOG_FILE", str(clean_place / "sdk.log"))
    logger.setLevel(logging.ERROR)
    connect("http://127.0.0.1:9/v5")
    assert logger.level == logging.ERROR


def test_a_log_file_that_cannot_be_written(connect, clean_place, monkeypatch):
    for place in (clean_place / "missing" / "sdk.log", clean_place):
        monkeypatch.setenv("PINTEREST_LOG_FILE", str(place))
        with pytest.raises(ConfigurationError, match="PINTEREST_LOG_FILE cannot be written"):
            connect("http://127.0.0.1:9/v5")
    assert own_handlers() == []


@pytest.mark.parametrize("text", ["hello", "%(nonsense)s", "%(message", "%(message)d"])
def test_a_format_that_is_none(text, connect, monkeypatch):
    monkeypatch.setenv("PINTEREST_DEBUG", "on")
    monkeypatch.setenv("PINTEREST_LOGGER_FORMAT", text)
    with pytest.raises(ConfigurationError, match="PINTEREST_LOGGER_FORMAT is "):
        connect("http://127.0.0.1:9/v5")
    assert own_handlers() == []


def test_a_renewal_is_told_of(serve, connect, caplog):
    caplog.set_level(logging.INFO, "pinterest")
    token = http(200, '{"access_token": "token-two", "expires_in": 3600}')
    options = {"access_token": None, "refresh_token": "refresh", "app_id": "1", "app_secret": "s"}
    read(connect(serve(token, DONE), **options))
    assert caplog.messages == ["the access token was renewed"]


def test_a_setting_that_is_neither_on_nor_off(monkeypatch):
    monkeypatch.setenv("PINTEREST_DEBUG", "perhaps")
    with pytest.raises(ConfigurationError, match="PINTEREST_DEBUG in the environment is 'perhaps'"):
        PinterestSDKClient("token-one")
