"""The arguments of a rich model's verbs: their order, types, defaults and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from codegen import notes, prose
from codegen.caller_types import CallerTypes
from codegen.contract import ContractError
from codegen.definitions import Definition, Property
from codegen.nouns import REQUIRED, Noun, Owned, Taken, Verb, by_argument
from codegen.rendering import optional
from pinterest.operation import Parameter

NONE: Final = "None"
NOT_GIVEN: Final = "NOT_GIVEN"
_PAGING: Final = ("page_size", "bookmark")


@dataclass(frozen=True)
class Argument:
    """One argument of a verb.

    Attributes:
        name: Its name in Python.
        kind: The source text of its type.
        note: Its description.
        default: The source text of its default. Empty if it has no default.
        sent_as: The field or parameter that carries it. Empty if the request does not carry it.
    """

    name: str
    kind: str
    note: str
    default: str = ""
    sent_as: str = ""

    @property
    def source(self) -> str:
        """Its text in a signature."""
        return f"{self.name}: {self.kind}" + (f" = {self.default}" if self.default else "")


@dataclass(frozen=True)
class Signature:
    """The arguments of a verb.

    Attributes:
        positional: Arguments that may be passed by position.
        keywords: Keyword-only arguments.
    """

    positional: tuple[Argument, ...]
    keywords: tuple[Argument, ...]

    @property
    def all(self) -> tuple[Argument, ...]:
        """Every argument, in order."""
        return self.positional + self.keywords

    def source(self, first: str) -> str:
        """Returns the text between the parentheses.

        Args:
            first: The first argument, `self` or `cls`, with its type.
        """
        parts = [
            first,
            *(item.source for item in self.positional),
            *(["*"] if self.keywords else []),
        ]
        parts += [
            item.source for item in sorted(self.keywords, key=lambda item: bool(item.default))
        ]
        return ", ".join([*parts, "**unknown: Never"])


TIMEOUT: Final = Argument(
    "timeout",
    "Timeout",
    "Seconds to wait for a connection and for data: one number, or a pair. Defaults to the client's timeout.",
    NONE,
)
EXTRA_BODY: Final = Argument(
    "extra_body",
    "Mapping[str, object] | None",
    "Additional fields for the body, sent without a check, such as fields that this version of the SDK does not know.",
    NONE,
)
LIMIT: Final = Argument("limit", "int | None", "Maximum number of items. Defaults to all.", NONE)
PREFETCH: Final = Argument(
    "prefetch", "int", "Pages to fetch ahead. Has no effect in this version.", "0"
)
PROGRESS: Final = Argument(
    "progress",
    "bool | Callable[[int], object] | None",
    "True, or a function that is called with the number of items so far. Has no effect in this version.",
    NONE,
)


def client(note: str = "The client to use. Defaults to the default client.") -> Argument:
    """Returns the argument for the client."""
    return Argument("client", "PinterestSDKClient | None", note, NONE)


class Arguments:
    """Creates the arguments of a noun's verbs.

    Attributes:
        definitions: The schemas by name.
        types: Writes types and collects the names in them.
    """

    def __init__(self, noun: Noun, definitions: Mapping[str, Definition]) -> None:
        """Stores the noun and the definitions that its verbs refer to."""
        self._noun = noun
        self.definitions = definitions
        self.types = CallerTypes(definitions)

    def constructor(self) -> Signature:
        """Returns the arguments of the constructor."""
        ids = [self._identity(name) for name in self._noun.identity]
        context = list(self._context())
        first = [item for item in context if item.name in self._noun.takes]
        return Signature(
            (*ids, *first, client()), tuple(item for item in context if item not in first)
        )

    def create(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that creates an object."""
        parents = self._parents(verb)
        names = {item.name for item in parents}
        fields = {item.attribute: item for item in verb.properties if item.name not in names}
        taken = []
        for item in verb.takes:
            if item.sent_as not in fields:
                raise self._error(verb, f"takes {item.sent_as!r}, which the request does not have")
            taken.append(self._created(verb, fields[item.sent_as], item))
        done = {item.sent_as for item in verb.takes if item.sent_as == item.name}
        rest = [self._created(verb, field) for name, field in fields.items() if name not in done]
        rest += self._optional(verb)
        return self._checked(
            verb, Signature((*parents, *taken, client()), (*rest, TIMEOUT, EXTRA_BODY))
        )

    def update(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that updates an object."""
        own = client(
            f"The client to use for this call. Defaults to the {self._noun.words}'s client."
        )
        fields = [
            self._changed(verb, item)
            for item in verb.properties
            if item.name not in self._noun.identity_fields
        ]
        rest = (*fields, *self._optional(verb), TIMEOUT, EXTRA_BODY)
        return self._checked(verb, Signature((own,), rest))

    def acting(self, verb: Verb) -> Signature:
        """Returns the arguments of any other verb of an object."""
        own = client(
            f"The client to use for this call. Defaults to the {self._noun.words}'s client."
        )
        supplied = {*self._noun.identity, *self._noun.sent_as.values(), *self._noun.context}
        fields = {item.attribute: item for item in verb.properties}
        parameters = by_argument(verb.operation)
        taken = [
            self._created(verb, fields[item.sent_as], item)
            if item.sent_as in fields
            else self._filter(verb, parameters[item.sent_as], item)
            for item in verb.takes
        ]
        done = {item.sent_as for item in verb.takes} | supplied
        rest = [self._created(verb, field) for name, field in fields.items() if name not in done]
        rest += [self._filter(verb, item) for name, item in parameters.items() if name not in done]
        more = (TIMEOUT, EXTRA_BODY) if verb.operation.body else (TIMEOUT,)
        return self._checked(verb, Signature((*taken, own), (*rest, *more)))

    def listing(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that gets one page."""
        parents = self._parents(verb)
        parameters = by_argument(verb.operation)
        taken = []
        for item in verb.takes:
            if item.sent_as not in parameters:
                raise self._error(verb, f"takes {item.sent_as!r}, which is not a parameter")
            taken.append(self._filter(verb, parameters[item.sent_as], item))
        done = {item.sent_as for item in verb.takes} | {item.name for item in parents}
        rest = [self._filter(verb, item) for name, item in parameters.items() if name not in done]
        note = "The client to use, also for later pages and the objects on them. Defaults to the default client."
        return self._checked(verb, Signature((*parents, *taken, client(note)), (*rest, TIMEOUT)))

    def own_analytics(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that gets the analytics of an object."""
        own = client(
            f"The client to use for this call. Defaults to the {self._noun.words}'s client."
        )
        supplied = {*self._noun.identity, *self._noun.sent_as.values(), *self._noun.context}
        return self._analytics(verb, supplied | {verb.ids}, (), own)

    def analytics_by_id(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb of the class that gets the analytics of several objects."""
        parameters = by_argument(verb.operation)
        first = [name for name in parameters if name in self._noun.identity[:-1]] + [verb.ids]
        ids = replace(
            self._filter(verb, parameters[verb.ids], Taken(verb.ids, REQUIRED, verb.ids)),
            note=f"IDs of {self._noun.many}. Any number: they are split into as many requests as needed.",
        )
        parents = [self._filter(verb, parameters[name]) for name in first[:-1]]
        return self._analytics(verb, set(first), (*parents, ids), client())

    def _analytics(
        self, verb: Verb, supplied: set[str], first: tuple[Argument, ...], own: Argument
    ) -> Signature:
        parameters = by_argument(verb.operation)
        unknown = [item.sent_as for item in verb.takes if item.sent_as not in parameters]
        if unknown:
            raise self._error(verb, f"takes {unknown[0]!r}, which is not a parameter")
        taken = [self._filter(verb, parameters[item.sent_as], item) for item in verb.takes]
        done = {item.sent_as for item in verb.takes} | supplied
        rest = [self._filter(verb, item) for name, item in parameters.items() if name not in done]
        return self._checked(verb, Signature((*first, *taken, own), (*rest, TIMEOUT)))

    def iterating(self, verb: Verb) -> Signature:
        """Returns the arguments of the verb that iterates over all pages."""
        page = self.listing(verb)
        *taken, own = [item for item in page.positional if item.name not in _PAGING]
        moved = [item for item in page.all if item.name == "page_size"]
        rest = [item for item in page.keywords if item.name not in (*_PAGING, "timeout")]
        sized = [
            replace(item, note="Items per request. Defaults to the maximum.") for item in moved
        ]
        return Signature((*taken, LIMIT, own), (*rest, *sized, PREFETCH, PROGRESS, TIMEOUT))

    def finding(self, verb: Verb) -> Signature:
        """Returns the arguments of the verb that finds an object by its name."""
        name = Argument("name", "str", f"Exact name of the {self._noun.words}.")
        return Signature((*self._parents(verb), name, client()), (TIMEOUT,))

    def many(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that writes any number of objects."""
        assert verb.item is not None
        kind = "Sequence[Mapping[str, object]]"
        if not verb.envelope:
            self.types.schemas.add(verb.item.name)
            kind = f"Sequence[{verb.item.name} | Mapping[str, object]]"
        note = f"One mapping of field names to values per {self._noun.words}."
        if verb.kind == "update":
            note = f"One mapping per {self._noun.words}, with its `{self._noun.id_field}` and the fields to update."
        items = Argument("items", kind, note)
        return Signature((*self._parents(verb), items, client()), (TIMEOUT,))

    def owned(self, owned: Owned) -> tuple[Signature, Signature]:
        """Returns the arguments of the methods for owned objects: a page, and an iterator."""
        page, every = self.listing(owned.verb), self.iterating(owned.verb)
        return self._without_own(page, owned), self._without_own(every, owned)

    def _without_own(self, signature: Signature, owned: Owned) -> Signature:
        """Returns a signature without the arguments that the object itself supplies."""
        supplied = {
            *self._noun.identity,
            *self._noun.sent_as.values(),
            *self._noun.context,
            owned.filter,
        }
        owner = f"the {self._noun.words}'s client"
        own = (
            f"The client to use, also for later pages and the objects on them. Defaults to {owner}."
        )
        return Signature(
            tuple(
                replace(item, note=own) if item.name == "client" else item
                for item in signature.positional
                if item.sent_as not in supplied or not item.sent_as
            ),
            tuple(
                item
                for item in signature.keywords
                if item.sent_as not in supplied or not item.sent_as
            ),
        )

    def by_id(self) -> Signature:
        """Returns the arguments of a verb of the class that takes an ID."""
        ids = [self._identity(name) for name in self._noun.identity]
        return Signature((*ids, client()), (*self._context(), TIMEOUT))

    def own(self) -> Signature:
        """Returns the arguments of a verb of an object that has no arguments of its own."""
        own = client(
            f"The client to use for this call. Defaults to the {self._noun.words}'s client."
        )
        return Signature((own,), (TIMEOUT,))

    def _identity(self, name: str) -> Argument:
        sent_as = self._noun.sent_as.get(name, name)
        for verb in self._noun.verbs.values():
            parameter = by_argument(verb.operation).get(sent_as)
            if parameter is not None:
                note = prose.parameter(verb.operation, parameter, legacy=False)
                return Argument(name, self.types.parameter(verb.described, parameter), note)
        return Argument(name, "str | int", f"ID of the {self._noun.words}.")

    def _context(self) -> Iterator[Argument]:
        """Yields the optional parameters that an object keeps."""
        for name in self._noun.context:
            for verb in self._noun.verbs.values():
                if name in by_argument(verb.operation):
                    yield self._filter(verb, by_argument(verb.operation)[name])
                    break

    def _parents(self, verb: Verb) -> list[Argument]:
        """Returns the required parameters of an operation."""
        return [
            replace(self._filter(verb, item), default="")
            for item in verb.operation.parameters
            if item.required
        ]

    def _optional(self, verb: Verb) -> list[Argument]:
        kept = self._noun.context if verb.kind == "update" else ()
        return [
            self._filter(verb, item)
            for item in verb.operation.parameters
            if not item.required and item.argument not in kept
        ]

    def _filter(self, verb: Verb, parameter: Parameter, taken: Taken | None = None) -> Argument:
        legacy = parameter.name in verb.described.legacy
        note = prose.parameter(verb.operation, parameter, legacy=legacy)
        if parameter.argument == "bookmark":
            kind = "str | Bookmark[Any]"
        else:
            kind = self.types.parameter(verb.described, parameter)
        default = self._default(taken, needed=parameter.required)
        name = taken.name if taken else parameter.argument
        return Argument(
            name, f"{kind} | None" if default else kind, note, default, parameter.argument
        )

    def _created(self, verb: Verb, field: Property, taken: Taken | None = None) -> Argument:
        default = self._default(taken, needed=field.required)
        kind = optional(field.type) if default else field.type
        return Argument(
            taken.name if taken else field.attribute,
            self.types.field(kind, field.name),
            notes.field(self._owner(verb, field), field, self.definitions),
            default,
            field.name,
        )

    def _changed(self, verb: Verb, field: Property) -> Argument:
        return Argument(
            field.attribute,
            self.types.field(field.type, field.name),
            notes.field(self._owner(verb, field), field, self.definitions),
            "" if field.required else NOT_GIVEN,
            field.name,
        )

    @staticmethod
    def _default(taken: Taken | None, *, needed: bool) -> str:
        if taken is None or taken.default is None:
            return "" if needed else NONE
        return "" if taken.default is REQUIRED else str(taken.default)

    @staticmethod
    def _owner(verb: Verb, field: Property) -> str:
        """Returns the schema that a field of a request belongs to."""
        assert verb.item is not None and verb.operation.body is not None
        return verb.operation.body.schema if field in verb.envelope else verb.item.name

    def _checked(self, verb: Verb, signature: Signature) -> Signature:
        names = [item.name for item in signature.all]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise self._error(verb, f"has two arguments called {', '.join(sorted(twice))}")
        return signature

    def _error(self, verb: Verb, message: str) -> ContractError:
        return ContractError(f"models.toml: {self._noun.name}.{verb.name}: {message}")
