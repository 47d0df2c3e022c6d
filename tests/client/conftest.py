"""Fixtures: misbehaving servers, clients for them, simulated waits, and a clean process for each test."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from tests.client.raw_server import RawResponse, RawServer


@pytest.fixture(autouse=True)
def clean_process() -> Iterator[None]:
    """Restores the default client, the log handlers and the log level after a test."""
    logger = logging.getLogger("pinterest")
    level, handlers = logger.level, list(logger.handlers)
    PinterestSDKClient.set_default_client(None)
    yield
    PinterestSDKClient.set_default_client(None)
    logger.setLevel(level)
    for handler in [handler for handler in logger.handlers if handler not in handlers]:
        logger.removeHandler(handler)
        handler.close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each sleep. Sleeps take no time, but move the clock forward."""
    slept: list[float] = []
    clock = time.monotonic
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: clock() + sum(slept))
    return slept


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Starts a server that sends these responses in order, then repeats the last one."""
    servers: list[RawServer] = []

    def start(*responses: RawResponse, keep_open: bool = False) -> RawServer:
        servers.append(RawServer(list(responses), keep_open=keep_open))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def connect() -> Iterator[Callable[..., PinterestSDKClient]]:
    """Creates a client for a server. Its default token does not look like a real one."""
    clients: list[PinterestSDKClient] = []

    def make(server: RawServer | str, **options: Any) -> PinterestSDKClient:
        url = server if isinstance(server, str) else server.url
        defaults = {"access_token": "token-one", "base_url": url, "timeout": 5.0, "backoff": 0.001}
        clients.append(PinterestSDKClient(**{**defaults, **options}))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running
