"""Audiences: groups of people that ad groups target or exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.audiences import AudienceBase
from pinterest.utils.changes import ReadsChanges
from pinterest.utils.generated_names import generated_names

__all__ = ["Audience"]


class Audience(ReadsChanges, AudienceBase):
    """A group of people that the ad groups of an ad account can target or exclude.

    Examples:
        >>> audience = Audience.create(
        ...     "549755885175",
        ...     name="Bought in the last month",
        ...     rule={"visitor_source_id": "549755885176", "retention_days": 30},
        ...     audience_type="VISITOR",
        ... )
        >>> audience.update_fields(description="For the spring sale")
        True
    """

    __slots__ = ()
    _change_fields = ("created_timestamp", "updated_timestamp")


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
