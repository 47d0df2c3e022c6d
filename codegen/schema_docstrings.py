"""Writes the docstrings of schemas: which operations return or accept a schema, and which fields hold it."""

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
    """The docstrings of schemas, from the operations and fields that use them.

    Attributes:
        partial: Responses that may report failures of single items.

    Args:
        library: The definitions.
        described_operations: The operations.
    """

    def __init__(
        self, library: SchemaLibrary, described_operations: Iterable[DescribedOperation]
    ) -> None:
        """Collects all uses."""
        self._roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._fields: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._list_fields: set[tuple[str, str]] = set()
        self._aliases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._bases: dict[str, list[str]] = defaultdict(list)
        self._parameters: dict[str, list[str]] = defaultdict(list)
        self.partial: set[str] = set()
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
        for node in item.endpoint.data.get("parameters", ()):
            parameter = resolve_reference(library.contract, node)
            for component in library.references.find_references(parameter["schema"]):
                self._parameters[library.get_class_name(component)].append(parameter["name"])

    def _collect_operation(self, item: DescribedOperation, library: SchemaLibrary) -> None:
        operation, method = item.operation, naming.to_method_name(item.operation.id)
        for parameter in operation.parameters:
            if parameter.schema:
                self._parameters[parameter.schema].append(parameter.name)
        for answer in operation.answers:
            if answer.schema and answer.can_have_failures and not answer.many:
                self.partial.update(list_union_members(answer.schema, library.definitions))
            if answer.schema:
                role = (
                    "listed by"
                    if answer.paged or (answer.many and operation.verb == "GET")
                    else "returned by"
                )
                self._roles[answer.schema][role].append(method)
        if operation.body:
            role = "item in the request body of" if operation.body.many else "request body of"
            self._roles[operation.body.schema][role].append(method)

    def _collect_definition(self, item: Definition) -> None:
        for field in item.properties:
            if isinstance(field.type, ListOf):
                self._list_fields.add((item.name, field.name))
            for name in sorted(find_referenced_names(field.type)):
                self._fields[name].append((item.name, field.name))
        if item.type is not None:
            relation = "variant of" if isinstance(item.type, OneOf) else "item of"
            for name in sorted(find_referenced_names(item.type)):
                self._aliases[name].append((relation, item.name))

    def _collect_bases(self, library: SchemaLibrary, component: str) -> None:
        """Collects the components that a component includes."""
        if component not in library.references.in_use:
            return
        for part in library.contract["components"]["schemas"][component].get("allOf", ()):
            base = part.get("$ref", "").removeprefix(PREFIX)
            if base:
                self._bases[library.get_class_name(base)].append(library.get_class_name(component))

    def describe(self, item: Definition) -> str:
        """Returns the docstring of a definition."""
        phrase = prose.read_phrases("schemas").get(item.name)
        if phrase:
            return str(phrase)
        clauses = self._describe_values(item) if item.kind == "enum" else self._list_uses(item.name)
        text = "; ".join(clauses) or next(self._list_holders(item.name), "")
        text = text or self._describe_unused(item)
        return f"{text[:1].upper()}{text[1:]}."

    def _describe_values(self, item: Definition) -> Iterator[str]:
        fields = [field for _, field in self._fields[item.name]]
        for _, alias in self._aliases[item.name]:
            fields += [field for _, field in self._fields[alias]]
        names = list(dict.fromkeys(fields + self._parameters[item.name]))
        if names:
            yield f"known values of {_join_names(names, _MAX_NAMES_OF_ENUM)}"

    def _list_uses(self, name: str) -> Iterator[str]:
        for role, methods in sorted(self._roles[name].items()):
            yield f"{role} {_join_names(methods)}"

    def _list_holders(self, name: str) -> Iterator[str]:
        if self._fields[name]:
            fields = [f"{owner}.{field}" for owner, field in self._fields[name]]
            relation = "item" if self._list_fields.issuperset(self._fields[name]) else "value"
            yield f"{relation} of {_join_names(fields)}"
        elif self._aliases[name]:
            relation = self._aliases[name][0][0]
            yield f"{relation} {_join_names([alias for _, alias in self._aliases[name]])}"
        elif self._parameters[name]:
            yield f"value of the parameter {_join_names(self._parameters[name])}"
        elif self._bases[name]:
            shared = "shared by" if len(set(self._bases[name])) > 1 else "of"
            yield f"base fields {shared} {_join_names(self._bases[name])}"

    def _describe_unused(self, item: Definition) -> str:
        if item.owner in self._errors:
            return "returned with error responses"
        if {field.name for field in item.properties} == {"items", "bookmark"}:
            return "one page of a list. Typed methods return a `Page` instead"
        if item.owner in self._in_operations:
            return "part of other schemas"
        return "no operation uses this schema anymore"


def _join_names(names: Sequence[str], limit: int = _MAX_NAMES) -> str:
    """Returns names as part of a sentence. A long list is shortened to the first names and the number of the others."""
    distinct = [f"`{name}`" for name in dict.fromkeys(names)]
    rest = len(distinct) - limit
    if rest > 1:
        return f"{', '.join(distinct[:limit])} and {rest} more"
    *first, last = distinct
    return f"{', '.join(first)} and {last}" if first else last
