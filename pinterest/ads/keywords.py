"""Keywords: search terms that ad groups bid on, or that ad accounts and campaigns exclude."""

from __future__ import annotations

from pinterest.bases.keywords import KeywordBase

__all__ = ["Keyword"]


class Keyword(KeywordBase):
    """A keyword of an ad account, a campaign or an ad group.

    The API can list keywords, but it cannot get one by its ID.

    Examples:
        >>> keyword = Keyword.create("549755885175", ad_group.id, "quilt", match_type="BROAD")
        >>> keyword.update_fields(archived=True)
        True
    """

    __slots__ = ()
