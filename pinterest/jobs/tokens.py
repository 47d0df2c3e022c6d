"""Tokens of jobs: JSON strings from which a job can be restored, in another process or on another machine.

A token contains IDs and the progress of the job. A token contains no credentials, download URLs or personal data.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.jobs.job import Job

__all__ = ["build_token", "find_job_class", "parse_token"]

_KIND: Final = "job"
# The module is imported when a token of the kind is parsed.
_CLASSES: Final[Mapping[str, str]] = {
    "bulk": "bulk:Bulk",
    "catalog_report": "catalog_reports:CatalogReportJob",
    "customer_list": "customer_lists:CustomerListChanges",
    "feed_ingestion": "feeds:FeedIngestion",
    "item_changes": "items:ItemChanges",
    "local_inventory_changes": "local_inventory:LocalInventoryChanges",
    "media": "media:MediaUpload",
    "report": "reports:Report",
    "video_pin": "video_pins:VideoPin",
}
"""Maps each kind of job to its module and class, such as `reports:Report`."""


def build_token(kind: str, state: Mapping[str, Any]) -> str:
    """Builds the token of a job.

    Args:
        kind: The kind of the job.
        state: The state of the job, as plain data.
    """
    return json.dumps({_KIND: kind, **state}, ensure_ascii=False, separators=(",", ":"))


def parse_token(token: object) -> tuple[str, dict[str, Any]]:
    """Returns the kind and the state of a job from its token.

    Raises:
        ValidationError: If the text is not a token of a job.
    """
    try:
        state = json.loads(token) if isinstance(token, str) else None
    except ValueError:
        state = None
    kind = state.pop(_KIND, None) if isinstance(state, dict) else None
    if not isinstance(state, dict) or not isinstance(kind, str):
        raise ValidationError(
            f"token: {format_value(token)} is not a token of a job. Pass the text of `job.token`"
        )
    return kind, state


def find_job_class(kind: str) -> type[Job[Any]]:
    """Imports and returns the class of a kind of job.

    Raises:
        ValidationError: If this version of the SDK does not have this kind of job.
    """
    if kind not in _CLASSES:
        raise ValidationError(
            f"token: this version of the SDK has no job of the kind {format_value(kind)}. The known kinds are "
            f"{', '.join(sorted(_CLASSES))}. Update the SDK if a newer version created the token"
        )
    module, _, name = _CLASSES[kind].partition(":")
    found: type[Job[Any]] = getattr(importlib.import_module(f"pinterest.jobs.{module}"), name)
    return found
