"""Writes the docstrings of schemas. Each docstring names the operations, fields or unions that use the schema."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from codegen import naming, prose
from codegen.batches import list_union_members
from codegen.contract import resolve_reference
from codegen.definitions import Definition, ListOf, OneOf, find_referenced_names
from codegen.operations import DescribedOperation
from codegen.references import PREFIX
from codegen.schema_library import SchemaLibrary

_MAX_NAMES = 2
_MAX_NAMES_OF_ENUM = 3


class SchemaDocstrings:
    """Writes a docstring for each schema: which methods, fields, unions or parameters use the schema.

    Attributes:
        partial_responses: The names of response schemas that can report failures of single items.
    """

    def __init__(
        self, library: SchemaLibrary, described_operations: Iterable[DescribedOperation]
    ) -> None:
        """Finds out which operations, fields and parameters use each schema."""
        self._roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._fields: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._list_fields: set[tuple[str, str]] = set()
        self._aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._bases: dict[str, list[str]] = defaultdict(list)
        self._parameters: dict[str, list[str]] = defaultdict(list)
        self.partial_responses: set[str] = set()
        self._in_operations: set[str] = set()
        self._errors: set[str] = set()
        for item in described_operations:
            self._collect_parameters(library, item)
            self._in_operations |= item.used_schemas
            self._errors |= library.references.find_only_in_errors(item.endpoint)
            self._collect_operation(item, library)
        for name in sorted(library.definitions):
            self._collect_definition(library.definitions[name])
        for component in sorted(library.contract["components"]["schemas"]):
            self._collect_bases(library, component)

    def _collect_parameters(self, library: SchemaLibrary, item: DescribedOperation) -> None:
        """Records which parameters of an operation use each schema."""
        for node in item.endpoint.data.get("parameters", ()):
            parameter = resolve_reference(library.contract, node)
            # If a parameter is an object, its properties are documented as fields.
            schema = {
                key: value for key, value in parameter["schema"].items() if key != "properties"
            }
            for component in library.references.find_references(schema):
                self._parameters[library.get_class_name(component)].append(parameter["name"])

    def _collect_operation(self, item: DescribedOperation, library: SchemaLibrary) -> None:
        """Records which schemas an operation uses as parameters, request body or response."""
        operation, method = item.operation, naming.to_method_name(item.operation.id)
        for parameter in operation.parameters:
            if parameter.schema:
                self._parameters[parameter.schema].append(parameter.name)
        for answer in operation.answers:
            if answer.schema and answer.can_have_failures and not answer.many:
                self.partial_responses.update(
                    list_union_members(answer.schema, library.definitions)
                )
            if answer.schema:
                role = (
                    "item in the response of"
                    if answer.paged or (answer.many and operation.verb == "GET")
                    else "returned by"
                )
                self._roles[answer.schema][role].append(method)
        if operation.body:
            role = "item in the request body of" if operation.body.many else "request body of"
            self._roles[operation.body.schema][role].append(method)

    def _collect_definition(self, item: Definition) -> None:
        """Records which schemas a definition uses in its fields, variants or items."""
        for field in item.properties:
            if isinstance(field.type, ListOf):
                self._list_fields.add((item.name, field.name))
            for name in sorted(find_referenced_names(field.type)):
                self._fields[name].append((item.name, field.name))
        if item.type is not None:
            relation = "variant" if isinstance(item.type, OneOf) else "item"
            for name in sorted(find_referenced_names(item.type)):
                self._aliases[name].append((relation, item.name))

    def _collect_bases(self, library: SchemaLibrary, component: str) -> None:
        """Records in `_bases` which components this component includes with `allOf`."""
        if component not in library.references.in_use:
            return
        parts = list(library.contract["components"]["schemas"][component].get("allOf", ()))
        for part in parts:
            parts.extend(part.get("allOf", ()))
            base = part.get("$ref", "").removeprefix(PREFIX)
            if base:
                self._bases[library.get_class_name(base)].append(library.get_class_name(component))

    def describe_schema(self, item: Definition) -> str:
        """Returns the docstring of a schema, enum or type alias."""
        phrase = prose.read_phrases("schemas").get(item.name)
        if phrase:
            return str(phrase)
        texts = list(
            self._describe_enum_uses(item)
            if item.kind == "enum"
            else self._describe_operations(item)
        )
        texts = texts or [self._describe_containers(item.name) or self._describe_indirect_use(item)]
        return " ".join(f"{text[:1].upper()}{text[1:]}." for text in texts)

    def _describe_enum_uses(self, item: Definition) -> Iterator[str]:
        """Yields a text that names the fields and parameters that use an enum, or nothing if none do."""
        holders = list(self._fields[item.name])
        for _, alias in self._aliases[item.name]:
            holders += self._fields[alias]
        parameters = self._parameters[item.name]
        fields = [field for _, field in holders]
        is_unclear = len(set(holders)) <= _MAX_NAMES or len(set(fields)) > 1
        if is_unclear and not parameters:
            fields = [f"{owner}.{field}" for owner, field in holders]
        uses = [("field", fields), ("parameter", parameters)]
        if fields and set(fields) == set(parameters):
            uses = [("field and parameter", fields)]
        texts = [
            f"of the {noun}{_get_plural_ending(names)} {_join_names(names, _MAX_NAMES_OF_ENUM)}"
            for noun, names in uses
            if names
        ]
        if texts:
            yield f"known values {' and '.join(texts)}"

    def _describe_operations(self, item: Definition) -> Iterator[str]:
        """Yields texts about the operations that accept or return a schema."""
        for role, methods in sorted(self._roles[item.name].items()):
            yield f"{role} {_join_names(methods)}"

    def _describe_containers(self, name: str) -> str:
        """Returns a text such as "type of the field Pin.media". Empty if nothing contains the schema."""
        fields = [f"{owner}.{field}" for owner, field in self._fields[name]]
        aliases = [alias for _, alias in self._aliases[name]]
        if fields and self._list_fields.issuperset(self._fields[name]):
            text = f"type of the items in {_join_names(fields)}"
        elif fields:
            text = f"type of the field{_get_plural_ending(fields)} {_join_names(fields)}"
        elif aliases and self._aliases[name][0][0] == "item":
            text = f"type of the items in {_join_names(aliases)}"
        elif aliases:
            ending = _get_plural_ending(aliases)
            text = f"one of the types in the union{ending} {_join_names(aliases)}"
        elif self._parameters[name]:
            ending = _get_plural_ending(self._parameters[name])
            text = f"type of the parameter{ending} {_join_names(self._parameters[name])}"
        else:
            text = self._describe_common_fields(name)
        return text

    def _describe_common_fields(self, name: str) -> str:
        """Returns text such as "fields that the schemas A and B have in common".

        Empty if no other schema includes the fields of the schema `name`.
        """
        including = self._bases[name]
        if len(set(including)) > 1:
            return f"fields that the schemas {_join_names(including)} have in common"
        return f"subset of the fields of {_join_names(including)}" if including else ""

    def _describe_indirect_use(self, item: Definition) -> str:
        """Returns a description of a schema that no method accepts or returns, such as "body of error responses"."""
        if item.owner in self._errors:
            return "body of error responses"
        if {field.name for field in item.properties} == {"items", "bookmark"}:
            return "response body with one page of items. The SDK's methods return a `Page` instead"
        if item.owner in self._in_operations:
            return "fields that other schemas include"
        return "no operation uses this schema anymore"


def _get_plural_ending(names: Sequence[str]) -> str:
    """Returns the plural ending "s" if there are several different names, otherwise an empty string."""
    return "s" if len(set(names)) > 1 else ""


def _join_names(names: Sequence[str], limit: int = _MAX_NAMES) -> str:
    """Joins names for a sentence: `a`, `b` and `c`. Shortens long lists: `a`, `b` and 5 more."""
    distinct = [f"`{name}`" for name in dict.fromkeys(names)]
    rest = len(distinct) - limit
    if rest > 1:
        return f"{', '.join(distinct[:limit])} and {rest} more"
    *first, last = distinct
    return f"{', '.join(first)} and {last}" if first else last
