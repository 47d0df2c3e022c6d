"""Writes the methods of a rich model's base class: signature, docstring and one call."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from codegen import derived, rich_docstrings
from codegen.nouns import Noun, OwnedList, Verb
from codegen.rendering import quote
from codegen.signatures import Argument, Signature
from codegen.verbs import SignatureBuilder

_CLASS: Final = "cls: Type[M]"
NO_SOURCES: Final[Mapping[str, str]] = MappingProxyType({})


def emit_methods(noun: Noun, verb: Verb, signatures: SignatureBuilder) -> Iterator[str]:
    """Yields the source code of the methods of a verb."""
    writer = _VerbEmitter(noun, signatures)
    if verb.kind == "list":
        yield from writer.emit_page(verb)
        yield from writer.emit_iterator(verb)
        if verb.name == "list" and any(item.name == "name" for item in noun.fields.properties):
            yield from writer.emit_find(verb)
    elif verb.kind == "create":
        yield from writer.emit_create(verb)
        if verb.is_batch:
            yield from writer.emit_create_many(verb)
    elif verb.kind == "update":
        yield from writer.emit_update(verb)
        if verb.is_batch:
            yield from writer.emit_update_many(verb)
    elif verb.kind == "delete":
        yield from writer.emit_delete(verb)
    elif verb.kind == "create_many":
        yield from writer.emit_create_many(verb)


def emit_owned_methods(noun: Noun, owned: OwnedList, signatures: SignatureBuilder) -> Iterator[str]:
    """Yields the source code of two methods that list owned objects: as one page, and as an iterator."""
    page, every = signatures.build_owned(owned)
    many = rich_docstrings.get_list_noun(owned.name)
    supplied = {}
    if owned.filter:
        is_list = owned.verb.operation.parameter(owned.filter).many
        supplied[owned.filter] = "[self.id]" if is_list else "self.id"
    supplied |= _render_fixed_values(owned.verb)
    constant, item = owned.verb.described.constant, owned.model
    start = f"self._owned({quote(item)}, {constant}"
    if not item and owned.verb.answer:
        item, start = owned.verb.answer.name, f"self._list_own_rows({constant}"
        signatures.types.schemas.add(item)
    options = "timeout=timeout, unknown=unknown"
    if owned.has_page_method:
        paged = owned.verb.operation.is_paged
        kind = f"{'Page' if paged else 'list'}[{item}]"
        sent = render_list_arguments(page, supplied)
        bookmark = ", bookmark=bookmark" if paged else ""
        text = rich_docstrings.describe_owned_page(noun, many, owned.verb, page)
        yield f"\n    def list_{owned.name}({page.render('self')}) -> {kind}:"
        yield emit_method_docstring(text)
        call = f"{start}, {sent}, client).{'page' if paged else 'all'}({options}{bookmark})"
        yield f"        found: {kind} = {call}\n        return found"
    if owned.verb.operation.is_paged or owned.has_page_method:
        text = rich_docstrings.describe_owned_iterator(noun, many, owned.verb, every)
        kind = f"Iterator[{item}]"
        yield f"\n    def {owned.name}({every.render('self')}) -> {kind}:"
        yield emit_method_docstring(text)
        call = f"{start}, {render_list_arguments(every, supplied)}, client).iterate({ITERATION_OPTIONS})"
        yield f"        found: {kind} = {call}\n        return found"


def render_list_arguments(
    signature: Signature, supplied: Mapping[str, str], excluded: Container[str] = ()
) -> str:
    """Returns the source code of a dict with the arguments of a request that lists objects.

    The dict contains `supplied` (source code by request name), and the arguments in `signature` except the bookmark
    and the `excluded` request names.
    """
    pairs = [f"{quote(name)}: {text}" for name, text in supplied.items()]
    pairs += [
        f"{quote(item.sent_as)}: {item.name}"
        for item in signature.all
        if item.sent_as and item.sent_as != "bookmark" and item.sent_as not in excluded
    ]
    return f"{{{', '.join(pairs)}}}"


class _VerbEmitter:
    """Writes the methods of the standard verbs: create, get, list, update and delete."""

    def __init__(self, noun: Noun, signatures: SignatureBuilder) -> None:
        self._noun = noun
        self._signatures = signatures

    def emit_create(self, verb: Verb) -> Iterator[str]:
        signature = self._signatures.build_create(verb)
        path, body = (
            self._render_request_parameters(verb, signature),
            self._render_create_body(verb, signature),
        )
        options = ["client=client", "timeout=timeout", "extra_body=extra_body", "unknown=unknown"]
        nulls = [item.name for item in verb.properties if item.required and item.type.nullable]
        if verb.id_in:
            options.append(f"id_in={quote(verb.id_in)}")
        if nulls:
            options.append(f"nulls={render_tuple(list(map(quote, nulls)))}")
        text = rich_docstrings.describe_create(self._noun, verb, signature)
        call = [verb.described.constant, path, body, *options, *_render_envelope_option(verb)]
        call += self._render_create_response_option(verb)
        call += [f"object_in={quote(verb.object_in)}"] if verb.object_in else []
        call += ["whole=True"] if verb.whole else []
        yield from _emit_classmethod(
            verb.name, signature, "M", text, f"cls._create({', '.join(call)})"
        )

    def emit_create_many(self, verb: Verb) -> Iterator[str]:
        signature = self._signatures.build_batch(verb)
        text = rich_docstrings.describe_create_many(self._noun, verb, signature)
        call = [
            verb.described.constant,
            self._render_request_parameters(verb, signature),
            "items",
            *CALL_OPTIONS,
        ]
        call += [
            *self._render_shared_option(verb),
            *_render_envelope_option(verb),
            *self._render_create_response_option(verb),
        ]
        # A separate operation that creates several objects only returns their IDs.
        has_own_operation = verb.kind == "create_many"
        call += ["returns_ids=True"] if has_own_operation else []
        name = verb.name if has_own_operation else f"{verb.name}_many"
        returns = f"cls._create_many({', '.join(call)})"
        yield from _emit_classmethod(name, signature, "list[M]", text, returns)

    def emit_update(self, verb: Verb) -> Iterator[str]:
        signature = self._signatures.build_update(verb)
        text = rich_docstrings.describe_update(self._noun, verb, signature)
        sent = [item for item in signature.keywords if item.sent_as]
        fields = [item for item in sent if is_in_body(verb, item)]
        query = [item for item in sent if not is_in_body(verb, item)]
        call = [
            verb.described.constant,
            render_arguments(fields),
            "client=client",
            "timeout=timeout",
        ]
        call += ["extra_body=extra_body", "unknown=unknown", *_render_envelope_option(verb)]
        supplied = self._render_supplied_fields(verb)
        if supplied:
            call.append(f"identity={{{', '.join(supplied)}}}")
        if verb.remembers:
            values = {name: tuple(found) for name, found in verb.remembers.items()}
            call.append(f"remembers={values!r}")
        if query:
            call.append(f"query={render_arguments(query)}")
        call += [*_render_fixed_option(verb), *self._render_response_option(verb)]
        name = "update_fields" if verb.name == "update" else verb.name
        yield f"\n    def {name}({signature.render('self')}) -> bool:"
        yield emit_method_docstring(text)
        yield f"        return self._update({', '.join(call)})"

    def emit_update_many(self, verb: Verb) -> Iterator[str]:
        signature = self._signatures.build_batch(verb)
        text = rich_docstrings.describe_update_many(self._noun, verb, signature)
        call = [
            verb.described.constant,
            self._render_request_parameters(verb, signature),
            "items",
            *CALL_OPTIONS,
        ]
        call += [
            *self._render_shared_option(verb),
            *_render_envelope_option(verb),
            *self._render_response_option(verb),
        ]
        names = [item.name for item in verb.properties if item.required]
        if self._noun.has_id_alias and {"id", self._noun.id_field} <= set(names):
            call.append("id_alias='id'")
        own = self._noun.identity[-1]
        if self._noun.id_field not in names and own in names:
            call.append(f"id_sent_as={quote(own)}")
        returns = f"cls._update_many({', '.join(call)})"
        yield from _emit_classmethod(f"{verb.name}_many", signature, "list[M]", text, returns)

    def emit_page(self, verb: Verb) -> Iterator[str]:
        signature = self._signatures.build_page(verb)
        paged = verb.operation.is_paged
        name = "get_all" if verb.name == "list" else verb.name
        text = rich_docstrings.describe_page(self._noun, verb, signature)
        sent = render_list_arguments(signature, _render_fixed_values(verb))
        call = [verb.described.constant, sent, *(["bookmark"] if paged else [])]
        call += ["client=client", "timeout=timeout", "unknown=unknown"]
        returns = f"cls._get_{'page' if paged else 'list'}({', '.join(call)})"
        yield from _emit_classmethod(
            name, signature, "Page[M]" if paged else "list[M]", text, returns
        )

    def emit_iterator(self, verb: Verb) -> Iterator[str]:
        signature = self._signatures.build_iterator(verb)
        text = rich_docstrings.describe_iterator(self._noun, verb, signature)
        name = "iter_all" if verb.name == "list" else f"iter_{verb.name.removeprefix('get_')}"
        sent = render_list_arguments(signature, _render_fixed_values(verb))
        call = [verb.described.constant, sent, "limit", "client=client"]
        call += [f"{option}={option}" for option in ("timeout", "prefetch", "progress", "unknown")]
        returns = f"cls._iterate({', '.join(call)})"
        yield from _emit_classmethod(name, signature, "Iterator[M]", text, returns)

    def emit_find(self, verb: Verb) -> Iterator[str]:
        """Yields the source code of `find`, a method that finds an object by its name."""
        signature = self._signatures.build_find(verb)
        text = rich_docstrings.describe_find(self._noun, verb, signature)
        sent = [item for item in signature.all if item.sent_as and not is_in_body(verb, item)]
        path = render_list_arguments(Signature(tuple(sent), ()), _render_fixed_values(verb))
        call = [verb.described.constant, path, "name", *CALL_OPTIONS]
        yield from _emit_classmethod(
            "find", signature, "M | None", text, f"cls._find({', '.join(call)})"
        )

    def emit_delete(self, verb: Verb) -> Iterator[str]:
        by_id, own = (
            self._signatures.build_class_method_by_id(),
            self._signatures.build_object_method(),
        )
        ids = render_tuple([item.name for item in by_id.positional[:-1]])
        constant, options = (
            verb.described.constant,
            ", ".join((*CALL_OPTIONS, *_render_fixed_option(verb))),
        )
        context = f", context={render_mapping(self._noun.context)}" if self._noun.context else ""
        yield f"\n    def _delete_by_id({by_id.render('cls: Any, /')}) -> bool:"
        yield emit_method_docstring(rich_docstrings.describe_delete(self._noun, verb, by_id))
        yield f"        deleted: bool = cls._delete_one({constant}, {ids}, {options}{context})"
        yield "        return deleted"
        yield f"\n    @also_by_id(_delete_by_id)\n    def {verb.name}({own.render('self, /')}) -> bool:"
        yield emit_method_docstring(rich_docstrings.describe_delete(self._noun, verb, own, by_id))
        yield f"        return self._delete({constant}, {options})"

    def _render_request_parameters(self, verb: Verb, signature: Signature) -> str:
        """Returns the source code of a dict with the path and query parameters, such as `{"pin_id": pin_id}`."""
        sent = [item for item in signature.all if item.sent_as and not is_in_body(verb, item)]
        return render_arguments(reversed(sent))

    def _render_create_body(self, verb: Verb, signature: Signature) -> str:
        """Returns the source code of a create request's body, including fields that are also in the path or query."""
        both = self._find_parameters_in_body(verb)
        pairs = [f"{quote(name)}: {argument}" for name, argument in both]
        fields = [item for item in signature.all if item.sent_as and is_in_body(verb, item)]
        for name in dict.fromkeys(item.sent_as for item in fields):
            sources = [item.name for item in fields if item.sent_as == name]
            pairs.append(f"{quote(name)}: {_render_last_not_none(sources)}")
        return f"{{{', '.join(pairs)}}}"

    def _render_supplied_fields(self, verb: Verb) -> list[str]:
        """Returns the source code of the body fields that the object itself supplies, such as `"id": self.id`."""
        pairs = self._noun.map_supplied_fields(verb).items()
        return [f"{quote(name)}: self.{source}" for name, source in pairs]

    def _render_shared_option(self, verb: Verb) -> list[str]:
        """Returns the argument `shared={...}` as source code, in a list.

        The argument contains the path and query parameters that are also required in each item of the body. The list is
        empty if an item requires none of them.
        """
        both = self._find_parameters_in_body(verb)
        pairs = [f"{quote(name)}: {argument}" for name, argument in both]
        return [f"shared={{{', '.join(pairs)}}}"] if pairs else []

    @staticmethod
    def _find_parameters_in_body(verb: Verb) -> list[tuple[str, str]]:
        """Returns a (field, argument) pair for each required body field that is also a path or query parameter."""
        parameters = {item.argument for item in verb.operation.parameters}
        return [
            (item.name, item.attribute)
            for item in verb.properties
            if item.required and item.attribute in parameters
        ]

    def _render_create_response_option(self, verb: Verb) -> list[str]:
        """Like `_render_response_option`, but returns an empty list if the API chooses the ID of the new object."""
        sent = {item.name for item in verb.properties}
        return self._render_response_option(verb) if self._noun.id_field in sent else []

    def _render_response_option(self, verb: Verb) -> list[str]:
        """Returns the argument for a method that cannot read the object from the response, otherwise an empty list."""
        definitions = self._signatures.definitions
        found = derived.has_object_in_response(verb, self._noun, definitions)
        return [] if found and not verb.unloads else ["response_has_object=False"]


