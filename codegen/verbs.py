"""The arguments of a rich model's verbs: their order, types, defaults and notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from codegen import method_docstrings, naming, notes, prose
from codegen.caller_types import CallerTypes
from codegen.contract import ContractError
from codegen.definitions import Definition, Property, is_id
from codegen.nouns import Noun, Owned, Verb, map_by_argument
from codegen.rendering import optional
from codegen.signatures import (
    EXTRA_BODY,
    LIMIT,
    NONE,
    PREFETCH,
    PROGRESS,
    TIMEOUT,
    Argument,
    Signature,
    client,
)
from codegen.taken import REQUIRED, Positional
from pinterest.operation import Parameter

NOT_GIVEN: Final = "NOT_GIVEN"
_PAGING: Final = ("page_size", "bookmark")


class Arguments:
    """Creates the arguments of a noun's verbs.

    Attributes:
        definitions: The schemas by name.
        types: Renders types and collects the names in them.
    """

    def __init__(self, noun: Noun, definitions: Mapping[str, Definition]) -> None:
        """Stores the noun and the definitions of schemas."""
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
        parents = self.parents(verb)
        names = {item.name for item in parents}
        own_id = {self._noun.id_field} - {item.sent_as for item in verb.takes}
        fields = {
            item.attribute: item
            for item in verb.properties
            if item.name not in names and (item.required or item.name not in own_id)
        }
        taken = []
        for item in verb.takes:
            if item.sent_as not in fields:
                raise self._error(verb, f"takes {item.sent_as!r}, which the request does not have")
            taken.append(self.created(verb, fields[item.sent_as], item))
        done = {item.sent_as for item in verb.takes if item.sent_as == item.name}
        rest = [self.created(verb, field) for name, field in fields.items() if name not in done]
        rest += self.optional(verb)
        return self._check(
            verb, Signature((*parents, *taken, client()), (*rest, TIMEOUT, EXTRA_BODY))
        )

    def update(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that updates an object."""
        own = self._own_client()
        supplied = self._noun.supplied(verb)
        fields = [
            self._from_field(verb, item)
            for item in verb.properties
            if item.name not in self._noun.identity_fields and item.name not in supplied
        ]
        rest = (*fields, *self.optional(verb), TIMEOUT, EXTRA_BODY)
        return self._check(verb, Signature((own,), rest))

    def acting(self, verb: Verb) -> Signature:
        """Returns the arguments of any other verb of an object, or of its class."""
        noun = self._noun
        own = self._own_client()
        supplied = {*noun.identity, *noun.sent_as.values(), *noun.context}
        parents: list[Argument] = []
        if verb.kind == "call":
            parents, own = self.parents(verb), client()
            supplied = {item.name for item in parents}
        fields = {item.attribute: item for item in verb.properties}
        parameters = map_by_argument(verb.operation)
        taken = [
            self.created(verb, fields[item.sent_as], item)
            if item.sent_as in fields
            else self._filter(verb, parameters[item.sent_as], item)
            for item in verb.takes
        ]
        done = {item.sent_as for item in verb.takes} | supplied
        rest = [self.created(verb, field) for name, field in fields.items() if name not in done]
        rest += [self._filter(verb, item) for name, item in parameters.items() if name not in done]
        more = (TIMEOUT, EXTRA_BODY) if verb.item else (TIMEOUT,)
        bodies = [self._body(verb)] if verb.body_is_one_argument else []
        positional = (*parents, *bodies, *taken, own)
        return self._check(verb, Signature(positional, (*rest, *more)))

    def value(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that creates a value for later requests. It sends nothing."""
        fields = {item.attribute: item for item in verb.properties}
        taken = [self.created(verb, fields.pop(item.sent_as), item) for item in verb.takes]
        return Signature(tuple(taken), tuple(self.created(verb, item) for item in fields.values()))

    def _body(self, verb: Verb) -> Argument:
        """Returns the argument for a whole body."""
        body = verb.operation.body
        assert body is not None
        note = prose.phrase("parameters", verb.operation.id, body.argument)
        note = note or method_docstrings.describe_body(body, self.definitions)
        return Argument(body.argument, self.types.body(body), note, "", body.argument)

    def listing(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that gets one page."""
        parents = self.parents(verb)
        parameters = map_by_argument(verb.operation)
        fields = {item.attribute: item for item in verb.properties}
        taken = []
        for item in verb.takes:
            if item.sent_as in fields:
                taken.append(self.created(verb, fields[item.sent_as], item))
            elif item.sent_as in parameters:
                taken.append(self._filter(verb, parameters[item.sent_as], item))
            else:
                raise self._error(verb, f"takes {item.sent_as!r}, which is not a parameter")
        done = {item.sent_as for item in verb.takes} | {item.name for item in parents}
        done |= verb.fixed.keys()
        rest = [self.created(verb, item) for name, item in fields.items() if name not in done]
        rest += [self._filter(verb, item) for name, item in parameters.items() if name not in done]
        note = "The client to use for this call, later pages and the returned objects. Defaults to the default client."
        return self._check(verb, Signature((*parents, *taken, client(note)), (*rest, TIMEOUT)))

    def own_analytics(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that gets the analytics of an object."""
        own = self._own_client()
        supplied = {*self._noun.identity, *self._noun.sent_as.values(), *self._noun.context}
        return self._analytics(verb, supplied | {verb.ids}, (), own)

    def analytics_by_id(self, verb: Verb) -> Signature:
        """Returns the arguments of a class method that gets the analytics of several objects."""
        parameters = map_by_argument(verb.operation)
        first = [name for name in parameters if name in self._noun.identity[:-1]] + [verb.ids]
        ids = replace(
            self._filter(verb, parameters[verb.ids], Positional(verb.ids, REQUIRED, verb.ids)),
            note=f"IDs of {self._noun.many}. Any number of IDs: they are split into several requests if needed.",
        )
        parents = [self._filter(verb, parameters[name]) for name in first[:-1]]
        return self._analytics(verb, set(first), (*parents, ids), client())

    def _analytics(
        self, verb: Verb, supplied: set[str], first: tuple[Argument, ...], own: Argument
    ) -> Signature:
        parameters = map_by_argument(verb.operation)
        unknown = [item.sent_as for item in verb.takes if item.sent_as not in parameters]
        if unknown:
            raise self._error(verb, f"takes {unknown[0]!r}, which is not a parameter")
        taken = [self._filter(verb, parameters[item.sent_as], item) for item in verb.takes]
        split = prose.spell_words(naming.words(verb.split.removesuffix("_ids")))
        note = (
            f"IDs of {split}s. Any number of IDs: they are split into several requests if needed."
        )
        taken = [replace(item, note=note) if item.sent_as == verb.split else item for item in taken]
        done = {item.sent_as for item in verb.takes} | supplied
        rest = [self._filter(verb, item) for name, item in parameters.items() if name not in done]
        return self._check(verb, Signature((*first, *taken, own), (*rest, TIMEOUT)))

    def iterating(self, verb: Verb) -> Signature:
        """Returns the arguments of the verb that iterates over all pages."""
        page = self.listing(verb)
        *taken, own = [item for item in page.positional if item.name not in _PAGING]
        moved = [item for item in page.all if item.name == "page_size"]
        rest = [item for item in page.keywords if item.name not in (*_PAGING, "timeout")]
        maximum = " Defaults to the maximum."
        sized = [
            replace(item, note="Items per request." + maximum * (item.default == NONE))
            if item.sent_as == "page_size"
            else item
            for item in moved
        ]
        return Signature((*taken, LIMIT, own), (*rest, *sized, PREFETCH, PROGRESS, TIMEOUT))

    def finding(self, verb: Verb) -> Signature:
        """Returns the arguments of the verb that finds an object by its name: also the filters of the list."""
        name = Argument("name", "str", f"Exact name of the {self._noun.words}.")
        parents = self.parents(verb)
        taken = {"name", "timeout", *_PAGING, *(item.name for item in parents)}
        filters = [
            item
            for item in self.listing(verb).all
            if item.sent_as and item.default and item.name not in taken
        ]
        return Signature((*parents, name, client()), (*filters, TIMEOUT))

    def many(self, verb: Verb) -> Signature:
        """Returns the arguments of a verb that writes any number of objects."""
        assert verb.item is not None
        kind = "Sequence[Mapping[str, object]]"
        if not verb.envelope:
            self.types.schemas.add(verb.item.name)
            kind = f"Sequence[{verb.item.name} | Mapping[str, object]]"
        note = f"One mapping of field names to values per {self._noun.words}."
        if verb.kind == "update":
            own = next(
                (
                    name
                    for name, source in self._noun.supplied(verb).items()
                    if source == self._noun.id_field
                ),
                self._noun.id_field,
            )
            note = f"One mapping per {self._noun.words}, with its `{own}` and the fields to update."
        items = Argument("items", kind, note)
        # An update by ID has no object, so it has no stored context to send.
        rest = (*self.optional(verb, keeps=()), TIMEOUT)
        return Signature((*self.parents(verb), items, client()), rest)

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
        own = f"The client to use for this call, later pages and the returned objects. Defaults to {owner}."
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
        """Returns the arguments of a class method that takes an ID."""
        ids = [self._identity(name) for name in self._noun.identity]
        return Signature((*ids, client()), (*self._context(), TIMEOUT))

    def own(self) -> Signature:
        """Returns the arguments that every method of an object has."""
        return Signature((self._own_client(),), (TIMEOUT,))

    def _own_client(self) -> Argument:
        return client(
            f"The client to use for this call. Defaults to the {self._noun.words}'s client."
        )

    def _identity(self, name: str) -> Argument:
        sent_as = self._noun.sent_as.get(name, name)
        for verb in self._noun.verbs.values():
            parameter = map_by_argument(verb.operation).get(sent_as)
            if parameter is not None and not parameter.many:
                note = prose.describe_parameter(verb.operation, parameter, legacy=False)
                return Argument(name, self.types.parameter(verb.described, parameter), note)
        for item in self._noun.fields.properties:
            if item.name == name and not is_id(item.type):
                kind = "str | int"
                if not name.endswith("_id"):
                    kind = self.types.field(replace(item.type, nullable=False), name)
                return Argument(name, kind, prose.describe_field(self._noun.fields.name, item))
        return Argument(name, "str | int", f"ID of the {self._noun.words}.")

    def _context(self) -> Iterator[Argument]:
        """Yields the optional parameters that an object keeps."""
        for name in self._noun.context:
            for verb in self._noun.verbs.values():
                if name in map_by_argument(verb.operation):
                    yield self._filter(verb, map_by_argument(verb.operation)[name])
                    break

    def parents(self, verb: Verb) -> list[Argument]:
        """Returns the required parameters of an operation, path parameters first. Skips those declared later."""
        taken = {item.sent_as for item in verb.takes}
        in_order = sorted(verb.operation.parameters, key=lambda item: item.location != "path")
        return [
            replace(self._filter(verb, item), default="")
            for item in in_order
            if item.required and item.argument not in taken
        ]

    def optional(self, verb: Verb, keeps: Sequence[str] | None = None) -> list[Argument]:
        """Returns the optional parameters of an operation, without those that an object keeps.

        Args:
            verb: The verb.
            keeps: The names of the parameters that are kept. Defaults to those of an object that is updated.
        """
        kept = keeps
        if kept is None:
            kept = self._noun.context if verb.kind == "update" else ()
        return [
            self._filter(verb, item)
            for item in verb.operation.parameters
            if not item.required and item.argument not in kept
        ]

    def _filter(
        self, verb: Verb, parameter: Parameter, taken: Positional | None = None
    ) -> Argument:
        legacy = parameter.name in verb.described.legacy
        note = prose.describe_parameter(verb.operation, parameter, legacy=legacy)
        if parameter.argument == "bookmark":
            kind = "str | Bookmark[Any]"
        else:
            kind = self.types.parameter(verb.described, parameter)
        default = self._default_source(taken, needed=parameter.required)
        name = taken.name if taken else parameter.argument
        return Argument(
            name, f"{kind} | None" if default else kind, note, default, parameter.argument
        )

    def created(self, verb: Verb, field: Property, taken: Positional | None = None) -> Argument:
        """Returns the argument for a field of a request that creates or deletes."""
        default = self._default_source(taken, needed=field.required)
        kind = optional(field.type) if default else field.type
        return Argument(
            taken.name if taken else field.attribute,
            self.types.field(kind, field.name),
            notes.describe_field(self._find_owner(verb, field), field, self.definitions),
            default,
            field.name,
        )

    def _from_field(self, verb: Verb, field: Property) -> Argument:
        return Argument(
            field.attribute,
            self.types.field(field.type, field.name),
            notes.describe_field(self._find_owner(verb, field), field, self.definitions),
            "" if field.required else NOT_GIVEN,
            field.name,
        )

    @staticmethod
    def _default_source(taken: Positional | None, *, needed: bool) -> str:
        if taken is None or taken.default is None:
            return "" if needed else NONE
        return "" if taken.default is REQUIRED else str(taken.default)

    @staticmethod
    def _find_owner(verb: Verb, field: Property) -> str:
        """Returns the schema that a field of a request belongs to."""
        assert verb.item is not None and verb.operation.body is not None
        if field in verb.envelope:
            return verb.operation.body.schema
        return verb.item.owner_of(field.name)

    def _check(self, verb: Verb, signature: Signature) -> Signature:
        names = [item.name for item in signature.all]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise self._error(verb, f"has two arguments called {', '.join(sorted(twice))}")
        return signature

    def _error(self, verb: Verb, message: str) -> ContractError:
        return ContractError(f"models.toml: {self._noun.name}.{verb.name}: {message}")
