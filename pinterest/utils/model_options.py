"""Removes options of the generated client, such as `async_req`, from the unknown keyword arguments of a method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinterest.utils.protocol import Timeout, with_defaults

_TIMEOUT: Final = "_request_timeout"
IGNORED: Final = frozenset(
    {
        "_check_input_type",
        "_check_return_type",
        "_content_type",
        "_host_index",
        "_preload_content",
        "_return_http_data_only",
        "_spec_property_naming",
        "async_req",
    }
)
"""Options of the generated client that this SDK accepts and ignores."""


def split_options(unknown: Mapping[str, Any], timeout: Timeout) -> tuple[dict[str, Any], Timeout]:
    """Returns the keyword arguments without options of the generated client, and the timeout to use."""
    if not unknown:
        return {}, timeout
    rest = {name: value for name, value in unknown.items() if name not in IGNORED}
    request_timeout = rest.pop(_TIMEOUT, None)
    return rest, with_defaults(timeout, request_timeout)
