"""Functions that copy settings into environment variables.

This SDK does not need these functions: it reads `config.json` and `PINTEREST_JSON_ENV_VARIABLES` itself. The functions
exist because scripts for Pinterest's own SDK import them from this module.
"""

from __future__ import annotations

import os

__all__ = ["load_json_config", "load_json_config_from_single_env_var"]


def load_json_config() -> None:
    """Sets an environment variable for each setting in the `config.json` of the current directory.

    Does nothing if the file does not exist.

    Raises:
        ConfigurationError: If the file is not valid.
    """
    from pinterest import config

    # Unlike this function, the one in Pinterest's own SDK searches the parent directory and everything below it.
    os.environ.update(config.read_config_json())


def load_json_config_from_single_env_var() -> None:
    """Sets an environment variable for each member of the JSON object in `PINTEREST_JSON_ENV_VARIABLES`.

    Does nothing if `PINTEREST_JSON_ENV_VARIABLES` is not set.

    Raises:
        ConfigurationError: If the value of `PINTEREST_JSON_ENV_VARIABLES` is not valid.
    """
    from pinterest import config

    os.environ.update(config.read_json_variables())
