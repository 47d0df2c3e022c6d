"""Reads the rich models that `models.toml` declares, and finds their operations and schemas in the contract."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from codegen import naming, prose
from codegen.contract import ContractError, read_text
from codegen.definitions import Definition, ListOf, Property, Ref
from codegen.merging import merge_models
from codegen.operations import DescribedOperation
from codegen.positional_arguments import PositionalArgument, parse_positional
from codegen.schema_library import SchemaLibrary
from pinterest.operation import Operation

MODELS: Final = Path(__file__).with_name("models.toml")
_KEYS: Final = frozenset(
    "module page fields id identity get list create update delete also sets context owns takes sent_as legacy "
    "called filters".split()
)


@dataclass(frozen=True)
class Verb:
    """A method of a rich model that calls one operation.

    Attributes:
        name: The name of the method.
        kind: What the method does, such as `get`, `create_many` or one of the kinds that `emit_calls.KINDS` lists.
        described: The operation, with the data that its methods are generated from.
        item: The schema of one object in the request body. None if the request has no body.
        envelope: The fields of the body other than the list of objects.
        positional: The arguments that can be passed by position.
        answer: The schema of the response, or of its items. None if the response has no body.
        id_in: The field with the new object's ID, if a create response contains only the ID.
        options: The `TypedDict` to generate for optional arguments: `NAME` or `NAME without FIELDS`. Can be empty.
        object_in: The field of a create response that contains the object. Empty if the response is the object.
        supplies: Required fields of an update that get their values from the object itself.
        fixed: Fields or parameters of the request that always have the same value.
        whole: Whether the body describes one object, even if the body contains a list.
        unloads: Whether an update unloads the object, because the response has only some fields.
        remembers: Fields that an update also sends if they are loaded and have one of the listed values.
        ids: The parameter with the objects' IDs, for operations on several objects.
        for_many: The verb for several objects, if it calls a separate operation.
        split: A parameter with IDs of other objects, to split into several requests if the list is long.
        returns: The response field that the method returns. Empty if the method returns the whole response.
    """

    name: str
    kind: str
    described: DescribedOperation
    item: Definition | None = None
    envelope: tuple[Property, ...] = ()
    positional: tuple[PositionalArgument, ...] = ()
    answer: Definition | None = None
    id_in: str = ""
    options: str = ""
    object_in: str = ""
    supplies: tuple[str, ...] = ()
    fixed: Mapping[str, str | bool] = field(default_factory=dict)
    whole: bool = False
    unloads: bool = False
    remembers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ids: str = ""
    for_many: Verb | None = None
    split: str = ""
    returns: str = ""

    @property
    def operation(self) -> Operation:
        """The operation that the method calls."""
        return self.described.operation

    @property
    def is_batch(self) -> bool:
        """Whether one request can write several objects."""
        body = None if self.whole else self.operation.body
        return body is not None and (body.many or body.items is not None)

    @property
    def properties(self) -> list[Property]:
        """The request fields that callers can set: first the fields in `envelope`, then the fields of `item`."""
        shared = {item.name for item in self.envelope}
        fields = list(self.item.properties) if self.item else []
        own = [item for item in fields if item.name not in {*shared, *self.fixed}]
        return [item for item in (*self.envelope, *own) if not item.read_only]

    @property
    def body_is_one_argument(self) -> bool:
        """Whether callers pass the whole body as one argument, because the body is a list or a union."""
        return self.operation.body is not None and self.item is None

    @property
    def returns_list(self) -> bool:
        """Whether the response is a plain list instead of a page with a bookmark."""
        return any(answer.many for answer in self.operation.answers)


@dataclass(frozen=True)
class OwnedList:
    """A list of the objects that another object owns.

    Attributes:
        name: The name of the list, such as `campaigns`.
        model: The rich model of the owned objects. Empty if the objects have no rich model.
        module: The module of the rich model, relative to `pinterest`.
        verb: The method that lists the owned objects.
        filter: The query parameter for the owner's ID. Empty if the path contains the ID.
        has_page_method: Whether the owner also has a method that returns one page.
    """

    name: str
    model: str
    module: str
    verb: Verb
    filter: str = ""
    has_page_method: bool = True


@dataclass(frozen=True)
class Noun:
    """A rich model, such as `Board`.

    Attributes:
        name: The name of the hand-written class. The generated base class has the suffix `Base`.
        module: The module of the class, relative to `pinterest`.
        page: The heading of the reference page.
        fields: The schema of the objects. The schema's name is empty if the class has no instances.
        identity: The parameters that identify an object, the object's own ID last. Empty if the access token is enough.
        id_field: The field with the object's own ID.
        verbs: The methods, by name.
        context: Optional query parameters that an object stores and sends with its requests.
        positional: The parameters in `context` that the constructor accepts by position.
        sent_as: Maps names in `identity` to the names in requests, if different.
        legacy: The type of each field that the API no longer documents, by field name.
        owns: The lists of owned objects, such as an ad account's campaigns.
        name_in_texts: The noun in docstrings. If empty, derived from the class name.
        sets: The declarations of methods that update specific fields, by method name, such as `make_secret`.
        filters: Maps catalog types to the names of filter unions, for `all_of` and `any_of`.
    """

    name: str
    module: str
    page: str
    fields: Definition
    identity: tuple[str, ...]
    id_field: str
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    context: tuple[str, ...] = ()
    positional: tuple[str, ...] = ()
    sent_as: Mapping[str, str] = field(default_factory=dict)
    legacy: Mapping[str, str] = field(default_factory=dict)
    owns: tuple[OwnedList, ...] = ()
    name_in_texts: str = ""
    sets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The name of the module in `pinterest.bases`."""
        return self.module.rpartition(".")[2]

    @property
    def singular(self) -> str:
        """The noun in the singular, as it is spelled in texts, such as `ad group`."""
        return self.name_in_texts or prose.spell_words(naming.split_words(self.name))

    @property
    def plural(self) -> str:
        """The noun in the plural, as it is spelled in texts, such as `ad groups`."""
        return naming.to_plural(self.singular)

    @property
    def all_verbs(self) -> Iterator[Verb]:
        """Yields all methods to generate: the verbs, their variants for many objects, and lists of owned objects."""
        for verb in self.verbs.values():
            yield verb
            if verb.for_many:
                yield verb.for_many
        yield from (owned.verb for owned in self.owns)

    @property
    def identity_fields(self) -> dict[str, int]:
        """Maps each identifying field of an object to the index of its parameter in `identity`."""
        own = (*self.identity[:-1], self.id_field) if self.identity else ()
        return {name: place for place, name in enumerate(own)}

    @property
    def has_objects(self) -> bool:
        """Whether the rich model has instances, not only class methods."""
        return bool(self.fields.name)

    def has_schema(self, response: Definition | None) -> bool:
        """Returns whether a response has the schema of this noun's objects."""
        return response is not None and response.name == self.fields.name

    @property
    def has_id_alias(self) -> bool:
        """Whether to generate a property `id` that returns the field with the object's ID, such as `user_id`."""
        has_id = any(item.name == "id" for item in self.fields.properties)
        return self.id_field.endswith("_id") and not has_id

    def map_supplied_fields(self, verb: Verb) -> dict[str, str]:
        """Maps request fields to attributes of the object. The request gets the values from these attributes."""
        # These fields are IDs, and the fields in `supplies` of `models.toml`.
        own = {self.identity[-1]: self.id_field} if self.identity else {}
        own |= {name: name for name in (*self.identity_fields, *verb.supplies)}
        own |= {"id": "id"} if self.has_id_alias else {}
        return {
            item.name: own[item.name]
            for item in verb.properties
            if item.name in own and (item.required or verb.is_batch)
        }


