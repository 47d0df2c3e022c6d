"""The settings of the SDK: their names, their defaults and where the SDK looks for their values.

Importing this module reads no settings. The SDK looks a setting up each time that you access its name, such
as `pinterest.config.PINTEREST_API_URI`. The SDK looks in these places and uses the first value that it finds:
the environment, `PINTEREST_JSON_ENV_VARIABLES`, `.env` in the current directory, `config.json` in the current
directory, and the default.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pinterest.exceptions import ConfigurationError
from pinterest.retry import Policy
from pinterest.utils import settings_files
from pinterest.utils.logs import SETTING_IGNORED, log
from pinterest.utils.protocol import check_deadline, check_timeout
from pinterest.utils.settings_files import get_absolute_path, parse_object, read_dotenv
from pinterest.utils.suggest import format_value
from pinterest.version import __version__

PRODUCTION: Final = "https://api.pinterest.com/v5"
SANDBOX: Final = "https://api-sandbox.pinterest.com/v5"
ENVIRONMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {"production": PRODUCTION, "sandbox": SANDBOX}
)

PREFIX: Final = "PINTEREST_"
JSON_VARIABLES: Final = "PINTEREST_JSON_ENV_VARIABLES"
DOTENV: Final = ".env"
CONFIG_JSON: Final = "config.json"

PINTEREST_SDK_VERSION: Final = __version__
PINTEREST_USER_AGENT: Final = f"pinterest-v5/{__version__}"
DEFAULT_DISABLE_VALIDATIONS: Final = ",".join(
    "multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems".split()
)
"""The checks that Pinterest's own SDK turns off. This SDK does not use this value, but scripts may read it."""


def _format_timeout(timeout: float | tuple[float, float]) -> str:
    parts = timeout if isinstance(timeout, tuple) else (timeout,)
    return ",".join(f"{seconds:g}" for seconds in parts)


_DEFAULTS = Policy()

SETTINGS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "PINTEREST_ACCESS_TOKEN": None,
        "PINTEREST_REFRESH_ACCESS_TOKEN": None,
        "PINTEREST_APP_ID": None,
        "PINTEREST_APP_SECRET": None,
        "PINTEREST_TOKEN_STORE": None,
        "PINTEREST_API_URI": PRODUCTION,
        "PINTEREST_TIMEOUT": _format_timeout(_DEFAULTS.timeout),
        "PINTEREST_MAX_RETRIES": str(_DEFAULTS.max_retries),
        "PINTEREST_MAX_WAIT": f"{_DEFAULTS.max_wait:g}",
        "PINTEREST_DEADLINE": f"{_DEFAULTS.deadline:g}",
        "PINTEREST_MAX_RESPONSE_BYTES": str(_DEFAULTS.max_response_bytes),
        "PINTEREST_DEBUG": "false",
        "PINTEREST_LOG_FILE": None,
        "PINTEREST_OAUTH_URL": None,
        "PINTEREST_PORT": None,
        "PINTEREST_REDIRECT_URI": None,
        "PINTEREST_SCOPE": None,
        JSON_VARIABLES: None,
        "PINTEREST_LOGGER_FORMAT": "%(asctime)s %(levelname)s %(name)s %(message)s",
        # The SDK does not use the settings below, but scripts may read them as `pinterest.config.NAME`.
        "PINTEREST_AD_ACCOUNT_ID": None,
        "PINTEREST_ACCESS_TOKEN_JSON_PATH": None,
        "PINTEREST_CLIENT_ID": None,
        "PINTEREST_DISABLED_CLIENT_SIDE_VALIDATIONS": DEFAULT_DISABLE_VALIDATIONS,
        "PINTEREST_RESPONSE_TYPE": None,
        "PINTEREST_STATE": None,
    }
)
"""Maps the full name of each setting to its default."""

