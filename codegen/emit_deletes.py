"""Writes the methods of rich models that the API deletes by lists of IDs: `delete` and `delete_many`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from codegen import naming, notes, rich_docstrings
from codegen.contract import ContractError
from codegen.definitions import Definition, Property
from codegen.deletes import DeletedList, find_deleted_list
from codegen.emit_verbs import docstring, render_arguments, render_mapping, render_tuple
from codegen.nouns import Noun, Verb
from codegen.rendering import optional, quote
from codegen.signatures import NONE, TIMEOUT, Argument, Signature, client
from codegen.verbs import Arguments

_OPTIONS = "client=client, timeout=timeout, unknown=unknown"


def find_list_of_noun(noun: Noun, definitions: Mapping[str, Definition]) -> DeletedList | None:
    """Returns the list in the requests that delete objects of a noun. None if no request has a list."""
    found = [verb for verb in noun.verbs.values() if verb.kind in ("delete", "delete_many")]
    lists = [find_deleted_list(verb.operation, definitions) for verb in found]
    return next((item for item in lists if item), None)


def declaration(noun: Noun, listed: DeletedList) -> str:
    """Returns the source of the class attribute that describes the list."""
    parts = [quote(listed.name), *([f"most={listed.most}"] if listed.most else [])]
    parts += [f"own={quote(noun.identity[-1])}"] if listed.item else []
    return f"    _deleted = IdList({', '.join(parts)})"


def source(noun: Noun, verb: Verb, listed: DeletedList, arguments: Arguments) -> Iterator[str]:
    """Yields the source of the methods of a verb that deletes a list of objects."""
    writer = _Deletes(noun, verb, listed, arguments)
    if verb.kind == "delete":
        yield from writer.delete()
    yield from writer.delete_many()


class _Deletes:
    def __init__(self, noun: Noun, verb: Verb, listed: DeletedList, arguments: Arguments) -> None:
        self._noun = noun
        self._verb = verb
        self._listed = listed
        self._arguments = arguments
        self._types = arguments.types
        if listed.item and listed.envelope:
            raise ContractError(
                f"models.toml: {noun.name}: a list of objects next to other fields is not supported"
            )

    def delete(self) -> Iterator[str]:
        fields = self._fields(self._listed.item.properties if self._listed.item else ())
        fields += self._fields(self._listed.envelope)
        by_id, own = (
            replace(signature, keywords=(*fields, *signature.keywords))
            for signature in (self._arguments.by_id(), self._arguments.own())
        )
        call = f"{self._verb.described.constant}, {render_arguments(fields)}, {_OPTIONS}"
        ids, context = render_tuple(self._noun.identity), ""
        if self._noun.context:
            context = f", context={render_mapping(self._noun.context)}"
        yield f"\n    def _delete_by_id({by_id.source('cls: Any, /')}) -> bool:"
        yield docstring(rich_docstrings.delete(self._noun, self._verb, by_id))
        yield f"        deleted: bool = cls._delete_listed_by_id({ids}, {call}{context})"
        yield "        return deleted"
        name = self._verb.name
        yield f"\n    @also_by_id(_delete_by_id)\n    def {name}({own.source('self, /')}) -> bool:"
        yield docstring(rich_docstrings.delete(self._noun, self._verb, own, by_id))
        yield f"        return self._delete_listed({call})"

    def delete_many(self) -> Iterator[str]:
        listed = self._listed
        parents = [item for item in self._arguments.parents(self._verb) if item.name != listed.name]
        fields = self._fields(listed.envelope)
        rest = (*fields, *self._arguments.optional(self._verb), TIMEOUT)
        signature = Signature((*parents, self._items(), client()), rest)
        path = [item for item in signature.all if item.sent_as and item not in fields]
        name = self._verb.name if self._verb.kind == "delete_many" else f"{self._verb.name}_many"
        yield f"\n    @classmethod\n    def {name}({signature.source('cls')}) -> bool:"
        yield docstring(rich_docstrings.delete_many(self._noun, self._verb, signature))
        call = f"{self._verb.described.constant}, {render_arguments(path)}, {signature.positional[-2].name}"
        yield f"        return cls._delete_many({call}, {render_arguments(fields)}, {_OPTIONS})"

    def _items(self) -> Argument:
        if self._listed.item is None:
            own = self._noun.identity[-1]
            identifier = "IDs" if own.endswith("id") else naming.plural(own.replace("_", " "))
            note = f"{identifier[:1].upper()}{identifier[1:]} of the {self._noun.many}."
            return Argument("ids", "Sequence[str | int]", note)
        name = self._listed.item.name
        self._types.schemas.add(name)
        fields = " and ".join(f"`{item.name}`" for item in self._listed.item.properties)
        note = f"One mapping per {self._noun.words}, with its {fields}."
        return Argument("items", f"Sequence[{name} | Mapping[str, object]]", note)

    def _fields(self, fields: Sequence[Property]) -> list[Argument]:
        """Returns the arguments for the fields of a request other than the ID."""
        body = self._verb.operation.body
        owner = self._listed.item.name if self._listed.item else body.schema if body else ""
        return [
            Argument(
                item.attribute,
                self._types.field(item.type if item.required else optional(item.type), item.name),
                notes.describe_field(owner, item, self._arguments.definitions),
                "" if item.required else NONE,
                item.name,
            )
            for item in fields
            if item.name != self._noun.identity[-1]
        ]
