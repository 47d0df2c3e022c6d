"""Types as Python writes them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from codegen.model import Definition, DictOf, ListOf, OneOf, Ref, Scalar, Type, Values, parts

OR_TEXT: Final = "OrText"
"""What ends the name of an enum or the text of its values."""
_WIDTH: Final = 100
_QUOTES: Final = '"' * 3
_NONE: Final[Mapping[str, Definition]] = MappingProxyType({})

_PLAIN = {
    "Id": "str",
    "PrefixedId": "str",
    "Date": "datetime.date",
    "DateTime": "datetime.datetime",
}


def annotation(kind: Type, definitions: Mapping[str, Definition] = _NONE) -> str:
    """Returns a type as a schema declares it, with its limits.

    Args:
        kind: The type.
        definitions: What the names in it stand for, to tell which unions need choosing.
    """
    text = _annotated(kind, definitions)
    return f"{text} | None" if kind.nullable else text


def plain(kind: Type) -> str:
    """Returns a type as a person reads it, without limits."""
    text = _plain(kind)
    return f"{text} | None" if kind.nullable else text


def spoken(kind: Type, definitions: Mapping[str, Definition] = _NONE) -> set[str]:
    """Returns the names of schemas, and of the texts that stand for them, in a type as a schema declares it."""
    if isinstance(kind, Ref):
        return {_written(kind, definitions)}
    return set().union(*(spoken(part, definitions) for part in parts(kind)))


def _annotated(kind: Type, definitions: Mapping[str, Definition]) -> str:
    if isinstance(kind, Scalar):
        return _with(kind.name, kind.limits)
    if isinstance(kind, Ref):
        name = _written(kind, definitions)
        return f"OrMapping[{name}]" if kind.given and name == kind.name else name
    if isinstance(kind, ListOf):
        listed = "ListLike" if kind.given else "list"
        return _with(f"{listed}[{annotation(kind.item, definitions)}]", kind.limits)
    if isinstance(kind, DictOf):
        keys = literal(kind.keys) if kind.keys else "str"
        mapping = "DictLike" if kind.given else "dict"
        return _with(f"{mapping}[{keys}, {annotation(kind.value, definitions)}]", kind.limits)
    if isinstance(kind, OneOf):
        return _union(kind, definitions)
    return _with(_plain(kind), ("Exact()",) if kind.exact else ())


def _union(kind: OneOf, definitions: Mapping[str, Definition]) -> str:
    models = [item for item in kind.members if _is(item, "model", definitions)]
    members = [_annotated(item, definitions) for item in kind.members if item not in models]
    named = " | ".join(item.name for item in models if isinstance(item, Ref))
    if any(isinstance(item, Ref) and item.given for item in models):
        members.insert(0, f"OrMapping[{named}]")
    elif named:
        members.insert(0, named)
    return _with(" | ".join(members), (_choice(kind),) if models else ())


def _is(kind: Type, what: str, definitions: Mapping[str, Definition]) -> bool:
    known = definitions.get(kind.name) if isinstance(kind, Ref) else None
    return known is not None and known.kind == what


def _written(kind: Ref, definitions: Mapping[str, Definition]) -> str:
    return kind.name + OR_TEXT if kind.given and _is(kind, "enum", definitions) else kind.name


def _plain(kind: Type) -> str:
    if isinstance(kind, Scalar):
        return _PLAIN.get(kind.name, kind.name)
    if isinstance(kind, Ref):
        return kind.name
    if isinstance(kind, ListOf):
        return f"list[{plain(kind.item)}]"
    if isinstance(kind, DictOf):
        return f"dict[str, {plain(kind.value)}]"
    if isinstance(kind, Values):
        return literal(kind.values)
    return " | ".join(dict.fromkeys(_plain(member) for member in kind.members))


def literal(values: Iterable[object]) -> str:
    """Returns the type of fixed values."""
    return f"Literal[{', '.join(quoted(value) for value in values)}]"


def quoted(value: object) -> str:
    """Returns a value as source text, in the quotes that the formatter would choose."""
    if isinstance(value, str):
        text = repr(value)
        return text if '"' in text else f'"{text[1:-1]}"'
    return repr(value)


def docstring(text: str, indent: int = 4) -> str:
    """Returns a text as a docstring. If it does not fit on a line, its first sentence stands alone."""
    summary, _, rest = text.partition(". ")
    if len(text) + indent + len(_QUOTES * 2) > _WIDTH and rest:
        body = "\n".join(textwrap.wrap(rest, _WIDTH - indent))
        text = f"{summary}.\n\n{body}\n"
    return textwrap.indent(f"{_QUOTES}{text}{_QUOTES}", " " * indent)


def optional(kind: Type) -> Type:
    """Returns a type that may also be None."""
    return replace(kind, nullable=True)


def flattened(kind: Type, definitions: Mapping[str, Definition]) -> Type:
    """Returns a type with no unions in its unions, so that one look tells which member a value is."""
    if isinstance(kind, OneOf):
        flat = _flat(kind, definitions)
        members = tuple(flattened(member, definitions) for member in flat.members)
        return replace(flat, members=members)
    if isinstance(kind, ListOf):
        return replace(kind, item=flattened(kind.item, definitions))
    if isinstance(kind, DictOf):
        return replace(kind, value=flattened(kind.value, definitions))
    return kind


def _flat(kind: OneOf, definitions: Mapping[str, Definition]) -> OneOf:
    # The tag stays only where every inner union is told apart by the same property.
    members: list[Type] = []
    mapping = dict(kind.mapping)
    tag = kind.tag
    for member in kind.members:
        known = definitions.get(member.name) if isinstance(member, Ref) else None
        inner = known.type if known is not None and known.kind == "alias" else member
        if not isinstance(inner, OneOf):
            members.append(member)
            continue
        inner = _flat(inner, definitions)
        members += [item for item in inner.members if item not in members]
        if not kind.mapping:
            tag, mapping = "", {}
    return OneOf(tuple(dict.fromkeys(members)), tag, tuple(mapping.items()), kind.nullable)


def _choice(kind: OneOf) -> str:
    if not kind.mapping:
        return "Choice()"
    mapping = ", ".join(f"{quoted(value)}: {quoted(name)}" for value, name in kind.mapping)
    return f"Choice({quoted(kind.tag)}, {{{mapping}}})"


def _with(text: str, limits: tuple[str, ...]) -> str:
    return f"Annotated[{text}, {', '.join(limits)}]" if limits else text
