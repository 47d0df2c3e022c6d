"""What each schema is for: which operations answer or take it, which fields hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from codegen import naming, prose
from codegen.contract import resolve
from codegen.library import Library
from codegen.model import Definition, OneOf, references
from codegen.operations import Described
from codegen.reach import PREFIX

_SHOWN = 2
_SHOWN_OF_ENUMS = 3


class Uses:
    """Where the schemas of a library are used by the operations that are generated.

    Args:
        library: The definitions.
        described: The operations.
    """

    def __init__(self, library: Library, described: Iterable[Described]) -> None:
        """Looks through all of them once."""
        self._verbs: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._fields: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._parameters: dict[str, list[str]] = defaultdict(list)
        self._reached: set[str] = set()
        self._errors: set[str] = set()
        for item in described:
            self._note_parameters(library, item)
            self._reached |= item.reached
            self._errors |= library.reach.of_errors(item.endpoint)
            self._note_operation(item)
        for name in sorted(library.definitions):
            self._note_definition(library.definitions[name])
        for component in sorted(library.contract["components"]["schemas"]):
            self._note_parts(library, component)

    def _note_parameters(self, library: Library, item: Described) -> None:
        for node in item.endpoint.data.get("parameters", ()):
            parameter = resolve(library.contract, node)
            for component in library.reach.named(parameter["schema"]):
                self._parameters[library.class_of(component)].append(parameter["name"])

    def _note_operation(self, item: Described) -> None:
        operation, method = item.operation, naming.method(item.operation.id)
        for parameter in operation.parameters:
            if parameter.schema:
                self._parameters[parameter.schema].append(parameter.name)
        for answer in operation.answers:
            if answer.schema:
                verb = "listed by" if answer.paged or answer.many else "answered by"
                self._verbs[answer.schema][verb].append(method)
        if operation.body:
            verb = "sent in a list to" if operation.body.many else "sent to"
            self._verbs[operation.body.schema][verb].append(method)

    def _note_definition(self, item: Definition) -> None:
        for field in item.properties:
            for name in sorted(references(field.type)):
                self._fields[name].append((item.name, field.name))
        if item.type is not None:
            relation = "a kind of" if isinstance(item.type, OneOf) else "item of"
            for name in sorted(references(item.type)):
                self._kinds[name].append((relation, item.name))

    def _note_parts(self, library: Library, component: str) -> None:
        """Notes the components that another is put together from."""
        if component not in library.reach.anywhere:
            return
        for part in library.contract["components"]["schemas"][component].get("allOf", ()):
            base = part.get("$ref", "").removeprefix(PREFIX)
            if base:
                self._parts[library.class_of(base)].append(library.class_of(component))

    def told(self, item: Definition) -> str:
        """Returns the docstring of a definition."""
        phrase = prose.phrases("schemas").get(item.name)
        if phrase:
            return str(phrase)
        clauses = self._values_of(item) if item.kind == "enum" else self._used_by(item.name)
        text = "; ".join(clauses) or next(self._held_by(item.name), "") or self._otherwise(item)
        return f"{text[:1].upper()}{text[1:]}."

    def _values_of(self, item: Definition) -> Iterator[str]:
        fields = [field for _, field in self._fields[item.name]]
        for _, alias in self._kinds[item.name]:
            fields += [field for _, field in self._fields[alias]]
        names = list(dict.fromkeys(fields + self._parameters[item.name]))
        if names:
            yield f"known values of {_listed(names, _SHOWN_OF_ENUMS)}"

    def _used_by(self, name: str) -> Iterator[str]:
        for verb, methods in sorted(self._verbs[name].items()):
            yield f"{verb} {_listed(methods)}"

    def _held_by(self, name: str) -> Iterator[str]:
        if self._fields[name]:
            field = self._fields[name][0][1]
            same = [owner for owner, other in self._fields[name] if other == field]
            rest = len({owner for owner, _ in self._fields[name]}) - len(set(same))
            more = f", and held by {rest} more" if rest else ""
            yield f"value of `{field}` in {_listed(same)}{more}"
        elif self._kinds[name]:
            yield f"{self._kinds[name][0][0]} {_listed([alias for _, alias in self._kinds[name]])}"
        elif self._parameters[name]:
            yield f"value of the parameter {_listed(self._parameters[name])}"
        elif self._parts[name]:
            share = "share" if len(set(self._parts[name])) > 1 else "has"
            yield f"fields that {_listed(self._parts[name])} {share}"

    def _otherwise(self, item: Definition) -> str:
        if item.owner in self._errors:
            return "answered where something went wrong"
        if {field.name for field in item.properties} == {"items", "bookmark"}:
            return "a page, in place of which typed methods answer `Paginated`"
        if item.owner in self._reached:
            return "part of what others are made of"
        return "no operation takes or answers it any more"


def _listed(names: Sequence[str], most: int = _SHOWN) -> str:
    """Returns names as a sentence has them; of many the first, and how many more."""
    distinct = [f"`{name}`" for name in dict.fromkeys(names)]
    rest = len(distinct) - most
    if rest > 1:
        return f"{', '.join(distinct[:most])} and {rest} more"
    *first, last = distinct
    return f"{', '.join(first)} and {last}" if first else last
