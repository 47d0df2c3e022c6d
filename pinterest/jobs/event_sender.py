"""Sends conversion events in batches, with retries. A file keeps the events if the program crashes."""

from __future__ import annotations

import atexit
import itertools
import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from pinterest.exceptions import (
    PinterestError,
    ValidationError,
)
from pinterest.jobs import event_queue
from pinterest.jobs.event_batches import (
    EventBatches,
    EventResult,
    get_retry_delay,
    is_temporary_error,
)
from pinterest.jobs.event_checks import EventChecks
from pinterest.jobs.event_queue import EventQueue
from pinterest.jobs.waiting import check_time_limit
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.utils import default_client, logs
from pinterest.utils.protocol import Timeout
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from types import TracebackType

    from pinterest.client import PinterestSDKClient
    from pinterest.schemas import ConversionEventsData

__all__ = ["EventResult", "EventSender"]

_MAX_BATCH: Final = EVENTS_CREATE.body.max_items or 1000 if EVENTS_CREATE.body else 1000
_IDLE_SECONDS: Final = 1.0
_SEND_FAILED: Final = "conversion events stay queued after an error: %s"


class EventSender:
    """Sends conversion events of an ad account. Keeps the events in a file until they are delivered.

    Events are sent in the background: when a batch is full, when the oldest event has waited for `max_age` seconds,
    and when the sender is closed. Events that could not be sent stay in the file. The next sender with this file sends
    them.

    `add` returns after the event is committed to the file, and `add_many` commits every 1,000 events. A crash of the
    process loses no committed event. With `durable=True`, a power failure loses no committed event
    either.

    If a response is lost, events with an `event_id` are sent again, because the API counts each ID only once. Events
    without an `event_id` get the status `unknown` instead.

    Examples:
        >>> with EventSender("549755885175", "events.sqlite3") as sender:
        ...     sender.add(
        ...         {
        ...             "event_name": "checkout",
        ...             "action_source": "web",
        ...             "event_time": int(time.time()),
        ...             "event_id": "order-1",
        ...             "user_data": {"em": "jane@example.com"},
        ...         }
        ...     )
    """

    def __init__(
        self,
        ad_account_id: str | int,
        path: str | Path,
        client: PinterestSDKClient | None = None,
        *,
        test: bool = False,
        batch_size: int = _MAX_BATCH,
        max_age: float = 5.0,
        keep_ids: float = 7 * 86_400.0,
        durable: bool = False,
        on_result: Callable[[EventResult], object] | None = None,
        timeout: Timeout = None,
    ) -> None:
        """Opens the file and starts to send the events that are left in it.

        Args:
            ad_account_id: ID of the ad account.
            path: The SQLite file. A new file is created if none exists. Only the user can read the file. Use one
                file per process.
            client: The client to use. Defaults to the default client.
            test: Whether the API only checks the events, without counting them. Defaults to False.
            batch_size: Maximum number of events per request (1 to 1,000, default 1,000).
            max_age: Seconds after which an event is sent even if the batch is not full (default 5).
            keep_ids: Seconds for which delivered events are remembered (default 7 days). A new event with the name and
                ID of a remembered event is not sent.
            durable: Whether each commit waits until its data is on the disk. Defaults to False.
            on_result: A function to call with the result of each event. The thread that sends events calls this
                function.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.

        Raises:
            ConfigurationError: If the file cannot be opened, or another process has it open.
            ValidationError: If an argument is not valid, or the file was created with another ad account or another
                value of `test`.
        """
        if isinstance(batch_size, bool) or batch_size not in range(1, _MAX_BATCH + 1):
            raise ValidationError(
                f"batch_size: {format_value(batch_size)} is not valid; allowed: 1 to {_MAX_BATCH}"
            )
        self._arguments = {"ad_account_id": str(ad_account_id), "test": test or None}
        EVENTS_CREATE.prepare(self._arguments)
        self._client = default_client.resolve(client)
        self._batch_size, self._max_age = batch_size, check_time_limit(max_age)
        self._checks = EventChecks()
        settings = {"ad_account_id": str(ad_account_id), "test": str(bool(test))}
        self._queue = EventQueue(Path(path), settings, check_time_limit(keep_ids), durable)
        self._batches = EventBatches(self._queue, self._client, self._arguments, timeout, on_result)
        self._changed = threading.Condition()
        self._closed = False
        self._worker = threading.Thread(
            target=_send_in_background, args=[weakref.ref(self), self._changed], daemon=True
        )
        self._worker.start()
        self._close_at_exit = _build_closer(weakref.ref(self))
        atexit.register(self._close_at_exit)

    def add(self, event: ConversionEventsData | Mapping[str, Any]) -> bool:
        """Queues one event, and returns after it is committed to the file.

        Plain values of `user_data`, such as email addresses, are normalized and hashed. Only hashes are kept.

        Args:
            event: The event, from `Conversion.create_conversion_event` or as a mapping of its fields.

        Returns:
            Whether the event is new. False if an event with the same name and ID is queued or was delivered.

        Raises:
            ValidationError: If a field is unknown, missing or not valid, or the sender is closed.
        """
        return self._add_to_queue([self._checks.prepare(event)]) == 1

    def add_many(self, events: Iterable[ConversionEventsData | Mapping[str, Any]]) -> int:
        """Queues any number of events, in constant memory. Commits to the file every 1,000 events and at the end.

        Args:
            events: The events.

        Returns:
            The number of new events.

        Raises:
            ValidationError: If a field is unknown, missing or not valid. The message contains the index of the
                invalid event. All events before it are queued.
        """
        count = 0
        numbered = enumerate(events)
        while group := list(itertools.islice(numbered, _MAX_BATCH)):
            prepared: list[dict[str, Any]] = []
            try:
                prepared.extend(self._checks.prepare(event) for _, event in group)
            except ValidationError as error:
                self._add_to_queue(prepared)
                index = group[len(prepared)][0]
                raise ValidationError(f"events[{index}]: {error}") from None
            count += self._add_to_queue(prepared)
        return count

    def _add_to_queue(self, events: list[dict[str, Any]]) -> int:
        """Adds the new events to the queue, and returns their number."""
        if self._closed:
            raise ValidationError(
                "the sender is closed. Create another EventSender with the same file"
            )
        before = self._queue.pending
        count = self._queue.add(events)
        if before == 0 or before < self._batch_size <= before + count:
            with self._changed:
                self._changed.notify_all()
        return count

    @property
    def pending(self) -> int:
        """The number of events that have not been sent yet."""
        return self._queue.pending

    @property
    def counts(self) -> dict[str, int]:
        """The number of events in the file by status: `pending`, `processed`, `failed` and `unknown`."""
        states = {
            "pending": event_queue.QUEUED,
            "processed": event_queue.DELIVERED,
            "failed": event_queue.FAILED,
            "unknown": event_queue.UNKNOWN,
        }
        return {name: self._queue.count_events(state) for name, state in states.items()}

    def retry_failed(self) -> int:
        """Queues the failed events again, for example after you have corrected a setting of the ad account.

        Returns:
            The number of events that were queued again.
        """
        count = self._queue.retry_failed()
        with self._changed:
            self._changed.notify_all()
        return count

    def flush(self, timeout: float = 60.0) -> None:
        """Sends all queued events now, in this thread. Waits and tries again after temporary errors.

        Args:
            timeout: Maximum seconds to keep trying (default 60). A request in progress is not interrupted.

        Raises:
            ApiException: If the API refuses the requests, for example because a scope is missing, or if it still
                returns temporary errors when the time is up. The events stay queued.
            ConnectionFailed: If there is still no connection when the time is up. The events stay queued.
        """
        ends_at = time.monotonic() + check_time_limit(timeout)
        errors_in_a_row = 0
        while True:
            try:
                if not self._batches.send_next(self._batch_size):
                    return
                errors_in_a_row = 0
            except PinterestError as error:
                delay = get_retry_delay(error, errors_in_a_row)
                if not is_temporary_error(error) or time.monotonic() + delay > ends_at:
                    error.add_note(f"{self.pending} events stay queued in {self._queue.path}.")
                    raise
                errors_in_a_row += 1
                time.sleep(delay)

    def close(self, timeout: float = 60.0) -> None:
        """Sends all queued events and closes the file. Events that cannot be sent stay in the file.

        Args:
            timeout: Maximum seconds to keep trying (default 60).

        Raises:
            PinterestError: If events could not be sent, as in `flush`. The file is closed anyway.
        """
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self._close_at_exit)
        with self._changed:
            self._changed.notify_all()
        try:
            self.flush(timeout)
        finally:
            with self._batches.sending:
                self._queue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except PinterestError as problem:
            if error is None:
                raise
            logs.log(logging.WARNING, _SEND_FAILED, problem)

    def __repr__(self) -> str:
        state = "closed" if self._closed else f"{self.pending} pending"
        return f"<EventSender: {self._queue.path}, {state}>"

    def _get_seconds_until_due(self) -> float:
        """Returns the seconds until the background thread has to send the next batch."""
        oldest = self._queue.get_oldest_time()
        if oldest is None:
            return _IDLE_SECONDS
        return (
            0.0
            if self._queue.pending >= self._batch_size
            else max(0.0, oldest + self._max_age - time.time())
        )


