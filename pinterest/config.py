"""Settings: where each is looked for, and what was found.

Nothing is read when this module is imported. `pinterest.config.PINTEREST_API_URI`, and every other name of `SETTINGS`,
is looked up at the moment it is asked for, in this order: environment, `PINTEREST_JSON_ENV_VARIABLES`, `.env` and
`config.json` in the current directory, default.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pinterest.exceptions import ConfigurationError
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

SETTINGS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        "PINTEREST_ACCESS_TOKEN": None,
        "PINTEREST_REFRESH_ACCESS_TOKEN": None,
        "PINTEREST_APP_ID": None,
        "PINTEREST_APP_SECRET": None,
        "PINTEREST_API_URI": PRODUCTION,
        "PINTEREST_DEBUG": "false",
        "PINTEREST_LOG_FILE": None,
        JSON_VARIABLES: None,
        "PINTEREST_LOGGER_FORMAT": "%(asctime)s %(levelname)s %(name)s %(message)s",
        # Kept for scripts that read them; this SDK itself does not.
        "PINTEREST_AD_ACCOUNT_ID": None,
        "PINTEREST_ACCESS_TOKEN_JSON_PATH": None,
        "PINTEREST_CLIENT_ID": None,
        "PINTEREST_DISABLED_CLIENT_SIDE_VALIDATIONS": None,
        "PINTEREST_PORT": None,
        "PINTEREST_REDIRECT_URI": None,
        "PINTEREST_RESPONSE_TYPE": None,
        "PINTEREST_SCOPE": None,
        "PINTEREST_STATE": None,
    }
)
"""Every setting by its full name, with its default."""

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class Settings:
    """The settings as they are at one moment, read once from every place.

    Args:
        directory: Where `.env` and `config.json` are; the current directory unless given.
        environment: The environment variables; those of the process unless given.

    Raises:
        ConfigurationError: One of the places holds what cannot be read as settings.
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
        """Where it looked, first to last."""
        return [name for name, _ in self._places]

    def get(self, name: str) -> str | None:
        """Returns a setting by its full name, its default where it is set nowhere; an empty text counts as not set."""
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
            ConfigurationError: It is neither.
        """
        text = (self.get(name) or "").strip().lower()
        if text in _TRUE:
            return True
        if text in _FALSE or not text:
            return False
        allowed = ", ".join(sorted(_TRUE | _FALSE))
        raise ConfigurationError(f"{name} in {self.source(name)} is {text!r}; allowed: {allowed}")


def _read_dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    return {name: value for name, value in values.items() if value is not None}


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
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ConfigurationError(
            f"{place} is not valid JSON{where}; it must be an object"
        ) from None
    if not isinstance(data, dict):
        raise ConfigurationError(f"{place} must hold a JSON object of names and values")
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in data.items()
        if isinstance(value, (str, int, float))
    }


def __getattr__(name: str) -> Any:
    if name not in SETTINGS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    settings = Settings()
    return settings.flag(name) if name == "PINTEREST_DEBUG" else settings.get(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *SETTINGS})
