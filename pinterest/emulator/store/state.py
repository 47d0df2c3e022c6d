"""The state of one emulator: its store, clock, tokens and seed."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path

from pinterest.emulator.store.clock import Clock, check_speed
from pinterest.emulator.store.csv_headers import DISPLAY
from pinterest.emulator.store.database import Store
from pinterest.emulator.store.seeded_random import SeededRandom
from pinterest.emulator.store.tokens import ACCESS_TOKEN_LIFETIME, App, Tokens
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

_SEED = "seed"


class State:
    """The state of one emulator.

    Args:
        db: The database file. None keeps the state in memory.
        seed: The seed for IDs and figures. An existing file keeps its own seed.
        access_token_lifetime: Lifetime of access tokens in seconds.
        features: Restricted features that the app has access to.
        speed: Seconds on the emulator's clock per second of real time.
        processing_time: Seconds that each background task takes, such as a report. None uses the default of each task.
        csv_headers: The headers of CSV reports, `display` or `columns`.

    Raises:
        ConfigurationError: If the file cannot be used.
    """

    def __init__(
        self,
        db: str | Path | None = None,
        seed: int = 0,
        access_token_lifetime: float = ACCESS_TOKEN_LIFETIME,
        features: Collection[str] = (),
        csv_headers: str = DISPLAY,
        *,
        speed: float = 1.0,
        processing_time: float | None = None,
    ) -> None:
        self._processing_time = check_processing_time(processing_time)
        speed = check_speed(speed)
        self.features, self.csv_headers = features, csv_headers
        self.store = Store(db)
        with self.store.transaction():
            stored = self.store.get_setting(_SEED)
            if stored is None:
                self.store.set_setting(_SEED, str(seed))
            self.random = SeededRandom(seed if stored is None else int(stored))
            self.clock = Clock(self.store, speed)
            self.tokens = Tokens(self.store, self.clock, access_token_lifetime)
            app_id = str(self.random.generator("app").randrange(1_400_000, 1_600_000))
            self.app = App(self.store, app_id)

    def set_seed_and_offset(self, seed: int, clock_offset: float) -> None:
        """Sets the seed, and how many seconds the clock is ahead of the machine's clock."""
        self.store.set_setting(_SEED, str(seed))
        self.clock.set_offset(clock_offset)
        self.random.seed = seed

    def get_processing_seconds(self, default: float) -> float:
        """Returns the `processing_time` of the emulator in seconds, or `default` if `processing_time` is not set."""
        return default if self._processing_time is None else self._processing_time

    def now(self) -> int:
        """Returns the current Unix time in whole seconds, as in most responses."""
        return int(self.clock.now())

    def now_in_milliseconds(self) -> int:
        """Returns the current Unix time in milliseconds, as in responses about businesses."""
        return self.now() * 1_000

    def format_time(self, seconds: float | None = None) -> str:
        """Formats a Unix time as ISO 8601 with an offset, as in responses about catalogs. Defaults to now."""
        at = self.clock.now() if seconds is None else seconds
        return datetime.datetime.fromtimestamp(int(at), datetime.UTC).isoformat()

    def format_now_to_microsecond(self) -> str:
        """Returns the current time in the format of feeds: ISO 8601 in UTC with microseconds, without an offset."""
        now = datetime.datetime.fromtimestamp(self.clock.now(), datetime.UTC)
        return now.replace(tzinfo=None).isoformat(timespec="microseconds")

    def format_time_without_offset(self, seconds: float | None = None) -> str:
        """Formats a Unix time as ISO 8601 in UTC without an offset, as in boards and Pins. Defaults to now."""
        return self.format_time(seconds).removesuffix("+00:00")


def check_processing_time(seconds: float | None) -> float | None:
    """Checks the `processing_time` argument of the emulator and returns the argument as a float.

    Raises:
        ValidationError: If the argument is neither None nor a number of seconds.
    """
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds < 1e9:
        raise ValidationError(
            f"processing_time: {format_value(seconds)} is not valid; allowed: 0 seconds or more, or None"
        )
    return float(seconds)
