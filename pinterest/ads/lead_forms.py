"""Lead forms, which people fill in on lead ads."""

from __future__ import annotations

from pinterest.bases.lead_forms import LeadFormBase

__all__ = ["LeadForm"]


class LeadForm(LeadFormBase):
    """A form that people fill in on a lead ad.

    Examples:
        >>> form = LeadForm.create(
        ...     "549755885175",
        ...     "Newsletter",
        ...     [{"question_type": "EMAIL"}],
        ...     "https://www.example.com/privacy",
        ...     has_accepted_terms=True,
        ... )
        >>> form.activate()
        True
    """

    __slots__ = ()
