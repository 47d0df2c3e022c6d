"""Writes the methods that build product filters from keywords, such as `ProductGroup.all_of(brand="Robin")`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from codegen import prose, rich_docstrings
from codegen.contract import ContractError
from codegen.definitions import Definition, ListOf, LiteralValues, OneOf, Property, Ref, Type
from codegen.emit_verbs import emit_method_docstring, render_tuple
from codegen.nouns import Noun
from codegen.rendering import quote
from codegen.signatures import NONE, Argument, Signature
from codegen.verbs import SignatureBuilder

_METHODS: Final = {"all_of": "all", "any_of": "at least one"}


def emit_methods(noun: Noun, signatures: SignatureBuilder) -> Iterator[str]:
    """Yields the source code of `all_of` and `any_of`, if the rich model declares filters.

    Raises:
        ContractError: If the contract does not have the declared filters.
    """
    if not noun.filters:
        return
    arguments = tuple(
        item.build_argument(noun, signatures) for item in _find_filters(noun, signatures)
    )
    signature = Signature((), arguments)
    values = ", ".join(f"{quote(item.sent_as)}: {item.name}" for item in arguments)
    unions = render_tuple([quote(union) for union in noun.filters.values()])
    for name, matching in _METHODS.items():
        # A static method has neither self nor cls.
        parameters = signature.render("").removeprefix(", ")
        yield f"\n    @staticmethod\n    def {name}({parameters}) -> dict[str, Any]:"
        yield emit_method_docstring(_build_docstring(noun, matching, signature))
        yield f"        return product_filters.build({quote(name)}, {unions}, {{{values}}}, unknown)"


@dataclass
class _Filter:
    """A filter: its name, its description, the schema of its criterion, and the catalog types that support it."""

    name: str
    phrase: str
    criterion: Definition
    kinds: list[str] = field(default_factory=list)

    def build_argument(self, noun: Noun, signatures: SignatureBuilder) -> Argument:
        """Returns the method argument for the filter."""
        fields = {item.name: item for item in self.criterion.properties}
        form, note = _describe_argument(fields, signatures)
        note = f"{self.phrase} {note}" if self.phrase else note
        if not isinstance(fields["negated"].type, LiteralValues):
            form += " | Excluded"
        if len(self.kinds) < len(noun.filters):
            note += f" Only for {' and '.join(self.kinds)} catalogs."
        return Argument(self.name.lower(), f"{form} | None", note, NONE, self.name)


def _find_filters(noun: Noun, signatures: SignatureBuilder) -> list[_Filter]:
    found: dict[str, _Filter] = {}
    for kind, schema in noun.filters.items():
        for owner, item in _iter_filter_properties(noun, schema, signatures.definitions):
            assert isinstance(item.type, Ref)
            criterion = signatures.definitions[item.type.name]
            found.setdefault(
                item.name, _Filter(item.name, prose.describe_field(owner, item), criterion)
            ).kinds.append(kind)
    return list(found.values())


def _iter_filter_properties(
    noun: Noun, schema: str, definitions: Mapping[str, Definition]
) -> Iterator[tuple[str, Property]]:
    """Yields a (schema name, property) pair for each property of each schema in a union of filters."""
    union = definitions[schema].type if schema in definitions else None
    if not isinstance(union, OneOf):
        raise ContractError(
            f"models.toml: {noun.name}: `filters` names {schema!r}, which is not a union in the contract"
        )
    for member in union.members:
        assert isinstance(member, Ref)
        yield from ((member.name, item) for item in definitions[member.name].properties)


def _describe_argument(
    fields: Mapping[str, Property], signatures: SignatureBuilder
) -> tuple[str, str]:
    """Returns the type of a filter's argument, and a sentence that says what to pass."""
    if "operator" in fields:
        parts = f"Operator, {_render_value_type(fields['value'].type, signatures)}"
        if "currency" not in fields:
            return f"tuple[{parts}]", 'Pass an operator and a number, such as `(">", 5)`.'
        note = 'Pass an operator, a number and a currency, such as `("<=", 100, "USD")`.'
        return f"tuple[{parts}, {_render_value_type(fields['currency'].type, signatures)}]", note
    wanted = fields["values"].type
    if not isinstance(wanted, ListOf):
        note = "Pass one value." if isinstance(wanted, Ref) else "Pass a number."
        return _render_value_type(wanted, signatures), note
    if isinstance(wanted.item, ListOf):
        return (
            "str | Sequence[str | Sequence[str]]",
            'Pass a path such as `"Home > Quilts"`, or a list of paths.',
        )
    single = _render_value_type(wanted.item, signatures)
    return f"{single} | Collection[{single}]", "Pass a value or a list of values."


def _render_value_type(kind: Type, signatures: SignatureBuilder) -> str:
    """Returns the source code of the type of a filter's value."""
    return signatures.types.render_field(kind, "currency")


def _build_docstring(noun: Noun, matching: str, signature: Signature) -> str:
    """Returns the docstring of a method that builds filters. `matching` is `all` or `at least one`."""
    lines = [
        f"Returns filters for a {noun.singular}. Products must match {matching} of the filters.",
        "",
    ]
    more = (
        "To match products that do not have a certain value, pass `exclude(value)`. Only arguments whose type "
        "includes `Excluded` accept this."
    )
    lines += [
        *textwrap.wrap(more, rich_docstrings.WIDTH),
        "",
        *rich_docstrings.describe_arguments(
            signature, "**unknown: Any other keyword argument raises ValidationError."
        ),
    ]
    lines += [
        "",
        "Returns:",
        "    The filters for `create`, `update_fields` and `products_by_filter`.",
        "",
        "Raises:",
    ]
    lines += rich_docstrings.wrap_entry(
        "ValidationError: If the name of a keyword argument is unknown, or a value has the wrong type for its filter."
    )
    return "\n".join(lines)
