"""Checks and sends the requests of rich models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pinterest.exceptions import ApiException, OutcomeUnknown, ServerError, ValidationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import batch, default_client
from pinterest.utils.deprecation import warn_if_deprecated
from pinterest.utils.protocol import Client, Timeout
from pinterest.utils.suggest import format_value

T = TypeVar("T")


def validate_ids(
    operation: Operation | None, names: Sequence[str], values: Sequence[object]
) -> tuple[str, ...]:
    """Checks IDs and returns them as strings.

    Args:
        operation: The operation that gets an object by these IDs. None if the API has no such operation.
        names: The names of the ID arguments, for errors.
        values: The IDs, as strings or ints.

    Raises:
        ValidationError: If an ID is missing or not valid.
    """
    where = f"{operation}: " if operation else ""
    known = {item.argument: item for item in operation.parameters} if operation else {}
    texts = []
    for name, value in zip(names, values, strict=True):
        if value is None:
            raise ValidationError(f"{where}{name} is required")
        if name in known:
            try:
                text = known[name].encode(value)[0][1]
            except ValidationError as error:
                raise ValidationError(f"{where}{error}") from None
        elif isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
            raise ValidationError(
                f"{where}{name}: {format_value(value)} is not valid; allowed: an ID"
            )
        else:
            text = str(value)
        # Keep members of open enums: unlike plain strings, they are valid even if their value is unknown.
        texts.append(value if isinstance(value, str) else text)
    return tuple(texts)


def execute(
    client: Client,
    operation: Operation,
    arguments: Mapping[str, object],
    *,
    body: object = None,
    timeout: Timeout = None,
) -> ApiResponse:
    """Sends the request of an operation and returns the response. Warns if the operation is deprecated."""
    warn_if_deprecated(operation)
    return client.execute(operation, arguments, body=body, timeout=timeout)


def execute_or_raise_failures(
    client: Client,
    operation: Operation,
    arguments: Mapping[str, object],
    *,
    body: object = None,
    timeout: Timeout = None,
) -> ApiResponse:
    """Sends the request of an operation and returns the response.

    Raises:
        PartialFailureError: If some items of the request failed.
    """
    items = list(batch.list_request_items(operation, body, arguments))
    try:
        response = execute(client, operation, arguments, body=body, timeout=timeout)
    except ApiException as error:
        outcomes = batch.extract_response(operation, error)
        if outcomes is None:
            raise
        raise batch.build_failure_error(operation, items, outcomes) or error from error
    if any(answer.partial for answer in operation.answers):
        failures = batch.build_failure_error(operation, items, response)
        if failures is not None:
            raise failures
    return response


def validate_object(
    operation: Operation, response: ApiResponse, id_field: str, id: str
) -> dict[str, Any]:
    """Checks that a response contains the object `id`, and returns the object. An empty `id` allows any object.

    Raises:
        ServerError: If the response is not an object or has a different ID.
    """
    data: object = response.data
    if not isinstance(data, dict):
        raise ServerError(f"{operation}: the response is not an object")
    if id and _is_different_id(data.get(id_field), id):
        response.drop_connection()
        raise ServerError(
            f"{operation}: the response has the ID {format_value(data[id_field])} instead of {format_value(id)}"
        )
    return data


def _is_different_id(value: object, id: str) -> bool:
    """Returns whether `value` is an ID other than the requested `id`."""
    return isinstance(value, (str, int)) and str(value) != id


def build_body(
    operation: Operation, fields: Mapping[str, Any], extra_body: Mapping[str, object] | None
) -> dict[str, Any]:
    """Returns a request body with the checked `fields` and the unchecked `extra_body`."""
    from pinterest.utils.payload import check_body

    _check_extra_body(operation, extra_body)
    return {**check_body(operation, fields), **(extra_body or {})}


def _check_extra_body(operation: Operation, extra_body: object) -> None:
    if extra_body is not None and not isinstance(extra_body, Mapping):
        raise ValidationError(f"{operation}: extra_body must be a mapping of field names to values")


@dataclass(frozen=True)
class SingleWrite:
    """A request that creates or updates one object.

    Attributes:
        operation: The operation.
        arguments: Path and query parameters of the operation.
        timeout: Seconds to wait for a connection and for data.
        extra_body: Additional fields for the body, sent without a check.
        envelope: For a batch request, the names of the fields outside the list of items.
        whole: Whether the object's fields are the whole body of a batch request, instead of one item in its list.
    """

    operation: Operation
    arguments: Mapping[str, object]
    timeout: Timeout
    extra_body: Mapping[str, object] | None
    envelope: Sequence[str] = ()
    whole: bool = False

    def create(
        self, fields: Mapping[str, Any], client: Client | None, id_field: str, object_in: str = ""
    ) -> tuple[dict[str, Any], ApiResponse, Client]:
        """Creates the object and returns its data, the response and the client used.

        Args:
            fields: The fields of the new object.
            client: The client to use. Defaults to the default client.
            id_field: The response field that contains the new ID.
            object_in: The response field that contains the object. Empty if the whole response is the object.
        """
        body = self._build_body(fields)
        chosen = default_client.resolve(client)
        data, response = self._send(fields, body, chosen)
        if data is not None and isinstance(inner := data.get(object_in), dict):
            data = {**data, **inner}
            del data[object_in]
        if data is None or not data.get(id_field):
            raise self._build_outcome_unknown("the response does not contain the object")
        return data, response, chosen

    def update(
        self,
        fields: Mapping[str, Any],
        client: Client,
        own_id: tuple[str, str],
        response_has_object: bool,
    ) -> tuple[dict[str, Any] | None, ApiResponse]:
        """Updates the object and returns its new data and the response.

        Args:
            fields: The fields to change.
            client: The client to use.
            own_id: The name and the value of the object's ID field.
            response_has_object: Whether the response contains the object. If False, the returned data is None.
        """
        data, response = self._send(fields, self._build_body(fields), client)
        if not response_has_object:
            return None, response
        if data is None:
            raise self._build_outcome_unknown("the response does not contain the object")
        id_field, id = own_id
        if _is_different_id(data.get(id_field), id):
            response.drop_connection()
            raise self._build_outcome_unknown(
                f"the response has the ID {format_value(data[id_field])} instead of {format_value(id)}"
            )
        return data, response

    def _build_outcome_unknown(self, problem: str) -> OutcomeUnknown:
        return OutcomeUnknown(
            f"{self.operation}: the request succeeded, but {problem}. Look the object up before you try again."
        )

    @property
    def _is_batch(self) -> bool:
        """Whether the body is a batch with one item, not the object itself."""
        body = self.operation.body
        return body is not None and not self.whole and (body.many or body.items is not None)

    def _build_body(self, fields: Mapping[str, Any]) -> Any:
        """Checks the fields and returns the body of the request."""
        extra = self.extra_body
        if self._is_batch:
            _check_extra_body(self.operation, extra)
            return batch.split_into_requests(
                self.operation, [fields], envelope=self.envelope, extra_body=extra, single=True
            )
        return build_body(self.operation, fields, extra)

    def _send(
        self, fields: Mapping[str, Any], body: Any, client: Client
    ) -> tuple[dict[str, Any] | None, ApiResponse]:
        """Sends the body and returns the object's data (None if missing) and the response."""
        if not self._is_batch:
            response = execute(
                client, self.operation, self.arguments, body=body, timeout=self.timeout
            )
            return response.data if isinstance(response.data, dict) else None, response
        warn_if_deprecated(self.operation)
        [found] = batch.send_requests(
            client,
            self.operation,
            self.arguments,
            [fields],
            body,
            lambda index, data, response: (data, response),
            self.timeout,
        )
        return found


