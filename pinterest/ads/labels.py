"""Labels, which group campaigns in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pinterest.bases.labels import LabelBase

if TYPE_CHECKING:
    from pinterest.response import ApiResponse
    from pinterest.utils.listing import Listing

__all__ = ["Label"]


class Label(LabelBase):
    """A label of an ad account. Labels group campaigns in reports.

    The API can list labels, but it cannot get a label by its ID.

    Examples:
        >>> label = Label.create("549755885175", campaign.id, "Spring", "CUSTOM")
        >>> label.apply([other_campaign.id])
        >>> label.archive()
        True
    """

    __slots__ = ()

    @classmethod
    def _build(cls, listing: Listing[Self], items: list[Any], response: ApiResponse) -> list[Self]:
        """Creates the labels of a page from the items of a response. Each item has a list of labels."""
        rows = [item.get("labels", [item]) if isinstance(item, dict) else item for item in items]
        lists = [row if isinstance(row, list) else [row] for row in rows if row is not None]
        return super()._build(listing, [label for row in lists for label in row], response)
