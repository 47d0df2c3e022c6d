"""Methods of `Catalog` that create feeds and product groups, and that start jobs for items and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.bases.catalogs import CatalogBase
from pinterest.exceptions import NotFound, ValidationError
from pinterest.utils.listed import get_model_class
from pinterest.utils.protocol import with_deadline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal, Unpack

    from pinterest.bases.feeds import FeedOptions
    from pinterest.bases.product_groups import ProductGroupOptions
    from pinterest.catalogs.feeds import Feed
    from pinterest.catalogs.product_groups import ProductGroup
    from pinterest.client import PinterestSDKClient
    from pinterest.jobs.catalog_reports import CatalogReportJob
    from pinterest.jobs.items import ItemChanges
    from pinterest.jobs.local_inventory import LocalInventoryChanges
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["CatalogJobs"]

_FORMATS = ("CSV", "TSV", "XML")
_COMPRESSED = (".gz", ".zip", ".bz2")


class CatalogJobs(CatalogBase):
    """Methods of `Catalog` that create feeds and product groups, and that start jobs for items and reports."""

    __slots__ = ()

    def create_feed(
        self,
        name: str,
        location: str,
        default_locale: str,
        default_country: str | None = None,
        client: PinterestSDKClient | None = None,
        *,
        format: str | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
        extra_body: Mapping[str, object] | None = None,
        **fields: Unpack[FeedOptions],
    ) -> Feed:
        """Creates a feed for the catalog. The API starts to ingest the feed.

        If the catalog is not loaded, the SDK first lists all catalogs to find the type of this catalog.

        :calls: `POST /catalogs/feeds`

        Args:
            name: Name of the feed.
            location: URL of the feed's file.
            default_locale: Locale of the items, such as `en-US`.
            default_country: Country of the items (ISO 3166-1 alpha-2). Required, except for hotel catalogs.
            client: The client to use. Defaults to the catalog's client.
            format: `CSV`, `TSV` or `XML`. Defaults to the file extension in `location`.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds for the whole call. Defaults to the client's deadline.
            extra_body: Fields of the request that this version of the SDK does not know.
            **fields: Other fields of `Feed.create`, such as `credentials` and `status`.

        Returns:
            The new feed. `feed.latest_ingestion()` is the job that ingests the feed.

        Raises:
            ValidationError: If an argument does not fit the type of the catalog, or if `format` is missing and
                `location` has no known file extension. Nothing is created.
            OutcomeUnknown: If the request was sent but no response arrived.
            ApiException: If the API returns an error.
        """
        kind: Any = get_model_class("Feed")
        feed: Feed = kind.create(
            name,
            format or _detect_format(location),
            location,
            self._find_catalog_type(client),
            default_country,
            default_locale,
            timeout=with_deadline(timeout, deadline),
            extra_body=extra_body,
            **self._get_catalog_arguments(client),
            **fields,
        )
        return feed

    def create_product_group(
        self,
        name: str,
        filters: Mapping[str, object],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
        extra_body: Mapping[str, object] | None = None,
        **fields: Unpack[ProductGroupOptions],
    ) -> ProductGroup:
        """Creates a product group in the catalog.

        :calls: `POST /catalogs/product_groups`

        Args:
            name: Name of the product group.
            filters: The filters that items must match. Build them with `ProductGroup.all_of` and `ProductGroup.any_of`.
            client: The client to use. Defaults to the catalog's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds for the whole call. Defaults to the client's deadline.
            extra_body: Fields of the request that this version of the SDK does not know.
            **fields: Other fields of `ProductGroup.create`, such as `country` and `locale`.

        Returns:
            The new product group.

        Raises:
            ValidationError: If an argument does not fit the type of the catalog. Nothing is created.
            OutcomeUnknown: If the request was sent but no response arrived.
            ApiException: If the API returns an error.
        """
        catalog_type = self._find_catalog_type(client)
        kind: Any = get_model_class("ProductGroup")
        group: ProductGroup = kind.create(
            name,
            filters,
            catalog_type,
            timeout=with_deadline(timeout, deadline),
            extra_body=extra_body,
            **self._get_catalog_arguments(client),
            **fields,
        )
        return group

    def upsert_items(
        self,
        items: Iterable[Mapping[str, Any]],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        operation: Literal["CREATE", "UPDATE", "UPSERT"] = "UPSERT",
    ) -> ItemChanges:
        """Returns a job that creates or updates any number of items.

        Nothing is sent until you call `wait` or `result` of the job. These methods send 1,000 items per request, and
        wait until the API has processed the items.

        Args:
            items: The items. Each is a mapping from field name to value.
            country: Country code (ISO 3166-1 alpha-2).
            language: Language code (ISO 639-1) or locale.
            client: The client to use. Defaults to the catalog's client.
            operation: `CREATE` if the items must be new, `UPDATE` if they must exist, or `UPSERT` (the default).

        Returns:
            The job. Its result is a list with one result per item.
        """
        return self._change_items(operation, items, country, language, client)

    def update_items(
        self,
        items: Iterable[Mapping[str, Any]],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
    ) -> ItemChanges:
        """Returns a job that updates some fields of any number of existing items. Other fields keep their values.

        Args:
            items: The items. Each is a mapping with the item's ID and the fields to update.
            country: Country code (ISO 3166-1 alpha-2).
            language: Language code (ISO 639-1) or locale.
            client: The client to use. Defaults to the catalog's client.

        Returns:
            The job. Its result is a list with one result per item.
        """
        return self._change_items("UPDATE", items, country, language, client)

    def delete_items(
        self,
        item_ids: Iterable[str],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
    ) -> ItemChanges:
        """Returns a job that deletes any number of items.

        Args:
            item_ids: The IDs of the items.
            country: Country code (ISO 3166-1 alpha-2).
            language: Language code (ISO 639-1) or locale.
            client: The client to use. Defaults to the catalog's client.

        Returns:
            The job. Its result is a list with one result per item.
        """
        return self._change_items("DELETE", item_ids, country, language, client)

    def change_local_inventory(
        self,
        items: Iterable[Mapping[str, Any]],
        operation: Literal["CREATE", "UPDATE", "UPSERT", "DELETE"] = "UPSERT",
        client: PinterestSDKClient | None = None,
    ) -> LocalInventoryChanges:
        """Returns a job that changes the inventory of local stores.

        Args:
            items: The changes. Each is a mapping with `item_id`, `store_code` and `attributes`. To delete, leave out
                `attributes`.
            operation: The operation for all of the changes. Defaults to `UPSERT`.
            client: The client to use. Defaults to the catalog's client.

        Returns:
            The job. Its result is a list with one result per change.
        """
        from pinterest.jobs.local_inventory import LocalInventoryChanges

        own, account = self._choose_client(client), self.ad_account_id
        return LocalInventoryChanges(operation, self.id, items, own, ad_account_id=account)

    def report(
        self,
        report_type: Literal["ALL_ITEMS", "DISTRIBUTION_ISSUES"] = "ALL_ITEMS",
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> CatalogReportJob:
        """Creates a report on the catalog, and returns a job that waits for the report.

        To get the issues of a single feed, use `feed.report()`.

        :calls: `POST /catalogs/reports`

        Args:
            report_type: `ALL_ITEMS` (the default), or `DISTRIBUTION_ISSUES` for items that cannot be shown or promoted.
            client: The client to use. Defaults to the catalog's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The job. You can convert its rows to tables and files.

        Raises:
            ValidationError: If the API has no reports for this type of catalog. Nothing is created.
            ApiException: If the API returns an error.
        """
        from pinterest.jobs.catalog_reports import CatalogReportJob

        catalog = self._get_catalog_arguments(client)
        return CatalogReportJob.create(
            report_type,
            catalog_type=self._find_catalog_type(client, timeout=timeout, deadline=deadline),
            **catalog,
            timeout=timeout,
            deadline=deadline,
        )

    def _change_items(
        self, operation: str, items: Iterable[Any], country: str, language: str, client: Any
    ) -> ItemChanges:
        """Returns a job that creates, updates or deletes items of this catalog."""
        from pinterest.jobs.items import ItemChanges

        catalog = self._get_catalog_arguments(client)
        catalog_type = self._find_catalog_type(client)
        return ItemChanges(
            operation, items, country, language, catalog_type=catalog_type, **catalog
        )

    def _choose_client(self, client: PinterestSDKClient | None) -> Any:
        """Returns `client`, or the catalog's client if `client` is None."""
        return client if client is not None else self._stored_client

    def _get_catalog_arguments(self, client: PinterestSDKClient | None) -> dict[str, Any]:
        """Returns the arguments that every job for this catalog needs: its ID, the client and the ad account."""
        return {
            "catalog_id": self.id,
            "client": self._choose_client(client),
            "ad_account_id": self.ad_account_id,
        }

    def _find_catalog_type(
        self,
        client: PinterestSDKClient | None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Any:
        """Returns the type of the catalog. Lists all catalogs if this catalog is not loaded."""
        if self.is_loaded:
            return str(self.catalog_type)
        chosen = self._choose_client(client)
        for found in type(self).iter_all(
            client=chosen,
            ad_account_id=self.ad_account_id,
            timeout=timeout,
            deadline=deadline,
        ):
            if found.id == self.id:
                return str(found.catalog_type)
        raise NotFound(
            f"catalog {self.id} does not exist or belongs to another user. Check the ID."
        )


def _detect_format(location: str) -> str:
    """Returns the format of a feed, based on the file extension in the URL.

    Raises:
        ValidationError: If the URL has no known file extension.
    """
    path = str(location).partition("?")[0].lower()
    for ending in _COMPRESSED:
        path = path.removesuffix(ending)
    for name in _FORMATS:
        if path.endswith(f".{name.lower()}"):
            return name
    raise ValidationError(
        f"location does not end with .csv, .tsv or .xml. Pass `format`: one of {', '.join(_FORMATS)}"
    )
