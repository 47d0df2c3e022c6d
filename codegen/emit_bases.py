"""Writes `pinterest/bases/`: one typed base class per rich model, with its fields and standard methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from codegen import (
    derived,
    emit_calls,
    emit_deletes,
    emit_filters,
    emit_settings,
    emit_verbs,
    rich_docstrings,
)
from codegen.definitions import Property, find_referenced_names
from codegen.deletes import find_deleted_list
from codegen.nouns import Noun
from codegen.operations import map_parameters
from codegen.rendering import emit_docstring, make_optional, quote, render_plain
from codegen.schema_library import SchemaLibrary
from codegen.verbs import SignatureBuilder
from codegen.writer import emit_lazy_package

_IMPORTS = """
from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.utils import product_filters
from pinterest.utils.base_model import PinterestBaseModel
from pinterest.utils.model_calls import ModelCalls
from pinterest.utils.model_deletes import DeletableInLists, IdList
from pinterest.utils.model_fields import read_field
from pinterest.utils.not_given import NOT_GIVEN
from pinterest.utils.model_verbs import (
    Activatable, Archivable, Pausable, StatusVerbs, also_by_id
)
from pinterest.utils.protocol import with_deadline
from pinterest.utils.units import make_aware, from_micro, from_milliseconds, from_seconds

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from decimal import Decimal
    from builtins import type as Type  # a field can be named `type`
    from typing import Any, Literal, Never, TypeAlias, TypedDict
    from pinterest.client import PinterestSDKClient
    from pinterest.schema import OpenEnum
    from pinterest.utils.analytics_rows import AnalyticsRows
    from pinterest.utils.base_model import M
    from pinterest.utils.bookmark import Bookmark, Page
    from pinterest.utils.product_filters import Excluded, Operator
    from pinterest.utils.protocol import Deadline, Timeout
"""

_LIMITS: Final = "timeout=with_deadline(timeout, deadline)"


def emit_base_files(library: SchemaLibrary, nouns: Sequence[Noun]) -> dict[str, str]:
    """Maps the path of each file below `bases/` to the file's source code."""
    by_file: dict[str, list[Noun]] = defaultdict(list)
    nouns = [noun for noun in nouns if noun.has_objects or noun.verbs]
    for noun in nouns:
        by_file[noun.file].append(noun)
    files = {f"{name}.py": _emit_module(library, found) for name, found in by_file.items()}
    files |= emit_lazy_package(
        "pinterest.bases",
        "Generated base classes of the rich models, with their fields and standard methods.",
        {f"{noun.name}Base": noun.file for noun in nouns},
    )
    return files


def _emit_module(library: SchemaLibrary, nouns: Sequence[Noun]) -> str:
    names = " and ".join(f"`{noun.name}`" for noun in nouns)
    lines = [
        f'"""The generated base class{"es" if len(nouns) > 1 else ""} of {names}."""',
        _IMPORTS,
    ]
    bodies: list[str] = []
    schemas: set[str] = set()
    named: dict[str, str] = {}
    models: dict[str, str] = {}
    operations: dict[str, set[str]] = defaultdict(set)
    for noun in nouns:
        emitter = _BaseClass(library, noun)
        bodies += [emitter.emit_class(), *emitter.emit_keyword_types()]
        schemas |= emitter.schemas
        named |= emitter.signatures.types.aliases
        for verb in noun.all_verbs:
            operations[verb.operation.tag].add(verb.described.constant)
            if verb.kind == "job":
                module, _, name = verb.returns.rpartition(".")
                models[name] = module
        models |= {
            owned.model: owned.module for owned in noun.owns if owned.model not in ("", noun.name)
        }
    if schemas:
        lines.append(f"    from pinterest.schemas import {', '.join(sorted(schemas))}")
    lines += [f"    from pinterest.{module} import {name}" for name, module in models.items()]
    lines += [f"    {name}: TypeAlias = {kind}" for kind, name in named.items()]
    at_top = [
        f"from pinterest.operations.{tag} import {', '.join(sorted(constants))}"
        for tag, constants in sorted(operations.items())
    ]
    lines[1] = lines[1].replace(
        "\nfrom pinterest.utils", "\n".join(["", *at_top, "from pinterest.utils"]), 1
    )
    return "\n".join([*lines, *bodies])


