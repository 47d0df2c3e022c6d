"""A renewal of the access token that other threads wait for."""

from __future__ import annotations

import os
import threading

from pinterest.exceptions import PinterestError

__all__ = ["Renewal"]


class Renewal:
    """A renewal in progress. Other threads wait for it, and raise its error too."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.error: PinterestError | None = None
        self.thread = threading.get_ident()
        self.process = os.getpid()