@dataclass(frozen=True)
class BatchWrite:
    """Requests that create or update any number of objects.

    Attributes:
        operation: The operation.
        arguments: Path and query parameters of the operation.
        timeout: Seconds to wait for a connection and for data.
        envelope: Names of the fields outside the list of items.
    """

    operation: Operation
    arguments: Mapping[str, object]
    timeout: Timeout
    envelope: Sequence[str] = ()

    def add_shared_fields(
        self, items: Sequence[Any], shared: Mapping[str, object]
    ) -> list[dict[str, Any]]:
        """Returns each item with the shared fields that the item does not set itself.

        Raises:
            ValidationError: If the items are not a sequence of mappings.
        """
        if isinstance(items, (str, bytes, Mapping)) or not isinstance(items, Sequence):
            raise ValidationError(f"{self.operation}: items: pass a list of mappings")
        plain = [item.to_dict() if hasattr(item, "to_dict") else item for item in items]
        for index, item in enumerate(plain):
            if not isinstance(item, Mapping):
                raise ValidationError(
                    f"{self.operation}: items[{index}]: {format_value(item)} is not valid; allowed: a mapping"
                )
        return [{**shared, **item} for item in plain]

    def write(
        self,
        items: Sequence[Any],
        shared: Mapping[str, object],
        client: Client,
        build: Callable[[int, dict[str, Any] | None, ApiResponse], T],
    ) -> list[T]:
        """Sends all items, and returns the result of `build(index, data, response)` for each item.

        `data` is None if the response does not contain the item.
        """
        rows = self.add_shared_fields(items, shared)
        self.operation.prepare(self.arguments)
        requests = batch.split_into_requests(self.operation, rows, envelope=self.envelope)
        warn_if_deprecated(self.operation)
        return batch.send_requests(
            client, self.operation, self.arguments, items, requests, build, self.timeout
        )
