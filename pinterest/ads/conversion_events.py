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
    """Conversion events of an ad account. They have no Pinterest ID and cannot be read.

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
            test: Whether to only check the events, without counting them. Defaults to False.
            client: The client to use. Its conversion token is used if it has one. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            The number of events received, the number of events processed, and one result per event with its `status`
            and `warning_message`.

        Raises:
            ValidationError: If a field of an event is unknown, missing or not valid. Nothing is sent.
            PartialFailureError: If an event was not processed. The others were. `failures` has the reasons by index.
                Correct these events and send only `inputs` again, so that no event is sent twice.
            OutcomeUnknown: If the only request was sent but no response arrived. Events with the same `event_id` are
                counted once, so you can send them again.
            ApiException: If the API refuses the only request as a whole.
        """
        batch = BatchWrite(
            EVENTS_CREATE,
            {"ad_account_id": ad_account_id, "test": test},
            with_deadline(timeout, deadline),
        )
        events = batch.write(conversion_events, {}, default_client.resolve(client), _parse_result)
        return len(events), len(events), events


def _parse_result(
    index: int, data: dict[str, Any] | None, response: ApiResponse
) -> ConversionApiResponseEvents:
    """Returns the result of one event in a response."""
    from pinterest.schema import read_answer
    from pinterest.schemas import ConversionApiResponseEvents

    result: ConversionApiResponseEvents = read_answer(ConversionApiResponseEvents, data)
    return result


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
