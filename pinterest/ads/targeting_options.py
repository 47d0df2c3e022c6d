"""Targeting options: the values that a targeting spec can have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from pinterest.operations.resources import TARGETING_OPTIONS_GET
from pinterest.utils.model_calls import ModelCalls
from pinterest.utils.protocol import Deadline, Timeout, with_deadline

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.schema import OpenEnum

__all__ = ["TargetingOptions"]

TargetingType: TypeAlias = """Literal[
    "APPTYPE", "GENDER", "LOCALE", "AGE_BUCKET", "LOCATION", "GEO", "INTEREST", "KEYWORD", "AUDIENCE_INCLUDE",
    "AUDIENCE_EXCLUDE",
] | OpenEnum"""


class TargetingOptions(ModelCalls):
    """The values that a targeting spec can have, with their names.

    Examples:
        >>> TargetingOptions.get("GENDER")
        {'unknown': 'Unknown', 'male': 'Male', 'female': 'Female'}
        >>> TargetingOptions.search("LOCATION", "united")
        {'US': 'United States'}
    """

    __slots__ = ()

    @classmethod
    def get(
        cls,
        targeting_type: TargetingType,
        ad_account_id: str | int | None = None,
        client: PinterestSDKClient | None = None,
        *,
        client_id: str | int | None = None,
        oauth_signature: str | None = None,
        timestamp: str | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> dict[str, str]:
        """Gets the values that a field of a targeting spec can have.

        :calls: GET /resources/targeting/{targeting_type}

        Args:
            targeting_type: The field. One of APPTYPE, GENDER, LOCALE, AGE_BUCKET, LOCATION, GEO, INTEREST, KEYWORD,
                AUDIENCE_INCLUDE or AUDIENCE_EXCLUDE.
            ad_account_id: ID of an ad account. Required for AUDIENCE_INCLUDE and AUDIENCE_EXCLUDE.
            client: The client to use. Defaults to the default client.
            client_id: ID of the app that sends the request. Only for signed requests.
            oauth_signature: Signature of the request. Only for signed requests.
            timestamp: Unix time of the signature, in seconds. Only for signed requests.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            A mapping of values to their names, such as `{"US": "United States"}`.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            ApiException: If the API returns an error.
        """
        arguments = {
            "targeting_type": targeting_type,
            "ad_account_id": ad_account_id,
            "client_id": client_id,
            "oauth_signature": oauth_signature,
            "timestamp": timestamp,
        }
        found = cls._call(
            TARGETING_OPTIONS_GET,
            arguments,
            client=client,
            timeout=with_deadline(timeout, deadline),
        )
        parts = cls._require_object_list(TARGETING_OPTIONS_GET, found or [])
        return {str(value): str(name) for part in parts for value, name in part.items()}

    @classmethod
    def search(
        cls,
        targeting_type: TargetingType,
        text: str,
        ad_account_id: str | int | None = None,
        client: PinterestSDKClient | None = None,
        *,
        client_id: str | int | None = None,
        oauth_signature: str | None = None,
        timestamp: str | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> dict[str, str]:
        """Gets the values of a targeting spec field. Returns only values whose names contain `text`, ignoring case.

        :calls: GET /resources/targeting/{targeting_type}

        Args:
            targeting_type: The field, as for `get`.
            text: The string to search for.
            ad_account_id: ID of an ad account. Required for AUDIENCE_INCLUDE and AUDIENCE_EXCLUDE.
            client: The client to use. Defaults to the default client.
            client_id: ID of the app that sends the request. Only for signed requests.
            oauth_signature: Signature of the request. Only for signed requests.
            timestamp: Unix time of the signature, in seconds. Only for signed requests.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            A mapping of the matching values to their names.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            ApiException: If the API returns an error.
        """
        found = cls.get(
            targeting_type,
            ad_account_id,
            client,
            client_id=client_id,
            oauth_signature=oauth_signature,
            timestamp=timestamp,
            timeout=timeout,
            deadline=deadline,
        )
        return {v: name for v, name in found.items() if text.casefold() in name.casefold()}
