"""Settings: where the SDK looks for each of them, and their values.

Importing this module reads nothing. Each time you access `pinterest.config.PINTEREST_API_URI`, or another name of
`SETTINGS`, the SDK looks the value up. It takes the first one it finds in: the environment,
`PINTEREST_JSON_ENV_VARIABLES`, `.env` and `config.json` in the current directory, the default.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.retry import Policy
from pinterest.utils.protocol import check_deadline, check_timeout
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
"""The checks that Pinterest's own SDK turns off. Scripts read it. This SDK does not use it."""


def _timeout_text(timeout: float | tuple[float, float]) -> str:
    parts = timeout if isinstance(timeout, tuple) else (timeout,)
    return ",".join(f"{seconds:g}" for seconds in parts)


_DEFAULTS = Policy()

SETTINGS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "PINTEREST_ACCESS_TOKEN": None,
        "PINTEREST_REFRESH_ACCESS_TOKEN": None,
        "PINTEREST_APP_ID": None,
        "PINTEREST_APP_SECRET": None,
        "PINTEREST_API_URI": PRODUCTION,
        "PINTEREST_TIMEOUT": _timeout_text(_DEFAULTS.timeout),
        "PINTEREST_MAX_RETRIES": str(_DEFAULTS.max_retries),
        "PINTEREST_MAX_WAIT": f"{_DEFAULTS.max_wait:g}",
        "PINTEREST_DEADLINE": f"{_DEFAULTS.deadline:g}",
        "PINTEREST_MAX_RESPONSE_BYTES": str(_DEFAULTS.max_response_bytes),
        "PINTEREST_DEBUG": "false",
        "PINTEREST_LOG_FILE": None,
        JSON_VARIABLES: None,
        "PINTEREST_LOGGER_FORMAT": "%(asctime)s %(levelname)s %(name)s %(message)s",
        # Scripts read these through this module. The SDK does not use them.
        "PINTEREST_AD_ACCOUNT_ID": None,
        "PINTEREST_ACCESS_TOKEN_JSON_PATH": None,
        "PINTEREST_CLIENT_ID": None,
        "PINTEREST_DISABLED_CLIENT_SIDE_VALIDATIONS": DEFAULT_DISABLE_VALIDATIONS,
        "PINTEREST_PORT": None,
        "PINTEREST_REDIRECT_URI": None,
        "PINTEREST_RESPONSE_TYPE": None,
        "PINTEREST_SCOPE": None,
        "PINTEREST_STATE": None,
    }
)
"""The full name of every setting, with its default."""

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class Settings:
    """All settings at one moment. Every place is read once, when the object is created.

    Args:
        directory: The directory of `.env` and `config.json`. Defaults to the current directory.
        environment: The environment variables. Defaults to those of the process.

    Raises:
        ConfigurationError: If one of the places cannot be parsed.
    """

    def __init__(
        self, directory: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        directory = directory if directory is not None else Path.cwd()
        variables = os.environ if environment is None else environment
        dotenv = _read_dotenv(directory / DOTENV)
        packed = variables.get(JSON_VARIABLES) or dotenv.get(JSON_VARIABLES)
        self._places: list[tuple[str, Mapping[str, str]]] = [
            ("the environment", variables),
            (JSON_VARIABLES, _read_json_variables(packed)),
            (str(directory / DOTENV), dotenv),
            (str(directory / CONFIG_JSON), _read_config_json(directory / CONFIG_JSON)),
        ]

    @property
    def places(self) -> list[str]:
        """The places that were read, the most important one first."""
        return [name for name, _ in self._places]

    def get(self, name: str) -> str | None:
        """Returns the text of a setting, or its default. An empty text counts as not set.

        Args:
            name: The full name, such as `PINTEREST_API_URI`.
        """
        for _, values in self._places:
            value = values.get(name)
            if value:
                return value
        return SETTINGS.get(name)

    def source(self, name: str) -> str:
        """Returns the place that a setting comes from."""
        return next((place for place, values in self._places if values.get(name)), "its default")

    def flag(self, name: str) -> bool:
        """Returns a setting that is on or off.

        Raises:
            ConfigurationError: If the text is neither.
        """
        text = (self.get(name) or "").strip().lower()
        if text in _TRUE:
            return True
        if text in _FALSE or not text:
            return False
        raise self._error(name, ", ".join(sorted(_TRUE | _FALSE)))

    def count(self, name: str) -> int:
        """Returns a setting that is a whole number.

        Raises:
            ConfigurationError: If the text is not a whole number, 0 or more.
        """
        try:
            return int(check_number(name, int(self.get(name) or ""), int))
        except (ValueError, ConfigurationError):
            raise self._error(name, ALLOWED_NUMBERS[int]) from None

    def seconds(self, name: str) -> float:
        """Returns a setting that is a number of seconds.

        Raises:
            ConfigurationError: If the text is not a number, 0 or more.
        """
        try:
            return check_number(name, float(self.get(name) or ""), float)
        except (ValueError, ConfigurationError):
            raise self._error(name, ALLOWED_NUMBERS[float]) from None

    def deadline(self, name: str) -> float:
        """Returns a setting that is a deadline in seconds.

        Raises:
            ConfigurationError: If the text is not a number above 0.
        """
        try:
            return check_deadline(float(self.get(name) or ""))
        except (ValueError, ValidationError):
            raise self._error(name, "a number of seconds above 0") from None

    def timeout(self, name: str) -> float | tuple[float, float]:
        """Returns a setting that is a timeout: `60`, or `10,60` for connecting and reading.

        Raises:
            ConfigurationError: If the text is not one or two numbers above 0.
        """
        try:
            parts = [float(part) for part in (self.get(name) or "").split(",")]
            return check_timeout(parts[0] if len(parts) == 1 else tuple(parts))  # type: ignore[arg-type]  # a pair, or refused
        except (ValueError, ValidationError):
            raise self._error(
                name, "seconds such as 60, or seconds to connect and to read such as 10,60"
            ) from None

    def _error(self, name: str, allowed: str) -> ConfigurationError:
        text = format_value(self.get(name))
        return ConfigurationError(f"{name} in {self.source(name)} is {text}; allowed: {allowed}")


ALLOWED_NUMBERS: Final[Mapping[type, str]] = MappingProxyType(
    {int: "a whole number, 0 or more", float: "a number, 0 or more"}
)


def check_number(name: str, value: float, kind: type[int] | type[float]) -> float:
    """Returns a number that is 0 or more.

    Args:
        name: What the number is called, for the error.
        value: The number.
        kind: `int` if it must be a whole number.

    Raises:
        ConfigurationError: If it is not a number of that kind, or is negative.
    """
    number = isinstance(value, (int, kind)) and not isinstance(value, bool)
    if not number or not value >= 0:
        raise ConfigurationError(
            f"{name}: {format_value(value)} is not valid; allowed: {ALLOWED_NUMBERS[kind]}"
        )
    return value


def _read_dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    return {name: value for name, value in values.items() if value is not None}


def read_config_json(directory: Path | None = None) -> dict[str, str]:
    """Returns the settings in `config.json`, by their full names. Empty if the file does not exist.

    Args:
        directory: The directory of the file. Defaults to the current directory.

    Raises:
        ConfigurationError: If the file cannot be parsed.
    """
    return _read_config_json((directory or Path.cwd()) / CONFIG_JSON)


def read_json_variables() -> dict[str, str]:
    """Returns the settings in `PINTEREST_JSON_ENV_VARIABLES`, by their full names. Empty if it is not set.

    Raises:
        ConfigurationError: If the variable cannot be parsed.
    """
    return _read_json_variables(os.environ.get(JSON_VARIABLES))


def _read_config_json(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    return {PREFIX + key.upper(): value for key, value in _parse_object(text, str(path)).items()}


def _read_json_variables(text: str | None) -> dict[str, str]:
    return _parse_object(text, JSON_VARIABLES) if text else {}


def _parse_object(text: str, place: str) -> dict[str, str]:
    """Parses a JSON object and returns its values as text. Values that no setting can have are left out."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ConfigurationError(
            f"{place} is not valid JSON{line}. It must be an object of names and values"
        ) from None
    if not isinstance(data, dict):
        raise ConfigurationError(f"{place} must be a JSON object of names and values")
    texts = {name: _setting_text(value) for name, value in data.items()}
    return {name: text for name, text in texts.items() if text is not None}


def _setting_text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(type(item) in (int, float) for item in value):
        return ",".join(map(str, value))  # a timeout: the seconds to connect and to read
    return str(value) if isinstance(value, (str, int, float)) else None


# How to look up the settings that are not plain text.
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
