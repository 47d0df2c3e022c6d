"""Objects known by their IDs, whose fields are fetched when one is first read."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar

from pinterest.exceptions import (
    NotFound,
    NotLoaded,
    PinterestError,
    UnknownAttribute,
    UnknownKey,
    ValidationError,
)
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.utils import default_client, model_requests
from pinterest.utils.model_options import without_options
from pinterest.utils.model_values import SCALARS, convert
from pinterest.utils.protocol import Client, Timeout
from pinterest.utils.suggest import nearest, unknown_name

__all__ = ["HydratedModel"]

H = TypeVar("H", bound="HydratedModel")
"""The class of the object. Editors follow it further than `Self`."""

# Guards the few assignments that make up an object's state; nothing is sent while it is held.
_state = threading.Lock()


class HydratedModel:
    """The state of an object, and how its fields are read.

    The data of an object is replaced as a whole. Requests are numbered as they begin, and an update once more when it
    ends; data of a lower number never replaces data of a higher one.
    """

    __slots__ = (
        "_converted",
        "_hydration_lock",
        "_ids",
        "_own_client",
        "_own_context",
        "_raw",
        "_response",
        "_turn",
        "_turns",
    )

    _identity: ClassVar[tuple[str, ...]] = ()
    """The arguments that an object is known by; the last is its own ID."""
    _id_field: ClassVar[str] = "id"
    """The field that holds its own ID; the others are held by fields of their own names."""
    _sent_as: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The parameters that stand for these arguments, where they have other names."""
    _context_names: ClassVar[tuple[str, ...]] = ()
    """Optional query parameters that an object keeps and sends with each of its requests."""
    _get_operation: ClassVar[Operation | None] = None
    """Gets one object; None where the API cannot."""
    _fields: ClassVar[frozenset[str]] = frozenset()
    """Everything that is read of an object by name: the declared fields, and what follows from them."""

    _ids: tuple[str, ...]
    _own_client: (
        Any  # a client, or None; the verbs ask for a PinterestSDKClient, which is not known here
    )
    _own_context: Mapping[str, object] | None
    _raw: dict[str, Any] | None
    # The fields in their types, with the data that they were made of: of an unloaded object, what the caller knew.
    _converted: tuple[dict[str, Any], dict[str, Any]] | None
    _response: ApiResponse | None
    _hydration_lock: threading.Lock | None
    _turns: int
    _turn: int

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = {name: item for name, item in vars(cls).items() if isinstance(item, property)}
        for name, item in own.items():
            if item.fset is None:
                setattr(cls, name, item.setter(_refusal(name)))
        cls._fields = cls._fields | own.keys()

    # --- making objects ---

    def _identify(
        self,
        ids: tuple[object, ...],
        client: Client | None,
        known: Mapping[str, object],
        context: Mapping[str, object] | None = None,
    ) -> None:
        """Fills a new object that is known by its IDs; called by the constructors.

        Args:
            ids: The values of its identity.
            client: The client to use.
            known: Fields whose values the caller knows already, and options of the generated client.
            context: Optional query parameters to keep.
        """
        cls = type(self)
        known, _ = without_options(known, None)
        for name in known:
            if name not in cls._fields:
                hint = unknown_name(name, cls._fields)
                raise ValidationError(f"{cls.__name__}: unknown field {name!r}; {hint}")
        self._ids = model_requests.checked_ids(cls._get_operation, cls._identity, ids)
        self._start(None, client, context)
        self._converted = (dict(known), {}) if known else None
        self._hydration_lock = threading.Lock()

    def _start(
        self,
        data: dict[str, Any] | None,
        client: Client | None,
        context: Mapping[str, object] | None,
        response: ApiResponse | None = None,
    ) -> None:
        self._raw = data
        self._own_client = client
        self._own_context = context
        self._response = response
        self._converted = self._hydration_lock = None
        self._turns = self._turn = 0

    @classmethod
    def _loaded(
        cls,
        parents: tuple[str, ...],
        data: dict[str, Any],
        client: Client | None,
        context: Mapping[str, object] | None = None,
        response: ApiResponse | None = None,
    ) -> Self:
        """Returns an object made of a response: it is complete."""
        model = cls.__new__(cls)
        own = data.get(cls._id_field)
        model._ids = (*parents, own if type(own) is str else str(own or ""))
        model._start(data, client, context, response)
        return model

    @classmethod
    def from_dict(cls: type[H], data: Mapping[str, Any], client: Client | None = None) -> H:
        """Makes a complete object from its fields, without any request: for tests, and for data that was stored.

        Args:
            data: Fields by name, with the object's own ID. The IDs of its parents may stand beside them.
            client: The client to use when the object is changed. Defaults to the default client.

        Raises:
            ValidationError: If there is no ID.
        """
        fields = copy.deepcopy(dict(data))
        own = fields.get(cls._id_field)
        if own is None or own == "":
            raise ValidationError(f"{cls.__name__}.from_dict: {cls._id_field} is required")
        parents = tuple(str(fields.get(name, "")) for name in cls._identity[:-1])
        return cls._loaded(parents, fields, client)

    # --- reading ---

    def _identity_value(self, place: int, kind: str) -> Any:
        text = self._ids[place]
        return text if kind == "str" else convert(kind, text)

    def _context_value(self, name: str) -> str | None:
        value = (self._own_context or {}).get(name)
        return None if value is None else str(value)

    def _read(self, name: str, kind: str) -> Any:
        """Returns a field as its declared type, fetching the object where that is needed."""
        data = self._raw
        if data is None:
            known = self._converted
            data = known[0] if known is not None and name in known[0] else self._hydrate()
        value = data.get(name)
        if value is None or type(value) is SCALARS.get(kind):
            return value
        cached = self._converted
        if cached is None or cached[0] is not data:  # another thread may have refreshed the object
            cached = self._converted = (data, {})
        if name not in cached[1]:
            cached[1][name] = convert(kind, value)
        return cached[1][name]

    def _hydrate(self) -> dict[str, Any]:
        """Fetches the object unless another thread just did, and returns its data."""
        with _state:
            if self._hydration_lock is None:
                self._hydration_lock = threading.Lock()
        with self._hydration_lock:
            while (data := self._raw) is None:
                try:
                    self._fetch(None, None)
                except AttributeError as error:
                    # Python would take it for a missing attribute of this object, and say nothing of it.
                    raise PinterestError(f"{self._get_operation}: {error}") from error
            return data

    def _fetch(self, client: Client | None, timeout: Timeout) -> None:
        """Gets the object and keeps its data, unless an update ended in the meantime."""
        operation = self._get_operation
        if operation is None:
            raise NotLoaded(self._cannot_be_read())
        turn = self._next_turn()
        chosen = default_client.resolve(client if client is not None else self._own_client)
        response = model_requests.execute(
            chosen, operation, self._arguments_of(operation), timeout=timeout
        )
        data = model_requests.checked_object(
            operation, response.data, self._id_field, self._ids[-1]
        )
        with _state:
            if turn >= self._turn:
                self._keep(data, response, turn)

    def _next_turn(self) -> int:
        with _state:
            self._turns += 1
            return self._turns

    def _keep_newest(self, data: dict[str, Any] | None, response: ApiResponse) -> None:
        """Keeps the state after an update; reads that began before it ended count no more."""
        turn = self._next_turn()
        with _state:
            self._keep(data, response, turn)

    def _keep(self, data: dict[str, Any] | None, response: ApiResponse, turn: int) -> None:
        self._raw, self._turn, self._converted = data, turn, None
        self._response = response.without_body()

    @classmethod
    def _cannot_be_read(cls) -> str:
        name = cls.__name__
        parents = ", ".join(cls._identity[:-1])
        return (
            f"{name}: the API cannot get one by its ID. Get its fields from a list: {name}.get_all({parents}) or "
            f"{name}.iter_all({parents})."
        )

    def _arguments_of(self, operation: Operation) -> dict[str, object]:
        """Returns the IDs and the context that an operation takes."""
        renamed = dict(self._sent_as)
        known: dict[str, object] = {
            renamed.get(name, name): value
            for name, value in zip(self._identity, self._ids, strict=True)
        }
        known.update(self._own_context or {})
        return {
            item.argument: known[item.argument]
            for item in operation.parameters
            if item.argument in known
        }

    @property
    def is_loaded(self) -> bool:
        """Whether the fields are here already, so that reading them sends no request."""
        return self._raw is not None

    @property
    def last_response(self) -> ApiResponse | None:
        """The response that the fields come from, without its body: its `status`, `request_id` and `rate_limit`.

        None before the first request, and for an object that was unpickled or made by `from_dict`.
        """
        return self._response

    def refresh(self: H, client: Client | None = None, *, timeout: Timeout = None) -> H:
        """Gets the object again and returns it.

        Args:
            client: The client to use for this call. Defaults to the object's own.
            timeout: Seconds to connect and to wait for the next byte. Defaults to the client's.

        Raises:
            NotFound: If the object does not exist.
            NotLoaded: If the API cannot get one object of this kind.
        """
        self._fetch(client, timeout)
        return self

    def exists(self, client: Client | None = None, *, timeout: Timeout = None) -> bool:
        """Gets the object and returns whether it exists.

        Args:
            client: The client to use for this call. Defaults to the object's own.
            timeout: Seconds to connect and to wait for the next byte. Defaults to the client's.

        Raises:
            NotLoaded: If the API cannot get one object of this kind.
        """
        try:
            self._fetch(client, timeout)
        except NotFound:
            return False
        return True

    def to_dict(self) -> dict[str, Any]:
        """Returns all fields as plain data, as they came, and gets the object first where that is needed."""
        return copy.deepcopy(self._raw if self._raw is not None else self._hydrate())

    # --- what Python asks of an object ---

    def __getitem__(self, name: str) -> Any:
        """Returns a field by its name on the wire; this is the typed way to one newer than this version."""
        if name in self._fields:
            return getattr(self, name)
        data = self._raw if self._raw is not None else self._hydrate()
        if name in data:
            return data[name]
        hint = unknown_name(name, {*data, *self._fields})
        raise UnknownKey(f"{type(self).__name__} has no field {name!r}; {hint}")

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Declared fields are properties: what arrives here is a field newer than this version, a declared one
            # with an underscore in front, as scripts for the official SDK read them, or a misspelt name.
            if name.startswith("_"):
                if name[1:] in self._fields:
                    return getattr(self, name[1:])
                raise AttributeError(name)
            if self._raw is not None and name in self._raw:
                return self._raw[name]
            valid = [item for item in dir(type(self)) if not item.startswith("_")]
            near = nearest(name, valid)
            hint = f"; did you mean {near!r}?" if near else ""
            raise UnknownAttribute(f"{type(self).__name__} has no attribute {name!r}{hint}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._ids == other._ids)

    def __hash__(self) -> int:
        return hash((type(self), self._ids))

    def __repr__(self) -> str:
        named = zip(self._identity, self._ids, strict=True)
        parts = [f"{name}={value!r}" for name, value in named]
        if self._raw is None:
            parts.append("not loaded")
        elif isinstance(self._raw.get("name"), str):
            parts.append(f"name={self._raw['name']!r}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __getstate__(self) -> dict[str, Any]:
        return {
            "client": self._own_client,
            "context": self._own_context,
            "ids": self._ids,
            "data": self._raw,
            "known": self._converted[0] if self._raw is None and self._converted else None,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._ids = state["ids"]
        self._start(state["data"], state["client"], state["context"])
        self._converted = (state["known"], {}) if state["known"] else None


def _refusal(name: str) -> Callable[[Any, object], NoReturn]:
    def refuse(model: Any, value: object) -> NoReturn:
        raise AttributeError(
            f"{type(model).__name__}.{name} cannot be set; update_fields({name}=...) changes it in the API"
        )

    return refuse
