"""Items: the products of a catalog, and batches that change them."""

from __future__ import annotations

from pinterest.bases.items import ItemBatchBase

__all__ = ["ItemBatch"]


class ItemBatch(ItemBatchBase):
    """A batch of changes to items of a catalog. The API processes the batch in the background.

    Items have no class, because their IDs are unique only within a country and a language. To get items, use
    `find_items`.

    Examples:
        >>> batch = ItemBatch.create(
        ...     [{"operation": "DELETE", "item_id": "quilt-1"}], "US", "EN", catalog_id="2680059592705"
        ... )
        >>> batch.refresh().status
        'COMPLETED'
    """

    __slots__ = ()
