"""Sends the requests of rich models' class methods, such as searches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import batch, default_client, model_requests
from pinterest.utils.listed import NO_OPTIONS, Rows
from pinterest.utils.model_options import split_options
from pinterest.utils.protocol import Client, Timeout

__all__ = ["ModelCalls"]


class ModelCalls:
    """A mixin for rich models that sends the requests of class methods, such as searches."""

    __slots__ = ()

    @staticmethod
    def _send(
        operation: Operation,
        arguments: Mapping[str, object],
        client: Client,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        body: Mapping[str, object] | None,
        whole_body: object,
        extra_body: Mapping[str, object] | None,
    ) -> ApiResponse:
        """Sends a request and returns the response.

        Pass the body as fields (`body`) or as a whole (`whole_body`). Fields of `body` that are None are not sent.
        Fields of `extra_body` are sent without a check.
        """
        more, timeout = split_options(unknown, timeout)
        data = None
        if body is not None:
            fields = {name: value for name, value in body.items() if value is not None}
            data = model_requests.build_body(operation, fields | more, extra_body)
        else:
            arguments = {**arguments, **more}
            if whole_body is not None:
                from pinterest.utils.payload import check_body

                data = check_body(operation, whole_body)
        return model_requests.execute_or_raise_failures(
            client, operation, arguments, body=data, timeout=timeout
        )

    @classmethod
    def _call(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout = None,
        unknown: Mapping[str, Any] = NO_OPTIONS,
        body: Mapping[str, object] | None = None,
        whole_body: object = None,
        extra_body: Mapping[str, object] | None = None,
    ) -> Any:
        """Executes an operation and returns the parsed response."""
        from pinterest.utils.batch_schema import attach_request
        from pinterest.utils.payload import parse_response

        chosen = default_client.resolve(client)
        response = cls._send(
            operation, arguments, chosen, timeout, unknown, body, whole_body, extra_body
        )
        items = batch.list_request_items(
            operation, body if whole_body is None else whole_body, arguments
        )
        return attach_request(operation, items, response, parse_response(operation, response))

    @staticmethod
    def _require_object_list(operation: Operation, data: object) -> list[Any]:
        """Returns the data of a response as a list of objects.

        Raises:
            PinterestError: If the data is not a list of objects.
        """
        if isinstance(data, list) and all(isinstance(item, Mapping) for item in data):
            return data
        from pinterest.utils.payload import build_unexpected_response_error

        raise build_unexpected_response_error(operation, "is not a list of objects")

    @classmethod
    def _call_and_return_true(cls, *arguments: Any, **options: Any) -> bool:
        """Executes an operation, ignores the response and returns True."""
        cls._call(*arguments, **options)
        return True

    @staticmethod
    def _create_schema(name: str, fields: Mapping[str, object], unknown: Mapping[str, Any]) -> Any:
        """Creates an instance of the schema `name`, without the fields that are None."""
        from pinterest import schemas

        more, _ = split_options(unknown, None)
        present = {name: value for name, value in fields.items() if value is not None}
        return getattr(schemas, name)({**present, **more})

    @staticmethod
    def _rows(
        operation: Operation,
        arguments: Mapping[str, object],
        client: Client | None,
        body: Mapping[str, object] | None = None,
    ) -> Rows:
        """Returns a lazy list of schema objects. Sends no request."""
        return Rows(operation, arguments, client, body)