def read_models(path: str | Path = MODELS) -> dict[str, Any]:
    """Returns the declarations of the rich models.

    Raises:
        ContractError: If the file is missing or is not TOML.
    """
    try:
        return tomllib.loads(read_text(path, "rich models file"))
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"the rich models file {path} is not valid TOML: {error}") from None


def build_nouns(
    models: Mapping[str, Any], library: SchemaLibrary, described: Mapping[str, DescribedOperation]
) -> list[Noun]:
    """Returns one `Noun` per rich model that `models.toml` declares, in the order of the file.

    Raises:
        ContractError: If a declaration refers to something that is not in the contract.
    """
    return [
        _NounReader(name, entry, library, described).read_noun(models)
        for name, entry in models.items()
    ]


class _NounReader:
    """Reads one rich model from its entry in `models.toml`."""

    def __init__(
        self,
        name: str,
        entry: Mapping[str, Any],
        library: SchemaLibrary,
        described: Mapping[str, DescribedOperation],
    ) -> None:
        self._name = name
        self._entry = entry
        self._library = library
        self._described = described
        unknown = entry.keys() - _KEYS
        if unknown:
            raise self._build_error(f"unknown keys: {', '.join(sorted(unknown))}")

    def read_noun(self, models: Mapping[str, Any]) -> Noun:
        entry, lists = self._entry, self._entry.get("owns", {})
        verbs = dict(self._read_verbs())
        if "identity" in entry:
            identity = tuple(name.strip() for name in entry["identity"].split(","))
        elif "fields" not in entry:
            identity = ()
        elif "get" in verbs:
            parameters = verbs["get"].operation.parameters
            identity = tuple(item.argument for item in parameters if item.required)
        else:
            raise self._build_error("has neither `get` nor `identity`; declare one of them")
        heading = prose.spell_words(naming.split_words(entry["module"].rpartition(".")[2]))
        return Noun(
            name=self._name,
            module=entry["module"],
            page=entry.get("page", heading[:1].upper() + heading[1:]),
            fields=self._find_object_definition(),
            identity=identity,
            id_field=entry.get("id", "id"),
            verbs=verbs,
            context=tuple(entry.get("context", ())),
            positional=tuple(item.name for item in parse_positional(entry.get("takes", ""))),
            sent_as=entry.get("sent_as", {}),
            legacy=entry.get("legacy", {}),
            owns=tuple(self._read_owned_list(name, lists[name], models) for name in lists),
            name_in_texts=entry.get("called", ""),
            sets=entry.get("sets", {}),
            filters=entry.get("filters", {}),
        )

    def _find_object_definition(self) -> Definition:
        """Returns the schema of the model's objects, or a schema without fields if the entry has no `fields`."""
        if "fields" in self._entry:
            return self._find_model(self._entry["fields"])
        objects = {"get", "list", "create", "update", "delete", "identity", "owns"}
        wrong = sorted(objects & self._entry.keys())
        if wrong:
            raise self._build_error(f"has {', '.join(wrong)} but not `fields`; add `fields`")
        return Definition(name="", owner=self._name, kind="model")

    def _read_owned_list(
        self, name: str, declared: Mapping[str, Any], models: Mapping[str, Any]
    ) -> OwnedList:
        """Reads one list, such as `campaigns`, from the table `owns` of the rich model."""
        model = declared.get("model", "")
        if model and model not in models:
            raise self._build_error(f"owns {name}: the rich model {model!r} is not declared")
        listed = models[model].get("list", "") if model else ""
        table = {"operation": listed} if isinstance(listed, str) else listed
        inherited = {key: table[key] for key in ("operation", "fixed") if key in table}
        verb = {**inherited, **declared}
        return OwnedList(
            name=name,
            model=model,
            module=models[model]["module"] if model else "",
            verb=self._read_verb(f"list_{name}", "list", verb),
            filter=declared.get("filter", ""),
            has_page_method=declared.get("paged", True),
        )

    def _read_verbs(self) -> Iterator[tuple[str, Verb]]:
        for kind in ("get", "list", "create", "update", "delete"):
            if kind in self._entry:
                yield kind, self._read_verb(kind, kind, self._entry[kind])
        for name, declared in self._entry.get("also", {}).items():
            yield name, self._read_verb(name, declared["kind"], declared)

    def _read_verb(self, name: str, kind: str, declared: str | Mapping[str, Any]) -> Verb:
        options: Mapping[str, Any]
        options = {"operation": declared} if isinstance(declared, str) else declared
        operation_id, renamed = options["operation"], options.get("renamed", {})
        described = self._described.get(operation_id)
        if described is None:
            raise self._build_error(f"{name}: the contract has no operation {operation_id!r}")
        whole = kind in ("act", "call", "job") or options.get("whole", False)
        item, envelope = self._find_request_schema(described.operation, kind, is_whole_body=whole)
        many = options.get("for_many")
        return Verb(
            name=name,
            kind=kind,
            described=described,
            item=item,
            envelope=envelope,
            positional=tuple(parse_positional(options.get("takes", ""), renamed)),
            answer=self._find_response_schema(described.operation),
            id_in=options.get("id_in", ""),
            options=options.get("options", ""),
            object_in=options.get("object_in", ""),
            supplies=tuple(item.name for item in parse_positional(options.get("supplies", ""))),
            fixed=options.get("fixed", {}),
            whole=options.get("whole", False),
            unloads=options.get("unloads", False),
            remembers=options.get("remembers", {}),
            ids=options.get("ids", ""),
            for_many=many and self._read_verb(name, kind, {**options, **many, "for_many": None}),
            split=options.get("split", ""),
            returns=options.get("returns", ""),
        )

    def _find_request_schema(
        self, operation: Operation, kind: str, *, is_whole_body: bool
    ) -> tuple[Definition | None, tuple[Property, ...]]:
        """Returns the schema of one object in a request, and the fields of the body that are not part of the object."""
        body = operation.body
        if body is None or (kind == "delete" and operation.verb == "DELETE"):
            return None, ()
        if is_whole_body:
            names = [] if body.many else [body.schema]
            return merge_models(names, self._library.definitions) if names else None, ()
        definition = self._find_model(body.schema)
        if not body.items:
            return definition, ()
        rest = tuple(item for item in definition.properties if item.name != body.items)
        listed = next(item.type for item in definition.properties if item.name == body.items)
        assert isinstance(listed, ListOf) and isinstance(listed.item, Ref)
        return self._find_model(listed.item.name), rest

    def _find_response_schema(self, operation: Operation) -> Definition | None:
        for answer in operation.answers:
            if answer.schema and answer.schema in self._library.definitions:
                return self._library.definitions[answer.schema]
        return None

    def _find_model(self, name: str | Sequence[str]) -> Definition:
        """Returns the object schema with the given name. Merges the schemas if `name` is a list of names."""
        names = [name] if isinstance(name, str) else name
        definition = merge_models(names, self._library.definitions)
        if definition is None:
            raise self._build_error(
                f"the contract has no object schema {' or '.join(map(repr, names))}"
            )
        return definition

    def _build_error(self, message: str) -> ContractError:
        return ContractError(f"models.toml: {self._name}: {message}")
