"""Reports on catalogs: all items, or the issues of items and feeds."""

from __future__ import annotations

from pinterest.bases.reports import CatalogReportBase

__all__ = ["CatalogReport"]


class CatalogReport(CatalogReportBase):
    """A report on a catalog, by its token. The API creates it in the background.

    Examples:
        >>> report = CatalogReport.create(
        ...     "RETAIL", {"report_type": "ALL_ITEMS", "catalog_id": "2680059592705"}
        ... )
        >>> report.report_status
        'IN_PROGRESS'
        >>> report.refresh().url
        'https://www.example.com/report.csv'
    """

    __slots__ = ()
