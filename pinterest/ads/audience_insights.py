"""Audience insights: demographics and interests of audiences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from pinterest.bases.audience_insights import AudienceInsightsBase
from pinterest.operations.audience_insights import (
    AUDIENCE_INSIGHTS_SCOPE_AND_TYPE_GET,
    AUDIENCES_INSIGHTS_CATEGORY_LIST,
)
from pinterest.utils.plots_insights import PlotsInsights
from pinterest.utils.protocol import Deadline, Timeout, with_deadline

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.schemas import (
        AudienceDefinition,
        AudienceInsightCategoryCommon,
        AudienceInsightType,
    )

__all__ = ["AudienceInsights"]

T = TypeVar("T", bound="AudienceInsights")


class AudienceInsights(PlotsInsights, AudienceInsightsBase):
    """Demographics and interests of an ad account's audience, or of all people on Pinterest.

    Examples:
        >>> insights = AudienceInsights.get("549755885175", "YOUR_TOTAL_AUDIENCE")
        >>> for country in insights.demographics.countries:
        ...     print(country.name, country.ratio)
    """

    __slots__ = ()

    @classmethod
    def get(
        cls: type[T],
        ad_account_id: str | int,
        audience_insight_type: AudienceInsightType
        | Literal["YOUR_TOTAL_AUDIENCE", "YOUR_ENGAGED_AUDIENCE", "PINTEREST_TOTAL_AUDIENCE"],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> T:
        """Gets the insights of an audience.

        :calls: GET /ad_accounts/{ad_account_id}/audience_insights

        Args:
            ad_account_id: ID of the ad account.
            audience_insight_type: The audience: YOUR_TOTAL_AUDIENCE, YOUR_ENGAGED_AUDIENCE or
                PINTEREST_TOTAL_AUDIENCE.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The insights, with `categories`, `demographics` (ratios from 0 to 1), `size` (number of people) and `date`.

        Raises:
            ValidationError: If the ID contains anything but digits or the type is unknown. Nothing is sent.
            ApiException: If the API returns an error.
        """
        insights = cls(ad_account_id, audience_insight_type, client)
        return insights.refresh(timeout=timeout, deadline=deadline)

    @classmethod
    def get_scopes_and_types(
        cls,
        ad_account_id: str | int,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> list[AudienceDefinition]:
        """Gets the audiences that have insights, each with its scope and type.

        :calls: GET /ad_accounts/{ad_account_id}/insights/audiences

        Args:
            ad_account_id: ID of the ad account.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            One object per audience, with `scope`, `type` and `date`.

        Raises:
            ValidationError: If the ID contains anything but digits. Nothing is sent.
            ApiException: If the API returns an error.
        """
        arguments = {"ad_account_id": ad_account_id}
        limits = with_deadline(timeout, deadline)
        answer = cls._call(
            AUDIENCE_INSIGHTS_SCOPE_AND_TYPE_GET, arguments, client=client, timeout=limits
        )
        return list(answer.items or ())

    @classmethod
    def get_category_interests(
        cls,
        ad_account_id: str | int,
        scope: str,
        type: str,
        category_id: str | int,
        sort: Literal["RATIO"] = "RATIO",
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> list[AudienceInsightCategoryCommon]:
        """Gets the interests of an audience within a category. Pinterest has deprecated this operation.

        :calls: GET /ad_accounts/{ad_account_id}/insights/audiences/{scope}/{type}/{category_id}

        Args:
            ad_account_id: ID of the ad account.
            scope: A scope from `get_scopes_and_types`.
            type: The type from the same entry of `get_scopes_and_types`.
            category_id: ID of a first-level interest.
            sort: Sort order. Only RATIO is allowed.
            client: The client to use. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            One entry per interest, with `id`, `key`, `name`, `ratio` (0 to 1) and `index` (affinity).

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            ApiException: If the API returns an error.

        Warns:
            DeprecationWarning: On every call.
        """
        arguments = {"ad_account_id": ad_account_id, "scope": scope, "type": type}
        arguments |= {"category_id": category_id, "sort": sort}
        limits = with_deadline(timeout, deadline)
        operation = AUDIENCES_INSIGHTS_CATEGORY_LIST
        answer = cls._call(operation, arguments, client=client, timeout=limits)
        return list(answer.items or ())
