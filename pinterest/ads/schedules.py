"""Schedules: temporary changes to budgets or bids."""

from __future__ import annotations

from pinterest.bases.schedules import ScheduleBase

__all__ = ["Schedule"]


class Schedule(ScheduleBase):
    """A temporary change to a campaign's budget or bids.

    The API can list schedules, but it cannot get a schedule by its ID.

    Examples:
        >>> schedule = Schedule.create(
        ...     "549755885175", campaign.id, "CAMPAIGN_BUDGET_CHANGE", "INCREASE_BY_PERCENT", "20"
        ... )
        >>> schedule.cancel()
        True
    """

    __slots__ = ()