T = TypeVar("T")

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class Settings:
    """A snapshot of all settings. The constructor reads the environment and each file once.

    Args:
        directory: The directory that contains `.env` and `config.json`. Defaults to the current directory.
        environment: The environment variables. Defaults to the environment of the process.
        log_errors: Whether to log invalid files and invalid values in `config.json` instead of raising an
            error. The files may belong to another program.

    Raises:
        ConfigurationError: If a file or variable with settings cannot be parsed.
    """

    def __init__(
        self,
        directory: Path | None = None,
        environment: Mapping[str, str] | None = None,
        *,
        log_errors: bool = False,
    ) -> None:
        directory = directory if directory is not None else Path()
        variables = os.environ if environment is None else environment
        self._log_errors = log_errors
        self._config_json = get_absolute_path(directory / CONFIG_JSON)
        self._ignored: dict[str, str] = {}
        dotenv = self._read_or_ignore(lambda: read_dotenv(directory / DOTENV, variables))
        packed = variables.get(JSON_VARIABLES) or dotenv.get(JSON_VARIABLES)
        config_json = self._read_or_ignore(
            lambda: settings_files.read_config_json(directory / CONFIG_JSON, PREFIX)
        )
        self._places: list[tuple[str, Mapping[str, str]]] = [
            ("the environment", variables),
            (JSON_VARIABLES, parse_object(packed, JSON_VARIABLES) if packed else {}),
            (get_absolute_path(directory / DOTENV), dotenv),
            (self._config_json, config_json),
        ]

    def _read_or_ignore(self, read: Callable[[], dict[str, str]]) -> dict[str, str]:
        """Returns the settings that `read` reads from a file.

        If the file is not valid and `log_errors` is set, logs the error and returns an empty dict.
        """
        try:
            return read()
        except ConfigurationError as error:
            if not self._log_errors:
                raise
            _log_ignored_setting(error)
            return {}

    @property
    def places(self) -> list[str]:
        """The sources of the settings in order of precedence, such as `the environment` and the path of `.env`."""
        return [name for name, _ in self._places]

    def get(self, name: str) -> str | None:
        """Returns the text of a setting, or its default. Treats an empty string as not set.

        Args:
            name: The full name, such as `PINTEREST_API_URI`.
        """
        for place, values in self._places:
            value = values.get(name)
            if value and self._ignored.get(name) != place:
                return value
        return SETTINGS.get(name)

    def source(self, name: str) -> str:
        """Returns where a setting comes from, such as `the environment` or the path of a file."""
        places = (place for place, values in self._places if values.get(name))
        return next((place for place in places if self._ignored.get(name) != place), "its default")

    def ignore(self, name: str, error: ConfigurationError) -> None:
        """Ignores an invalid setting in `config.json` and logs `error`. The file may belong to another program.

        Args:
            name: The full name of the setting.
            error: The error about the value.

        Raises:
            ConfigurationError: The `error` itself, if the setting comes from another source or `log_errors` is
                not set.
        """
        if not self._log_errors or self.source(name) != self._config_json:
            raise error
        self._ignored[name] = self._config_json
        _log_ignored_setting(error)

    def _parse_setting(self, name: str, parse: Callable[[str], T], allowed: str) -> T:
        """Returns a setting, parsed with `parse`, or its default if an invalid text in `config.json` is ignored.

        Raises:
            ConfigurationError: If the text is invalid and not ignored.
        """
        try:
            return parse(self.get(name) or "")
        except (ValueError, ConfigurationError):
            self.ignore(name, self._build_error(name, allowed))
        return self._parse_setting(name, parse, allowed)

    def flag(self, name: str) -> bool:
        """Returns a setting as a bool.

        Raises:
            ConfigurationError: If the text is not a boolean such as `true` or `0`.
        """
        return self._parse_setting(name, _parse_flag, ", ".join(sorted(_TRUE | _FALSE)))

    def count(self, name: str) -> int:
        """Returns a setting as a whole number.

        Raises:
            ConfigurationError: If the text is not a whole number that is 0 or more.
        """
        return self._parse_setting(
            name, lambda text: int(check_number(name, int(text), int)), ALLOWED_NUMBERS[int]
        )

    def seconds(self, name: str) -> float:
        """Returns a setting as a number of seconds.

        Raises:
            ConfigurationError: If the text is not a number that is 0 or more.
        """
        return self._parse_setting(
            name, lambda text: check_number(name, float(text), float), ALLOWED_NUMBERS[float]
        )

    def deadline(self, name: str) -> float:
        """Returns a setting as a deadline in seconds.

        Raises:
            ConfigurationError: If the text is not a number above 0.
        """
        return self._parse_setting(
            name, lambda text: check_deadline(float(text)), "a number of seconds above 0"
        )

    def timeout(self, name: str) -> float | tuple[float, float]:
        """Returns a setting as a timeout: one number such as `60`, or the connect and read timeouts such as `10,60`.

        Raises:
            ConfigurationError: If the text is not one or two numbers above 0.
        """
        allowed = "seconds such as 60, or seconds to connect and to read such as 10,60"
        return self._parse_setting(name, _parse_timeout, allowed)

    def _build_error(self, name: str, allowed: str) -> ConfigurationError:
        text = format_value(self.get(name))
        return ConfigurationError(f"{name} in {self.source(name)} is {text}; allowed: {allowed}")


