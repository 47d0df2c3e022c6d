"""Items: the products of a catalog, and batches that change them."""

from __future__ import annotations

from pinterest.bases.items import ItemBatchBase

__all__ = ["ItemBatch"]


class ItemBatch(ItemBatchBase):
    """A batch of changes to items of a catalog. The API processes it in the background.

    There is no class for items. They are identified by item ID, country and language. `find_items` gets them.

    Examples:
        >>> batch = ItemBatch.create(
        ...     [{"operation": "DELETE", "item_id": "quilt-1"}], "US", "EN", catalog_id="2680059592705"
        ... )
        >>> batch.refresh().status
        'COMPLETED'
    """

    __slots__ = ()
