"""Writes the methods of rich models other than the standard verbs: create, get, list, update and delete."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Final

from codegen import rich_docstrings
from codegen.definitions import find_referenced_names
from codegen.emit_verbs import (
    CALL_OPTIONS,
    ITERATION_OPTIONS,
    emit_method_docstring,
    is_in_body,
    render_arguments,
    render_list_arguments,
)
from codegen.nouns import Noun, Verb
from codegen.rendering import quote, render_plain
from codegen.signatures import Argument, Signature
from codegen.verbs import SignatureBuilder

KINDS: Final = (
    "act",  # a method that sends a request and returns the result
    "analytics",  # a method that gets analytics
    "call",  # a class method that sends a request and returns the result
    "change",  # a method that updates the object from the response
    "job",  # a method that starts a job
    "value",  # a class method that sends no request and returns an object, such as a conversion event to send later
)
"""The kinds of methods that this module writes."""


def emit_methods(noun: Noun, verb: Verb, signatures: SignatureBuilder) -> Iterator[str]:
    """Yields the source code of the methods of a verb. `verb.kind` must be one of `KINDS`."""
    writer = _CallEmitter(noun, signatures)
    if verb.kind == "change":
        yield from writer.emit_change(verb)
    elif verb.kind == "value":
        yield from writer.emit_value(verb)
    elif verb.kind == "analytics":
        yield from writer.emit_analytics(verb)
    elif verb.kind == "job":
        yield from writer.emit_job(verb)
    elif verb.kind == "call" and verb.operation.is_paged:
        yield from writer.emit_page_and_iterator(verb)
    else:
        yield from writer.emit_act(verb)


class _CallEmitter:
    """Writes the methods of a rich model, except the standard verbs such as `create` and `list`."""

    def __init__(self, noun: Noun, signatures: SignatureBuilder) -> None:
        self._noun = noun
        self._signatures = signatures

    def emit_act(self, verb: Verb) -> Iterator[str]:
        """Yields the source code of a method that sends a request and returns the result or the updated object."""
        signature = self._signatures.build_act(verb)
        text = rich_docstrings.describe_act(
            self._noun, verb, signature, self._signatures.definitions
        )
        sent = [item for item in signature.all if item.sent_as]
        fields = [item for item in sent if is_in_body(verb, item)]
        query = [item for item in sent if not is_in_body(verb, item)]
        call = [verb.described.constant, render_arguments(query)]
        own_ids = self._noun.identity if verb.kind == "act" else ()
        supplied = {
            item.name: f"self._ids[{own_ids.index(item.name)}]"
            for item in verb.properties
            if item.name in own_ids
        }
        call += [f"body={render_arguments(fields, supplied)}"] if verb.item else []
        call += [f"whole_body={fields[0].name}"] if verb.body_is_one_argument else []
        call += list(CALL_OPTIONS)
        call += ["extra_body=extra_body"] if verb.item else []
        own = verb.kind == "act" and self._noun.has_schema(verb.answer)
        kind = "M" if own else verb.answer.name if verb.answer else "bool"
        # The contract does not define the responses of these GET operations.
        kind = "Any" if not verb.answer and verb.operation.verb == "GET" else kind
        if verb.answer and not own:
            self._signatures.types.schemas.add(kind)
        kind = f"list[{kind}]" if verb.returns_list else kind
        listed = self._render_returned_list(verb)
        method = (
            "_act_and_return_object"
            if own
            else "_act"
            if kind != "bool"
            else "_act_and_return_true"
        )
        owner, first = "self", "self: M" if own else "self"
        if verb.kind == "call":
            method, owner, first = method.replace("act", "call"), "cls", "cls"
            yield "\n    @classmethod"
        yield f"\n    def {verb.name}({signature.render(first)}) -> {listed or kind}:"
        yield emit_method_docstring(text)
        if listed:
            yield f"        answer: {kind} = {owner}.{method}({', '.join(call)})"
            yield f"        return answer.{verb.returns} or []"
        elif kind in ("M", "bool"):
            yield f"        return {owner}.{method}({', '.join(call)})"
        else:
            yield f"        answer: {kind} = {owner}.{method}({', '.join(call)})\n        return answer"

    def _render_returned_list(self, verb: Verb) -> str:
        """Returns the return type of a method that returns a list from a field of the response. Empty for others."""
        for item in verb.answer.properties if verb.answer else ():
            if verb.returns == item.name:
                self._signatures.types.schemas |= find_referenced_names(item.type)
                return render_plain(replace(item.type, nullable=False))
        return ""

    def emit_page_and_iterator(self, verb: Verb) -> Iterator[str]:
        """Yields the source code of two methods for objects without a rich model. One gets a page, one iterates."""
        name = verb.name.removeprefix("list_")
        assert verb.answer is not None
        item = verb.answer.name
        self._signatures.types.schemas.add(item)
        many = rich_docstrings.get_list_noun(name)
        page, every = self._signatures.build_page(verb), self._signatures.build_iterator(verb)
        start = f"cls._rows({verb.described.constant}"
        names = {item.name for item in verb.properties}
        yield f"\n    @classmethod\n    def list_{name}({page.render('cls')}) -> Page[{item}]:"
        yield emit_method_docstring(rich_docstrings.describe_schema_page(many, verb, page))
        call = f"{start}, {render_list_arguments(page, {}, names)}, client{_render_body_argument(page, names)})"
        call += ".page(timeout=timeout, unknown=unknown, bookmark=bookmark)"
        yield f"        found: Page[{item}] = {call}\n        return found"
        yield f"\n    @classmethod\n    def {name}({every.render('cls')}) -> Iterator[{item}]:"
        yield emit_method_docstring(rich_docstrings.describe_schema_iterator(many, verb, every))
        call = f"{start}, {render_list_arguments(every, {}, names)}, client{_render_body_argument(every, names)})"
        yield f"        found: Iterator[{item}] = {call}.iterate({ITERATION_OPTIONS})\n        return found"

    def emit_change(self, verb: Verb) -> Iterator[str]:
        """Yields the source code of a method that updates the object and returns whether a field changed."""
        signature = self._signatures.build_object_method()
        yield f"\n    def {verb.name}({signature.render('self')}) -> bool:"
        yield emit_method_docstring(rich_docstrings.describe_change(self._noun, verb, signature))
        yield f"        return self._change({verb.described.constant}, {', '.join(CALL_OPTIONS)})"

    def emit_job(self, verb: Verb) -> Iterator[str]:
        """Yields the source code of a method that starts a job."""
        signature, kind = self._signatures.build_act(verb), verb.returns.rpartition(".")[2]
        sent = render_arguments(item for item in signature.all if item.sent_as)
        call = [quote(verb.returns), verb.described.constant, sent, *CALL_OPTIONS]
        call += ["extra_body=extra_body"] if verb.item else []
        yield f"\n    def {verb.name}({signature.render('self')}) -> {kind}:"
        yield emit_method_docstring(rich_docstrings.describe_job(self._noun, verb, signature, kind))
        yield f"        job: {kind} = self._start_job({', '.join(call)})\n        return job"

    def emit_value(self, verb: Verb) -> Iterator[str]:
        """Yields the source code of a class method that creates a schema object without sending a request."""
        assert verb.item is not None
        signature, kind = self._signatures.build_value(verb), verb.item.name
        self._signatures.types.schemas.add(kind)
        fields = render_arguments(item for item in signature.all if item.sent_as)
        yield f"\n    @classmethod\n    def {verb.name}({signature.render('cls')}) -> {kind}:"
        yield emit_method_docstring(rich_docstrings.describe_value(verb, signature))
        yield f"        made: {kind} = cls._create_schema({quote(kind)}, {fields}, unknown)"
        yield "        return made"

    def emit_analytics(self, verb: Verb) -> Iterator[str]:
        """Yields the source code of the methods that get the analytics of one object and of several objects."""
        own = self._signatures.build_object_analytics(verb)
        many, by_id = verb.for_many or verb, None
        before = "    "
        if many.ids:
            by_id = self._signatures.build_analytics_by_id(many)
            yield from self._emit_analytics_by_id(verb.name, many, by_id)
            before = f"    @also_by_id(_{verb.name}_by_id)\n    "
        ids = [f"ids={quote(verb.ids)}"] if verb.ids else []
        ids += [f"split={quote(verb.split)}"] if verb.split else []
        call = [
            verb.described.constant,
            render_arguments(self._list_sent_arguments(own)),
            *ids,
            *CALL_OPTIONS,
        ]
        taken = own.render("self, /" if many.ids else "self")
        yield f"\n{before}def {verb.name}({taken}) -> AnalyticsRows:"
        yield emit_method_docstring(
            rich_docstrings.describe_analytics(self._noun, verb, own, by_id)
        )
        yield f"        return self._get_own_analytics({', '.join(call)})"

    def _emit_analytics_by_id(
        self, name: str, batch_verb: Verb, signature: Signature
    ) -> Iterator[str]:
        """Yields the source code of the class method that gets the analytics of objects by their IDs."""
        call = [
            batch_verb.described.constant,
            render_arguments(self._list_sent_arguments(signature)),
            f"ids={quote(batch_verb.ids)}",
        ]
        yield f"\n    def _{name}_by_id({signature.render('cls: Any, /')}) -> AnalyticsRows:"
        yield emit_method_docstring(
            rich_docstrings.describe_analytics(
                self._noun, batch_verb, signature, has_many_objects=True
            )
        )
        yield f"        rows: AnalyticsRows = cls._get_analytics({', '.join([*call, *CALL_OPTIONS])})"
        yield "        return rows"

    @staticmethod
    def _list_sent_arguments(signature: Signature) -> list[Argument]:
        """Returns the arguments whose values are sent in the request."""
        return [item for item in signature.all if item.sent_as]


def _render_body_argument(signature: Signature, fields: Container[str]) -> str:
    """Returns a comma and the source code of a call's body argument, or an empty string if the request has no body."""
    pairs = render_arguments(item for item in signature.all if item.sent_as in fields)
    return f", {pairs}" if pairs != "{}" else ""
