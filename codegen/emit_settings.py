"""Writes the source code of methods such as `board.make_secret()`. Each method updates specific fields of an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from codegen import rich_docstrings
from codegen.contract import ContractError
from codegen.emit_verbs import emit_method_docstring
from codegen.nouns import Noun
from codegen.rendering import quote
from codegen.signatures import Argument, Signature
from codegen.verbs import SignatureBuilder


def emit_methods(noun: Noun, signatures: SignatureBuilder) -> Iterator[str]:
    """Yields the source code of the methods that update specific fields of an object.

    Raises:
        ContractError: If a field that `models.toml` declares is not in the update request.
    """
    for name, declared in noun.sets.items():
        yield from _emit_method(noun, name, declared, signatures)


def _emit_method(
    noun: Noun, name: str, declared: Mapping[str, Any], signatures: SignatureBuilder
) -> Iterator[str]:
    """Yields the source code of the method `name`. `declared` is the method's table in `models.toml`."""
    verb = noun.verbs.get("update")
    fields = {item.sent_as: item for item in signatures.build_update(verb).keywords} if verb else {}
    values, taken = declared.get("to", {}), declared.get("takes", {})
    unknown = [field for field in (*values, *taken.values()) if field not in fields]
    if verb is None or unknown:
        raise ContractError(
            f"models.toml: {noun.name}.{name}: the update request has no fields {unknown}"
        )
    own = signatures.build_object_method()
    needed: list[Argument] = [
        replace(fields[field], name=argument, default="") for argument, field in taken.items()
    ]
    signature = Signature((*needed, *own.positional), own.keywords)
    sent = [f"{fields[field].name}={quote(value)}" for field, value in values.items()]
    sent += [f"{fields[field].name}={argument}" for argument, field in taken.items()]
    sent.append("timeout=timeout")
    yield f"\n    def {name}({signature.render('self')}) -> bool:"
    yield emit_method_docstring(rich_docstrings.describe_setter(verb, declared["says"], signature))
    yield f"        return self.update_fields(client, {', '.join(sent)}, **unknown)"
