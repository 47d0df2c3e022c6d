"""What verbs of rich models take beyond their own arguments: options of the generated client, and misspelt names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pinterest.utils.protocol import Timeout

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
"""Options of the generated client that mean nothing here."""


def without_options(unknown: Mapping[str, Any], timeout: Timeout) -> tuple[dict[str, Any], Timeout]:
    """Returns the keywords that are no options of the generated client, and the timeout that counts."""
    if not unknown:
        return {}, timeout
    rest = {name: value for name, value in unknown.items() if name not in IGNORED}
    given = rest.pop(_TIMEOUT, None)
    return rest, given if timeout is None else timeout
