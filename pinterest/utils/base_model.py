"""The base of every rich model: what the verbs of the generated bases are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self, TypeVar

from pinterest.exceptions import ServerError, ValidationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import default_client, model_requests
from pinterest.utils.listed import ListedModel
from pinterest.utils.model_options import without_options
from pinterest.utils.not_given import NOT_GIVEN
from pinterest.utils.protocol import Client, Timeout

__all__ = ["M", "PinterestBaseModel"]

M = TypeVar("M", bound="PinterestBaseModel")
"""The class that a verb on the class was called on. Editors follow it further than `Self`."""


class PinterestBaseModel(ListedModel):
    """An object of the API.

    The generated bases declare fields and verbs; the class that a person writes inherits one of them. Making an object
    from its IDs sends no request. Reading the first field gets all of them with one. An object from a response is
    complete: reading its fields sends nothing.
    """

    __slots__ = ()

    @classmethod
    def _create(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        fields: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        extra_body: Mapping[str, object] | None = None,
        unknown: Mapping[str, Any],
        nulls: Sequence[str] = (),
        envelope: Sequence[str] = (),
    ) -> Self:
        """Creates an object with one request and returns it, complete; a field that is None is left out."""
        more, timeout = without_options(unknown, timeout)
        body = {k: v for k, v in fields.items() if v is not None or k in nulls} | more
        writing = model_requests.Writing(operation, arguments, timeout, extra_body, envelope)
        data, response, chosen = writing.create(body, client, cls._id_field)
        parents, context = cls._parents_in(arguments), cls._context_in(arguments)
        return cls._loaded(parents, data, chosen, context, response.without_body())

    @classmethod
    def _create_many(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        items: Sequence[Any],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        shared: Mapping[str, object] | None = None,
        envelope: Sequence[str] = (),
    ) -> list[Self]:
        """Creates any number of objects and returns them, in the order of the items."""
        more, timeout = without_options(unknown, timeout)
        batch = model_requests.Batch(operation, {**arguments, **more}, timeout, envelope)
        chosen = default_client.resolve(client)
        parents, context = cls._parents_in(arguments), cls._context_in(arguments)

        def build(index: int, data: dict[str, Any] | None, response: ApiResponse) -> Any:
            return cls._loaded(parents, data or {}, chosen, context, response.without_body())

        return batch.write(items, shared or {}, chosen, build)

    @classmethod
    def _update_many(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        items: Sequence[Any],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        shared: Mapping[str, object] | None = None,
        envelope: Sequence[str] = (),
        answers_object: bool = True,
    ) -> list[Self]:
        """Changes any number of objects and returns them, in the order of the items."""
        more, timeout = without_options(unknown, timeout)
        batch = model_requests.Batch(operation, {**arguments, **more}, timeout, envelope)
        chosen = default_client.resolve(client)
        parents, context = cls._parents_in(arguments), cls._context_in(arguments)
        rows = batch.rows(items, shared or {})

        def build(index: int, data: dict[str, Any] | None, response: ApiResponse) -> Any:
            if answers_object and data:
                return cls._loaded(parents, data, chosen, context, response.without_body())
            model = cls.__new__(cls)
            model._identify((*parents, rows[index].get(cls._id_field)), chosen, {}, context)
            return model

        return batch.write(items, shared or {}, chosen, build)

    def _update(
        self,
        operation: Operation,
        fields: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        extra_body: Mapping[str, object] | None = None,
        unknown: Mapping[str, Any],
        identity: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        envelope: Sequence[str] = (),
        answers_object: bool = True,
    ) -> bool:
        """Changes the object with one request; what the response holds is its new state."""
        chosen = client if client is None else default_client.check_client(client)
        more, timeout = without_options(unknown, timeout)
        for name in identity or ():
            if name in more:
                raise ValidationError(
                    f"{operation}: {name}: unknown field; an ID cannot be changed"
                )
        body = {name: value for name, value in fields.items() if value is not NOT_GIVEN} | more
        if not body and not extra_body:
            raise ValidationError(f"{operation}: no fields to change; pass at least one by name")
        arguments = {**self._arguments_of(operation), **(query or {})}
        writing = model_requests.Writing(operation, arguments, timeout, extra_body, envelope)
        chosen = default_client.resolve(chosen if chosen is not None else self._own_client)
        own_id = (self._id_field, self._ids[-1])
        data, response = writing.update(
            {**(identity or {}), **body}, chosen, own_id, answers_object
        )
        self._keep_newest(data, response)
        return True

    def _delete(
        self,
        operation: Operation,
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> bool:
        """Deletes the object with one request."""
        more, timeout = without_options(unknown, timeout)
        chosen = default_client.resolve(client if client is not None else self._own_client)
        arguments = self._arguments_of(operation) | more
        response = model_requests.execute(chosen, operation, arguments, timeout=timeout)
        self._response = response.without_body()
        return True

    @classmethod
    def _delete_one(
        cls,
        operation: Operation,
        ids: tuple[object, ...],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        context: Mapping[str, object] | None = None,
    ) -> bool:
        """Deletes the object of an ID with one request."""
        model = cls.__new__(cls)
        model._identify(ids, client, {}, context)
        return model._delete(operation, client=client, timeout=timeout, unknown=unknown)

    def _act(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        body: Mapping[str, object] | None = None,
        extra_body: Mapping[str, object] | None = None,
    ) -> Any:
        """Carries out an operation about this object, and returns its response as a schema."""
        from pinterest.utils.payload import parse_response

        response, _ = self._send(operation, arguments, client, timeout, unknown, body, extra_body)
        return parse_response(operation, response)

    def _act_for_nothing(self, *arguments: Any, **options: Any) -> bool:
        """Carries out an operation about this object that answers nothing of use."""
        self._act(*arguments, **options)
        return True

    def _act_for_object(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        body: Mapping[str, object] | None = None,
        extra_body: Mapping[str, object] | None = None,
    ) -> Self:
        """Carries out an operation about this object that answers an object of its kind, and returns that."""
        response, chosen = self._send(
            operation, arguments, client, timeout, unknown, body, extra_body
        )
        if not isinstance(response.data, dict):
            raise ServerError(f"{operation}: the answer is not an object")
        head = response.without_body()
        return self._loaded(self._ids[:-1], response.data, chosen, self._own_context, head)

    def _send(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        body: Mapping[str, object] | None,
        extra_body: Mapping[str, object] | None,
    ) -> tuple[ApiResponse, Client]:
        more, timeout = without_options(unknown, timeout)
        given = {name: value for name, value in (body or {}).items() if value is not None}
        data = None
        if body is not None:
            data = model_requests.body_of(operation, given | more, extra_body)
        elif more:
            arguments = {**arguments, **more}
        chosen = default_client.resolve(client if client is not None else self._own_client)
        sent = {**self._arguments_of(operation), **arguments}
        return model_requests.execute(chosen, operation, sent, body=data, timeout=timeout), chosen

    @staticmethod
    def _call(
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        client: Client | None,
        body: object = None,
        timeout: Timeout = None,
    ) -> Any:
        """Carries out an operation that answers none of these objects, and returns its response as a schema."""
        from pinterest.utils.payload import check_body, parse_response

        data = None if body is None else check_body(operation, body)
        chosen = default_client.resolve(client)
        response = model_requests.execute(chosen, operation, arguments, body=data, timeout=timeout)
        return parse_response(operation, response)
