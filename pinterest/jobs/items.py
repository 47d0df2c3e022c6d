"""Changes any number of catalog items, in batches that the API processes in the background."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Self

from pinterest.catalogs.items import ItemBatch
from pinterest.jobs.batched_changes import (
    BatchedChanges,
    ItemResult,
    check_choice,
    get_max_items,
    parse_result,
)

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["ItemChanges", "ItemResult"]

_OPERATIONS: Final = ("CREATE", "UPDATE", "UPSERT", "DELETE", "DELETE_DISCONTINUED")
_ID_FIELDS: Final = {
    "RETAIL": "item_id",
    "HOTEL": "hotel_id",
    "CREATIVE_ASSETS": "creative_assets_id",
}
_REQUESTS: Final = {
    "RETAIL": "CatalogsRetailBatchRequest",
    "HOTEL": "CatalogsHotelBatchRequest",
    "CREATIVE_ASSETS": "CatalogsCreativeAssetsBatchRequest",
}


class ItemChanges(BatchedChanges):
    """A job that changes items of a catalog. Its result has one `ItemResult` per item, in the order of the items.

    `wait` sends the items in batches of 1,000, and waits for the batches. The token contains the IDs of the sent
    batches and the number of sent items, but not the items. After a crash, restore the job from its token to get the
    results of the items that were sent. Then start another job with `items[job.sent:]`.

    Attributes:
        sent: The number of items that were sent.
        batch_ids: The IDs of the batches that were sent.

    Examples:
        >>> changes = ItemChanges.upsert(items, "US", "EN", catalog_id="2680059592705")
        >>> failed = [item for item in changes.wait(progress=True).result() if not item.succeeded]
    """

    kind = "item_changes"
    noun = "change of items"

    def __init__(
        self,
        operation: str,
        items: Iterable[Mapping[str, Any] | str],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
        ad_account_id: str | int | None = None,
    ) -> None:
        """Creates the job. Sends no request. `wait` sends the items.

        Args:
            operation: `CREATE`, `UPDATE`, `UPSERT`, `DELETE` or `DELETE_DISCONTINUED`.
            items: The items, each a mapping of its fields. To delete items, you can pass just their IDs.
            country: Country code (ISO 3166-1 alpha-2).
            language: Language code (ISO 639-1) or locale.
            client: The client to use. Defaults to the default client.
            catalog_type: `RETAIL`, `HOTEL` or `CREATIVE_ASSETS` (default `RETAIL`).
            catalog_id: ID of the catalog. Defaults to the oldest catalog of its type.
            ad_account_id: ID of an ad account. If given, the job acts as the owner of that ad account.

        Raises:
            ValidationError: If the operation or the catalog type is not valid.
        """
        super().__init__(items, client)
        self._operation = check_choice("operation", operation, _OPERATIONS)
        self._catalog_type = check_choice("catalog_type", catalog_type, _ID_FIELDS)
        self._country, self._language, self._catalog_id = country, language, catalog_id
        self._ad_account_id = None if ad_account_id is None else str(ad_account_id)

    @classmethod
    def upsert(
        cls,
        items: Iterable[Mapping[str, Any]],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
        ad_account_id: str | int | None = None,
    ) -> Self:
        """Creates a job that creates items or replaces existing items. See `ItemChanges` for the arguments."""
        options = _build_job_options(catalog_type, catalog_id, ad_account_id)
        return cls("UPSERT", items, country, language, client, **options)

    @classmethod
    def update(
        cls,
        items: Iterable[Mapping[str, Any]],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
        ad_account_id: str | int | None = None,
    ) -> Self:
        """Creates a job that updates existing items. See `ItemChanges` for the arguments."""
        options = _build_job_options(catalog_type, catalog_id, ad_account_id)
        return cls("UPDATE", items, country, language, client, **options)

    @classmethod
    def delete(
        cls,
        item_ids: Iterable[Mapping[str, Any] | str],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
        ad_account_id: str | int | None = None,
    ) -> Self:
        """Creates a job that deletes items by their IDs. See `ItemChanges` for the arguments."""
        options = _build_job_options(catalog_type, catalog_id, ad_account_id)
        return cls("DELETE", item_ids, country, language, client, **options)

    def _get_max_items(self) -> int:
        from pinterest import schemas

        return get_max_items(getattr(schemas, _REQUESTS[self._catalog_type]), "items")

    def _build_item(self, change: Any) -> dict[str, Any]:
        fields = change if isinstance(change, Mapping) else {_ID_FIELDS[self._catalog_type]: change}
        return {"operation": self._operation, **fields}

    def _send_batch(self, changes: list[dict[str, Any]]) -> str:
        batch = ItemBatch.create(
            changes,
            self._country,  # type: ignore[arg-type]  # the method checks the code
            self._language,  # type: ignore[arg-type]  # the method checks the code
            self._catalog_type,  # type: ignore[arg-type]  # it was checked
            self._catalog_id,
            self._given_client,
            ad_account_id=self._ad_account_id,
        )
        return str(batch.batch_id)

    def _get_batch(self, batch_id: str) -> tuple[str | None, list[ItemResult]]:
        batch = ItemBatch(batch_id, self._given_client, ad_account_id=self._ad_account_id)
        data = batch.refresh().to_dict()
        return data.get("status"), [_parse_item_result(item) for item in data.get("items") or ()]

    def _get_state(self) -> dict[str, Any]:
        own = {"catalog_type": self._catalog_type, "ad_account_id": self._ad_account_id}
        return {**super()._get_state(), **own}

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        options = _build_job_options(state["catalog_type"], None, state.get("ad_account_id"))
        return cls("UPSERT", (), "US", "EN", client, **options)._restore_state(state)


def _build_job_options(catalog_type: str, catalog_id: Any, ad_account_id: Any) -> dict[str, Any]:
    """Returns a dict of these arguments, to pass to `ItemChanges` as keyword arguments."""
    return {
        "catalog_type": catalog_type,
        "catalog_id": catalog_id,
        "ad_account_id": ad_account_id,
    }


def _parse_item_result(item: Mapping[str, Any]) -> ItemResult:
    ids = (item.get(name) for name in _ID_FIELDS.values())
    return parse_result(item, next((str(id) for id in ids if id), ""))