def _parse_flag(text: str) -> bool:
    word = text.strip().lower()
    if word not in _TRUE | _FALSE | {""}:
        raise ValueError(word)
    return word in _TRUE


def _parse_timeout(text: str) -> float | tuple[float, float]:
    parts = [float(part) for part in text.split(",")]
    return check_timeout(parts[0] if len(parts) == 1 else tuple(parts))  # type: ignore[arg-type]  # a pair, or refused


# The lines that were already logged, to avoid logging them again for each new client.
_logged: set[str] = set()


def _log_ignored_setting(error: ConfigurationError) -> None:
    if str(error) not in _logged:
        _logged.add(str(error))
        log(logging.WARNING, SETTING_IGNORED, error)


# The largest value of a setting that is a number.
_LARGEST_NUMBER = 1e9
ALLOWED_NUMBERS: Final[Mapping[type, str]] = MappingProxyType(
    {
        int: f"a whole number, 0 or more (up to {_LARGEST_NUMBER:,.0f})",
        float: f"a number, 0 or more (up to {_LARGEST_NUMBER:,.0f})",
    }
)


def check_number(name: str, value: float, kind: type[int] | type[float]) -> float:
    """Checks that a number is 0 or more, and returns it.

    Args:
        name: The name of the setting or argument, for the error.
        value: The number to check.
        kind: `int` to require a whole number, `float` to allow any number.

    Raises:
        ConfigurationError: If the value is negative or is not a number of that kind.
    """
    number = isinstance(value, (int, kind)) and not isinstance(value, bool)
    if not number or not (0 <= value <= _LARGEST_NUMBER or value == float("inf")):
        raise ConfigurationError(
            f"{name}: {format_value(value)} is not valid; allowed: {ALLOWED_NUMBERS[kind]}"
        )
    return value


def read_config_json(directory: Path | None = None) -> dict[str, str]:
    """Returns the settings in `config.json`, with names such as `PINTEREST_APP_ID`. Empty if the file does not exist.

    Args:
        directory: The directory that contains the file. Defaults to the current directory.

    Raises:
        ConfigurationError: If the file cannot be parsed.
    """
    return settings_files.read_config_json((directory or Path()) / CONFIG_JSON, PREFIX)


def read_json_variables() -> dict[str, str]:
    """Returns the settings in `PINTEREST_JSON_ENV_VARIABLES` by name. Empty if the variable is not set.

    Raises:
        ConfigurationError: If the variable cannot be parsed.
    """
    packed = os.environ.get(JSON_VARIABLES)
    return settings_files.parse_object(packed, JSON_VARIABLES) if packed else {}


# The methods that look up the settings that are not strings.
_LOOK_UP: Mapping[str, Callable[[Settings, str], object]] = {
    "PINTEREST_DEBUG": Settings.flag,
    "PINTEREST_DEADLINE": Settings.deadline,
    "PINTEREST_MAX_RESPONSE_BYTES": Settings.count,
    "PINTEREST_MAX_RETRIES": Settings.count,
    "PINTEREST_MAX_WAIT": Settings.seconds,
    "PINTEREST_TIMEOUT": Settings.timeout,
}


def __getattr__(name: str) -> Any:
    if name not in SETTINGS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _LOOK_UP.get(name, Settings.get)(Settings(), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *SETTINGS})
