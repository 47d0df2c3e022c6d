"""Schedules: changes of a budget or of bids for a period of time."""

from __future__ import annotations

from pinterest.bases.schedules import ScheduleBase

__all__ = ["Schedule"]


class Schedule(ScheduleBase):
    """A change of a campaign's budget or bids that begins and ends by itself.

    The API can list schedules, but it cannot get one by its ID.

    Examples:
        >>> schedule = Schedule.create(
        ...     "549755885175", campaign.id, "CAMPAIGN_BUDGET_CHANGE", "INCREASE_BY_PERCENT", "20"
        ... )
        >>> schedule.cancel()
        True
    """

    __slots__ = ()