def _send_in_background(reference: weakref.ref[EventSender], changed: threading.Condition) -> None:
    """Sends batches in a background thread until the sender is closed or garbage-collected."""
    errors_in_a_row = 0
    while True:
        sender = reference()
        if sender is None or sender._closed:
            return
        delay = 0.0
        try:
            delay = sender._get_seconds_until_due()
            if delay <= 0:
                sender._batches.send_next(sender._batch_size)
                errors_in_a_row = 0
        except PinterestError as error:
            logs.log(logging.WARNING, _SEND_FAILED, error)
            delay = get_retry_delay(error, errors_in_a_row)
            errors_in_a_row += 1
        except Exception:  # a closed database raises errors of several classes
            if sender._closed:  # the file was closed while this thread was sending
                return
            raise
        del sender
        if delay > 0:
            _wait_for_batch(reference, changed, delay, errors_in_a_row)


def _wait_for_batch(
    reference: weakref.ref[EventSender],
    changed: threading.Condition,
    delay: float,
    errors_in_a_row: int,
) -> None:
    """Waits for `delay` seconds or until `changed` is notified. After an error, only closing ends the wait early."""
    ends_at = time.monotonic() + delay
    with changed:
        while (left := ends_at - time.monotonic()) > 0:
            changed.wait(left)
            sender = reference()
            if not errors_in_a_row or sender is None or sender._closed:
                return


def _build_closer(reference: weakref.ref[EventSender]) -> Callable[[], None]:
    """Returns a function that closes the sender when the program exits."""

    def close_sender() -> None:
        sender = reference()
        if sender is not None:
            try:
                sender.close(timeout=10.0)
            except PinterestError as error:
                logs.log(logging.WARNING, _SEND_FAILED, error)

    return close_sender
