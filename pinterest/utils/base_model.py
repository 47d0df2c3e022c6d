"""The base class of all rich models. The generated methods, such as `create` and `delete`, call its methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pinterest.exceptions import ServerError, ValidationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import default_client, model_requests
from pinterest.utils.generated_names import generated_names
from pinterest.utils.listed import ListedModel
from pinterest.utils.model_calls import ModelCalls
from pinterest.utils.model_options import split_options
from pinterest.utils.not_given import NOT_GIVEN
from pinterest.utils.protocol import Client, Timeout

if TYPE_CHECKING:
    from pinterest.utils.analytics_rows import AnalyticsRows

__all__ = ["M", "PinterestBaseModel"]

# Editors infer this type variable better than `Self`.
M = TypeVar("M", bound="PinterestBaseModel")
"""The rich model class that a class method is called on."""


class PinterestBaseModel(ModelCalls, ListedModel):
    """The base class of all rich models. A rich model represents an object of the API, such as a campaign.

    Creating a rich model from its IDs sends no request. The first read of a field fetches all fields with one request.
    Reading a field of a rich model from a response sends no request.
    """

    # Generated subclasses declare the fields and methods. Hand-written classes inherit from the generated subclasses.

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
        id_in: str = "",
        object_in: str = "",
        response_has_object: bool = True,
        whole: bool = False,
    ) -> Self:
        """Creates an object with one request and returns the object.

        Fields with the value None are not sent, except the fields in `nulls`. `id_in` names the response field with
        the ID, for a response without the object. `object_in` names the response field with a nested object. If
        `response_has_object` is False, the returned object has the fields of the request.
        """
        more, timeout = split_options(unknown, timeout)
        body = {k: v for k, v in fields.items() if v is not None or k in nulls} | more
        write = model_requests.SingleWrite(
            operation, arguments, timeout, extra_body, envelope, whole
        )
        # If the object is nested, the other fields of the response are added to the object.
        data, response, chosen = write.create(body, client, id_in or cls._id_field, object_in)
        data = data if response_has_object else body
        parents, context = cls._get_parent_ids(arguments), cls._get_context(arguments)
        if not id_in:
            return cls._create_loaded(parents, data, chosen, context, response.without_body())
        model = cls.__new__(cls)  # not loaded
        model._init_from_ids((*parents, str(data[id_in])), chosen, {}, context)
        model._set_last_response(response)
        return model

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
        response_has_object: bool = True,
        returns_ids: bool = False,
    ) -> list[Self]:
        """Creates one object per item with as few requests as possible. Returns the objects in the same order."""
        more, timeout = split_options(unknown, timeout)
        batch = model_requests.BatchWrite(operation, {**arguments, **more}, timeout, envelope)
        chosen = default_client.resolve(client)
        parents, context = cls._get_parent_ids(arguments), cls._get_context(arguments)

        rows = batch.add_shared_fields(items, shared or {})

        def build_model(index: int, data: dict[str, Any] | None, response: ApiResponse) -> Any:
            """Returns the rich model of the item at `index`. `data` is the response to this item."""
            if returns_ids:
                model = cls.__new__(cls)
                model._init_from_ids((*parents, (data or {}).get("id")), chosen, {}, context)
                return model
            fields = data or {} if response_has_object else rows[index]
            return cls._create_loaded(parents, fields, chosen, context, response.without_body())

        return batch.write(items, shared or {}, chosen, build_model)

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
        response_has_object: bool = True,
        id_alias: str = "",
        id_sent_as: str = "",
    ) -> list[Self]:
        """Updates one object per item with as few requests as possible. Returns the objects in the same order."""
        more, timeout = split_options(unknown, timeout)
        batch = model_requests.BatchWrite(operation, {**arguments, **more}, timeout, envelope)
        chosen = default_client.resolve(client)
        parents, context = cls._get_parent_ids(arguments), cls._get_context(arguments)
        rows = batch.add_shared_fields(items, shared or {})
        if id_alias:  # the API also requires the ID in this second field
            names = (cls._id_field, id_alias)
            rows = items = [
                {**dict.fromkeys(names, next((row[n] for n in names if n in row), None)), **row}
                for row in rows
            ]

        def build_model(index: int, data: dict[str, Any] | None, response: ApiResponse) -> Any:
            """Returns the rich model of the item at `index`. `data` is the response to this item."""
            if response_has_object and data:
                return cls._create_loaded(parents, data, chosen, context, response.without_body())
            model = cls.__new__(cls)
            id = rows[index].get(id_sent_as or cls._id_field)
            model._init_from_ids((*parents, id), chosen, {}, context)
            return model

        return batch.write(items, shared or {}, chosen, build_model)

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
        fixed: Mapping[str, object] | None = None,
        remembers: Mapping[str, Sequence[str]] | None = None,
        response_has_object: bool = True,
    ) -> bool:
        """Updates the object with one request."""
        chosen = client if client is None else default_client.check_client(client)
        more, timeout = split_options(unknown, timeout)
        for name in identity or ():
            if name in more:
                raise ValidationError(
                    f"{operation}: {name} is an ID and cannot be changed. Leave it out."
                )
        body = {name: value for name, value in fields.items() if value is not NOT_GIVEN} | more
        if not body and not extra_body:
            raise ValidationError(f"{operation}: no fields to update. Pass at least one field")
        for name, values in (remembers or {}).items():
            if self._raw is not None and self._raw.get(name) in values:
                body.setdefault(name, self._raw[name])
        arguments = {**self._get_arguments_for(operation), **(query or {})}
        write = model_requests.SingleWrite(operation, arguments, timeout, extra_body, envelope)
        chosen = default_client.resolve(chosen if chosen is not None else self._stored_client)
        own_id = (self._id_field, self._ids[-1])
        data, response = write.update(
            {**(identity or {}), **(fixed or {}), **body}, chosen, own_id, response_has_object
        )
        # If the response does not contain the object, this marks the object as not loaded.
        self._store_update(data, response)
        return True

    def _delete(
        self,
        operation: Operation,
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        fixed: Mapping[str, object] | None = None,
    ) -> bool:
        """Deletes the object with one request. `fixed` contains request fields other than the ID."""
        more, timeout = split_options(unknown, timeout)
        chosen = default_client.resolve(client if client is not None else self._stored_client)
        own_id, arguments = (
            (self._id_field, self._ids[-1]),
            self._get_arguments_for(operation) | more,
        )
        if operation.body:
            write = model_requests.SingleWrite(operation, arguments, timeout, None)
            fields = {**dict([own_id]), **(fixed or {})}
            _, response = write.update(fields, chosen, own_id, response_has_object=False)
        else:
            response = model_requests.execute_or_raise_failures(
                chosen, operation, arguments, timeout=timeout
            )
        self._set_last_response(response)
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
        fixed: Mapping[str, object] | None = None,
    ) -> bool:
        """Deletes the object with these IDs with one request, without fetching the object."""
        model = cls.__new__(cls)
        model._init_from_ids(ids, client, {}, context)
        return model._delete(
            operation, client=client, timeout=timeout, unknown=unknown, fixed=fixed
        )

    def _act(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        body: Mapping[str, object] | None = None,
        whole_body: object = None,
        extra_body: Mapping[str, object] | None = None,
    ) -> Any:
        """Executes an operation with the IDs of this object as arguments, and returns the parsed response."""
        return self._call(
            operation,
            {**self._get_arguments_for(operation), **arguments},
            client=client if client is not None else self._stored_client,
            timeout=timeout,
            unknown=unknown,
            body=body,
            whole_body=whole_body,
            extra_body=extra_body,
        )

    def _start_job(
        self,
        job: str,
        operation: Operation,
        fields: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        extra_body: Mapping[str, object] | None = None,
    ) -> Any:
        """Starts a job for this object and returns the job.

        `job` is the name of a job class, such as `jobs.reports.Report`.
        """
        module, _, name = job.rpartition(".")
        more, timeout = split_options(unknown, timeout)
        own = client if client is not None else self._stored_client
        return getattr(import_module(f"pinterest.{module}"), name)._start(
            operation,
            self._get_arguments_for(operation),
            {**fields, **more},
            own,
            timeout,
            extra_body,
            self,
        )

    def _act_and_return_true(self, *arguments: Any, **options: Any) -> bool:
        """Executes an operation with the IDs of this object as arguments, and returns True."""
        self._act(*arguments, **options)
        return True

    def _change(
        self,
        operation: Operation,
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> bool:
        """Executes an operation that changes this object, and returns True."""
        chosen = default_client.resolve(client if client is not None else self._stored_client)
        sent = self._get_arguments_for(operation)
        response = self._send(operation, sent, chosen, timeout, unknown, None, None, None)
        data = response.data
        is_own = isinstance(data, dict) and str(data.get(self._id_field)) == self._ids[-1]
        # If the response does not contain the object, this marks the object as not loaded.
        self._store_update(data if is_own else None, response)
        return True

    def _act_and_return_object(
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
        """Executes an operation on this object and returns the response as a new object of the same class."""
        sent = {**self._get_arguments_for(operation), **arguments}
        chosen = default_client.resolve(client if client is not None else self._stored_client)
        response = self._send(operation, sent, chosen, timeout, unknown, body, None, extra_body)
        if not isinstance(response.data, dict):
            raise ServerError(f"{operation}: the response is not an object")
        stored = response.without_body()
        return self._create_loaded(
            self._ids[:-1], response.data, chosen, self._stored_context, stored
        )

    @classmethod
    def _get_analytics(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        ids: str = "",
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> AnalyticsRows:
        """Returns the analytics of several objects. `ids` is the name of the argument with the objects' IDs."""
        from pinterest.utils import analytics

        more, timeout = split_options(unknown, timeout)
        return analytics.get_analytics(operation, {**arguments, **more}, ids, client, timeout)

    def _get_own_analytics(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        ids: str = "",
        split: str = "",
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> AnalyticsRows:
        """Returns the analytics of this object.

        `ids` is the name of the argument with this object's ID, or an empty string. `split` is the name of an
        argument with other IDs, such as Pin IDs.
        """
        own: dict[str, object] = {ids: [self._ids[-1]]} if ids else {}
        return self._get_analytics(
            operation,
            {**self._get_arguments_for(operation), **arguments, **own},
            ids=ids or split,  # a list that is too long for one request is split
            client=client if client is not None else self._stored_client,
            timeout=timeout,
            unknown=unknown,
        )


if not TYPE_CHECKING:
    # Scripts for Pinterest's own SDK import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
