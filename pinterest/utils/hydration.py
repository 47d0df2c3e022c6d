"""Objects that are created from their IDs, and fetch their fields when a field is first read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from pinterest import exceptions
from pinterest.exceptions import NotFound, NotLoaded, UnknownAttribute, UnknownKey, ValidationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import default_client, model_requests
from pinterest.utils.forks import ForkSafeLock
from pinterest.utils.model_display import ModelDisplay
from pinterest.utils.model_fields import refuse_to_set
from pinterest.utils.model_options import split_options
from pinterest.utils.model_state import Origin, Versions
from pinterest.utils.model_values import convert
from pinterest.utils.nested_data import copy_data, pack, unpack
from pinterest.utils.own_attributes import get_own_attributes, set_attributes
from pinterest.utils.protocol import Client, Deadline, Timeout, with_deadline
from pinterest.utils.shared_request import SharedRequest
from pinterest.utils.suggest import find_nearest_name, format_name, unknown_name
from pinterest.utils.value_text import to_query_text

__all__ = ["HydratedModel"]

# Editors infer this type variable better than `Self`.
H = TypeVar("H", bound="HydratedModel")
"""The class that a method is called on, such as `Board` for `Board.from_dict(...)`."""

# Locks the state of all objects while it is read or changed. It is never held during a request.
_state = ForkSafeLock()


class HydratedModel(ModelDisplay):
    """An object that fetches its fields when a field is first read."""

    __slots__ = ("_converted", "_ids", "_origin", "_raw", "_versions")

    _identity: ClassVar[tuple[str, ...]] = ()
    """The names of the IDs that identify an object, its own ID last. Empty if the token identifies the object."""
    _id_field: ClassVar[str] = "id"
    """The name of the field that contains the object's own ID."""
    _sent_as: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs (name in `_identity`, request parameter) for IDs whose request parameter has a different name."""
    _context_names: ClassVar[tuple[str, ...]] = ()
    """The names of optional query parameters that an object stores and sends with all of its requests."""
    _listed_by: ClassVar[tuple[str, ...]] = ()
    """Names of arguments that `get_all` requires, for error texts. If empty, the texts name the parents' IDs."""
    _derived: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pairs of a field and the property for its converted value, such as `("created_time", "created_datetime")`."""
    _get_operation: ClassVar[Operation | None] = None
    """The operation that gets an object by its ID. None if the API has no such operation."""
    _field_names: ClassVar[frozenset[str]] = frozenset()
    """The names of all properties that return a field, including converted ones such as `created_datetime`."""

    _ids: tuple[str, ...]
    _origin: Origin
    _raw: dict[str, Any] | None
    # The raw data, and the fields converted so far. Before loading, the raw data is the fields from the caller.
    _converted: tuple[dict[str, Any], dict[str, Any]] | None
    _versions: Versions | None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {name: item for name, item in vars(cls).items() if isinstance(item, property)}
        for name, item in own.items():
            if item.fset is None:
                setattr(cls, name, item.setter(refuse_to_set(name)))
        # Collect the names from all base classes. The first may be a mixin without fields.
        cls._field_names = frozenset(own).union(
            *(getattr(base, "_field_names", ()) for base in cls.__mro__)
        )

    # --- creating objects ---

    def _init_from_ids(
        self,
        ids: tuple[object, ...],
        client: Client | None,
        known_fields: Mapping[str, object],
        context: Mapping[str, object] | None = None,
    ) -> None:
        """Initializes an object from its IDs.

        Args:
            ids: The values of the IDs in `_identity`.
            client: The client to use.
            known_fields: Known values of fields, by name. May contain options of the generated client.
            context: Optional query parameters to send with all requests of the object.
        """
        cls = type(self)
        known_fields, _ = split_options(known_fields, None)
        for name in known_fields:
            if name not in cls._field_names:
                hint = unknown_name(name, cls._field_names)
                raise ValidationError(f"{cls.__name__}: unknown field {format_name(name)}; {hint}")
        self._ids = model_requests.validate_ids(cls._get_operation, cls._identity, ids)
        self._init_state(None, Origin(client, context))
        self._converted = (dict(known_fields), {}) if known_fields else None

    def _init_state(self, data: dict[str, Any] | None, origin: Origin) -> None:
        """Sets the data and the `Origin` of a new object. The data is None if the object is not loaded."""
        self._raw = data
        self._origin = origin
        self._converted = self._versions = None

    @classmethod
    def _create_loaded(
        cls,
        parents: tuple[str, ...],
        data: dict[str, Any],
        client: Client | None,
        context: Mapping[str, object] | None = None,
        response: ApiResponse | None = None,
    ) -> Self:
        """Creates a loaded object from the data in a response."""
        return cls._load_items([data], parents, Origin(client, context, response))[0]

    @classmethod
    def _load_items(
        cls, items: list[dict[str, Any]], parents: tuple[str, ...] | None, origin: Origin
    ) -> list[Self]:
        """Creates loaded objects from the data in a response.

        Args:
            items: The data of each object.
            parents: The IDs of the objects' parents. None if the objects have different parents.
            origin: The client of the objects, the response, and query parameters for later requests.
        """
        models, create, id_field = [], cls.__new__, cls._id_field
        is_identified = bool(cls._identity)
        known = parents or ()
        for data in items:  # lists can be long, so this loop is optimized for speed
            model = create(cls)
            own = data.get(id_field)
            if parents is None:
                known = cls._get_parent_ids(data)
            text = own if type(own) is str else str(own or "")
            model._ids = known + (text,) if is_identified else ()  # noqa: RUF005  # unpacking is slower
            model._raw = data
            model._origin = origin
            model._converted = model._versions = None
            models.append(model)
        return models

    @classmethod
    def _get_parent_ids(cls, arguments: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(to_query_text(arguments.get(name)) or "" for name in cls._identity[:-1])

    @classmethod
    def from_dict(cls: type[H], data: Mapping[str, Any], client: Client | None = None) -> H:
        """Creates a loaded object from stored fields, for example in tests. Sends no request.

        Args:
            data: The values of the fields, by name. Only the object's own ID is required. May contain the IDs of the
                object's parents and `ad_account_id`.
            client: The client for later requests of the object. Defaults to the default client.

        Raises:
            ValidationError: If the object's own ID is missing.
        """
        fields = copy_data(dict(data))
        own = fields.get(cls._id_field)
        if own is None or own == "":
            raise ValidationError(f"{cls.__name__}.from_dict: add {cls._id_field!r} to the data")
        parents = tuple(str(fields.get(name, "")) for name in cls._identity[:-1])
        context = {name: fields[name] for name in cls._context_names if name in fields}
        return cls._create_loaded(parents, fields, client, context or None)

    # --- reading fields ---

    def _identity_value(self, index: int, kind: str) -> Any:
        """Returns the ID at `index` in `_identity`, converted to the type with the name `kind`."""
        text = self._ids[index]
        return text if kind == "str" else convert(kind, text)

    def _context_value(self, name: str) -> str | None:
        """Returns the object's value for an optional query parameter as a string, or None if no value is set."""
        value = (self._stored_context or {}).get(name)
        return None if value is None else str(value)

    def _hydrate(self) -> dict[str, Any]:
        """Returns the object's data. Fetches the data first if the object is not loaded."""
        while (data := self._raw) is None:
            with _state:
                if self._raw is not None:
                    continue
                versions = self._get_versions()
                # If another thread is already fetching the object, wait for its request.
                request = versions.request = SharedRequest.join(versions.request)
            request.run_or_wait(self._fetch_for_read)
        return data

    def _fetch_for_read(self) -> None:
        """Fetches the object when a property is read. Converts an `AttributeError` to a `PinterestError`."""
        try:
            self._fetch(None, None)
        except AttributeError as error:
            # If a property raises an AttributeError, Python calls `__getattr__` and hides the cause.
            raise exceptions.PinterestError(f"{self._get_operation}: {error}") from error

    def _fetch(self, client: Client | None, timeout: Timeout) -> None:
        """Fetches the object and stores the data, unless newer data was stored during the request."""
        operation = self._get_operation
        if operation is None:
            raise NotLoaded(self._build_not_loaded_message())
        # A fetch is numbered when it starts, an update when it ends. Data never replaces data with a higher number.
        number = self._get_next_version_number()
        chosen = default_client.resolve(client if client is not None else self._stored_client)
        response = model_requests.execute(
            chosen, operation, self._get_arguments_for(operation), timeout=timeout
        )
        own_id = self._ids[-1] if self._ids else ""
        data = model_requests.validate_object(operation, response, self._id_field, own_id)
        with _state:
            if number >= self._get_versions().stored:
                self._store_data(data, response, number)

    def _get_versions(self) -> Versions:
        """Returns the object's `Versions`, created on the first call. The caller must hold the lock `_state`."""
        versions = self._versions
        if versions is None:
            versions = self._versions = Versions()
        return versions

    def _get_next_version_number(self) -> int:
        with _state:
            versions = self._get_versions()
            versions.last += 1
            return versions.last

    def _store_update(self, data: dict[str, Any] | None, response: ApiResponse) -> None:
        """Stores the data after an update, so that a fetch that started earlier does not replace the data."""
        number = self._get_next_version_number()
        with _state:
            self._store_data(data, response, number)

    def _store_data(self, data: dict[str, Any] | None, response: ApiResponse, version: int) -> None:
        # Never change the stored data, only replace it as a whole.
        self._raw, self._converted = data, None
        self._get_versions().stored = version
        self._set_last_response(response)

    def _set_last_response(self, response: ApiResponse) -> None:
        self._origin = self._origin._replace(response=response.without_body())

    @classmethod
    def _build_not_loaded_message(cls) -> str:
        name = cls.__name__
        if not hasattr(cls, "get_all"):
            return (
                f"{name}: the API has no operation that gets or lists objects of this kind. "
                "Their fields are only in the responses to other requests."
            )
        parents = ", ".join(cls._listed_by or cls._identity[:-1])
        return (
            f"{name}: the API has no operation that gets one by its ID. List them instead: "
            f"{name}.get_all({parents}) or {name}.iter_all({parents})."
        )

    def _get_arguments_for(self, operation: Operation) -> dict[str, object]:
        """Maps an operation's parameters to this object's IDs and context values. Leaves out all other parameters."""
        renamed = dict(self._sent_as)
        known: dict[str, object] = {
            renamed.get(name, name): value
            for name, value in zip(self._identity, self._ids, strict=True)
        }
        known.update(self._stored_context or {})
        return {
            item.argument: [known[item.argument]] if item.many else known[item.argument]
            for item in operation.parameters
            if item.argument in known
        }

    @property
    def _stored_client(self) -> Any:  # this module cannot import PinterestSDKClient
        """The client of the object."""
        return self._origin.client

    @property
    def _stored_context(self) -> Mapping[str, object] | None:
        """The optional query parameters to send with all requests of the object."""
        return self._origin.context

    @property
    def is_loaded(self) -> bool:
        """Whether the fields are loaded. Reading loaded fields sends no request."""
        return self._raw is not None

    @property
    def last_response(self) -> ApiResponse | None:
        """The response that the fields come from, without the body. Has `status`, `request_id` and `rate_limit`.

        None before the first request, after unpickling, and after `from_dict`.
        """
        return self._origin.response

    def refresh(
        self: H, client: Client | None = None, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> H:
        """Fetches the object again and returns it.

        Args:
            client: The client to use for this call. Defaults to the object's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Raises:
            NotFound: If the object does not exist.
            NotLoaded: If the API has no operation that gets an object of this type by its ID.
        """
        self._fetch(client, with_deadline(timeout, deadline))
        return self

    def exists(
        self, client: Client | None = None, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> bool:
        """Fetches the object and returns whether it exists.

        Args:
            client: The client to use for this call. Defaults to the object's client.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Raises:
            NotLoaded: If the API has no operation that gets an object of this type by its ID.
        """
        try:
            self._fetch(client, with_deadline(timeout, deadline))
        except NotFound:
            return False
        return True

    def to_dict(self) -> dict[str, Any]:
        """Returns a copy of all fields, as in the API's response. Fetches the object if it is not loaded."""
        data: dict[str, Any] = copy_data(self._raw if self._raw is not None else self._hydrate())
        return data

    # --- special methods ---

    def __getitem__(self, name: str) -> Any:
        """Returns the value of a field, even if this SDK version does not declare the field."""
        if name in self._field_names:
            return getattr(self, name)
        data = self._raw if self._raw is not None else self._hydrate()
        if name in data:
            return data[name]
        hint = unknown_name(name, {*data, *self._field_names})
        raise UnknownKey(f"{type(self).__name__} has no field {format_name(name)}; {hint}")

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Python finds declared fields before it calls this method. So the name is a field that this SDK version
            # does not declare, a field with a leading underscore (as in Pinterest's own SDK), or a misspelled name.
            if name.startswith("_"):
                if name[1:] in self._field_names:
                    return getattr(self, name[1:])
                raise AttributeError(name)
            if self._raw is not None and name in self._raw:
                return self._raw[name]
            valid = [item for item in dir(type(self)) if not item.startswith("_")]
            near = find_nearest_name(name, valid)
            hint = f"; did you mean {near!r}?" if near else ""
            raise UnknownAttribute(
                f"{type(self).__name__} has no attribute {format_name(name)}{hint}"
            )

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        if not self._identity:
            # The object is identified by the token, so its ID is only in its data.
            own, others = ((item._raw or {}).get(self._id_field) for item in (self, other))
            return self is other or (own is not None and own == others)
        return bool(self._ids == other._ids)

    def __hash__(self) -> int:
        return hash((type(self), self._ids))

    def __getstate__(self) -> dict[str, Any]:
        return {
            "client": self._stored_client,
            "context": self._stored_context,
            "ids": self._ids,
            "data": pack(self._raw),
            "known": self._converted[0] if self._raw is None and self._converted else None,
            "own": get_own_attributes(self, HydratedModel),
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._ids = state["ids"]
        self._init_state(unpack(state["data"]), Origin(state["client"], state["context"]))
        self._converted = (state["known"], {}) if state["known"] else None
        set_attributes(self, state["own"])
