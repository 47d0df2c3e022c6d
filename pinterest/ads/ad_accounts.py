"""Ad accounts, which own and pay for campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.utils.account_jobs import AccountJobs
from pinterest.utils.generated_names import generated_names

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from typing import Literal, Never

    from pinterest.client import PinterestSDKClient
    from pinterest.utils.analytics_rows import AnalyticsRows
    from pinterest.utils.progress import ProgressOption
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["AdAccount"]


class AdAccount(AccountJobs):
    """An ad account, with lists of the objects that it owns.

    Examples:
        >>> account = AdAccount("549755885175")
        >>> for campaign in account.campaigns(entity_statuses=["ACTIVE"]):
        ...     print(campaign.name, campaign.daily_spend_cap_amount)
    """

    __slots__ = ()

    def analytics_of(
        self,
        level: Literal["ADVERTISER", "CAMPAIGN", "AD_GROUP", "AD", "PRODUCT_GROUP"],
        start_date: datetime.date | str,
        end_date: datetime.date | str,
        columns: Sequence[str],
        granularity: Literal["TOTAL", "DAY", "HOUR", "WEEK", "MONTH"] = "DAY",
        client: PinterestSDKClient | None = None,
        *,
        entity_statuses: Sequence[str] | None = None,
        click_window_days: Literal[0, 1, 7, 14, 30, 60] | None = None,
        engagement_window_days: Literal[0, 1, 7, 14, 30, 60] | None = None,
        view_window_days: Literal[0, 1, 7, 14, 30, 60] | None = None,
        conversion_report_time: Literal["TIME_OF_AD_ACTION", "TIME_OF_CONVERSION"] | None = None,
        progress: ProgressOption = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
        **unknown: Never,
    ) -> AnalyticsRows:
        """Gets the analytics of all campaigns, ad groups, ads or promoted product groups.

        First lists these objects, including archived objects. For a period of more than 89 days, use `report`.

        Args:
            level: What each row describes, such as `CAMPAIGN`. `PIN_PROMOTION` is the same as `AD`.
            start_date: First day (UTC). At most 89 days ago (7 with the granularity HOUR).
            end_date: Last day (UTC).
            columns: The columns, as for `Campaign.analytics`.
            granularity: Time period per row. Defaults to `DAY`.
            client: The client to use. Defaults to the ad account's client.
            entity_statuses: The statuses of the objects to include. Defaults to `ACTIVE`, `PAUSED` and `ARCHIVED`.
            click_window_days: Days after a click in which a conversion counts (default 30).
            engagement_window_days: Days after an engagement in which a conversion counts (default 30).
            view_window_days: Days after a view in which a conversion counts (default 1).
            conversion_report_time: Whether a conversion counts on the day of the ad action (the default) or of the
                conversion.
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of
                finished objects.
            timeout: Seconds to wait for a connection and for data: one number, or a pair. Defaults to the client's
                timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.
            **unknown: Options of Pinterest's generated client, such as `_request_timeout`. Other names raise
                ValidationError.

        Returns:
            The rows, which have `to_dataframe()`, `to_arrow()`, `to_parquet(path)` and `to_csv(path)`.

        Raises:
            ValidationError: If an argument is unknown or not valid. Nothing is sent.
            ApiException: If the API returns an error.
        """
        from pinterest.utils import account_analytics

        own = client if client is not None else self._stored_client
        options: dict[str, Any] = {
            **unknown,
            "client": own,
            "timeout": timeout,
            "deadline": deadline,
            "click_window_days": click_window_days,
            "engagement_window_days": engagement_window_days,
            "view_window_days": view_window_days,
            "conversion_report_time": conversion_report_time,
        }
        arguments = (start_date, end_date, columns, granularity)
        return account_analytics.get_analytics_of_level(
            self, level, arguments, options, statuses=entity_statuses, progress=progress
        )


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
