"""Conversion events: what people did on a website, in an app or in a store after they saw ads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pinterest.bases.conversion_events import ConversionBase
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.utils import default_client
from pinterest.utils.model_options import split_options
from pinterest.utils.model_requests import BatchWrite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Never

    from pinterest.client import PinterestSDKClient
    from pinterest.response import ApiResponse
    from pinterest.schemas import (
        ConversionApiResponseEvents,
        ConversionEventAppInfo,
        ConversionEventDeviceInfo,
        ConversionEventsData,
        ConversionEventsDataCustomData,
        ConversionEventsUserData,
    )
    from pinterest.utils.protocol import Timeout

__all__ = ["Conversion", "SentConversionEvents"]


class SentConversionEvents(NamedTuple):
    """The result of sending conversion events.

    Attributes:
        num_events_received: Number of events that were sent.
        num_events_processed: Number of events that were processed.
        events: One result per event, in the order of the events.
    """

    num_events_received: int
    num_events_processed: int
    events: list[ConversionApiResponseEvents]


class Conversion(ConversionBase):
    """Conversion events of an ad account. They have no IDs of Pinterest and cannot be read back.

    Examples:
        >>> event = Conversion.create_conversion_event(
        ...     "checkout", "web", 1_735_689_600, "order-1", {"em": [hashed_email]}, {"value": "72.39"}
        ... )
        >>> Conversion.send_conversion_events("549755885175", [event]).num_events_processed
        1
    """

    __slots__ = ()

    @classmethod
    def create_conversion_event(
        cls,
        event_name: str,
        action_source: str,
        event_time: int,
        event_id: str,
        user_data: ConversionEventsUserData,
        custom_data: ConversionEventsDataCustomData | Mapping[str, object] | None,
        event_source_url: str | None = None,
        partner_name: str | None = None,
        app_id: str | None = None,
        app_name: str | None = None,
        app_version: str | None = None,
        device_brand: str | None = None,
        device_carrier: str | None = None,
        device_model: str | None = None,
        device_type: str | None = None,
        os_version: str | None = None,
        language: str | None = None,
        *,
        app_info: ConversionEventAppInfo | Mapping[str, object] | None = None,
        device_info: ConversionEventDeviceInfo | Mapping[str, object] | None = None,
        opt_out: bool | None = None,
        wifi: bool | None = None,
        **unknown: Never,
    ) -> ConversionEventsData:
        """Creates the data of one event and checks it. Sends no request.

        Args:
            event_name: A standard event such as `checkout`, or the name of an advertiser-defined event.
            action_source: Where the event happened: `web`, `app_android`, `app_ios` or `offline`.
            event_time: When the event happened. Unix timestamp in seconds.
            event_id: ID of the event. The same event sent by a tag needs the same ID to be counted once.
            user_data: The person: `em` or `hashed_maids` (lists of SHA-256 hashes), or `client_ip_address` with
                `client_user_agent`.
            custom_data: Details such as `currency`, `value` (text), `order_id` and `contents`.
            event_source_url: URL of the page where the event happened.
            partner_name: Name of the third party that sends the event, such as `ss-shopify`.
            app_id: ID of the app in its app store.
            app_name: Name of the app.
            app_version: Version of the app.
            device_brand: Brand of the device, such as `Apple`.
            device_carrier: Mobile carrier of the device.
            device_model: Model of the device, such as `16 Pro`.
            device_type: Type of the device, such as `iPhone`.
            os_version: Version of the operating system.
            language: Language code (ISO 639-1) of the person.
            app_info: More about the app, such as `app_package_name` and `app_store`.
            device_info: More about the device, such as `os_name` and `screen_width`.
            opt_out: Whether the person has opted out of tracking, or has limited it on the device.
            wifi: Whether the device was connected to Wi-Fi.
            **unknown: Options of the generated client, such as `_check_return_type`. Other names raise ValidationError.

        Returns:
            The event, for `send_conversion_events`.

        Raises:
            ValidationError: If a field is unknown, missing or not valid.
        """
        fields = {name: value for name, value in locals().items() if value is not None}
        del fields["cls"], fields["unknown"]
        from pinterest.schemas import ConversionEventsData

        more, _ = split_options(unknown, None)
        return ConversionEventsData(**fields, **more)

    @classmethod
    def send_conversion_events(
        cls,
        ad_account_id: str | int,
        conversion_events: Sequence[ConversionEventsData | Mapping[str, object]],
        test: bool = False,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
    ) -> SentConversionEvents:
        """Sends any number of events, up to 1000 per request.

        :calls: POST /ad_accounts/{ad_account_id}/events

        Args:
            ad_account_id: ID of the ad account.
            conversion_events: The events, from `create_conversion_event` or as mappings of their fields.
            test: Whether the events are only checked and not counted. Defaults to False.
            client: The client to use. Its conversion token is used if it has one. Defaults to the default client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.

        Returns:
            A tuple: the number of events received, the number processed, and one result per event with its
            `status` and `warning_message`.

        Raises:
            ValidationError: If a field of an event is unknown, missing or not valid. Nothing is sent.
            PartialFailureError: If an event was not processed. The others were. `failures` has the reasons by index.
                Correct these events and send only `inputs` again, so that no event is sent twice.
            OutcomeUnknown: If the only request was sent but no response came. Events with the same `event_id` are
                counted once, so you can send them again.
            ApiException: If the API refuses the only request as a whole.
        """
        batch = BatchWrite(EVENTS_CREATE, {"ad_account_id": ad_account_id, "test": test}, timeout)
        events = batch.write(conversion_events, {}, default_client.resolve(client), _parse_result)
        return SentConversionEvents(len(events), len(events), events)


def _parse_result(
    index: int, data: dict[str, Any] | None, response: ApiResponse
) -> ConversionApiResponseEvents:
    """Returns the result of one event in a response."""
    from pinterest.schema import read_answer
    from pinterest.schemas import ConversionApiResponseEvents

    result: ConversionApiResponseEvents = read_answer(ConversionApiResponseEvents, data)
    return result