class _BaseClass:
    """Writes the base class of one rich model."""

    def __init__(self, library: SchemaLibrary, noun: Noun) -> None:
        self._noun = noun
        self._library = library
        self.signatures = SignatureBuilder(noun, library.definitions)
        self._read: set[str] = set()

    @property
    def schemas(self) -> set[str]:
        """The names of the schemas that the class refers to."""
        return self._read | self.signatures.types.schemas

    def emit_class(self) -> str:
        """Returns the source code of the class."""
        noun = self._noun
        bases = derived.list_status_classes(noun, self._library)
        deleted = emit_deletes.find_deleted_list_of_noun(noun, self._library.definitions)
        kind = "DeletableInLists" if deleted else "PinterestBaseModel"
        bases.append(kind if noun.has_objects else "ModelCalls")
        lines = [f"class {noun.name}Base({', '.join(bases)}):"]
        about = "Fields and standard methods" if noun.has_objects else "Generated methods"
        lines += [f'    """{about} of `{noun.name}`."""', "", "    __slots__ = ()"]
        if noun.has_objects:
            lines += self._emit_declarations()
            lines += [emit_deletes.emit_list_declaration(noun, deleted)] if deleted else []
            lines += ["", *self._emit_fields(), *self._emit_constructor()]
        for verb in noun.verbs.values():
            listed = find_deleted_list(verb.operation, self._library.definitions)
            if listed and verb.kind in ("delete", "delete_many"):
                lines += emit_deletes.emit_methods(noun, verb, listed, self.signatures)
            else:
                writer = emit_calls if verb.kind in emit_calls.KINDS else emit_verbs
                lines += writer.emit_methods(noun, verb, self.signatures)
        lines += emit_settings.emit_methods(noun, self.signatures)
        lines += emit_filters.emit_methods(noun, self.signatures)
        for owned in noun.owns:
            lines += emit_verbs.emit_owned_methods(noun, owned, self.signatures)
        # Wherever a method passes on its timeout, also pass on its deadline.
        return "\n".join(lines).replace("timeout=timeout", _LIMITS)

    def emit_keyword_types(self) -> Iterator[str]:
        """Yields the source code of a `TypedDict` with optional fields, for each verb that declares `options`."""
        # Hand-written methods annotate their keyword arguments with these types.
        for verb in self._noun.verbs.values():
            if verb.options:
                name, _, without = verb.options.partition(" without ")
                signature = self.signatures.build_create(verb)
                optional_fields = [
                    item
                    for item in signature.all
                    if item.sent_as and item.default and item.name not in without.split(", ")
                ]
                yield f"\nif TYPE_CHECKING:\n    class {name}(TypedDict, total=False):"
                yield f'        """Optional fields of `{self._noun.name}.{verb.name}`."""\n'
                for item in optional_fields:
                    yield f"        {item.name}: {item.kind}\n{emit_docstring(item.note, 8)}"

    def _emit_declarations(self) -> Iterator[str]:
        """Yields the source code of the class attributes, such as `_identity` with the names of the IDs."""
        noun = self._noun
        verbs = noun.verbs
        yield f"    _identity = {noun.identity!r}"
        if noun.id_field != "id":
            yield f"    _id_field = {quote(noun.id_field)}"
        if noun.sent_as:
            yield f"    _sent_as = {tuple(noun.sent_as.items())!r}"
        if noun.context:
            yield f"    _context_names = {noun.context!r}"
        if "list" in verbs and "get" not in verbs:
            needed = tuple(
                item.name
                for item in self.signatures.build_page(verbs["list"]).positional
                if not item.default
            )
            if needed != noun.identity[:-1]:
                yield f"    _listed_by = {needed!r}"
        if "get" in verbs:
            yield f"    _get_operation = {verbs['get'].described.constant}"
        found = [
            (item.name, name)
            for item in noun.fields.properties
            for name in self._list_derived_names(item)
        ]
        if found:
            yield f"    _derived = {tuple(found)!r}"

    def _list_derived_names(self, item: Property) -> Iterator[str]:
        """Yields the names of the properties that convert a field, such as `daily_budget_amount`.

        Yields nothing for a field that identifies the object.
        """
        if item.attribute not in self._noun.identity_fields:
            owner = self._noun.fields.get_owner(item.name)
            yield from (name for name, *_ in derived.derive_properties(owner, item))

    def _emit_fields(self) -> Iterator[str]:
        """Yields the source code of the properties: one per field, and those derived from fields."""
        noun = self._noun
        identity = noun.identity_fields
        known = {item.attribute: item for item in noun.fields.properties}
        for name in identity:
            # The identity of an object is always set, even if the field can be missing from a response.
            text = (
                render_plain(replace(known[name].type, nullable=False)) if name in known else "str"
            )
            note = (
                rich_docstrings.describe_field(noun.fields.get_owner(name), known[name])
                if name in known
                else ""
            )
            if not note or (name.endswith("id") and not self._is_id_of_other_object(name)):
                words = "ID of" if name.endswith("id") else f"{name.capitalize()} that identifies"
                note = f"{words} the {self._get_noun_of_id(name)}."
            yield from self._emit_property(name, text, note)
        if noun.has_id_alias:
            note = f"ID of the {noun.singular}. The same as `{noun.id_field}`."
            yield f'\n    @property\n    def id(self) -> str:\n        """{note}"""'
            yield f"        return self.{noun.id_field}"
        for name in noun.context:
            yield from self._emit_context_property(name)
        for item in noun.fields.properties:
            if item.attribute in identity:
                self._read |= find_referenced_names(item.type)
                continue
            self._read |= find_referenced_names(item.type)
            note = rich_docstrings.describe_field(noun.fields.get_owner(item.name), item)
            yield from self._emit_property(
                item.attribute, render_plain(make_optional(item.type)), note, item.name
            )
            yield from self._emit_derived_properties(item)
        for name, declared in noun.legacy.items():
            note = "Pinterest no longer documents this field. None if the response does not have the field."
            yield from self._emit_property(name, f"{declared} | None", note, name)

    def _emit_context_property(self, name: str) -> Iterator[str]:
        """Yields the source code of a property for an optional parameter that the constructor stores."""
        found = (map_parameters(verb.operation).get(name) for verb in self._noun.verbs.values())
        kind = "bool" if any(item and item.kind == "boolean" for item in found) else "str"
        yield f"\n    @property\n    def {name}(self) -> {kind} | None:"
        yield f'        """The `{name}` passed to the constructor. The object sends it with every request."""'
        if kind == "bool":
            yield f"        value = (self._stored_context or {{}}).get({quote(name)})"
            yield "        return value if isinstance(value, bool) else None"
        else:
            yield f"        return self._context_value({quote(name)})"

    def _get_noun_of_id(self, name: str) -> str:
        """Returns the noun for the object that an ID identifies, such as `ad account` for `ad_account_id`."""
        place = self._noun.identity_fields[name]
        if place == len(self._noun.identity) - 1:
            return self._noun.singular
        return rich_docstrings.get_noun_of_id(name)

    def _is_id_of_other_object(self, name: str) -> bool:
        """Returns True if `name` is the noun's ID field and this field contains the ID of another object.

        For example, a campaign ad preview is identified by its `ad_group_id`.
        """
        noun = self._noun
        own_words = noun.singular.split()
        is_own_id = name == noun.id_field and name.endswith("_id")
        return is_own_id and name.removesuffix("_id").rpartition("_")[2] not in own_words

    def _emit_property(self, name: str, kind: str, note: str, json_name: str = "") -> Iterator[str]:
        """Yields the source code of a property that reads one field."""
        yield f"\n    @property\n    def {name}(self) -> {kind}:"
        if note:
            yield f'        """{note}"""'
        call = f"read_field(self, {quote(json_name or name)}, {quote(kind)})"
        if not json_name:
            call = f"self._identity_value({self._noun.identity_fields[name]}, {quote(kind)})"
        yield f"        value: {kind} = {call}\n        return value"

    def _emit_derived_properties(self, item: Property) -> Iterator[str]:
        """Yields the source code of the properties that convert a field, such as `daily_budget_amount`."""
        for name, kind, function, note in derived.derive_properties(
            self._noun.fields.get_owner(item.name), item
        ):
            yield f"\n    @property\n    def {name}(self) -> {kind} | None:"
            yield f'        """{note}"""\n        return {function}(self.{item.attribute})'

    def _emit_constructor(self) -> Iterator[str]:
        signature = self.signatures.build_constructor()
        text = rich_docstrings.describe_constructor(self._noun, signature)
        ids = emit_verbs.render_tuple(self._noun.identity)
        context = emit_verbs.render_mapping(self._noun.context)
        more = f", context={context}" if self._noun.context else ""
        yield f"\n    def __init__({signature.render('self')}) -> None:"
        yield emit_verbs.emit_method_docstring(text)
        yield f"        self._init_from_ids({ids}, client, unknown{more})"
