"""The rich models that `models.toml` declares, looked up in the contract."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from codegen import naming, prose
from codegen.contract import ContractError, read_text
from codegen.definitions import Definition, ListOf, Property, Ref, Scalar
from codegen.operations import Described
from codegen.schema_library import SchemaLibrary
from pinterest.operation import Operation, Parameter

MODELS: Final = Path(__file__).with_name("models.toml")
REQUIRED: Final = object()
"""The default of a required argument."""
_TAKEN: Final = re.compile(r"(\w+)(!)?(?:=(.+))?")
_KEYS: Final = frozenset(
    "module page fields id identity get list create update delete also context owns takes sent_as legacy".split()
)


@dataclass(frozen=True)
class Taken:
    """An argument that may be passed by position.

    Attributes:
        name: Its name in Python.
        default: Its default. None stands for the default of the contract.
        sent_as: The name of the field or parameter that carries it.
    """

    name: str
    default: object
    sent_as: str


@dataclass(frozen=True)
class Verb:
    """A method of an object or its class that calls one operation.

    Attributes:
        name: The method.
        kind: What it does: get, list, create, update, delete, act or analytics.
        described: The operation.
        item: The schema of one object in the request's body. None without a body.
        envelope: Fields of the body next to the list of objects.
        takes: The arguments that may be passed by position.
        answer: The schema of the response. None if it has no body.
        ids: The parameter that takes the IDs of the objects, if the operation is about several objects.
        for_many: The same verb for several objects, if that is another operation.
    """

    name: str
    kind: str
    described: Described
    item: Definition | None = None
    envelope: tuple[Property, ...] = ()
    takes: tuple[Taken, ...] = ()
    answer: Definition | None = None
    ids: str = ""
    for_many: Verb | None = None

    @property
    def operation(self) -> Operation:
        """The operation."""
        return self.described.operation

    @property
    def is_batch(self) -> bool:
        """Whether one request may write several objects."""
        body = self.operation.body
        return body is not None and (body.many or body.items is not None)

    @property
    def properties(self) -> list[Property]:
        """The fields that its request may have."""
        fields = list(self.item.properties) if self.item else []
        return [item for item in (*self.envelope, *fields) if not item.read_only]


@dataclass(frozen=True)
class Owned:
    """A list of other objects that an object has.

    Attributes:
        name: The plural noun of the owned objects.
        model: Their class.
        module: Its module, relative to `pinterest`.
        verb: The operation that lists them, with the arguments that may be passed by position.
        filter: The parameter that takes the owner's ID. Empty if the path contains the ID.
        paged: Whether there is a method for one page in addition to the iterator.
    """

    name: str
    model: str
    module: str
    verb: Verb
    filter: str = ""
    paged: bool = True


@dataclass(frozen=True)
class Noun:
    """A rich model.

    Attributes:
        name: The hand-written class. The generated base has the same name with `Base` at the end.
        module: Its module, relative to `pinterest`.
        page: Heading of its reference page.
        fields: The schema of its fields.
        identity: The parameters that identify an object. The last one is its own ID.
        id_field: The field with the object's own ID.
        verbs: Its verbs by name.
        context: Optional query parameters that an object keeps.
        takes: The parameters in `context` that the constructor takes by position.
        sent_as: The parameters that carry the identity, if they have other names.
        legacy: Types of fields that the API no longer documents, by name.
        owns: The lists of other objects that it has.
    """

    name: str
    module: str
    page: str
    fields: Definition
    identity: tuple[str, ...]
    id_field: str
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    context: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    sent_as: Mapping[str, str] = field(default_factory=dict)
    legacy: Mapping[str, str] = field(default_factory=dict)
    owns: tuple[Owned, ...] = ()

    @property
    def file(self) -> str:
        """The module below `pinterest.bases`."""
        return self.module.rpartition(".")[2]

    @property
    def words(self) -> str:
        """Its noun in prose."""
        return prose.spelled(naming.words(self.name))

    @property
    def many(self) -> str:
        """Its plural noun in prose."""
        return plural(self.words)

    @property
    def every_verb(self) -> Iterator[Verb]:
        """Its verbs, and the verbs that list the objects it owns."""
        for verb in self.verbs.values():
            yield verb
            if verb.for_many:
                yield verb.for_many
        yield from (owned.verb for owned in self.owns)

    @property
    def identity_fields(self) -> dict[str, int]:
        """The fields of the identity, with the position of each."""
        return {name: place for place, name in enumerate((*self.identity[:-1], self.id_field))}


def read_models(path: str | Path = MODELS) -> dict[str, Any]:
    """Returns the declarations of the rich models.

    Raises:
        ContractError: If the file is missing or is not TOML.
    """
    try:
        return tomllib.loads(read_text(path, "rich models file"))
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"the rich models {path} are not TOML: {error}") from None


def nouns(
    models: Mapping[str, Any], library: SchemaLibrary, described: Mapping[str, Described]
) -> list[Noun]:
    """Returns every rich model in the order of its declaration.

    Args:
        models: The declarations.
        library: The definitions.
        described: The operations, by ID.

    Raises:
        ContractError: If a declaration refers to something that the contract does not have.
    """
    return [_Reader(name, entry, library, described).noun(models) for name, entry in models.items()]


class _Reader:
    def __init__(
        self,
        name: str,
        entry: Mapping[str, Any],
        library: SchemaLibrary,
        described: Mapping[str, Described],
    ) -> None:
        self._name = name
        self._entry = entry
        self._library = library
        self._described = described
        unknown = entry.keys() - _KEYS
        if unknown:
            raise self._error(f"unknown keys: {', '.join(sorted(unknown))}")

    def noun(self, models: Mapping[str, Any]) -> Noun:
        entry, module = self._entry, str(self._entry["module"])
        verbs = dict(self._verbs())
        if "identity" in entry:
            identity = tuple(name.strip() for name in entry["identity"].split(","))
        elif "get" in verbs:
            parameters = verbs["get"].operation.parameters
            identity = tuple(item.argument for item in parameters if item.required)
        else:
            raise self._error("has neither `get` nor `identity`")
        heading = prose.spelled(naming.words(module.rpartition(".")[2]))
        return Noun(
            name=self._name,
            module=module,
            page=entry.get("page", heading[:1].upper() + heading[1:]),
            fields=self._model(entry["fields"]),
            identity=identity,
            id_field=entry.get("id", "id"),
            verbs=verbs,
            context=tuple(entry.get("context", ())),
            takes=tuple(item.name for item in takes(entry.get("takes", ""))),
            sent_as=entry.get("sent_as", {}),
            legacy=entry.get("legacy", {}),
            owns=tuple(
                self._owned(name, item, models) for name, item in entry.get("owns", {}).items()
            ),
        )

    def _owned(self, name: str, declared: Mapping[str, Any], models: Mapping[str, Any]) -> Owned:
        model = declared["model"]
        if model not in models:
            raise self._error(f"owns {name}: there is no noun {model!r}")
        listed = models[model].get("list", "")
        operation = listed if isinstance(listed, str) else listed["operation"]
        verb = {"operation": operation, **declared}
        return Owned(
            name=name,
            model=model,
            module=models[model]["module"],
            verb=self._verb(f"list_{name}", "list", verb),
            filter=declared.get("filter", ""),
            paged=declared.get("paged", True),
        )

    def _verbs(self) -> Iterator[tuple[str, Verb]]:
        for kind in ("get", "list", "create", "update", "delete"):
            if kind in self._entry:
                yield kind, self._verb(kind, kind, self._entry[kind])
        for name, declared in self._entry.get("also", {}).items():
            yield name, self._verb(name, declared["kind"], declared)

    def _verb(self, name: str, kind: str, declared: str | Mapping[str, Any]) -> Verb:
        options: Mapping[str, Any]
        options = {"operation": declared} if isinstance(declared, str) else declared
        described = self._described.get(options["operation"])
        if described is None:
            raise self._error(f"{name}: the contract has no operation {options['operation']!r}")
        item, envelope = self._request(described.operation)
        many = options.get("for_many")
        return Verb(
            name=name,
            kind=kind,
            described=described,
            item=item,
            envelope=envelope,
            takes=tuple(takes(options.get("takes", ""), options.get("renamed", {}))),
            answer=self._answer(described.operation),
            ids=options.get("ids", ""),
            for_many=self._verb(name, kind, {**options, **many, "for_many": None})
            if many
            else None,
        )

    def _request(self, operation: Operation) -> tuple[Definition | None, tuple[Property, ...]]:
        """Returns the schema of one object in a request, and the fields next to the list of objects."""
        body = operation.body
        if body is None:
            return None, ()
        definition = self._model(body.schema)
        if not body.items:
            return definition, ()
        rest = tuple(item for item in definition.properties if item.name != body.items)
        listed = next(item.type for item in definition.properties if item.name == body.items)
        assert isinstance(listed, ListOf) and isinstance(listed.item, Ref)
        return self._model(listed.item.name), rest

    def _answer(self, operation: Operation) -> Definition | None:
        for answer in operation.answers:
            if answer.schema and answer.schema in self._library.definitions:
                return self._library.definitions[answer.schema]
        return None

    def _model(self, name: str) -> Definition:
        definition = self._library.definitions.get(name)
        if definition is None or definition.kind != "model":
            raise self._error(f"the contract has no object {name!r}")
        return definition

    def _error(self, message: str) -> ContractError:
        return ContractError(f"models.toml: {self._name}: {message}")


def takes(text: str, renamed: Mapping[str, str] | None = None) -> Iterator[Taken]:
    """Yields the arguments that a declaration lists.

    Raises:
        ContractError: If the declaration is malformed.
    """
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _TAKEN.fullmatch(part)
        if match is None:
            raise ContractError(f"models.toml: takes: {part!r} is not valid")
        name, needed, default = match.groups()
        value = REQUIRED if needed else None if default is None else _Literal(default)
        yield Taken(name, value, (renamed or {}).get(name, name))


class _Literal(str):
    """The source text of a default."""

    __slots__ = ()

    def __new__(cls, text: str) -> _Literal:
        ast.literal_eval(text)
        return super().__new__(cls, text)


def plural(words: str) -> str:
    """Returns the plural of a noun."""
    if words.endswith("y") and words[-2] not in "aeiou":
        return words[:-1] + "ies"
    return words if words.endswith("s") else words + "s"


def is_id(kind: object) -> bool:
    """Whether a type is an ID."""
    return isinstance(kind, Scalar) and kind.name in ("Id", "PrefixedId")


def by_argument(operation: Operation) -> dict[str, Parameter]:
    """Returns the parameters of an operation by their names in Python."""
    return {item.argument: item for item in operation.parameters}


def used_by(nouns: Iterable[Noun]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Returns the rich models that call an operation, by its tag and constant."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for noun in nouns:
        for verb in noun.every_verb:
            found[verb.operation.tag, verb.described.constant].append(noun.name)
    return found
