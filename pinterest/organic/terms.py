"""Terms: what people on Pinterest search for."""

from __future__ import annotations

from pinterest.bases.terms import TermsBase

__all__ = ["Terms"]


class Terms(TermsBase):
    """Search terms. All methods are class methods, since a term has no ID.

    Examples:
        >>> Terms.suggested("quilt", limit=3)
        ['quilt patterns', 'quilt ideas', 'quilt blocks']
    """

    __slots__ = ()
