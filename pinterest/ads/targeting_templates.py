"""Targeting templates: named, reusable targeting specs and keywords."""

from __future__ import annotations

from pinterest.bases.targeting_templates import TargetingTemplateBase

__all__ = ["TargetingTemplate"]


class TargetingTemplate(TargetingTemplateBase):
    """A targeting template of an ad account: a named, reusable targeting spec with keywords.

    The API can list targeting templates, but it cannot get a targeting template by its ID.

    Examples:
        >>> template = TargetingTemplate.create(
        ...     "549755885175", "Quilters in the US", {"LOCATION": ["US"], "AGE_BUCKET": ["35-44"]}
        ... )
        >>> template.update_fields(targeting_attributes={"LOCATION": ["US", "CA"]})
        True
        >>> template.delete()
        True
    """

    __slots__ = ()
