"""Lead forms: questions that a lead ad asks people."""

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
