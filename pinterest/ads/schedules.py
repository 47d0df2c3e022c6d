"""Schedules: changes of a budget or of bids for a period of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.schedules import ScheduleBase

if TYPE_CHECKING:
    from pinterest.utils.protocol import Deadline, Timeout

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

    def cancel(self, *, timeout: Timeout = None, deadline: Deadline = None) -> bool:
        """Cancels the schedule.

        :calls: PATCH /ad_accounts/{ad_account_id}/schedules

        Args:
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            PartialFailureError: If the API rejects the change.
        """
        return self.update_fields(schedule_status="CANCELED", timeout=timeout, deadline=deadline)
