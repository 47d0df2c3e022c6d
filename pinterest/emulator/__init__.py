"""An emulator of Pinterest's API: a local HTTP server for demos and for testing your own scripts.

    with Emulator() as emulator:
        client = emulator.client()

The emulator needs the `emulator` extra: run `pip install ".[emulator]"` in a checkout of the SDK. To start the emulator
from a shell, run `python -m pinterest.emulator`.
"""

from typing import TYPE_CHECKING

from pinterest.utils.lazy import lazy_names

if TYPE_CHECKING:
    from pinterest.emulator.emulator import Emulator
    from pinterest.emulator.serving.request_log import RecordedRequest

__all__ = ["Emulator", "RecordedRequest"]

__getattr__, __dir__ = lazy_names(
    __name__, {"Emulator": "emulator", "RecordedRequest": "serving.request_log"}
)
