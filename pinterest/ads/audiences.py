"""Audiences: the groups of people that ad groups target or leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from pinterest.client import PinterestSDKClient
from pinterest.fields.audiences import AudienceFields
from pinterest.operations.audiences import (
    AUDIENCES_CREATE,
    AUDIENCES_CREATE_CUSTOM,
    AUDIENCES_GET,
    AUDIENCES_LIST,
    AUDIENCES_UPDATE,
)
from pinterest.utils.base_model import PinterestBaseModel
from pinterest.utils.bookmark import Bookmark, Page

if TYPE_CHECKING:
    from pinterest.schemas import AudienceRule

__all__ = ["Audience"]


class Audience(AudienceFields, PinterestBaseModel):
    """A group of people that ad groups of an ad account can target or leave out.

    Examples:
        >>> audience = Audience.create(
        ...     "549755885175",
        ...     name="Bought in the last month",
        ...     rule={"visitor_source_id": "549755885176", "retention_days": 30},
        ...     audience_type="VISITOR",
        ... )
        >>> audience.update_fields(description="For the spring sale")
        True
    """

    __slots__ = ()
    _get_operation = AUDIENCES_GET

    def __init__(
        self,
        ad_account_id: str | int,
        audience_id: str | int,
        client: PinterestSDKClient | None = None,
        **kwargs: Any,
    ) -> None:
        """Names an audience. Nothing is asked until a field is read that is not known yet.

        :calls: GET /ad_accounts/{ad_account_id}/audiences/{audience_id}, when the first field is read

        Args:
            ad_account_id: The ad account that owns it.
            audience_id: Its id.
            client: Whom to ask; the default client unless given.
            **kwargs: Fields whose values are known already, by name; reading these asks nothing.

        Raises:
            ValidationError: An id is not digits, or a field does not exist.
        """
        ids = {"ad_account_id": ad_account_id, "audience_id": audience_id}
        self._identify(ids, client, kwargs)

    @classmethod
    def create(
        cls,
        ad_account_id: str | int,
        name: str,
        rule: AudienceRule | Mapping[str, Any],
        audience_type: str,
        description: str | None = None,
        client: PinterestSDKClient | None = None,
        *,
        extra_body: Mapping[str, object] | None = None,
        **kwargs: Any,
    ) -> Self:
        """Creates an audience.

        :calls: POST /ad_accounts/{ad_account_id}/audiences

        Args:
            ad_account_id: The ad account that will own it.
            name: Its name, one character or more.
            rule: Who belongs to it. Which keys count depends on `audience_type`:

                - CUSTOMER_LIST: `customer_list_id`.
                - ACTALIKE: `seed_id` (audiences to resemble), `country` (such as `US`), `percentage` (1 to 10, of
                  the country's users).
                - VISITOR: `visitor_source_id` (a Pinterest tag), `retention_days` (1 to 540), `event` (such as
                  `checkout`), `event_data`, `url` (a text, a list, or `{operator: text}` with one of `=`, `!=`,
                  `contains`, `not_contains`), `event_source` and `ingestion_source` (`{"=": [...]}`), `prefill`.
                - ENGAGEMENT: `engagement_domain`, `engagement_type` (click, save, closeup, comment or like),
                  `engager_type` (1 or 2), `pin_id`, `ad_id`, `campaign_id`, `objective_type`, `url`,
                  `retention_days` (1 to 540).
            audience_type: CUSTOMER_LIST, VISITOR, ENGAGEMENT, ACTALIKE or PERSONA.
            description: What it is for.
            client: Whom to ask; the default client unless given.
            extra_body: Fields that this version does not know, sent unchecked.
            **kwargs: Further fields of the request, by name.

        Returns:
            The audience as the API answered it; reading its fields asks nothing more. Its `status` begins as
            INITIALIZING and becomes READY, or TOO_SMALL under 100 people.

        Raises:
            ValidationError: A name is unknown, a type wrong or a value out of range; nothing was sent.
            OutcomeUnknown: The request was sent and its answer lost.
            ApiException: The API refused.
        """
        fields = {"name": name, "rule": rule, "audience_type": audience_type, **kwargs}
        if description is not None:
            fields["description"] = description
        return cls._create(
            AUDIENCES_CREATE, {"ad_account_id": ad_account_id}, fields, client, extra_body
        )

    @classmethod
    def create_custom(
        cls,
        ad_account_id: str | int,
        name: str,
        rule: AudienceRule | Mapping[str, Any],
        sharing_type: str,
        data_party: str,
        category: str | None = None,
        client: PinterestSDKClient | None = None,
        *,
        extra_body: Mapping[str, object] | None = None,
    ) -> Self:
        """Creates an audience out of first-party or third-party data. The published API has dropped this operation.

        :calls: POST /ad_accounts/{ad_account_id}/audiences/custom

        Args:
            ad_account_id: The ad account that will own it.
            name: Its name, one character or more.
            rule: Who belongs to it; see `create`.
            sharing_type: CUSTOM or SYNDICATED.
            data_party: `1p` for data of your own, `3p` for somebody else's.
            category: The kind of data, as free text.
            client: Whom to ask; the default client unless given.
            extra_body: Fields that this version does not know, sent unchecked.

        Returns:
            The audience as the API answered it.

        Raises:
            ValidationError: A type is wrong or a value not allowed; nothing was sent.
            OutcomeUnknown: The request was sent and its answer lost.
            ApiException: The API refused.
        """
        fields: dict[str, object] = {
            "name": name,
            "rule": rule,
            "sharing_type": sharing_type,
            "data_party": data_party,
        }
        if category is not None:
            fields["category"] = category
        return cls._create(
            AUDIENCES_CREATE_CUSTOM, {"ad_account_id": ad_account_id}, fields, client, extra_body
        )

    @classmethod
    def get_all(
        cls,
        ad_account_id: str | int,
        entity_statuses: Sequence[str] | None = None,
        page_size: int | None = None,
        order: str | None = "ASCENDING",
        bookmark: str | Bookmark[Any] | None = None,
        client: PinterestSDKClient | None = None,
        **kwargs: Any,
    ) -> Page[Self]:
        """Asks for one page of an ad account's audiences.

        :calls: GET /ad_accounts/{ad_account_id}/audiences

        Args:
            ad_account_id: The ad account that owns them.
            entity_statuses: Only those that are ACTIVE, PAUSED or ARCHIVED. The published API has dropped this
                filter: it is sent when given, and may have no effect.
            page_size: Audiences a page, 1 to 250; the API takes 25 unless given.
            order: ASCENDING or DESCENDING by id; higher ids are newer.
            bookmark: Where to go on: a bookmark or its token; the first page unless given.
            client: Whom to ask; the default client unless given. Later pages and their audiences use it too.
            **kwargs: Further query parameters: `ownership_type`, OWNED or RECEIVED.

        Returns:
            The audiences of the page, and the bookmark of the next one: None on the last page.

        Raises:
            ValidationError: A parameter is unknown or not allowed; nothing was sent.
            ApiException: The API refused.
        """
        filters = cls._filters(ad_account_id, entity_statuses, order, kwargs)
        return cls._get_page(AUDIENCES_LIST, {**filters, "page_size": page_size}, bookmark, client)

    @classmethod
    def iter_all(
        cls,
        ad_account_id: str | int,
        entity_statuses: Sequence[str] | None = None,
        order: str | None = "ASCENDING",
        limit: int | None = None,
        client: PinterestSDKClient | None = None,
        **kwargs: Any,
    ) -> Iterator[Self]:
        """Returns an iterator over all of an ad account's audiences, which asks for 250 at a time as it goes.

        :calls: GET /ad_accounts/{ad_account_id}/audiences

        Args:
            ad_account_id: The ad account that owns them.
            entity_statuses: See `get_all`.
            order: ASCENDING or DESCENDING by id; higher ids are newer.
            limit: Stop after so many; all unless given.
            client: Whom to ask; the default client unless given.
            **kwargs: Further query parameters: `ownership_type`, OWNED or RECEIVED.

        Returns:
            An iterator over the audiences. The arguments are checked now, not when it is first used.

        Raises:
            ValidationError: A parameter is unknown or not allowed; nothing was sent.
            ApiException: The API refused.
        """
        filters = cls._filters(ad_account_id, entity_statuses, order, kwargs)
        return cls._iterate(AUDIENCES_LIST, filters, limit, client)

    def update_fields(
        self,
        client: PinterestSDKClient | None = None,
        *,
        extra_body: Mapping[str, object] | None = None,
        **kwargs: Any,
    ) -> bool:
        """Changes fields of the audience; what the API answers is its new state.

        :calls: PATCH /ad_accounts/{ad_account_id}/audiences/{audience_id}

        Args:
            client: Whom to ask, for this call only; the audience's own client unless given.
            extra_body: Fields that this version does not know, sent unchecked.
            **kwargs: The fields to change, by name: `name`, `description`, `rule`, `operation_type` (UPDATE or
                REMOVE). None is sent as null.

        Returns:
            True.

        Raises:
            ValidationError: There is no field, or one is unknown or not allowed; nothing was sent.
            OutcomeUnknown: The request was sent and its answer lost.
            ApiException: The API refused.

        Examples:
            >>> audience.update_fields(name="Quilters", description=None)
            True
        """
        return self._update(AUDIENCES_UPDATE, kwargs, client, extra_body)

    def remove(self, client: PinterestSDKClient | None = None) -> bool:
        """Removes the audience: it can be targeted no longer.

        :calls: PATCH /ad_accounts/{ad_account_id}/audiences/{audience_id}

        Args:
            client: Whom to ask, for this call only; the audience's own client unless given.

        Returns:
            True.

        Raises:
            OutcomeUnknown: The request was sent and its answer lost.
            ApiException: The API refused.
        """
        return self._update(AUDIENCES_UPDATE, {"operation_type": "REMOVE"}, client)

    @staticmethod
    def _filters(
        ad_account_id: str | int,
        entity_statuses: Sequence[str] | None,
        order: str | None,
        more: Mapping[str, object],
    ) -> dict[str, object]:
        return {
            "ad_account_id": ad_account_id,
            "entity_statuses": entity_statuses,
            "order": order,
            **more,
        }
