"""Writes `delete` and `delete_many` for rich models that the API deletes by lists of IDs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from codegen import naming, notes, rich_docstrings
from codegen.contract import ContractError
from codegen.definitions import Definition, Property
from codegen.deletes import DeletedList, find_deleted_list
from codegen.emit_verbs import emit_method_docstring, render_arguments, render_mapping, render_tuple
from codegen.nouns import Noun, Verb
from codegen.rendering import make_optional, quote
from codegen.signatures import NONE, TIMEOUT, Argument, Signature, build_client_argument
from codegen.verbs import SignatureBuilder

_OPTIONS = "client=client, timeout=timeout, unknown=unknown"


def find_deleted_list_of_noun(
    noun: Noun, definitions: Mapping[str, Definition]
) -> DeletedList | None:
    """Describes the list of IDs or objects in a rich model's delete requests. Returns None if there is no such list."""
    found = [verb for verb in noun.verbs.values() if verb.kind in ("delete", "delete_many")]
    lists = [find_deleted_list(verb.operation, definitions) for verb in found]
    return next((item for item in lists if item), None)


def emit_list_declaration(noun: Noun, listed: DeletedList) -> str:
    """Returns the source code of `_deleted`, the class attribute that describes the list in a delete request."""
    parts = [quote(listed.name), *([f"max_items={listed.max_items}"] if listed.max_items else [])]
    parts += [f"id_field={quote(noun.identity[-1])}"] if listed.item else []
    return f"    _deleted = IdList({', '.join(parts)})"


def emit_methods(
    noun: Noun, verb: Verb, listed: DeletedList, signatures: SignatureBuilder
) -> Iterator[str]:
    """Yields the source code of the methods that delete a list of objects."""
    writer = _DeleteEmitter(noun, verb, listed, signatures)
    if verb.kind == "delete":
        yield from writer.emit_delete()
    yield from writer.emit_delete_many()


class _DeleteEmitter:
    """Writes the methods `delete` and `delete_many` of a rich model whose delete request contains a list."""

    def __init__(
        self, noun: Noun, verb: Verb, listed: DeletedList, signatures: SignatureBuilder
    ) -> None:
        self._noun = noun
        self._verb = verb
        self._listed = listed
        self._signatures = signatures
        self._types = signatures.types
        if listed.item and listed.envelope:
            raise ContractError(
                f"models.toml: {noun.name}: a delete request with other fields besides a list of objects is not "
                f"supported; remove the verb `{verb.name}`"
            )

    def emit_delete(self) -> Iterator[str]:
        fields = self._build_field_arguments(
            self._listed.item.properties if self._listed.item else ()
        )
        fields += self._build_field_arguments(self._listed.envelope)
        by_id, own = (
            replace(signature, keywords=(*fields, *signature.keywords))
            for signature in (
                self._signatures.build_class_method_by_id(),
                self._signatures.build_object_method(),
            )
        )
        call = f"{self._verb.described.constant}, {render_arguments(fields)}, {_OPTIONS}"
        ids, context = render_tuple(self._noun.identity), ""
        if self._noun.context:
            context = f", context={render_mapping(self._noun.context)}"
        yield f"\n    def _delete_by_id({by_id.render('cls: Any, /')}) -> bool:"
        yield emit_method_docstring(rich_docstrings.describe_delete(self._noun, self._verb, by_id))
        yield f"        deleted: bool = cls._delete_listed_by_id({ids}, {call}{context})"
        yield "        return deleted"
        name = self._verb.name
        yield f"\n    @also_by_id(_delete_by_id)\n    def {name}({own.render('self, /')}) -> bool:"
        yield emit_method_docstring(
            rich_docstrings.describe_delete(self._noun, self._verb, own, by_id)
        )
        yield f"        return self._delete_listed({call})"

    def emit_delete_many(self) -> Iterator[str]:
        listed = self._listed
        parents = [
            item
            for item in self._signatures.build_required_arguments(self._verb)
            if item.name != listed.name
        ]
        fields = self._build_field_arguments(listed.envelope)
        rest = (*fields, *self._signatures.build_optional_arguments(self._verb), TIMEOUT)
        signature = Signature(
            (*parents, self._build_items_argument(), build_client_argument()), rest
        )
        path = [item for item in signature.all if item.sent_as and item not in fields]
        name = self._verb.name if self._verb.kind == "delete_many" else f"{self._verb.name}_many"
        yield f"\n    @classmethod\n    def {name}({signature.render('cls')}) -> bool:"
        yield emit_method_docstring(
            rich_docstrings.describe_delete_many(self._noun, self._verb, signature)
        )
        call = f"{self._verb.described.constant}, {render_arguments(path)}, {signature.positional[-2].name}"
        yield f"        return cls._delete_many({call}, {render_arguments(fields)}, {_OPTIONS})"

    def _build_items_argument(self) -> Argument:
        """Returns the argument for the IDs or objects to delete."""
        if self._listed.item is None:
            own = self._noun.identity[-1]
            is_id, keys = own.endswith("id"), naming.to_plural(own.replace("_", " "))
            note = f"IDs of the {self._noun.plural}{'' if is_id else f': their {keys}'}."
            return Argument("ids", "Sequence[str | int]", note)
        name = self._listed.item.name
        self._types.schemas.add(name)
        fields = " and ".join(f"`{item.name}`" for item in self._listed.item.properties)
        note = f"One `{name}` object or mapping per {self._noun.singular}, with its {fields}."
        return Argument("items", f"Sequence[{name} | Mapping[str, object]]", note)

    def _build_field_arguments(self, fields: Sequence[Property]) -> list[Argument]:
        """Returns one argument per field, except for the ID of the object."""
        body = self._verb.operation.body
        owner = self._listed.item.name if self._listed.item else body.schema if body else ""
        return [
            Argument(
                item.attribute,
                self._types.render_field(
                    item.type if item.required else make_optional(item.type), item.name
                ),
                notes.describe_field(owner, item, self._signatures.definitions),
                "" if item.required else NONE,
                item.name,
            )
            for item in fields
            if item.name != self._noun.identity[-1]
        ]
