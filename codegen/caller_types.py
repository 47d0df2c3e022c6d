"""Renders the types of method arguments. Callers can also pass a string for an enum, and a mapping for an object."""

from __future__ import annotations

from collections.abc import Mapping

from codegen import naming
from codegen.definitions import Definition, DictOf, ListOf, OneOf, Ref, Scalar, Type
from codegen.operations import DescribedOperation
from codegen.rendering import render_literal
from pinterest.operation import Body, Parameter

# A longer list of values becomes an alias. Otherwise it would hide the other arguments of a method.
_MAX_INLINE_VALUES = 64
_KINDS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "Mapping[str, object]",
}
_SCALARS = {
    "Any": "object",
    "Date": "datetime.date | str",
    "DateTime": "datetime.datetime | str",
    "Id": "str | int",
    "PrefixedId": "str | int",
}


class CallerTypes:
    """Renders the types of arguments as source code, and collects the imports and type aliases of a module.

    Attributes:
        schemas: The names to import from `pinterest.schemas`.
        aliases: Maps the source code of types to the names of their type aliases.
    """

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        """Stores the definitions of all schemas, by name."""
        self._definitions = definitions
        self.schemas: set[str] = set()
        self.aliases: dict[str, str] = {}

    def render_parameter(self, item: DescribedOperation, parameter: Parameter) -> str:
        """Returns the source code for the type of a path or query parameter."""
        kind = self._render_scalar_parameter(item, parameter)
        return f"Sequence[{kind}]" if parameter.many else kind

    def render_body(self, body: Body) -> str:
        """Returns the source code for the type of an argument that takes a whole request body."""
        self.schemas.add(body.schema)
        single = f"{body.schema} | Mapping[str, object]"
        return f"Sequence[{single}]" if body.many else single

    def render_field(self, kind: Type, alias_name: str) -> str:
        """Returns the source code for the type of an argument that sets a field of the body.

        If the type is long, adds a type alias that is named after `alias_name`.
        """
        text = self._render_without_null(kind, alias_name)
        return f"{text} | None" if kind.nullable else text

    def _render_without_null(self, kind: Type, alias_name: str) -> str:
        """Returns the source code of a type without its outermost `| None`."""
        if isinstance(kind, Scalar):
            may_be_text = "MaybeText" in kind.limits
            return "int | str" if may_be_text else _SCALARS.get(kind.name, kind.name)
        if isinstance(kind, ListOf):
            return f"Sequence[{self.render_field(kind.item, alias_name)}]"
        if isinstance(kind, DictOf):
            return f"Mapping[str, {self.render_field(kind.value, alias_name)}]"
        if isinstance(kind, OneOf):
            return self._render_union(
                [self._render_without_null(member, alias_name) for member in kind.members]
            )
        return (
            self._render_reference(kind, alias_name)
            if isinstance(kind, Ref)
            else render_literal(kind.values)
        )

    def _render_reference(self, kind: Ref, alias_name: str) -> str:
        """Returns the source code of the argument type for a reference to a schema."""
        definition = self._definitions[kind.name]
        if definition.kind == "alias" and definition.type is not None:
            return self.render_field(definition.type, alias_name)
        self.schemas.add(kind.name)
        if definition.kind == "enum":
            return f"{kind.name} | {self._render_values(definition.values, alias_name)}"
        return f"{kind.name} | Mapping[str, object]"

    @staticmethod
    def _render_union(texts: list[str]) -> str:
        """Returns the source code of a union without duplicate members."""
        # Each schema in a union adds the same `Mapping[str, object]`. Remove the duplicates.
        parts = [part for text in texts for part in _split_union(text)]
        return " | ".join(dict.fromkeys(parts))

    def _render_scalar_parameter(self, item: DescribedOperation, parameter: Parameter) -> str:
        """Returns the type of a parameter, or of a single item if the parameter is a list."""
        enum = item.enums.get(parameter.name)
        if enum:
            self.schemas.add(enum)
            return f"{enum} | {self._render_values(parameter.enum, parameter.name)}"
        if parameter.enum:
            # Responses use an enum with these values, but the contract does not use that enum for the parameter.
            values = self._render_values(parameter.enum, parameter.name)
            return f"{values} | OpenEnum" if parameter.kind == "string" else values
        if parameter.is_id:
            return "str | int"
        if parameter.schema:
            self.schemas.add(parameter.schema)
            return f"{parameter.schema} | Mapping[str, object]"
        if parameter.format:
            moment = "datetime" if parameter.format == "date-time" else "date"
            return f"str | datetime.{moment}"
        return _KINDS[parameter.kind]

    def _render_values(self, values: tuple[str | int, ...], alias_name: str) -> str:
        """Returns a `Literal` with the values. For many values, adds a type alias and returns the alias's name."""
        kind = render_literal(values)
        if len(values) <= _MAX_INLINE_VALUES:
            return kind
        if kind not in self.aliases:
            taken = {name.lower() for name in self.aliases.values()}
            self.aliases[kind] = naming.make_unique(
                f"_{naming.to_pascal_case(alias_name)}", taken, "_"
            )
        return self.aliases[kind]


def _split_union(text: str) -> list[str]:
    """Splits the source code of a union into its members, without splitting nested unions."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if not depth and text.startswith(" | ", index):
            parts.append(text[start:index])
            start = index + 3
    return [*parts, text[start:]]
