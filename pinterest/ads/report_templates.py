"""Report templates: saved settings of reports."""

from __future__ import annotations

from pinterest.bases.report_templates import ReportTemplateBase

__all__ = ["ReportTemplate"]


class ReportTemplate(ReportTemplateBase):
    """A template for reports, created in Ads Manager.

    The API can list templates, but it cannot get a template by its ID.

    Examples:
        >>> template = ReportTemplate.find("549755885175", "Weekly spend")
        >>> report = template.create_report()
        >>> template.ad_account_id, report.token
        ('549755885175', 'MTY5...')
    """

    __slots__ = ()
