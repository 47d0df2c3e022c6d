"""Changes the inventory of local stores, in batches that the API processes in the background.

The API calls an entry of the local inventory a "supplemental item". The API has no other kind of supplemental item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Self

from pinterest.catalogs.local_inventory import LocalInventoryBatch
from pinterest.jobs.batched_changes import (
    BatchedChanges,
    ItemResult,
    check_choice,
    get_max_items,
    parse_result,
)

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["LocalInventoryChanges"]

_OPERATIONS: Final = ("CREATE", "UPDATE", "UPSERT", "DELETE")


class LocalInventoryChanges(BatchedChanges):
    """A job that changes the inventory of local stores. Its result has one `ItemResult` per change.

    `wait` sends the changes in batches of 1,000, and waits for the batches. After a crash, restore the job from its
    `token` to get the results of the changes that were sent. Then start another job with `items[job.sent:]`.

    Attributes:
        catalog_id: The ID of the catalog.
        sent: The number of changes that were sent.
        batch_ids: The IDs of the batches that were sent.

    Examples:
        >>> changes = [
        ...     {
        ...         "item_id": "quilt-1",
        ...         "store_code": "S1",
        ...         "attributes": {"price": "119 USD", "availability": "in stock"},
        ...     }
        ... ]
        >>> [result.status for result in LocalInventoryChanges("UPSERT", "2680059592705", changes).result()]
        ['SUCCESS']
    """

    kind = "local_inventory_changes"
    noun = "change of local inventory"

    def __init__(
        self,
        operation: str,
        catalog_id: str | int,
        items: Iterable[Mapping[str, Any]],
        client: PinterestSDKClient | None = None,
        *,
        ad_account_id: str | int | None = None,
    ) -> None:
        """Creates the job. Sends no request. `wait` sends the changes.

        Args:
            operation: `CREATE`, `UPDATE`, `UPSERT` or `DELETE`.
            catalog_id: ID of the catalog.
            items: The changes, each a mapping with `item_id` and `store_code`. All operations except `DELETE` also
                need `attributes`.
            client: The client to use. Defaults to the default client.
            ad_account_id: ID of an ad account. If given, the job acts as the owner of that ad account.

        Raises:
            ValidationError: If the operation is not valid.
        """
        super().__init__(items, client)
        self._operation = check_choice("operation", operation, _OPERATIONS)
        self.catalog_id = str(catalog_id)
        self._ad_account_id = None if ad_account_id is None else str(ad_account_id)

    def _get_max_items(self) -> int:
        from pinterest import schemas

        return get_max_items(schemas.LocalInventoryItemsBatchCreate, "operations")

    def _build_item(self, change: Any) -> dict[str, Any]:
        return {"operation": self._operation, **change}

    def _send_batch(self, changes: list[dict[str, Any]]) -> str:
        batch = LocalInventoryBatch.create(
            self.catalog_id, changes, self._given_client, ad_account_id=self._ad_account_id
        )
        return batch.id

    def _get_batch(self, batch_id: str) -> tuple[str | None, list[ItemResult]]:
        batch = LocalInventoryBatch(
            self.catalog_id, batch_id, self._given_client, ad_account_id=self._ad_account_id
        )
        data = batch.refresh().to_dict()
        results = data.get("operation_results") or ()
        return data.get("status"), [
            parse_result(item, str(item.get("item_id") or ""), str(item.get("store_code") or ""))
            for item in results
        ]

    def _get_state(self) -> dict[str, Any]:
        own = {"catalog_id": self.catalog_id, "ad_account_id": self._ad_account_id}
        return {**super()._get_state(), **own}

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        options: dict[str, Any] = {"ad_account_id": state.get("ad_account_id")}
        return cls("UPSERT", state["catalog_id"], (), client, **options)._restore_state(state)
