"""Trends: keywords, topics and product categories that are becoming popular on Pinterest."""

from __future__ import annotations

from pinterest.bases.trends import TrendsBase

__all__ = ["Trends"]


class Trends(TrendsBase):
    """Trends in a region. All methods are class methods, since a trend has no ID.

    Examples:
        >>> for trend in Trends.keywords("US", "growing", ["home_decor"], limit=10):
        ...     print(trend.keyword, trend.pct_growth_mom)
    """

    __slots__ = ()
