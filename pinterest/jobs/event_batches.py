"""Sends batches of conversion events from their queue and records the outcome of each event."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pinterest.exceptions import (
    ApiException,
    ConnectionFailed,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ServerError,
)
from pinterest.jobs import event_queue
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.retry import Policy
from pinterest.utils import batch, logs
from pinterest.utils.outcomes import Outcome, parse_outcomes

if TYPE_CHECKING:
    from pinterest.jobs.event_queue import EventQueue, QueuedEvent
    from pinterest.response import ApiResponse
    from pinterest.utils.protocol import Client, Timeout

__all__ = ["EventBatches", "EventResult", "get_retry_delay", "is_temporary_error"]

_MAX_REFUSALS: Final = 3
_DELAYS: Final = Policy(backoff=0.5, max_backoff=30.0)
_CALLBACK_FAILED: Final = "on_result raised %s"
_REFUSES_CONTENT: Final = (400, 413, 422)


@dataclass(frozen=True, slots=True)
class EventResult:
    """The result of one conversion event.

    Attributes:
        event_id: The ID of the event.
        event_name: The name of the event.
        status: `processed`, `failed` or `unknown`. The status is unknown if the event has no ID and the response was
            lost.
        message: Why the event failed, or why its status is unknown. For a processed event, the API's warnings.
    """

    event_id: str
    event_name: str
    status: str
    message: str = ""


class EventBatches:
    """Sends batches of queued events. Threads can share the object, but only one thread sends at a time.

    Attributes:
        sending: The lock that a thread holds while it sends.
    """

    def __init__(
        self,
        queue: EventQueue,
        client: Client,
        arguments: Mapping[str, object],
        timeout: Timeout,
        on_result: Callable[[EventResult], object] | None,
    ) -> None:
        """Creates the object. Sends no request.

        Args:
            queue: The queue with the events to send.
            client: The client to use.
            arguments: The path and query parameters of the requests.
            timeout: Seconds to wait for a connection and for data.
            on_result: A function to call with the result of each event.
        """
        self.sending = threading.Lock()
        self._queue, self._client, self._arguments = queue, client, arguments
        self._timeout, self._on_result = timeout, on_result

    def send_next(self, limit: int) -> bool:
        """Sends up to `limit` events. Returns whether the queue contained any events.

        Raises:
            PinterestError: If the request failed as a whole. Events that can safely be sent again stay queued.
        """
        with self.sending:
            events = self._queue.take_oldest(limit)
            if events:
                self._send_batch(events)
        return bool(events)

    def _send_batch(self, events: Sequence[QueuedEvent]) -> None:
        try:
            response = self._send_request(events)
        except PinterestError as error:
            status = getattr(error, "status", None)
            if (
                isinstance(error, ApiException)
                and status in _REFUSES_CONTENT
                and not is_temporary_error(error)
            ):
                self._isolate_refused_events(events, error)
                return
            self._requeue(events, error)
            raise
        except BaseException:  # no event may be lost, even after Ctrl-C
            self._requeue(events, OutcomeUnknown("the request was interrupted"))
            raise
        self._record_response(events, response)

    def _send_request(self, events: Sequence[QueuedEvent]) -> ApiResponse:
        body = {"data": [json.loads(event.body) for event in events]}
        try:
            return self._client.execute(
                EVENTS_CREATE, self._arguments, body=body, timeout=self._timeout
            )
        except PinterestError as error:
            response = batch.extract_response(EVENTS_CREATE, error)
            if response is None:
                raise
            return response

    def _isolate_refused_events(self, events: Sequence[QueuedEvent], error: ApiException) -> None:
        """Sends a refused batch again in two halves, to find the events that the API refuses."""
        if len(events) == 1:
            self._record_outcome(
                event_queue.FAILED, events, "failed", [error.message or str(error)]
            )
            return
        middle = len(events) // 2
        halves = [events[:middle], events[middle:]]
        for number, half in enumerate(halves):
            try:
                self._send_batch(half)
            except BaseException:  # no event may be lost, even after Ctrl-C
                if number == 0:
                    self._queue.requeue(halves[1], refused=False)
                raise

    def _requeue(self, events: Sequence[QueuedEvent], error: PinterestError) -> None:
        """Queues events again after an error, or records `unknown` for events that must not be sent twice."""
        is_unknown = isinstance(error, (OutcomeUnknown, ServerError))
        unsafe = [event for event in events if is_unknown and not event.event_id]
        safe = [event for event in events if event.event_id or not is_unknown]
        self._queue.requeue(safe, refused=False)
        message = (
            "The response was lost. Without an event_id, it is not safe to send the event again."
        )
        self._record_outcome(event_queue.UNKNOWN, unsafe, "unknown", [message] * len(unsafe))

    def _record_response(self, events: Sequence[QueuedEvent], response: ApiResponse) -> None:
        """Records the API's result for each event, and queues failed events again.

        An event with `_MAX_REFUSALS` failures is not queued again.
        """
        found = parse_outcomes(events, response.data)
        rows = [_parse_outcome(outcome) for outcome in found]
        for status, state in (("processed", event_queue.DELIVERED), ("failed", event_queue.FAILED)):
            chosen = [
                (event, message)
                for event, (result, message) in zip(events, rows, strict=True)
                if result == status and (status != "failed" or event.attempts + 1 >= _MAX_REFUSALS)
            ]
            self._record_outcome(
                state, [event for event, _ in chosen], status, [text for _, text in chosen]
            )
        pairs = list(zip(events, rows, strict=True))
        again = [
            event
            for event, (result, _) in pairs
            if result == "failed" and event.attempts + 1 < _MAX_REFUSALS
        ]
        self._queue.requeue(again, refused=True)
        missing = [event for event, (result, _) in pairs if not result]
        if missing:
            error = OutcomeUnknown(f"{EVENTS_CREATE}: the response does not mention every event")
            self._requeue(missing, error)
            raise error

    def _record_outcome(
        self, state: int, events: Sequence[QueuedEvent], status: str, messages: Sequence[str]
    ) -> None:
        """Stores the state of events in the queue, and calls `on_result` with the result of each event."""
        self._queue.record_outcome(state, events)
        if self._on_result is None:
            return
        for event, message in zip(events, messages, strict=True):
            try:
                self._on_result(EventResult(event.event_id, event.event_name, status, message))
            except Exception as error:  # noqa: BLE001  # an error of the caller must not lose the results of other events
                logs.log(logging.ERROR, _CALLBACK_FAILED, type(error).__name__)


def _parse_outcome(outcome: Outcome | None) -> tuple[str, str]:
    """Returns the status (`processed`, `failed`, or empty if unknown) and the message of an event."""
    if outcome is None:
        return "", ""
    data = outcome.data or {}
    if outcome.reasons or data.get("status") == "failed":
        return "failed", "; ".join(outcome.reasons) or str(data.get("error_message") or "")
    return ("processed" if data.get("status") == "processed" else ""), data.get(
        "warning_message"
    ) or ""


def is_temporary_error(error: PinterestError) -> bool:
    """Returns whether the error is temporary, so that sending the events again may succeed."""
    if isinstance(error, ConnectionFailed):
        return not error.is_permanent
    return isinstance(error, (RateLimited, ServerError, OutcomeUnknown))


def get_retry_delay(error: PinterestError, earlier_errors: int) -> float:
    """Returns the seconds to wait after an error. `earlier_errors` is the number of consecutive errors before it."""
    wanted = error.retry_after if isinstance(error, RateLimited) else None
    return max(wanted or 0.0, _DELAYS.backoff_delay(earlier_errors))
