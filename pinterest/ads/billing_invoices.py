"""Billing invoices and credit memos of ad accounts."""

from __future__ import annotations

from pinterest.bases.billing_invoices import BillingInvoiceBase

__all__ = ["BillingInvoice"]


class BillingInvoice(BillingInvoiceBase):
    """An invoice or a credit memo of an ad account.

    The API can list invoices, but it cannot get an invoice by its ID.

    Examples:
        >>> for invoice in BillingInvoice.iter_all("549755885175", status="OPEN"):
        ...     print(invoice.invoice_due_date, invoice.billed_amount, invoice.currency)
        ...     print(invoice.get_download().download_url)
    """

    __slots__ = ()
