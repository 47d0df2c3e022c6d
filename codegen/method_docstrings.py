"""Writes the docstrings of typed methods: what an operation does, its arguments, what it returns and raises."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from codegen import naming, prose
from codegen.definitions import Definition, ListOf, OneOf, Ref, Type
from codegen.operations import DescribedOperation
from pinterest.operation import USERS_TOKEN, Answer, Body, Operation

_WIDTH: Final = 92
_MAX_NAMES: Final = 5
_ONE_OBJECT: Final = re.compile(
    r"^(Gets|Creates|Updates|Follows|Saves) (?:one|an?) ([\w ]+?)(?:,? (?:from|in|of|or|that|to) .*)?\.$"
)
_FAILURES: Final = re.compile(r"(exceptions?|errors?|error_message)$")
_STATES: Final = {"Creates": "created ", "Updates": "updated ", "Saves": "saved "}
_CLASSES: Final = {
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    422: "Unprocessable",
}
_FORBIDDEN: Final = "the token's user does not have permission for this operation."
_CONFLICT: Final = "the state of an object does not allow the change."
_UNPROCESSABLE: Final = (
    "the API cannot process the request. The error's `details` attribute says which part is wrong."
)

Definitions = Mapping[str, Definition]


def describe_method(item: DescribedOperation, definitions: Definitions) -> str:
    """Returns the docstring of an operation's method, without quotes and indentation."""
    operation = item.operation
    lines = [prose.summarize(operation), "", f":calls: `{operation}`", ""]
    lines += textwrap.wrap(" ".join(_describe_access(operation)), _WIDTH)
    lines += ["", "Args:", *_describe_arguments(item, definitions)]
    lines += ["", "Returns:", *_wrap(describe_response(operation, definitions))]
    lines += ["", "Raises:", *(line for error in _describe_errors(item) for line in _wrap(error))]
    return "\n".join(lines)


def build_class_example(class_name: str, operations: Sequence[Operation]) -> list[str]:
    """Returns the lines of the example in the docstring of an API class."""
    chosen = prose.read_phrases("words")["examples"].values()
    candidates = [operation for operation in operations if operation.id in chosen]
    operation = max(candidates or operations, key=_rank_example)
    names = [item.argument for item in operation.parameters if item.required]
    if operation.body and operation.body.required:
        names.append(operation.body.argument)
    call = f"api.{naming.to_method_name(operation.id)}({', '.join(names)})"
    last = f"items = list({call}.iter_all())" if operation.is_paged else f"response = {call}"
    return [f"api = {class_name}(client)", last]


def _rank_example(operation: Operation) -> tuple[bool, bool, int]:
    """Returns a sort key that puts the best example first: a paged list with few required arguments."""
    required = sum(item.required for item in operation.parameters) + (operation.body is not None)
    return operation.is_paged, operation.verb == "GET", -required


def _describe_access(operation: Operation) -> Iterator[str]:
    """Yields sentences about an operation's scopes, rate limit, retries and availability."""
    if operation.deprecated:
        yield "Deprecated by Pinterest. Calling this method emits a `DeprecationWarning`."
    if operation.legacy:
        yield "Legacy: Pinterest's API description no longer contains this operation."
    if operation.added_in:
        yield f"Added in version {operation.added_in} of the API."
    schemes = [scheme for scheme, _ in operation.security]
    if USERS_TOKEN in schemes:
        scopes = ", ".join(f"`{scope}`" for scope in operation.scopes)
        yield f"Required scopes: {scopes or 'unknown'}."
    elif schemes:
        yield f"Authentication: {', '.join(f'`{scheme}`' for scheme in schemes)}."
    yield (
        f"Rate limit quota: `{operation.quota}`."
        if operation.quota
        else "Rate limit quota: unknown."
    )
    if operation.verb != "GET" and operation.repeatable:
        yield "Safe to retry."
    if operation.hosted_sandbox is False:
        yield "Not available in Pinterest's hosted sandbox."


