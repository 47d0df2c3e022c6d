"""The fixtures of the client's tests."""

from __future__ import annotations

from tests.client.conftest import clean_process, connect, serve, waits

__all__ = ["clean_process", "connect", "serve", "waits"]
