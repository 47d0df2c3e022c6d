"""Functions that copy settings into environment variables.

The module has the name that it has in Pinterest's own SDK, so that existing imports work.

This SDK does not need them: it reads `config.json` and `PINTEREST_JSON_ENV_VARIABLES` itself, and never changes the
environment on its own.
"""

from __future__ import annotations

import os

__all__ = ["load_json_config", "load_json_config_from_single_env_var"]


def load_json_config() -> None:
    """Sets an environment variable for each setting in the `config.json` of the current directory.

    Does nothing if there is no such file. Pinterest's own SDK searches the parent folder and everything below it.

    Raises:
        ConfigurationError: If the file cannot be parsed.
    """
    from pinterest import config

    os.environ.update(config.read_config_json())


def load_json_config_from_single_env_var() -> None:
    """Sets an environment variable for each setting in the JSON object `PINTEREST_JSON_ENV_VARIABLES`.

    Does nothing if that variable is not set.

    Raises:
        ConfigurationError: If the variable cannot be parsed.
    """
    from pinterest import config

    os.environ.update(config.read_json_variables())