def _describe_arguments(item: DescribedOperation, definitions: Definitions) -> list[str]:
    operation = item.operation
    entries = [
        f"{parameter.argument}: "
        + prose.describe_parameter(operation, parameter, legacy=parameter.name in item.legacy)
        + (f" {_describe_object(parameter.schema, definitions)}" if parameter.schema else "")
        for parameter in operation.parameters
    ]
    body = operation.body
    if body:
        at = len([parameter for parameter in operation.parameters if parameter.required])
        at = at if body.required else len(entries)
        text = prose.find_phrase("parameters", operation.id, body.argument)
        entries.insert(at, f"{body.argument}: {text or describe_body(body, definitions)}")
    entries.append(
        "timeout: Timeout in seconds for each request, as one number or as a pair `(connect, read)`. "
        "Defaults to the client's timeout."
    )
    entries.append(
        "deadline: Maximum time in seconds for this call, including retries and the waits between them. "
        "Defaults to the client's deadline."
        + (
            " Each later page has its own deadline of the same length."
            if operation.is_paged
            else ""
        )
    )
    return [line for entry in entries for line in _wrap(entry)]


def _wrap(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="        ")


def _describe_object(schema: str, definitions: Definitions) -> str:
    """Returns the description of a parameter that is an object."""
    return describe_body(Body(schema=schema, argument=""), definitions)


def describe_body(body: Body, definitions: Definitions) -> str:
    """Returns the description of a body that is passed as one argument."""
    definition = definitions[body.schema]
    text = f"{prose.get_article(body.schema).capitalize()} `{body.schema}`, or a mapping with the same fields."
    many = f"{prose.describe_count(body.min_items, body.max_items)} " if body.max_items else ""
    if body.many:
        text = f"List of {many}`{body.schema}` objects, or of mappings with the same fields."
        if body.max_items == 1:
            text = f"List with one `{body.schema}`, or with one mapping with the same fields."
    alternatives = _describe_alternatives(definition.type, definitions)
    if alternatives:
        return (
            f"List of {many}objects of the classes {alternatives}, or of mappings with the same fields."
            if body.many
            else f"An object of one of the classes {alternatives}, or a mapping with the same fields."
        )
    fields = [field for field in definition.properties if not field.read_only]
    required = [field.name for field in fields if field.required]
    rest = [field.name for field in fields if not field.required]
    if required:
        text += (
            f" Required field{'s' * (len(required) > 1)}: {_join_names(required, len(required))}."
        )
    return f"{text} Optional field{'s' * (len(rest) > 1)}: {_join_names(rest)}." if rest else text


def _describe_alternatives(kind: Type | None, definitions: Definitions) -> str:
    """Returns the schemas of a union as text: "`A` and `B` (`type` determines which)". Empty for other types."""
    if not isinstance(kind, OneOf):
        return ""
    names = [name for member in kind.members if isinstance(member, Ref) for name in [member.name]]
    for name in list(names):
        inner = definitions[name].type
        if isinstance(inner, OneOf):
            at = names.index(name)
            names[at : at + 1] = [item.name for item in inner.members if isinstance(item, Ref)]
    selected_by = f" (`{kind.tag}` determines which)" if kind.tag else ""
    return f"{_join_names(names, len(names))}{selected_by}" if names else ""


def _join_names(names: Sequence[str], limit: int = _MAX_NAMES) -> str:
    """Returns names as text, such as "`A`, `B` and `C`". Shortens long lists: "`A`, `B` and 7 more"."""
    listed = [f"`{name}`" for name in names[: limit if len(names) > limit + 1 else len(names)]]
    rest = len(names) - len(listed)
    if rest:
        return f"{', '.join(listed)} and {rest} more"
    *first, last = listed
    return f"{', '.join(first)} and {last}" if first else last


