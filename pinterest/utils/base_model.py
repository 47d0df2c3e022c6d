"""The base of every rich model: an object known by its ids, whose fields are read from the API when first asked for."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, NoReturn, Self

from pinterest.exceptions import (
    OutcomeUnknown,
    PinterestError,
    ServerError,
    UnknownAttribute,
    ValidationError,
)
from pinterest.operation import Operation
from pinterest.utils import default_client
from pinterest.utils.bookmark import Bookmark, Listing, Page, first_page, walk
from pinterest.utils.protocol import Client
from pinterest.utils.suggest import nearest, unknown_name

__all__ = ["PinterestBaseModel"]

_SCALARS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}


class _Field:
    """One declared field of a model: reads the object when needed, and converts the value to its type."""

    __slots__ = ("annotation", "identity", "name", "scalar")

    def __init__(self, name: str, annotation: str, identity: int | None) -> None:
        self.name = name
        self.annotation = annotation
        self.identity = identity
        self.scalar = _SCALARS.get(annotation.removesuffix(" | None"))

    def __get__(self, model: PinterestBaseModel | None, owner: type | None = None) -> Any:
        if model is None:
            return self
        data = model._data
        if data is None:
            if self.identity is not None:
                return self._of_key(model, self.identity)
            known = model._values
            if known and self.name in known[1]:
                return known[1][self.name]
            data = model._hydrate()
        value = data.get(self.name)
        if type(value) is self.scalar:
            return value
        if value is None:
            return None if self.identity is None else self._of_key(model, self.identity)
        return self._converted(model, data, value)

    def _of_key(self, model: PinterestBaseModel, place: int) -> Any:
        """Returns what the object is known by as its declared type."""
        text = model._key[place]
        return text if self.scalar is str else self.read(text)

    def _converted(self, model: PinterestBaseModel, data: dict[str, Any], value: object) -> Any:
        """Returns a value as its declared type, the same instance each time; what does not fit stays as it came."""
        cached = model._values
        if cached is None or cached[0] is not data:  # another thread may have refreshed the object
            cached = model._values = (data, {})
        if self.name not in cached[1]:
            cached[1][self.name] = self.read(value)
        return cached[1][self.name]

    def read(self, value: object) -> Any:
        """Returns a value as the declared type."""
        if self.scalar is str and type(value) is int:
            return str(value)  # an id, most often
        from pinterest.schema import read_answer

        return read_answer(_kind(self.annotation), value)

    def __set__(self, model: PinterestBaseModel, value: object) -> NoReturn:
        raise AttributeError(
            f"{type(model).__name__}.{self.name} cannot be set; update_fields({self.name}=...) changes it in the API"
        )

    def __repr__(self) -> str:
        return f"<field {self.name}: {self.annotation}>"


class _SchemaNames(dict[str, Any]):
    """The names of all schemas, each loaded when an annotation asks for it."""

    def __missing__(self, name: str) -> Any:
        from pinterest import schemas

        try:
            return getattr(schemas, name)
        except AttributeError:
            raise KeyError(name) from None  # a builtin, such as list


@cache
def _kind(annotation: str) -> Any:
    return eval(annotation, {}, _SchemaNames())  # the text is of a generated class


class PinterestBaseModel:
    """An object of the API.

    A subclass inherits the generated class that declares its fields, names the operation that reads it, and adds its
    verbs. Constructing an object asks nothing; the first field that is read asks once for all of them. What came out
    of an answer is complete and asks no more.
    """

    __slots__ = ("_client", "_data", "_key", "_lock", "_values")

    _get_operation: ClassVar[Operation]
    """Reads one object; its required parameters are what the object is known by."""
    _id_field: ClassVar[str] = "id"
    """The field that holds the last of them; the others are held by fields of their own names."""
    _fields: ClassVar[Mapping[str, _Field]] = {}

    _client: Client | None
    _data: dict[str, Any] | None
    _key: tuple[str, ...]
    _lock: threading.Lock | None
    # The fields in their types, with the data that they were made of.
    _values: tuple[dict[str, Any] | None, dict[str, Any]] | None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for base in cls.__bases__:
            if base.__module__.startswith("pinterest.fields."):
                cls._declare(base.__annotations__)

    @classmethod
    def _declare(cls, annotations: Mapping[str, str]) -> None:
        """Turns the annotations of a generated class into fields."""
        names = [*cls._identity()[:-1], cls._id_field]
        cls._fields = {
            name: _Field(name, annotation, names.index(name) if name in names else None)
            for name, annotation in {**dict.fromkeys(names, "str"), **annotations}.items()
        }
        for name, descriptor in cls._fields.items():
            setattr(cls, name, descriptor)

    @classmethod
    def _identity(cls) -> tuple[str, ...]:
        """Returns the parameters that an object is known by."""
        return tuple(item.argument for item in cls._get_operation.parameters if item.required)

    def _identify(
        self, ids: Mapping[str, object], client: Client | None, known: Mapping[str, object]
    ) -> None:
        """Fills a new object that is known by its ids; called by the constructors.

        Args:
            ids: The parameters that it is known by.
            client: Whom to ask; the default client unless given.
            known: Values of fields that the caller knows already.
        """
        for name in known:
            if name not in self._fields:
                hint = unknown_name(name, self._fields)
                raise ValidationError(f"{type(self).__name__}: unknown field {name!r}; {hint}")
        self._get_operation.prepare(ids)
        self._client = client
        # A member of an enum stays one: asked for on purpose, it is let through even where it is unknown.
        self._key = tuple(
            value if isinstance(value, str) else str(getattr(value, "value", value))
            for value in ids.values()
        )
        self._data = None
        self._values = (None, {name: self._fields[name].read(known[name]) for name in known})
        self._lock = threading.Lock()

    @classmethod
    def _loaded(cls, parents: tuple[str, ...], data: dict[str, Any], client: Client) -> Self:
        """Returns an object made of an answer: it is complete."""
        model = cls.__new__(cls)
        model._client = client
        own = data.get(cls._id_field)
        model._key = (*parents, own if type(own) is str else str(own or ""))
        model._data = data
        model._values = model._lock = None
        return model

    # --- what the verbs of the subclasses are made of ---

    @classmethod
    def _create(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        fields: Mapping[str, object],
        client: Client | None,
        extra_body: Mapping[str, object] | None = None,
    ) -> Self:
        """Creates an object with one request and returns it, complete."""
        body = _body(operation, fields, extra_body)
        chosen = default_client.resolve(client)
        data = chosen.execute(operation, arguments, body=body).data
        parents = tuple(str(arguments[name]) for name in cls._identity()[:-1])
        return cls._loaded(parents, _written(operation, data, cls._id_field), chosen)

    def _update(
        self,
        operation: Operation,
        fields: Mapping[str, object],
        client: Client | None,
        extra_body: Mapping[str, object] | None = None,
    ) -> bool:
        """Changes the object with one request; the answer is its new state."""
        chosen = client if client is None else default_client.check_client(client)
        if not fields and not extra_body:
            raise ValidationError(f"{operation}: no fields to change; pass at least one by name")
        body = _body(operation, fields, extra_body)
        chosen = default_client.resolve(chosen if chosen is not None else self._client)
        data = chosen.execute(operation, self._ids(), body=body).data
        self._take(_written(operation, data))
        return True

    @classmethod
    def _listing(
        cls, operation: Operation, arguments: Mapping[str, object], client: Client | None
    ) -> Listing[Self]:
        """Returns a list of these objects, its arguments checked, nothing asked yet."""
        operation.prepare(arguments)
        return Listing(operation, dict(arguments), default_client.resolve(client), cls._build)

    @classmethod
    def _get_page(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        bookmark: str | Bookmark[Any] | None,
        client: Client | None,
    ) -> Page[Self]:
        """Asks for one page of these objects; a bookmark brings its client and size of page along."""
        if isinstance(bookmark, Bookmark):
            client = bookmark.listing.client if client is None else client
            if arguments.get("page_size") is None:
                size = bookmark.listing.arguments.get("page_size")
                arguments = {**arguments, "page_size": size}
        return first_page(cls._listing(operation, arguments, client), bookmark)

    @classmethod
    def _iterate(
        cls,
        operation: Operation,
        arguments: Mapping[str, object],
        limit: int | None,
        client: Client | None,
    ) -> Iterator[Self]:
        """Checks everything now, and returns an iterator that asks for page after page, each as large as allowed."""
        if limit is not None and (type(limit) is not int or limit < 0):
            raise ValidationError(
                f"{operation}: limit: {limit!r} is not valid; allowed: 0 or more, or None"
            )
        most = int(operation.parameter("page_size").maximum or 0)
        size = most if limit is None else min(most, max(limit, 1))
        return _items(cls._listing(operation, {"page_size": size, **arguments}, client), limit)

    @classmethod
    def _build(cls, listing: Listing[Self], items: list[Any]) -> list[Self]:
        parents = tuple(str(listing.arguments[name]) for name in cls._identity()[:-1])
        if not all(isinstance(item, dict) for item in items):
            raise ServerError(
                f"{listing.operation}: the answer is no page: an item is not an object"
            )
        return [cls._loaded(parents, item, listing.client) for item in items]

    # --- reading ---

    def _ids(self) -> dict[str, object]:
        return dict(zip(self._identity(), self._key, strict=True))

    def _hydrate(self) -> dict[str, Any]:
        """Reads the object unless another thread just did, and returns its data."""
        assert self._lock is not None
        with self._lock:
            if self._data is None:
                try:
                    self._take(self._fetched())
                except AttributeError as error:
                    # Python would take it for a missing attribute of this object, and say nothing of it.
                    raise PinterestError(f"{self._get_operation}: {error}") from error
            assert self._data is not None
            return self._data

    def _fetched(self) -> dict[str, Any]:
        client = default_client.resolve(self._client)
        data = client.execute(self._get_operation, self._ids()).data
        if not isinstance(data, dict):
            raise ServerError(f"{self._get_operation}: the answer is not an object")
        return data

    def _take(self, data: dict[str, Any]) -> None:
        self._data = data

    @property
    def is_loaded(self) -> bool:
        """Whether the fields are here already, so that reading them asks nothing."""
        return self._data is not None

    def refresh(self) -> Self:
        """Reads the object again and returns it.

        Raises:
            NotFound: There is no such object any more.
        """
        self._take(self._fetched())
        return self

    def to_dict(self) -> dict[str, Any]:
        """Returns all fields as plain data, as they came; reads the object first if that has not happened yet."""
        return copy.deepcopy(self._data if self._data is not None else self._hydrate())

    def __getattr__(self, name: str) -> Any:
        # Declared fields are descriptors: what arrives here is a field newer than this version, or a misspelt name.
        if not name.startswith("_"):
            if self._data is not None and name in self._data:
                return self._data[name]
            valid = [item for item in dir(type(self)) if not item.startswith("_")]
            near = nearest(name, valid)
            hint = f"; did you mean {near!r}?" if near else ""
            raise UnknownAttribute(f"{type(self).__name__} has no attribute {name!r}{hint}")
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._key == other._key)

    def __hash__(self) -> int:
        return hash((type(self), self._key))

    def __repr__(self) -> str:
        parts = [f"{name}={str(value)!r}" for name, value in self._ids().items()]
        if self._data is None:
            parts.append("not loaded")
        elif isinstance(self._data.get("name"), str):
            parts.append(f"name={self._data['name']!r}")
        return f"{type(self).__name__}({', '.join(parts)})"

    def __getstate__(self) -> dict[str, Any]:
        return {
            "client": self._client,
            "key": self._key,
            "data": self._data,
            "values": self._values if self._data is None else None,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._client, self._key = state["client"], state["key"]
        self._data, self._values = state["data"], state["values"]
        self._lock = threading.Lock() if self._data is None else None


def _items(listing: Listing[Any], limit: int | None) -> Iterator[Any]:
    if limit == 0:
        return
    count = 0
    for page in walk(first_page(listing)):
        for item in page.items:
            yield item
            count += 1
            if count == limit:
                return


def _body(
    operation: Operation, fields: Mapping[str, object], extra_body: Mapping[str, object] | None
) -> dict[str, Any]:
    """Returns the fields, checked, with those that the caller lets through unchecked."""
    from pinterest.utils.payload import checked_body

    if extra_body is not None and not isinstance(extra_body, Mapping):
        raise ValidationError(f"{operation}: extra_body must be a mapping of field names to values")
    return {**checked_body(operation, fields), **(extra_body or {})}


def _written(operation: Operation, data: object, needed: str | None = None) -> dict[str, Any]:
    """Returns the object that a write answered, which holds at least the field that is needed."""
    if not isinstance(data, dict) or (needed and not data.get(needed)):
        raise OutcomeUnknown(
            f"{operation}: it was carried out, yet the answer is not the object; look it up before you repeat it"
        )
    return data
