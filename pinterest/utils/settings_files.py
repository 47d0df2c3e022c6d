"""Reads settings from `.env` files, `config.json` and JSON text."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from pinterest.exceptions import ConfigurationError

__all__ = ["get_absolute_path", "parse_object", "read_config_json", "read_dotenv"]

# A line of an .env file with a value in single quotes, which is used unchanged.
_SINGLE_QUOTED = re.compile(
    r"""\s*(?:export[^\S\r\n]+)?(?:'[^']+'|[^=\#\s]+)[^\S\r\n]*=[^\S\r\n]*'"""
)


def get_absolute_path(path: Path) -> str:
    """Returns a path as an absolute path, or unchanged if the current directory no longer exists."""
    try:
        return str(path.absolute())
    except FileNotFoundError:
        return str(path)


def read_dotenv(path: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Maps the names in an `.env` file to values. Returns an empty dict if the file does not exist.

    Raises:
        ConfigurationError: If the file cannot be read.
    """
    text = _read_text(path)
    if text is None:
        return {}
    from dotenv.parser import parse_stream
    from dotenv.variables import parse_variables

    values: dict[str, str] = {}
    for binding in parse_stream(io.StringIO(text)):
        name, value = binding.key, binding.value
        if name is None or value is None:
            continue
        # Replace `${NAME}` with the environment variable or the earlier value of that name, except in single quotes.
        if not _SINGLE_QUOTED.match(binding.original.string):
            known = {**environment, **values}
            value = "".join(atom.resolve(known) for atom in parse_variables(value))
        values[name] = value
    return values


def read_config_json(path: Path, prefix: str) -> dict[str, str]:
    """Maps the names in a `config.json` file to values. Returns an empty dict if the file does not exist.

    Args:
        path: The file.
        prefix: The text to put before each name, after converting the name to upper case.

    Raises:
        ConfigurationError: If the file cannot be read or is not a JSON object.
    """
    text = _read_text(path)
    if text is None:
        return {}
    values = parse_object(text, get_absolute_path(path))
    return {prefix + name.upper(): value for name, value in values.items()}


def parse_object(text: str, source: str) -> dict[str, str]:
    """Maps the names in a JSON object to values as strings. Leaves out null and nested objects.

    Args:
        text: The JSON text.
        source: The name of the file or variable that contains the JSON, for errors.

    Raises:
        ConfigurationError: If the text is not a JSON object.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ConfigurationError(
            f"{source} is not valid JSON{line}. It must be a JSON object of names and values"
        ) from None
    if not isinstance(data, dict):
        raise ConfigurationError(f"{source} must be a JSON object of names and values")
    texts = {name: _to_setting_text(value) for name, value in data.items()}
    return {name: text for name, text in texts.items() if text is not None}


def _read_text(path: Path) -> str | None:
    """Returns the content of a file, or None if the file does not exist."""
    try:
        return path.read_text(encoding="utf-8-sig") if path.is_file() else None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{get_absolute_path(path)} cannot be read: {error}") from None


def _to_setting_text(value: object) -> str | None:
    """Returns a JSON value as the text of a setting, or None if a setting cannot have this type."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(type(item) in (int, float) for item in value):
        # A timeout with two numbers: seconds to connect and to read.
        return ",".join(map(str, value))
    return str(value) if isinstance(value, (str, int, float)) else None
