"""The rich models of advertising, one noun a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.utils.lazy import lazy_names

if TYPE_CHECKING:
    from pinterest.ads.audience_insights import AudienceInsights as AudienceInsights
    from pinterest.ads.audiences import Audience as Audience

__all__ = ["Audience", "AudienceInsights"]

__getattr__, __dir__ = lazy_names(
    __name__, {"Audience": "audiences", "AudienceInsights": "audience_insights"}
)