CALL_OPTIONS: Final = ("client=client", "timeout=timeout", "unknown=unknown")
ITERATION_OPTIONS: Final = (
    "timeout=timeout, unknown=unknown, limit=limit, prefetch=prefetch, progress=progress"
)


def _emit_classmethod(
    name: str, signature: Signature, return_type: str, docstring: str, returned_expression: str
) -> Iterator[str]:
    """Yields the source code of a class method with one return statement."""
    yield f"\n    @classmethod\n    def {name}({signature.render(_CLASS)}) -> {return_type}:"
    yield emit_method_docstring(docstring)
    yield f"        return {returned_expression}"


def is_in_body(verb: Verb, argument: Argument) -> bool:
    """Returns whether an argument is sent in the body of the request."""
    return argument.sent_as not in {item.argument for item in verb.operation.parameters}


def _render_envelope_option(verb: Verb) -> list[str]:
    """Returns the source code of `envelope=(...)`: the names of the body fields other than the list of objects."""
    names = [quote(item.name) for item in verb.envelope]
    return [f"envelope={render_tuple(names)}"] if names else []


def _render_fixed_values(verb: Verb) -> dict[str, str]:
    """Returns the source code of the values that a verb always sends: `{"operation_type": '"UPDATE"'}`."""
    return {name: quote(value) for name, value in verb.fixed.items()}


