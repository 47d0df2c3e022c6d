"""Types as Python writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codegen.model import Definition, DictOf, ListOf, OneOf, Ref, Scalar, Type, Values

_PLAIN = {"Id": "str", "Date": "datetime.date", "DateTime": "datetime.datetime"}


def annotation(kind: Type, models: Iterable[str] = ()) -> str:
    """Returns a type as a schema declares it, with its limits.

    Args:
        kind: The type.
        models: The names of all schemas that are models, to tell which unions need choosing.
    """
    text = _annotated(kind, frozenset(models))
    return f"{text} | None" if kind.nullable else text


def plain(kind: Type) -> str:
    """Returns a type as a person reads it, without limits."""
    text = _plain(kind)
    return f"{text} | None" if kind.nullable else text


def _annotated(kind: Type, models: frozenset[str]) -> str:
    if isinstance(kind, Scalar):
        return _with(kind.name, kind.limits)
    if isinstance(kind, ListOf):
        return _with(f"list[{annotation(kind.item, models)}]", kind.limits)
    if isinstance(kind, DictOf):
        keys = literal(kind.keys) if kind.keys else "str"
        return _with(f"dict[{keys}, {annotation(kind.value, models)}]", kind.limits)
    if isinstance(kind, OneOf):
        members = " | ".join(_annotated(member, models) for member in kind.members)
        named = [item for item in kind.members if isinstance(item, Ref) and item.name in models]
        return _with(members, (_choice(kind),) if named else ())
    return _plain(kind)


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


def optional(kind: Type) -> Type:
    """Returns a type that may also be None."""
    return replace(kind, nullable=True)


def flattened(kind: OneOf, definitions: dict[str, Definition]) -> OneOf:
    """Returns a union without unions in it, so that one look tells which member a value is.

    The tag stays only where every inner union is told apart by the same property.
    """
    members: list[Type] = []
    mapping = dict(kind.mapping)
    tag = kind.tag
    for member in kind.members:
        known = definitions.get(member.name) if isinstance(member, Ref) else None
        inner = known.type if known is not None and known.kind == "alias" else member
        if not isinstance(inner, OneOf):
            members.append(member)
            continue
        inner = flattened(inner, definitions)
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
