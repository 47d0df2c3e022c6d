"""Batches that change the inventory of local stores."""

from __future__ import annotations

from pinterest.bases.local_inventory import LocalInventoryBatchBase

__all__ = ["LocalInventoryBatch"]


class LocalInventoryBatch(LocalInventoryBatchBase):
    """A batch of changes to the inventory of local stores. The API processes the batch in the background.

    When `status` is COMPLETED, `operation_results` has the outcome of each change. To get the inventory itself, use
    `catalog.local_inventory`.

    Examples:
        >>> change = {"operation": "DELETE", "item_id": "quilt-1", "store_code": "S1"}
        >>> batch = LocalInventoryBatch.create("2680059592705", [change])
        >>> batch.refresh().status
        'COMPLETED'
    """

    __slots__ = ()