def _render_fixed_option(verb: Verb) -> list[str]:
    """Returns the argument `fixed={...}` as source code, in a list. Empty if the method sends no fixed values."""
    pairs = [f"{quote(name)}: {source}" for name, source in _render_fixed_values(verb).items()]
    return [f"fixed={{{', '.join(pairs)}}}"] if pairs else []


def _render_last_not_none(sources: Sequence[str]) -> str:
    """Returns the source code of an expression that selects the last argument that is not None."""
    text = sources[-1]
    for name in reversed(sources[:-1]):
        text = f"{text} if {text} is not None else {name}"
    return text


def render_arguments(items: Iterable[Argument], supplied: Mapping[str, str] = NO_SOURCES) -> str:
    """Returns the source code of a dict of request fields or parameters, such as `{"name": name}`.

    `supplied` adds further entries: it maps names in the request to the source code of their values.
    """
    pairs = [*supplied.items(), *((item.sent_as, item.name) for item in items)]
    return f"{{{', '.join(f'{quote(name)}: {source}' for name, source in pairs)}}}"


def render_mapping(names: Iterable[str]) -> str:
    """Returns the source code of a dict whose keys are names and whose values are the variables with these names."""
    return f"{{{', '.join(f'{quote(name)}: {name}' for name in names)}}}"


def render_tuple(names: Sequence[str]) -> str:
    """Returns the source code of a tuple: `["a", "b"]` becomes `(a, b)`."""
    return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def emit_method_docstring(text: str) -> str:
    """Returns the source code of a method's docstring."""
    return textwrap.indent(f'"""{text}\n"""', "        ")
