"""Keywords: search terms that ad groups bid on, or that ad accounts and campaigns exclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.keywords import KeywordBase
from pinterest.utils.generated_names import generated_names

__all__ = ["Keyword"]


class Keyword(KeywordBase):
    """A keyword of an ad account, a campaign or an ad group.

    The API can list keywords, but it cannot get a keyword by its ID.

    Examples:
        >>> keyword = Keyword.create("549755885175", ad_group.id, "quilt", match_type="BROAD")
        >>> keyword.archive()
        True
    """

    __slots__ = ()


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
