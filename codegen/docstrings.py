"""Writes the docstrings of typed methods: what an operation does, asks for, answers and raises."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from codegen import naming, prose
from codegen.model import Definition, ListOf, OneOf, Ref, Type
from codegen.operations import Described
from pinterest.operation import USERS_TOKEN, Answer, Body, Operation

_WIDTH: Final = 92
_NAMES_SHOWN: Final = 5
_ONE: Final = re.compile(
    r"^(Reads|Creates|Changes|Follows|Saves) (?:one|an?) ([\w ]+?)(?:,? (?:from|in|of|or|that|to) .*)?\.$"
)
_STATES: Final = {
    "Reads": "",
    "Creates": " that was created",
    "Changes": " as it is now",
    "Follows": "",
    "Saves": " that was saved",
}
_TELLING: Final = {
    "409": "Conflict: Something is in a state that does not allow this.",
    "422": "Unprocessable: Understood, yet not carried out; `details` tells which part.",
}

Definitions = Mapping[str, Definition]


def method(item: Described, definitions: Definitions) -> str:
    """Returns the docstring of an operation's method, without quotes and indent.

    Args:
        item: The operation.
        definitions: The schemas that it may speak of.
    """
    operation = item.operation
    lines = [prose.summary(operation), "", f":calls: `{operation}`", ""]
    lines += textwrap.wrap(" ".join(_facts(operation)), _WIDTH)
    lines += ["", "Args:", *_arguments(item, definitions)]
    lines += ["", "Returns:", *_wrapped(_answer(operation, definitions))]
    lines += ["", "Raises:", *(line for error in _errors(item) for line in _wrapped(error))]
    return "\n".join(lines)


def example(methods: str, operations: Sequence[Operation]) -> list[str]:
    """Returns the lines that show how the methods of a class are called.

    Args:
        methods: The class.
        operations: What its methods carry out.
    """
    shown = prose.phrases("words")["shown"].values()
    named = [operation for operation in operations if operation.id in shown]
    operation = max(named or operations, key=_plainness)
    names = [item.argument for item in operation.parameters if item.required]
    if operation.body and operation.body.required:
        names.append(operation.body.argument)
    call = f"api.{naming.method(operation.id)}({', '.join(names)})"
    last = f"items = list({call}.iter_all())" if operation.is_paged else f"answer = {call}"
    return [f"api = {methods}(client)", last]


def _plainness(operation: Operation) -> tuple[bool, bool, int]:
    """Returns how well an operation shows what the others are like: a list that asks for little does best."""
    required = sum(item.required for item in operation.parameters) + (operation.body is not None)
    return operation.is_paged, operation.verb == "GET", -required


def _facts(operation: Operation) -> Iterator[str]:
    if operation.deprecated:
        yield "Deprecated by Pinterest: calling it warns."
    if operation.legacy:
        yield "Legacy: the published description has dropped it."
    if operation.added_in:
        yield f"Since version {operation.added_in} of the API."
    schemes = [scheme for scheme, _ in operation.security]
    if USERS_TOKEN in schemes:
        scopes = ", ".join(f"`{scope}`" for scope in operation.scopes)
        yield f"Scopes: {scopes or 'unknown'}."
    elif schemes:
        yield f"Signed by: {', '.join(f'`{scheme}`' for scheme in schemes)}."
    yield f"Quota: `{operation.quota}`." if operation.quota else "Quota: unknown."
    if operation.verb != "GET" and operation.repeatable:
        yield "Safe to repeat."
    if operation.hosted_sandbox is False:
        yield "Pinterest's hosted sandbox does not serve it."


def _arguments(item: Described, definitions: Definitions) -> list[str]:
    operation = item.operation
    entries = [
        f"{parameter.argument}: "
        + prose.parameter(operation, parameter, legacy=parameter.name in item.legacy)
        + (f" {_object(parameter.schema, definitions)}" if parameter.schema else "")
        for parameter in operation.parameters
    ]
    body = operation.body
    if body:
        at = len([parameter for parameter in operation.parameters if parameter.required])
        at = at if body.required else len(entries)
        told = prose.phrase("parameters", operation.id, body.argument)
        entries.insert(at, f"{body.argument}: {told or _body(body, definitions)}")
    entries.append("timeout: Seconds to connect and to read, for this call only.")
    return [line for entry in entries for line in _wrapped(entry)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="        ")


def _object(schema: str, definitions: Definitions) -> str:
    """Returns what a parameter that is an object is given as."""
    return _body(Body(schema=schema, argument=""), definitions)


def _body(body: Body, definitions: Definitions) -> str:
    definition = definitions[body.schema]
    text = f"Either `{body.schema}` or a mapping of its fields."
    number = f"{prose.number_of(body.min_items, body.max_items)} " if body.max_items else ""
    if body.many:
        mappings = "a mapping" if body.max_items == 1 else "mappings"
        text = f"List of {number}`{body.schema}`, or {mappings} of its fields."
    members = _alternatives(definition.type, definitions)
    if members:
        each = f"List of {number}things, each one of" if body.many else "One of"
        return f"{each} {members}, or a mapping of its fields."
    fields = [field for field in definition.properties if not field.read_only]
    required = [field.name for field in fields if field.required]
    rest = [field.name for field in fields if not field.required]
    if required:
        text += f" Required: {_names(required, len(required))}."
    return f"{text} {'Optional' if required else 'Fields'}: {_names(rest)}." if rest else text


def _alternatives(kind: Type | None, definitions: Definitions) -> str:
    """Returns which schemas a union has, and what tells them apart; empty where it is something else."""
    if not isinstance(kind, OneOf):
        return ""
    names = [name for member in kind.members if isinstance(member, Ref) for name in [member.name]]
    for name in list(names):
        inner = definitions[name].type
        if isinstance(inner, OneOf):
            at = names.index(name)
            names[at : at + 1] = [item.name for item in inner.members if isinstance(item, Ref)]
    told = f" (by `{kind.tag}`)" if kind.tag else ""
    return f"{_names(names, len(names))}{told}" if names else ""


def _names(names: Sequence[str], most: int = _NAMES_SHOWN) -> str:
    shown = [f"`{name}`" for name in names[: most if len(names) > most + 1 else len(names)]]
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    *first, last = shown
    return f"{', '.join(first)} and {last}" if first else last


def _answer(operation: Operation, definitions: Definitions) -> str:
    told = prose.phrases("answers").get(operation.id)
    texts = [str(told)] if told else []
    nothing = not operation.answers
    for answer in operation.answers:
        if answer.schema is None:
            nothing = True
        elif not told:
            texts.append(_told(operation, answer, definitions))
    text = " Or: ".join(dict.fromkeys(texts))
    if not nothing:
        return text
    if text:
        return f"{text} None where the API answers with no content."
    if any(answer.status == 204 for answer in operation.answers) or operation.verb != "GET":
        return "Nothing."
    return "Nothing: its answer is not described. `client.request` gives it as it comes."


def _told(operation: Operation, answer: Answer, definitions: Definitions) -> str:
    """Returns what is said of one documented success."""
    assert answer.schema is not None
    if answer.paged:
        return "A page of them; `iter_all()` and `iter_pages()` read on."
    told = prose.phrases("answers").get(answer.schema)
    if told:
        return str(told)
    definition = definitions[answer.schema]
    if answer.many:
        listed = "A list of them." if operation.verb == "GET" else "A list of what was written."
        return _results("", definition) or listed
    one = _ONE.match(prose.summary(operation))
    kind = definition.type
    tag = kind.tag if isinstance(kind, OneOf) else ""
    if one and (tag or len(definition.properties) > 1):
        which = f"; its class depends on `{tag}`" if tag else ""
        return f"The {one[2]}{_STATES[one[1]]}{which}."
    members = _alternatives(kind, definitions)
    if members:
        return f"One of {members}."
    return _of_fields(operation, definition, definitions)


def _of_fields(operation: Operation, definition: Definition, definitions: Definitions) -> str:
    fields = definition.properties
    if [field.name for field in fields] == ["items"] and isinstance(fields[0].type, ListOf):
        item = fields[0].type.item
        if isinstance(item, Ref):
            results = _results("`items`: ", definitions[item.name])
            if results:
                return results
        return "`items`: all of them." if operation.verb == "GET" else "`items`: one for each sent."
    return f"{_names([field.name for field in fields])}."


def _results(lead: str, item: Definition) -> str:
    """Returns what is said of results, one for each thing that was sent; empty where they are something else."""
    names = [field.name for field in item.properties]
    failed = next((name for name in names if name.startswith("exception")), "")
    rest = [name for name in names if name != failed]
    if failed and rest:
        text = f"{lead}for each sent, in that order, {_names(rest)}, or `{failed}` where it failed."
    elif names == ["data"]:
        text = f"{lead}for each sent, in that order, `data`: the object, or its `exceptions`."
    else:
        return ""
    return text[:1].upper() + text[1:]


def _errors(item: Described) -> Iterator[str]:
    operation = item.operation
    if operation.parameters or operation.body:
        yield "ValidationError: A value is missing, unknown or not allowed; nothing was sent."
    schemes = [scheme for scheme, _ in operation.security]
    if schemes and USERS_TOKEN not in schemes and "basic" in schemes:
        yield "ConfigurationError: The client has no `app_id` and `app_secret`."
    if operation.hosted_sandbox is False:
        yield "ConfigurationError: The client points at Pinterest's hosted sandbox."
    if USERS_TOKEN in schemes:
        yield "Unauthorized: The token is not valid any more, or lacks a scope."
        yield "Forbidden: The token's user may not do this."
    nouns = list(_path_nouns(operation))
    if nouns:
        *first, last = nouns
        listed = f"{', '.join(first)} or {last}" if first else last
        yield f"NotFound: No such {listed} is visible to the token's user."
    documented = item.endpoint.data["responses"]
    yield from (text for status, text in _TELLING.items() if status in documented)
    quota = f"quota `{operation.quota}`" if operation.quota else "quota"
    yield f"RateLimited: The {quota} is used up; `retry_after` tells for how long."
    if not operation.repeatable:
        yield "OutcomeUnknown: No answer came; look whether it was done before you repeat it."
    yield "ApiException: The API refused for another reason."


def _path_nouns(operation: Operation) -> Iterator[str]:
    """Yields what the ids in a path stand for."""
    for name in re.findall(r"{(\w+)}", operation.path):
        if name in ("id", "username") or name.endswith("_id"):
            told = re.match(r"The (\w+)\.", prose.phrase("parameters", operation.id, name))
            spelt = " ".join(naming.words(name)[:-1]).lower()
            yield told[1] if told else spelt or "user"
