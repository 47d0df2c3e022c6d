"""Pins: images and videos that people save to boards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from pinterest.bases.pins import PinBase
from pinterest.exceptions import ValidationError
from pinterest.operations.product_tags import (
    PRODUCT_TAGS_BULK_ADD,
    PRODUCT_TAGS_BULK_DELETE,
    PRODUCT_TAGS_LIST,
)
from pinterest.utils.generated_names import generated_names
from pinterest.utils.pin_creation import PinCreation
from pinterest.utils.protocol import Deadline, Timeout, with_deadline

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.operation import Operation

__all__ = ["Pin"]


class Pin(PinCreation):
    """A Pin of the token's user. With `ad_account_id`, a Pin of the ad account's owner.

    Examples:
        >>> source = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
        >>> pin = Pin.create(board.id, source, title="Blue quilt")
        >>> pin.delete()
        True
    """

    __slots__ = ()

    def product_tags(
        self,
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> list[Self]:
        """Gets the product Pins that the Pin is tagged with.

        :calls: GET /pins/{pin_id}/product_tags

        Args:
            client: The client to use for this call. Defaults to the Pin's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            The product Pins, which have only their IDs. Reading another field sends a request.
        """
        found = self._send_tags(PRODUCT_TAGS_LIST, None, client, with_deadline(timeout, deadline))
        return self._build_product_pins(PRODUCT_TAGS_LIST, found, client)

    def add_product_tags(
        self,
        product_pins: Iterable[PinBase | str | int],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> list[Self]:
        """Tags the Pin with product Pins.

        :calls: POST /pins/{pin_id}/product_tags

        Args:
            product_pins: 1 to 24 product Pins, or their IDs.
            client: The client to use for this call. Defaults to the Pin's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            All product Pins that the Pin is tagged with. Reading a field other than the ID sends a request.

        Raises:
            ValidationError: If there are fewer than 1 or more than 24 product Pins. Nothing is sent.
            OutcomeUnknown: If the request was sent but no response arrived.
        """
        limits = with_deadline(timeout, deadline)
        found = self._send_tags(PRODUCT_TAGS_BULK_ADD, _build_tags(product_pins), client, limits)
        return self._build_product_pins(PRODUCT_TAGS_BULK_ADD, found, client)

    def remove_product_tags(
        self,
        product_pins: Iterable[PinBase | str | int],
        client: PinterestSDKClient | None = None,
        *,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> bool:
        """Removes product Pins from the Pin's tags.

        :calls: POST /pins/{pin_id}/product_tags/bulk-delete

        Args:
            product_pins: 1 to 24 product Pins, or their IDs.
            client: The client to use for this call. Defaults to the Pin's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            True.

        Raises:
            ValidationError: If there are fewer than 1 or more than 24 product Pins. Nothing is sent.
            OutcomeUnknown: If the request was sent but no response arrived.
        """
        limits = with_deadline(timeout, deadline)
        self._send_tags(PRODUCT_TAGS_BULK_DELETE, _build_tags(product_pins), client, limits)
        return True

    def _send_tags(self, operation: Operation, tags: Any, client: Any, timeout: Timeout) -> Any:
        """Sends a request with product tags, or without a body if `tags` is None, and returns the response."""
        body = None if tags is None else {"product_tags": tags}
        return self._act(operation, {}, body=body, client=client, timeout=timeout, unknown={})

    def _build_product_pins(self, operation: Operation, response: Any, client: Any) -> list[Self]:
        """Returns the product Pins in a response."""
        kind, account = type(self), self.ad_account_id
        chosen = client if client is not None else self._stored_client
        tags = self._require_object_list(operation, response.product_tags)
        return [kind(tag["pin_id"], account, chosen) for tag in tags]


def _build_tags(product_pins: Iterable[PinBase | str | int]) -> list[dict[str, object]]:
    """Returns the product tags for a request body."""
    if isinstance(product_pins, (str, bytes)) or not isinstance(product_pins, Iterable):
        raise ValidationError("product_pins: not a list. Pass a list of Pins, or of their IDs")
    return [{"pin_id": item.id if isinstance(item, PinBase) else item} for item in product_pins]


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
