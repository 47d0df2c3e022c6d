"""Builds the signatures of a rich model's methods: the order, types, defaults and notes of their arguments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from codegen import naming, prose
from codegen.arguments import ArgumentBuilder
from codegen.contract import ContractError
from codegen.definitions import is_id
from codegen.nouns import OwnedList, Verb
from codegen.operations import map_parameters
from codegen.positional_arguments import REQUIRED, PositionalArgument
from codegen.signatures import (
    EXTRA_BODY,
    LIMIT,
    NONE,
    PREFETCH,
    PROGRESS,
    TIMEOUT,
    Argument,
    Signature,
    build_client_argument,
)

_PAGING: Final = ("page_size", "bookmark")
_NO_PREFETCH: Final = "Has no effect here, because one response contains all items."


class SignatureBuilder(ArgumentBuilder):
    """Builds the signatures of the methods of a rich model."""

    def build_constructor(self) -> Signature:
        """Returns the signature of the constructor."""
        ids = [self._build_id_argument(name) for name in self._noun.identity]
        context = list(self._iter_stored_arguments())
        first = [item for item in context if item.name in self._noun.positional]
        return Signature(
            (*ids, *first, build_client_argument()),
            tuple(item for item in context if item not in first),
        )

    def build_create(self, verb: Verb) -> Signature:
        """Returns the signature of a method that creates an object."""
        parents = self.build_required_arguments(verb)
        names = {item.name for item in parents}
        own_id = {self._noun.id_field} - {item.sent_as for item in verb.positional}
        fields = {
            item.attribute: item
            for item in verb.properties
            if item.name not in names and (item.required or item.name not in own_id)
        }
        taken = []
        for item in verb.positional:
            if item.sent_as not in fields:
                raise self._build_error(
                    verb,
                    f"`takes` has {item.sent_as!r}, which is not a field or parameter of the request",
                )
            taken.append(self.build_field_argument(verb, fields[item.sent_as], item))
        done = {item.sent_as for item in verb.positional if item.sent_as == item.name}
        rest = [
            self.build_field_argument(verb, field)
            for name, field in fields.items()
            if name not in done
        ]
        rest += self.build_optional_arguments(verb)
        return self._refuse_duplicate_names(
            verb,
            Signature((*parents, *taken, build_client_argument()), (*rest, TIMEOUT, EXTRA_BODY)),
        )

    def build_update(self, verb: Verb) -> Signature:
        """Returns the signature of a method that updates an object."""
        own = self._build_own_client_argument()
        supplied = self._noun.map_supplied_fields(verb)
        fields = [
            self._build_update_argument(verb, item)
            for item in verb.properties
            if item.name not in self._noun.identity_fields and item.name not in supplied
        ]
        rest = (*fields, *self.build_optional_arguments(verb), TIMEOUT, EXTRA_BODY)
        return self._refuse_duplicate_names(verb, Signature((own,), rest))

    def build_act(self, verb: Verb) -> Signature:
        """Returns the signature of a method whose `kind` in `models.toml` is `act`, `call` or `job`."""
        noun = self._noun
        own = self._build_own_client_argument()
        supplied = {*noun.identity, *noun.sent_as.values(), *noun.context}
        parents: list[Argument] = []
        if verb.kind == "call":
            parents, own = self.build_required_arguments(verb), build_client_argument()
            supplied = {item.name for item in parents}
        fields = {item.attribute: item for item in verb.properties}
        parameters = map_parameters(verb.operation)
        taken = [
            self.build_field_argument(verb, fields[item.sent_as], item)
            if item.sent_as in fields
            else self._build_parameter_argument(verb, parameters[item.sent_as], item)
            for item in verb.positional
        ]
        done = {item.sent_as for item in verb.positional} | supplied
        rest = self._build_remaining_arguments(verb, done)
        more = (TIMEOUT, EXTRA_BODY) if verb.item else (TIMEOUT,)
        bodies = [self._build_body_argument(verb)] if verb.body_is_one_argument else []
        positional = (*parents, *bodies, *taken, own)
        return self._refuse_duplicate_names(verb, Signature(positional, (*rest, *more)))

    def build_value(self, verb: Verb) -> Signature:
        """Returns the signature of a class method that creates a schema object without sending a request."""
        fields = {item.attribute: item for item in verb.properties}
        taken = [
            self.build_field_argument(verb, fields.pop(item.sent_as), item)
            for item in verb.positional
        ]
        return Signature(
            tuple(taken), tuple(self.build_field_argument(verb, item) for item in fields.values())
        )

    def build_page(self, verb: Verb) -> Signature:
        """Returns the signature of a method that gets one page."""
        parents = self.build_required_arguments(verb)
        parameters = map_parameters(verb.operation)
        fields = {item.attribute: item for item in verb.properties}
        taken = []
        for item in verb.positional:
            if item.sent_as in fields:
                taken.append(self.build_field_argument(verb, fields[item.sent_as], item))
            elif item.sent_as in parameters:
                taken.append(self._build_parameter_argument(verb, parameters[item.sent_as], item))
            else:
                raise self._build_error(
                    verb, f"`takes` has {item.sent_as!r}, which is not a parameter of the operation"
                )
        done = {item.sent_as for item in verb.positional} | {item.name for item in parents}
        done |= verb.fixed.keys()
        rest = self._build_remaining_arguments(verb, done)
        client = build_client_argument(_describe_list_client(verb, "the default client"))
        return self._refuse_duplicate_names(
            verb, Signature((*parents, *taken, client), (*rest, TIMEOUT))
        )

    def build_object_analytics(self, verb: Verb) -> Signature:
        """Returns the signature of a method that gets the analytics of the object that it is called on."""
        own = self._build_own_client_argument()
        supplied = {*self._noun.identity, *self._noun.sent_as.values(), *self._noun.context}
        return self._build_analytics_signature(verb, supplied | {verb.ids}, (), own)

    def build_analytics_by_id(self, verb: Verb) -> Signature:
        """Returns the signature of a class method that gets the analytics of several objects."""
        parameters = map_parameters(verb.operation)
        first = [name for name in parameters if name in self._noun.identity[:-1]] + [verb.ids]
        ids = replace(
            self._build_parameter_argument(
                verb, parameters[verb.ids], PositionalArgument(verb.ids, REQUIRED, verb.ids)
            ),
            note=f"IDs of any number of {self._noun.plural}. If needed, the SDK sends several requests.",
        )
        parents = [self._build_parameter_argument(verb, parameters[name]) for name in first[:-1]]
        return self._build_analytics_signature(
            verb, set(first), (*parents, ids), build_client_argument()
        )

    def _build_analytics_signature(
        self,
        verb: Verb,
        supplied: set[str],
        leading_arguments: tuple[Argument, ...],
        client_argument: Argument,
    ) -> Signature:
        """Returns the signature of a method that gets analytics.

        Adds no arguments for the parameters in `supplied`: `leading_arguments` or the object provide their values.
        """
        parameters = map_parameters(verb.operation)
        unknown = [item.sent_as for item in verb.positional if item.sent_as not in parameters]
        if unknown:
            raise self._build_error(
                verb, f"`takes` has {unknown[0]!r}, which is not a parameter of the operation"
            )
        taken = [
            self._build_parameter_argument(verb, parameters[item.sent_as], item)
            for item in verb.positional
        ]
        split = prose.spell_words(naming.split_words(verb.split.removesuffix("_ids")))
        note = f"IDs of any number of {split}s. If needed, the SDK sends several requests."
        taken = [replace(item, note=note) if item.sent_as == verb.split else item for item in taken]
        done = {item.sent_as for item in verb.positional} | supplied
        rest = self._build_remaining_arguments(verb, done)
        return self._refuse_duplicate_names(
            verb, Signature((*leading_arguments, *taken, client_argument), (*rest, TIMEOUT))
        )

    def build_iterator(self, verb: Verb) -> Signature:
        """Returns the signature of the method that iterates over all pages."""
        page = self.build_page(verb)
        *taken, own = [item for item in page.positional if item.name not in _PAGING]
        moved = [item for item in page.all if item.name == "page_size"]
        rest = [item for item in page.keywords if item.name not in (*_PAGING, "timeout")]
        maximum = " Defaults to the largest number that the API allows."
        sized = [
            replace(item, note="Number of items per request." + maximum * (item.default == NONE))
            if item.sent_as == "page_size"
            else item
            for item in moved
        ]
        prefetch = PREFETCH if verb.operation.is_paged else replace(PREFETCH, note=_NO_PREFETCH)
        return Signature((*taken, LIMIT, own), (*rest, *sized, prefetch, PROGRESS, TIMEOUT))

    def build_find(self, verb: Verb) -> Signature:
        """Returns the signature of the method that finds an object by name, with the filters of the list method."""
        name = Argument("name", "str", f"Exact name of the {self._noun.singular}.")
        parents = self.build_required_arguments(verb)
        taken = {"name", "timeout", *_PAGING, *(item.name for item in parents)}
        filters = [
            item
            for item in self.build_page(verb).all
            if item.sent_as and item.default and item.name not in taken
        ]
        return Signature((*parents, name, build_client_argument()), (*filters, TIMEOUT))

    def build_batch(self, verb: Verb) -> Signature:
        """Returns the signature of a method that writes any number of objects."""
        assert verb.item is not None
        kind, either = "Sequence[Mapping[str, object]]", "One mapping"
        if not verb.envelope:
            self.types.schemas.add(verb.item.name)
            kind = f"Sequence[{verb.item.name} | Mapping[str, object]]"
            either = f"One `{verb.item.name}` object or mapping"
        note = f"{either} per {self._noun.singular}, with the fields to set."
        if verb.kind == "update":
            own = next(
                (
                    name
                    for name, source in self._noun.map_supplied_fields(verb).items()
                    if source == self._noun.id_field
                ),
                self._noun.id_field,
            )
            note = f"{either} per {self._noun.singular}, with its `{own}` and the fields to update."
        items = Argument("items", kind, note)
        # An update by ID has no object, and therefore no stored context to send.
        rest = (*self.build_optional_arguments(verb, stored=()), TIMEOUT)
        return Signature(
            (*self.build_required_arguments(verb), items, build_client_argument()), rest
        )

    def build_owned(self, owned: OwnedList) -> tuple[Signature, Signature]:
        """Returns the signatures of the two methods that list owned objects: as a page and as an iterator."""
        page, every = self.build_page(owned.verb), self.build_iterator(owned.verb)
        return self._remove_supplied_arguments(page, owned), self._remove_supplied_arguments(
            every, owned
        )

    def _remove_supplied_arguments(self, signature: Signature, owned: OwnedList) -> Signature:
        """Returns a signature without the arguments whose values come from the object, such as its ID."""
        supplied = {
            *self._noun.identity,
            *self._noun.sent_as.values(),
            *self._noun.context,
            owned.filter,
        }
        own = _describe_list_client(owned.verb, f"the {self._noun.singular}'s client")
        # The object always sends the filter, so the condition "if the filter is not set" never applies.
        condition = f" Required if `{owned.filter}` is not set."
        positional, keywords = (
            tuple(
                replace(
                    item, note=own if item.name == "client" else item.note.removesuffix(condition)
                )
                for item in items
                if item.sent_as not in supplied or not item.sent_as
            )
            for items in (signature.positional, signature.keywords)
        )
        return Signature(positional, keywords)

    def build_class_method_by_id(self) -> Signature:
        """Returns the signature of a class method that acts on one object, given the IDs that identify the object."""
        ids = [self._build_id_argument(name) for name in self._noun.identity]
        return Signature((*ids, build_client_argument()), (*self._iter_stored_arguments(), TIMEOUT))

    def build_object_method(self) -> Signature:
        """Returns the signature of an instance method that has only common arguments, such as `client`."""
        return Signature((self._build_own_client_argument(),), (TIMEOUT,))

    def _build_own_client_argument(self) -> Argument:
        """Returns the `client` argument of an instance method."""
        return build_client_argument(
            f"The client to use for this call. Defaults to the {self._noun.singular}'s client."
        )

    def _build_id_argument(self, name: str) -> Argument:
        """Returns the method argument for an ID that identifies an object of the rich model."""
        sent_as = self._noun.sent_as.get(name, name)
        for verb in self._noun.verbs.values():
            parameter = map_parameters(verb.operation).get(sent_as)
            if parameter is not None and not parameter.many:
                note = prose.describe_parameter(verb.operation, parameter, legacy=False)
                return Argument(name, self.types.render_parameter(verb.described, parameter), note)
        for item in self._noun.fields.properties:
            if item.name == name and not is_id(item.type):
                kind = "str | int"
                if not name.endswith("_id"):
                    kind = self.types.render_field(replace(item.type, nullable=False), name)
                return Argument(name, kind, prose.describe_field(self._noun.fields.name, item))
        return Argument(name, "str | int", f"ID of the {self._noun.singular}.")

    def _iter_stored_arguments(self) -> Iterator[Argument]:
        """Yields the arguments for the optional query parameters that an object stores and sends with its requests."""
        for name in self._noun.context:
            for verb in self._noun.verbs.values():
                if name in map_parameters(verb.operation):
                    yield self._build_parameter_argument(verb, map_parameters(verb.operation)[name])
                    break

    def build_required_arguments(self, verb: Verb) -> list[Argument]:
        """Returns arguments for required parameters, except those in `verb.positional`. Path parameters come first."""
        taken = {item.sent_as for item in verb.positional}
        in_order = sorted(verb.operation.parameters, key=lambda item: item.location != "path")
        return [
            replace(self._build_parameter_argument(verb, item), default="")
            for item in in_order
            if item.required and item.argument not in taken
        ]

    def build_optional_arguments(
        self, verb: Verb, stored: Sequence[str] | None = None
    ) -> list[Argument]:
        """Returns the arguments for an operation's optional parameters, except the parameters in `stored`."""
        # Updates send the values that the object stores.
        if stored is None:
            stored = self._noun.context if verb.kind == "update" else ()
        return [
            self._build_parameter_argument(verb, item)
            for item in verb.operation.parameters
            if not item.required and item.argument not in stored
        ]

    def _refuse_duplicate_names(self, verb: Verb, signature: Signature) -> Signature:
        """Returns the signature, or raises ContractError if two arguments have the same name."""
        names = [item.name for item in signature.all]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise self._build_error(
                verb, f"several arguments have the same name: {', '.join(sorted(twice))}"
            )
        return signature

    def _build_error(self, verb: Verb, message: str) -> ContractError:
        return ContractError(f"models.toml: {self._noun.name}.{verb.name}: {message}")


def _describe_list_client(verb: Verb, default: str) -> str:
    """Returns the description of the `client` argument of a method that lists objects."""
    later = ", later pages" if verb.operation.is_paged else ""
    return (
        f"The client to use for this call{later} and the returned objects. Defaults to {default}."
    )