def describe_response(
    operation: Operation, definitions: Definitions, *, raises_for_failures: bool = False
) -> str:
    """Returns the description of an operation's response for the `Returns:` section of a docstring."""
    phrase = _find_phrase(operation.id, raises_for_failures=raises_for_failures)
    texts = {0: phrase} if phrase else {}
    may_be_empty = not operation.answers
    for answer in operation.answers:
        if answer.schema is None:
            may_be_empty = True
        elif not phrase:
            found = _find_phrase(answer.schema, raises_for_failures=raises_for_failures)
            text = _describe_success(operation, answer, definitions, phrase=found)
            if text not in texts.values():
                texts[answer.status] = text
    if not texts:
        if any(answer.status == 204 for answer in operation.answers) or operation.verb != "GET":
            return "None."
        return (
            "None, because the API description does not define the response. "
            "Call `client.request` to get the response."
        )
    sentences = list(texts.values())
    if len(texts) > 1:
        sentences = [
            f"With HTTP status {status}: {_uncapitalize(text)}" for status, text in texts.items()
        ]
    if not raises_for_failures and any(answer.can_have_failures for answer in operation.answers):
        is_whole = any(_has_success_flag(answer, definitions) for answer in operation.answers)
        which = "the request" if is_whole else "an item"
        sentences.append(
            f"To raise `PartialFailureError` if {which} failed, call `raise_for_failures()` on the returned object."
        )
    if may_be_empty:
        sentences.append("Returns None if the response is empty.")
    return " ".join(sentences)


def _find_phrase(key: str, *, raises_for_failures: bool) -> str:
    """Returns the text in `phrases/answers.toml` for a schema name or an operation ID. Empty if not found.

    If `raises_for_failures` is True, prefers a text that describes only responses without failed items.
    """
    phrases = prose.read_phrases("answers")
    # With the suffix `!`, the phrase describes only responses without failed items.
    phrase = phrases.get(f"{key}!") if raises_for_failures else None
    return str(phrase or phrases.get(key, ""))


def _has_success_flag(answer: Answer, definitions: Definitions) -> bool:
    """Returns True if a response has a field that reports whether the whole request succeeded."""
    definition = definitions.get(answer.schema or "")
    return definition is not None and any(item.name == "success" for item in definition.properties)


def _uncapitalize(text: str) -> str:
    return text[:1].lower() + text[1:]


def _describe_success(
    operation: Operation, answer: Answer, definitions: Definitions, *, phrase: str
) -> str:
    """Returns the description of a successful response. `phrase` is the text in `phrases/answers.toml`, or empty."""
    assert answer.schema is not None
    if answer.paged:
        return (
            f"A page of `{answer.schema}` objects. Use its `iter_all()` to iterate over the items of all pages, "
            "or `iter_pages()` to iterate over the pages."
        )
    if phrase:
        return phrase
    definition = definitions[answer.schema]
    if answer.many:
        return (
            _describe_results(operation, "A list with one", definition)
            or f"A list of `{answer.schema}` objects."
        )
    one = _ONE_OBJECT.match(prose.summarize(operation))
    kind = definition.type
    tag = kind.tag if isinstance(kind, OneOf) else ""
    if one and (tag or len(definition.properties) > 1):
        which = f" Its class depends on its `{tag}`." if tag else ""
        return f"The {_STATES.get(one[1], '')}{one[2]}.{which}"
    alternatives = _describe_alternatives(kind, definitions)
    if alternatives:
        return f"An object of one of the classes {alternatives}."
    return _describe_fields(operation, definition, definitions)


