"""Reports on the items of a catalog, or on the issues of its items and feeds."""

from __future__ import annotations

from pinterest.bases.reports import CatalogReportBase

__all__ = ["CatalogReport"]


class CatalogReport(CatalogReportBase):
    """A report on a catalog, identified by its token. The API prepares the report in the background.

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
