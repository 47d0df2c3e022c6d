"""Conversion events: what people did on a website, in an app or in a store after they saw ads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.bases.conversion_events import ConversionBase
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.utils import default_client
from pinterest.utils.generated_names import generated_names
from pinterest.utils.model_requests import BatchWrite
from pinterest.utils.protocol import Deadline, Timeout, with_deadline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pinterest.client import PinterestSDKClient
    from pinterest.response import ApiResponse
    from pinterest.schemas import ConversionApiResponseEvents, ConversionEventsData

__all__ = ["Conversion"]


class Conversion(ConversionBase):
    """Conversion events of an ad account. The API cannot return events, and they have no ID at Pinterest.

    Examples:
        >>> event = Conversion.create_conversion_event(
        ...     "checkout", "web", 1_735_689_600, "order-1", {"em": [hashed_email]}, {"value": "72.39"}
        ... )
        >>> received, processed, results = Conversion.send_conversion_events("549755885175", [event])
        >>> processed
        1
    """

    __slots__ = ()

    @classmethod
    def send_conversion_events(
        cls,
        ad_account_id: str | int,
        conversion_events: Sequence[ConversionEventsData | Mapping[str, object]],
        test: bool = False,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> tuple[int, int, list[ConversionApiResponseEvents]]:
        """Sends any number of events, up to 1000 per request.

        :calls: POST /ad_accounts/{ad_account_id}/events

        Args:
            ad_account_id: ID of the ad account.
            conversion_events: The events, from `create_conversion_event` or as mappings of their fields.
            test: Whether the API only checks the events, without counting them. Defaults to False.
            client: The client to use. Defaults to the default client. If the client has a conversion token, this
                token authenticates the requests.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The number of events received, the number of events processed, and one result per event with its `status`
            and `warning_message`.

        Raises:
            ValidationError: If a field of an event is unknown, missing or not valid. Nothing is sent.
            PartialFailureError: If some events were not processed. `failures` has the reasons by index, and `inputs`
                has the events. Correct these events, and send only these events again.
            OutcomeUnknown: If there was only one request, and no response arrived. You can send events with an
                `event_id` again, because the API counts events with the same `event_id` once.
            ApiException: If there was only one request, and the API refused the whole request.
        """
        batch = BatchWrite(
            EVENTS_CREATE,
            {"ad_account_id": ad_account_id, "test": test},
            with_deadline(timeout, deadline),
        )
        events = batch.write(
            conversion_events, {}, default_client.resolve(client), _parse_event_result
        )
        return len(events), len(events), events


def _parse_event_result(
    index: int, data: dict[str, Any] | None, response: ApiResponse
) -> ConversionApiResponseEvents:
    """Returns the result of one event in a response."""
    from pinterest.schema import parse_as_type
    from pinterest.schemas import ConversionApiResponseEvents

    result: ConversionApiResponseEvents = parse_as_type(ConversionApiResponseEvents, data)
    return result


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
