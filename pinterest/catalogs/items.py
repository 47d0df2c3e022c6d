"""Items: the products of a catalog, and batches that change them."""

from __future__ import annotations

from pinterest.bases.items import ItemBatchBase

__all__ = ["ItemBatch"]


class ItemBatch(ItemBatchBase):
    """A batch of changes to items of a catalog. The API processes it in the background.

    Items have no class, because an ID is unique only within a country and a language. `find_items` gets items.

    Examples:
        >>> batch = ItemBatch.create(
        ...     [{"operation": "DELETE", "item_id": "quilt-1"}], "US", "EN", catalog_id="2680059592705"
        ... )
        >>> batch.refresh().status
        'COMPLETED'
    """

    __slots__ = ()
