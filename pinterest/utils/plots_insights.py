"""Plots audience insights, and converts them to a DataFrame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from pinterest.utils.protocol import Deadline, Timeout

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

    from pinterest.client import PinterestSDKClient

__all__ = ["PlotsInsights"]

_TYPES: Final = ("YOUR_TOTAL_AUDIENCE", "YOUR_ENGAGED_AUDIENCE", "PINTEREST_TOTAL_AUDIENCE")


class PlotsInsights:
    """A mixin that plots audience insights and converts them to a DataFrame."""

    __slots__ = ()

    @classmethod
    def compare(
        cls,
        ad_account_id: str | int,
        by: Literal["ages", "genders", "devices", "countries", "metros", "categories"] = "ages",
        types: Sequence[str] = _TYPES,
        client: PinterestSDKClient | None = None,
        *,
        top: int = 10,
        ax: Axes | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Axes:
        """Draws a bar chart that compares several audiences. Needs the extra `notebook`.

        :calls: GET /ad_accounts/{ad_account_id}/audience_insights, once per audience

        Args:
            ad_account_id: ID of the ad account.
            by: The breakdown to draw: ages, genders, devices, countries, metros or categories.
            types: The audience types to compare. Defaults to YOUR_TOTAL_AUDIENCE, YOUR_ENGAGED_AUDIENCE and
                PINTEREST_TOTAL_AUDIENCE.
            client: The client to use. Defaults to the default client.
            top: Maximum number of ages, countries or other values to draw (default 10).
            ax: The matplotlib axes to draw on. Defaults to the axes of a new figure.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The axes.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            ConfigurationError: If matplotlib is not installed.
            ApiException: If the API returns an error.
        """
        from pinterest.utils import insight_plots

        insight_plots.check_arguments(by, top)
        create: Any = cls
        audiences = [create(ad_account_id, kind, client) for kind in types]
        for audience in audiences:
            audience.refresh(timeout=timeout, deadline=deadline)
        return insight_plots.draw_insights(audiences, by, top=top, ax=ax)

    def plot(
        self,
        by: Literal["ages", "genders", "devices", "countries", "metros", "categories"] = "ages",
        *,
        top: int = 10,
        ax: Axes | None = None,
    ) -> Axes:
        """Draws a bar chart of the shares in one breakdown of the audience. Needs the extra `notebook`.

        :calls: GET /ad_accounts/{ad_account_id}/audience_insights, if the insights are not loaded

        Args:
            by: The breakdown to draw: ages, genders, devices, countries, metros or categories.
            top: Maximum number of ages, countries or other values to draw (default 10).
            ax: The matplotlib axes to draw on. Defaults to the axes of a new figure.

        Returns:
            The axes.

        Raises:
            ValidationError: If an argument is not valid, or the insights do not have this breakdown.
            ConfigurationError: If matplotlib is not installed.
        """
        from pinterest.utils import insight_plots

        insight_plots.check_arguments(by, top)
        return insight_plots.draw_insights([self], by, top=top, ax=ax)

    def to_dataframe(self) -> pandas.DataFrame:
        """Returns the shares of all breakdowns as a DataFrame. Needs the extra `dataframe`.

        The columns are `by` (the breakdown), `key`, `name`, `ratio` (0 to 1) and `index` (the affinity, for
        interests only).

        :calls: GET /ad_accounts/{ad_account_id}/audience_insights, if the insights are not loaded

        Raises:
            ConfigurationError: If pandas is not installed.
        """
        from pinterest.utils import dataframes, insight_plots

        frame = dataframes.to_dataframe(insight_plots.build_insight_rows(self))
        return frame.reindex(columns=insight_plots.COLUMNS)
