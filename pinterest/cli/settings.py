"""`pinterest config`: shows the settings and the source of each setting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pinterest.cli.shared_options import SharedOptions, is_secret

__all__ = ["show_settings"]

# The SDK does not use these settings, but scripts do. A setting is shown only if it is set.
_FOR_SCRIPTS: Final = frozenset(
    "PINTEREST_CLIENT_ID PINTEREST_DISABLED_CLIENT_SIDE_VALIDATIONS PINTEREST_PORT PINTEREST_REDIRECT_URI"
    " PINTEREST_RESPONSE_TYPE PINTEREST_SCOPE PINTEREST_STATE PINTEREST_ACCESS_TOKEN_JSON_PATH".split()
)


def show_settings(client: object, arguments: dict[str, Any], shared: SharedOptions) -> Any:
    """Returns one row per setting, with its value and source."""
    return list(_list_settings())


def _list_settings() -> Iterator[dict[str, Any]]:
    from pinterest.config import SETTINGS, Settings

    settings = Settings()
    for name in SETTINGS:
        value, source = settings.get(name), settings.source(name)
        is_default = source == "its default"
        if name in _FOR_SCRIPTS and is_default:
            continue
        hidden = bool(value) and is_secret(name)
        yield {
            "setting": name,
            "value": "(hidden)" if hidden else value if value is not None else "(not set)",
            "source": "default" if is_default else source,
        }
