"""Exports of leads: files with the leads that an ad collected."""

from __future__ import annotations

from pinterest.bases.leads_exports import LeadsExportBase

__all__ = ["LeadsExport"]


class LeadsExport(LeadsExportBase):
    """An export of the leads that an ad collected.

    The API prepares the file in the background. Call `refresh()` until `export_status` is FINISHED.

    Examples:
        >>> export = LeadsExport.create("549755885175", ad.id, "2025-03-01", "2025-03-31")
        >>> export.export_status
        'IN_PROGRESS'
        >>> export.refresh().download_url
        'https://...'
    """

    __slots__ = ()
