"""Servers that misbehave, clients for them, waits that take no time, and a process as it was before."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from tests.client.raw_server import Answer, RawServer


@pytest.fixture(autouse=True)
def untouched_process() -> Iterator[None]:
    """No default client and no log handlers of an earlier test, and none left for a later one."""
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
    """The seconds that would have been slept; the clock goes on as if they had been."""
    slept: list[float] = []
    clock = time.monotonic
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(time, "monotonic", lambda: clock() + sum(slept))
    return slept


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Starts a server with answers to give in turn, the last one for ever."""
    servers: list[RawServer] = []

    def start(*answers: Answer) -> RawServer:
        servers.append(RawServer(list(answers)))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def connect() -> Iterator[Callable[..., PinterestSDKClient]]:
    """Makes a client for a server, with a token of no special form unless told otherwise."""
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
