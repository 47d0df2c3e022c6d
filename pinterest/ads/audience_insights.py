"""Audience insights: who the people behind an ad account are, and what they like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

from pinterest.api.audience_insights import AudienceInsightsApi
from pinterest.client import PinterestSDKClient
from pinterest.fields.audience_insights import AudienceInsightsResponseFields
from pinterest.operations.audience_insights import AUDIENCE_INSIGHTS_GET
from pinterest.utils.base_model import PinterestBaseModel

if TYPE_CHECKING:
    from pinterest.schemas import (
        AudienceDefinition,
        AudienceInsightCategoryCommon,
    )

__all__ = ["AudienceInsights"]


class AudienceInsights(AudienceInsightsResponseFields, PinterestBaseModel):
    """Interests and demographics of one of an ad account's audiences, or of all of Pinterest.

    Examples:
        >>> insights = AudienceInsights.get("549755885175", "YOUR_TOTAL_AUDIENCE")
        >>> for country in insights.demographics.countries:
        ...     print(country.name, country.ratio)
    """

    ad_account_id: str

    __slots__ = ()
    _get_operation = AUDIENCE_INSIGHTS_GET
    _id_field = "type"

    def __init__(
        self,
        ad_account_id: str | int,
        audience_insight_type: str,
        client: PinterestSDKClient | None = None,
        **kwargs: Any,
    ) -> None:
        """Names the insights. Nothing is asked until a field is read that is not known yet.

        :calls: GET /ad_accounts/{ad_account_id}/audience_insights, when the first field is read

        Args:
            ad_account_id: The ad account.
            audience_insight_type: YOUR_TOTAL_AUDIENCE, YOUR_ENGAGED_AUDIENCE or PINTEREST_TOTAL_AUDIENCE.
            client: Whom to ask; the default client unless given.
            **kwargs: Fields whose values are known already, by name; reading these asks nothing.

        Raises:
            ValidationError: The id is not digits, the type unknown or a field does not exist.
        """
        ids = {"ad_account_id": ad_account_id, "audience_insight_type": audience_insight_type}
        self._identify(ids, client, kwargs)

    @classmethod
    def get(
        cls,
        ad_account_id: str | int,
        audience_insight_type: str,
        client: PinterestSDKClient | None = None,
    ) -> Self:
        """Asks for the insights of one audience.

        :calls: GET /ad_accounts/{ad_account_id}/audience_insights

        Args:
            ad_account_id: The ad account.
            audience_insight_type: YOUR_TOTAL_AUDIENCE, YOUR_ENGAGED_AUDIENCE or PINTEREST_TOTAL_AUDIENCE.
            client: Whom to ask; the default client unless given.

        Returns:
            The insights: `categories` and `demographics` (ratios from 0 to 1), `size` (people), `date`.

        Raises:
            ValidationError: The id is not digits or the type unknown; nothing was sent.
            ApiException: The API refused.
        """
        return cls(ad_account_id, audience_insight_type, client).refresh()

    @staticmethod
    def get_scopes_and_types(
        ad_account_id: str | int, client: PinterestSDKClient | None = None
    ) -> list[AudienceDefinition]:
        """Asks which scopes and types of audience there are insights for.

        :calls: GET /ad_accounts/{ad_account_id}/insights/audiences

        Args:
            ad_account_id: The ad account.
            client: Whom to ask; the default client unless given.

        Returns:
            One entry a pair: its `scope`, `type` and `date`.

        Raises:
            ValidationError: The id is not digits; nothing was sent.
            ApiException: The API refused.
        """
        answer = AudienceInsightsApi(client).audience_insights_scope_and_type_get(ad_account_id)
        return answer.items or []

    @staticmethod
    def get_category_interests(
        ad_account_id: str | int,
        scope: str,
        type: str,
        category_id: str | int,
        sort: Literal["RATIO"] = "RATIO",
        client: PinterestSDKClient | None = None,
    ) -> list[AudienceInsightCategoryCommon]:
        """Asks which interests people have below a category. Pinterest advises against this operation.

        :calls: GET /ad_accounts/{ad_account_id}/insights/audiences/{scope}/{type}/{category_id}

        Args:
            ad_account_id: The ad account.
            scope: A scope of `get_scopes_and_types`.
            type: A type that goes with it.
            category_id: Id of a first-level interest.
            sort: RATIO.
            client: Whom to ask; the default client unless given.

        Returns:
            One entry an interest: `id`, `key`, `name`, `ratio` (0 to 1) and `index` (affinity).

        Raises:
            ValidationError: A value is not allowed; nothing was sent.
            ApiException: The API refused.

        Warns:
            DeprecationWarning: Each time.
        """
        api = AudienceInsightsApi(client)
        answer = api.audiences_insights_category_list(
            ad_account_id, scope, type, category_id, sort=sort
        )
        return answer.items or []