def _describe_fields(operation: Operation, definition: Definition, definitions: Definitions) -> str:
    """Returns the description of a response object, with the names of its fields."""
    fields = definition.properties
    if [field.name for field in fields] == ["items"] and isinstance(fields[0].type, ListOf):
        item = fields[0].type.item
        if isinstance(item, Ref):
            results = _describe_results(
                operation, "An object with `items`: one", definitions[item.name]
            )
            if results:
                return results
        if operation.verb == "GET":
            return (
                f"An object with `items`: a list of `{item.name}` objects."
                if isinstance(item, Ref)
                else "An object with `items`."
            )
        return "An object with `items`: one result per item in the request."
    names = [field.name for field in fields]
    return f"An object with the field{'s' * (len(names) > 1)} {_join_names(names)}."


def _describe_results(operation: Operation, beginning: str, item: Definition) -> str:
    """Returns the description of a list with one result per item of the request, or an empty string for other lists.

    `beginning` is the first words of the description, such as `A list with one`.
    """
    names = [field.name for field in item.properties]
    failed = next((name for name in names if name.startswith("exception")), "")
    rest = [name for name in names if name != failed]
    if failed and rest:
        content = f"Each result has {_join_names(rest)}, or `{failed}` if the item failed"
    elif names == ["data"]:
        state = "updated" if operation.verb == "PATCH" else "created"
        content = (
            f"In each result, `data` is the {state} object, "
            "or an object with `exceptions` if the item failed"
        )
    else:
        return ""
    return f"{beginning} result per item in the request, in the same order. {content}."


def _describe_errors(item: DescribedOperation) -> Iterator[str]:
    operation = item.operation
    if operation.parameters or operation.body:
        yield "ValidationError: If an argument is not valid. No request is sent."
    schemes = [scheme for scheme, _ in operation.security]
    if schemes and USERS_TOKEN not in schemes and "basic" in schemes:
        yield "ConfigurationError: If the client does not have an `app_id` and an `app_secret`."
    if operation.hosted_sandbox is False:
        yield "ConfigurationError: If the client uses Pinterest's hosted sandbox."
    if USERS_TOKEN in schemes:
        yield "Unauthorized: If the token is not valid or lacks a required scope."
    documented = item.endpoint.data["responses"]
    known = dict(_get_known_errors(operation.id))
    if USERS_TOKEN in schemes:
        known.setdefault(403, _FORBIDDEN)
    nouns = list(dict.fromkeys(_find_path_nouns(operation)))
    if nouns:
        *first, last = nouns
        listed = f"{', '.join(first)} or {last}" if first else last
        known.setdefault(404, f"the {listed} does not exist, or the user has no access to it.")
    if "409" in documented:
        known.setdefault(409, _CONFLICT)
    if "422" in documented:
        known.setdefault(422, _UNPROCESSABLE)
    yield from (f"{_CLASSES[status]}: If {known[status]}" for status in sorted(known))
    quota = f"quota `{operation.quota}`" if operation.quota else "quota"
    yield f"RateLimited: If the {quota} is used up. The error's `retry_after` is the number of seconds to wait."
    if not operation.repeatable:
        yield (
            "OutcomeUnknown: If the request was sent but no response arrived. "
            "Check whether the API processed the request before you send it again."
        )
    yield "ApiException: If the API returns any other error."


@cache
def _get_known_errors(operation_id: str) -> tuple[tuple[int, str], ...]:
    """Returns an (HTTP status, cause) pair for each known error of an operation."""
    return tuple(
        (entry["status"], entry["text"])
        for entry in prose.read_phrases("errors")["error"]
        if operation_id in entry["operations"]
    )


def _find_path_nouns(operation: Operation) -> Iterator[str]:
    """Yields the noun for each ID in the path of an operation, such as `ad account` for `{ad_account_id}`."""
    for name in re.findall(r"{(\w+)}", operation.path):
        if name in ("id", "username") or name.endswith("_id"):
            phrase = prose.find_phrase("parameters", operation.id, name)
            noun = re.match(r"(?:ID|Name) of the ([\w ]+?)(?: to .*)?[.,:]", phrase)
            by_name = " ".join(naming.split_words(name)[:-1]).lower()
            yield noun[1] if noun else by_name or "user"
