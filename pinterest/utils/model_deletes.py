"""Deletes rich models with requests that contain a list of IDs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pinterest.exceptions import Reason
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import batch, default_client
from pinterest.utils.base_model import PinterestBaseModel
from pinterest.utils.id_lists import IdList
from pinterest.utils.model_options import split_options
from pinterest.utils.outcomes import Outcome, parse_outcomes
from pinterest.utils.protocol import Client, Timeout

__all__ = ["DeletableInLists", "IdList"]


class DeletableInLists(PinterestBaseModel):
    """A mixin for objects whose delete request contains a list of IDs."""

    __slots__ = ()
    _deleted: ClassVar[IdList]

    @classmethod
    def _delete_listed_by_id(
        cls,
        ids: tuple[object, ...],
        operation: Operation,
        fields: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        context: Mapping[str, object] | None = None,
    ) -> bool:
        """Sends one request that deletes the object with these IDs, and returns True."""
        model = cls.__new__(cls)
        model._init_from_ids(ids, client, {}, context)
        return model._delete_listed(
            operation, fields, client=client, timeout=timeout, unknown=unknown
        )

    def _delete_listed(
        self,
        operation: Operation,
        fields: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> bool:
        """Sends one request that deletes this object, and returns True."""
        own, arguments = self._deleted.id_field, self._get_arguments_for(operation)
        arguments.pop(self._deleted.name, None)
        [response] = self._send_deletes(
            operation,
            arguments,
            [{own: self._ids[-1], **fields} if own else self._ids[-1]],
            {} if own else fields,
            client=client if client is not None else self._stored_client,
            timeout=timeout,
            unknown=unknown,
            single=True,
        )
        self._set_last_response(response)
        return True

    @classmethod
    def _delete_many(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        items: Sequence[Any],
        fields: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
    ) -> bool:
        """Deletes all objects in `items` with as few requests as possible, and returns True."""
        cls._send_deletes(
            operation, arguments, items, fields, client=client, timeout=timeout, unknown=unknown
        )
        return True

    @classmethod
    def _send_deletes(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        items: Sequence[Any],
        fields: Mapping[str, object],
        *,
        client: Client | None,
        timeout: Timeout,
        unknown: Mapping[str, Any],
        single: bool = False,
    ) -> list[ApiResponse]:
        """Sends the delete requests, and returns the response for each item, without the body."""
        more, timeout = split_options(unknown, timeout)
        sent = {**arguments, **more}
        return batch.send_requests(
            default_client.resolve(client),
            operation,
            sent,
            items,
            cls._deleted.split_into_requests(operation, sent, items, fields, single=single),
            lambda index, data, response: response.without_body(),
            timeout,
            cls._parse_delete_outcomes,
        )

    @classmethod
    def _parse_delete_outcomes(cls, items: Sequence[Any], data: object) -> list[Outcome | None]:
        """Returns the outcome of each item of a delete request."""
        own = cls._deleted.id_field
        ids = [str(item[own] if own else item) for item in items]
        if not data:
            return [Outcome({}, []) for _ in ids]
        deleted = _parse_deleted_ids(data)
        if deleted is None:
            return parse_outcomes(ids, data)
        failed: dict[str, Outcome | None] = {}
        if isinstance(data, dict) and data.get("exceptions"):
            rest = [id for id in ids if id not in deleted]
            found = parse_outcomes(rest, {"exceptions": data["exceptions"]})
            failed = dict(zip(rest, found, strict=True))
        missing = Outcome(None, [Reason("not deleted: the response does not contain its ID")])
        return [Outcome({}, []) if id in deleted else failed.get(id) or missing for id in ids]


def _parse_deleted_ids(data: object) -> set[str] | None:
    """Returns the IDs in a response that lists the deleted IDs, or None for other responses."""
    lists = [data] if isinstance(data, list) else []
    if isinstance(data, dict):
        found = {name: value for name, value in data.items() if isinstance(value, list)}
        lists = [value for name, value in found.items() if name != "exceptions"]
    if len(lists) != 1 or not all(isinstance(item, (str, int)) for item in lists[0]):
        return None
    return {str(item) for item in lists[0]}
