"""Writes the docstrings of rich models: what a method does, its request, arguments, result and errors."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Final

from codegen import method_docstrings, naming, prose, summaries
from codegen.definitions import Definition, Property
from codegen.nouns import Noun, Verb
from codegen.signatures import Argument, Signature

WIDTH: Final = 100
_VALIDATION_ERROR: Final = (
    "ValidationError: If an argument is unknown, missing or not valid. No request is sent."
)
_OUTCOME_UNKNOWN: Final = (
    "OutcomeUnknown: If the request was sent but no response arrived. "
    "Check whether the API processed the request before you send it again."
)
_API_EXCEPTION: Final = "ApiException: If the API returns an error."
_OTHER_API_EXCEPTION: Final = "ApiException: If the API returns any other error."
_ITEM_FAILURES: Final = (
    "PartialFailureError: If the API rejects some items. "
    "The error lists the rejected items and the reasons.",
    _OTHER_API_EXCEPTION,
)
_ITERATOR: Final = "An iterator. Arguments are checked when you call the method. Requests are sent when you iterate."
_BOOKMARK: Final = "Its `bookmark` leads to the next page and is None on the last page."
_TRUE: Final = "Always True. A failure raises an exception."
_OBJECT_FAILURE: Final = (
    "PartialFailureError: If the API processes the request but reports a failure.",
    _OTHER_API_EXCEPTION,
)
_UNKNOWN_KEYWORDS: Final = (
    "**unknown: Options of Pinterest's generated client, such as `_request_timeout`, are accepted so that "
    "existing scripts still run. Any other keyword argument raises ValidationError."
)
_KNOWN_FIELDS: Final = (
    "**unknown: Type checkers reject other keyword arguments. At run time, you can also pass the values of other "
    "fields. Reading these fields then sends no request. Options of Pinterest's generated client are accepted too, "
    "so that existing scripts still run. Any other name raises ValidationError."
)


def describe_field(schema: str, item: Property) -> str:
    """Returns the description of an object's field. Empty if no description is known."""
    return prose.describe_field(schema, item) or ""


def get_noun_of_id(name: str) -> str:
    """Returns the noun in the name of an ID field, such as "ad group" for `ad_group_id`."""
    return prose.spell_words(naming.split_words(name.removesuffix("_id")))


def describe_constructor(noun: Noun, signature: Signature) -> str:
    """Returns the docstring of the constructor."""
    get = noun.verbs.get("get")
    existing = "" if noun.plural == noun.singular else "an "
    about = f" for {existing}existing {noun.singular}" if noun.identity else ""
    name = f"{prose.get_article(noun.name)} `{noun.name}` object"
    lines = [f"Creates {name}{about}. Sends no request.", ""]
    if get:
        lines += [f":calls: `{get.operation}`, when a field is first read", ""]
    lines += describe_arguments(signature, _KNOWN_FIELDS)
    lines += [
        "",
        "Raises:",
        *wrap_entry("ValidationError: If an ID is not valid, or if a keyword argument is unknown."),
    ]
    return "\n".join(lines)


def describe_create(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that creates an object."""
    summary = f"Creates {_add_article(noun.singular)}."
    if verb.name != "create" or noun.name in prose.read_phrases("words")["creating"]["by_request"]:
        summary = prose.summarize(verb.operation)
    returns = f"The new {noun.singular}. Reading its fields sends no request."
    if verb.id_in:
        returns = f"The new {noun.singular}. The first time you read a field, one request fetches all fields."
    raises = [_VALIDATION_ERROR, _OUTCOME_UNKNOWN, *_list_api_errors(verb, _OBJECT_FAILURE)]
    return _build_docstring(summary, verb, signature, returns, raises)


def describe_update(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that updates an object."""
    summary = (
        f"Updates the {noun.singular}. Sends only the fields that you pass. "
        "A field passed as None is sent as null."
    )
    raises = [
        "ValidationError: If no field is passed, or if a field is unknown or not valid. No request is sent.",
        _OUTCOME_UNKNOWN,
        *_list_api_errors(verb, _OBJECT_FAILURE),
    ]
    return _build_docstring(summary, verb, signature, _TRUE, raises)


def _list_api_errors(verb: Verb, object_failures: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the `Raises` entries for API errors.

    These are `object_failures` if the response can report failures of single objects, otherwise ApiException.
    """
    is_partial = any(answer.partial for answer in verb.operation.answers)
    return object_failures if is_partial else (_API_EXCEPTION,)


def describe_act(
    noun: Noun, verb: Verb, signature: Signature, definitions: Mapping[str, Definition]
) -> str:
    """Returns the docstring of a method whose `kind` in `models.toml` is `act` or `call`."""
    returns = _TRUE
    if verb.kind == "act" and noun.has_schema(verb.answer):
        returns = f"A new `{noun.name}` object with the fields from the response."
    elif not verb.answer and verb.operation.verb == "GET":
        returns = "The response as parsed JSON. The API description does not define the response's structure."
    elif verb.returns:
        returns = f"The `{verb.returns}` from the response, or an empty list."
    elif verb.answer:
        returns = method_docstrings.describe_response(
            verb.operation, definitions, raises_for_failures=True
        )
    raises = [_VALIDATION_ERROR, *([] if verb.operation.repeatable else [_OUTCOME_UNKNOWN])]
    raises += _list_api_errors(verb, _ITEM_FAILURES)
    summary = prose.summarize(verb.operation)
    if verb.kind == "act":
        summary = summaries.summarize_for_object(noun, verb)
    return _build_docstring(summary, verb, signature, returns, raises)


def describe_job(noun: Noun, verb: Verb, signature: Signature, job_class: str) -> str:
    """Returns the docstring of a method that starts a job."""
    start = f"{prose.get_article(job_class).capitalize()} `{job_class}` job."
    returns = f"{start} Call its `wait()` method to wait for the result. Methods that need the result also wait for it."
    raises = [_VALIDATION_ERROR, _OUTCOME_UNKNOWN, _API_EXCEPTION]
    return _build_docstring(
        summaries.summarize_for_object(noun, verb), verb, signature, returns, raises
    )


def describe_change(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that updates the object's fields from the response."""
    raises = [_VALIDATION_ERROR, *([] if verb.operation.repeatable else [_OUTCOME_UNKNOWN])]
    raises.append(_API_EXCEPTION)
    returns = f"{_TRUE} The object's fields are updated from the response."
    return _build_docstring(
        summaries.summarize_for_object(noun, verb), verb, signature, returns, raises
    )


def describe_setter(verb: Verb, summary: str, signature: Signature) -> str:
    """Returns the docstring of a method that updates specific fields, such as `board.make_secret()`."""
    failures = _OBJECT_FAILURE if verb.is_batch else (_API_EXCEPTION,)
    raises = [_VALIDATION_ERROR, _OUTCOME_UNKNOWN, *failures]
    return _build_docstring(summary, verb, signature, _TRUE, raises)


def describe_value(verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that creates a schema object, such as `create_conversion_event()`."""
    assert verb.item is not None
    kind = verb.item.name
    lines = [f"Creates and validates a `{kind}` with the given fields. Sends no request.", ""]
    lines += [*describe_arguments(signature), "", "Returns:", f"    The `{kind}`.", "", "Raises:"]
    lines += wrap_entry("ValidationError: If a field is unknown, missing or not valid.")
    return "\n".join(lines)


def describe_page(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that gets a page."""
    if not verb.operation.is_paged:
        filters = [item for item in verb.operation.parameters if item.location == "query"]
        which = "" if any(item.required for item in filters) else "all "
        summary = f"Gets {which}{noun.plural}."
        returns = f"The {noun.plural}. Reading their fields sends no request."
    else:
        summary = (
            f"Gets one page of {noun.plural}. Use `iter_all()` to iterate over all {noun.plural}."
        )
        if verb.name != "list":
            summary = f"{prose.summarize(verb.operation)} Returns one page."
        returns = (
            f"A page of {noun.plural}. {_BOOKMARK} "
            f"Reading the fields of the {noun.plural} sends no request."
        )
    return _build_docstring(summary, verb, signature, returns, [_VALIDATION_ERROR, _API_EXCEPTION])


def describe_iterator(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of the method that iterates over all pages."""
    summary = f"Returns an iterator over all {noun.plural}."
    if verb.name != "list":
        summary = f"{prose.summarize(verb.operation)} Returns an iterator."
    summary += f" {_describe_fetching(verb)}"
    return _build_docstring(
        summary, verb, signature, _ITERATOR, [_VALIDATION_ERROR, _API_EXCEPTION]
    )


def _describe_fetching(verb: Verb) -> str:
    """Returns a sentence that says when an iterator fetches the items of a list."""
    if verb.operation.is_paged:
        return "Pages are fetched as needed."
    return "The list is fetched with one request when iteration starts."


def get_list_noun(name: str) -> str:
    """Converts the name of a list method to a plural noun for its items, such as `ad_groups` to `ad groups`."""
    known = prose.read_phrases("words")["lists"]
    return str(known.get(name) or prose.spell_words(naming.split_words(name)))


def describe_schema_page(plural: str, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that gets one page of objects that have no rich model."""
    returns = f"A page of {plural}. {_BOOKMARK}"
    return _build_docstring(
        f"Gets one page of {plural}.", verb, signature, returns, [_VALIDATION_ERROR, _API_EXCEPTION]
    )


def describe_schema_iterator(plural: str, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that iterates over objects that have no rich model."""
    summary = f"Returns an iterator over all {plural}. Pages are fetched as needed."
    return _build_docstring(
        summary, verb, signature, _ITERATOR, [_VALIDATION_ERROR, _API_EXCEPTION]
    )


def describe_analytics(
    noun: Noun,
    verb: Verb,
    signature: Signature,
    by_id: Signature | None = None,
    *,
    has_many_objects: bool = False,
) -> str:
    """Returns the docstring of a method that gets analytics.

    `by_id` is the signature of the class method with the same name, if the class has one.
    """
    summary = prose.summarize(verb.operation)
    if not has_many_objects:
        summary = summaries.summarize_for_object(noun, verb)
    returns = "A list with one dictionary per row. Its `to_dataframe()` method returns the rows as a DataFrame."
    if has_many_objects:
        returns += " The list is empty if no IDs are passed."
    refused = (
        "ValidationError: If an argument is unknown, missing or not valid, or if the dates are outside the range "
        "that the API documents. No request is sent."
    )
    class_call = _describe_class_call(
        noun, verb, by_id, f"To get the analytics of several {noun.plural}"
    )
    return _build_docstring(
        summary, verb, signature, returns, [refused, _API_EXCEPTION], class_call
    )


def describe_owned_page(noun: Noun, plural: str, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that gets a page of related objects, such as the Pins of a board."""
    summary = f"Gets one page of {summaries.name_owned_objects(noun, plural)}."
    returns = f"A page of {plural}. {_BOOKMARK}"
    if not verb.operation.is_paged:
        summary, returns = f"Gets {summaries.name_owned_objects(noun, plural)}.", f"The {plural}."
    return _build_docstring(summary, verb, signature, returns, [_VALIDATION_ERROR, _API_EXCEPTION])


def describe_owned_iterator(noun: Noun, plural: str, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that iterates over related objects, such as the Pins of a board."""
    owned = summaries.name_owned_objects(noun, plural)
    summary = f"Returns an iterator over {owned}. {_describe_fetching(verb)}"
    return _build_docstring(
        summary, verb, signature, _ITERATOR, [_VALIDATION_ERROR, _API_EXCEPTION]
    )


def describe_find(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of the method that finds an object by its name."""
    fetched = f"Fetches one page at a time until the {noun.singular} is found."
    if not verb.operation.is_paged:
        fetched = "Fetches the list with one request."
    summary = f"Finds {_add_article(noun.singular)} by its name. {fetched}"
    returns = (
        f"The first {noun.singular} with this name, or None if no {noun.singular} has this name."
    )
    return _build_docstring(summary, verb, signature, returns, [_VALIDATION_ERROR, _API_EXCEPTION])


_BATCH_ERRORS: Final = (
    "ValidationError: If a field of an item is unknown, missing or not valid. No request is sent.",
    "PartialFailureError: If an item fails, or if one of several requests fails. The error lists the items by outcome: "
    "succeeded, failed, unknown or not sent.",
    "OutcomeUnknown: If one request contained all items and no response arrived. "
    "Check whether the API processed the request before you send it again.",
    "ApiException: If one request contained all items and the API rejected the whole request.",
)


def describe_create_many(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that creates any number of objects."""
    summary = f"Creates any number of {noun.plural} with as few requests as possible."
    returns = f"The new {noun.plural}, in the same order as `items`."
    return _build_docstring(summary, verb, signature, returns, _BATCH_ERRORS)


def describe_update_many(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that updates any number of objects."""
    keys = f"their {summaries.get_identifier_word(noun)}s"
    summary = f"Updates any number of {noun.plural}, identified by {keys}, with as few requests as possible."
    returns = f"The updated {noun.plural}, in the same order as `items`."
    return _build_docstring(summary, verb, signature, returns, _BATCH_ERRORS)


def describe_delete_many(noun: Noun, verb: Verb, signature: Signature) -> str:
    """Returns the docstring of a method that deletes any number of objects."""
    summary = f"{summaries.get_delete_verb(noun)} any number of {noun.plural} with as few requests as possible."
    raises = (_VALIDATION_ERROR, *_BATCH_ERRORS[1:])
    return _build_docstring(summary, verb, signature, _TRUE, raises)


def describe_delete(
    noun: Noun, verb: Verb, signature: Signature, by_id: Signature | None = None
) -> str:
    """Returns the docstring of the method that deletes an object.

    For the instance method, `by_id` is the signature of the class method. For the class method, `by_id` is None.
    """
    deletes, key = summaries.get_delete_verb(noun), summaries.get_identifier_word(noun)
    doing = f"To {deletes.lower().removesuffix('s')} {_add_article(noun.singular)}"
    class_call = _describe_class_call(noun, verb, by_id, f"{doing} by its {key}")
    deleted = f"the {noun.singular}" if by_id else f"{_add_article(noun.singular)} by its {key}"
    raises = [_VALIDATION_ERROR, _OUTCOME_UNKNOWN, *_list_api_errors(verb, _OBJECT_FAILURE)]
    return _build_docstring(f"{deletes} {deleted}.", verb, signature, _TRUE, raises, class_call)


def _describe_class_call(noun: Noun, verb: Verb, by_id: Signature | None, purpose: str) -> str:
    """Returns a sentence on how to call the class method with the signature `by_id`. Empty if `by_id` is None."""
    if by_id is None:
        return ""
    required = [item.name for item in by_id.positional if not item.default]
    required += [f"{item.name}=..." for item in by_id.keywords if not item.default]
    return f"{purpose}, call the method on the class: `{noun.name}.{verb.name}({', '.join(required)}, ...)`."


def _build_docstring(
    summary: str,
    verb: Verb,
    signature: Signature,
    returns: str,
    raises: Iterable[str],
    class_call: str = "",
) -> str:
    """Joins the parts of a docstring. `class_call` is a sentence on how to call the method on the class."""
    lines = [summary, "", f":calls: `{verb.operation}`", ""]
    if class_call:
        lines += [*textwrap.wrap(class_call, WIDTH), ""]
    if verb.operation.deprecated:
        lines += ["Deprecated by Pinterest. Calling this method emits a `DeprecationWarning`.", ""]
    if verb.operation.legacy:
        lines += ["Legacy: Pinterest's API description no longer contains this operation.", ""]
    lines += describe_arguments(signature)
    lines += ["", "Returns:", *wrap_entry(returns, hanging="")]
    lines += ["", "Raises:", *(line for text in raises for line in wrap_entry(text))]
    return "\n".join(lines)


def describe_arguments(signature: Signature, unknown_entry: str = _UNKNOWN_KEYWORDS) -> list[str]:
    """Returns the lines of the `Args` section. `unknown_entry` describes `**unknown`, the last argument."""
    entries = [_format_argument(item) for item in signature.positional]
    entries += [
        _format_argument(item)
        for item in sorted(signature.keywords, key=lambda item: bool(item.default))
    ]
    return ["Args:", *(line for text in [*entries, unknown_entry] for line in wrap_entry(text))]


def _format_argument(item: Argument) -> str:
    """Returns an entry of the `Args` section: the name of the argument, its note and its default."""
    default = ""
    if item.default not in ("", "None", "NOT_GIVEN", "0"):
        default = item.default.replace("'", "`")
    if not default or f"default {default}" in item.note or f"Defaults to {default}" in item.note:
        return f"{item.name}: {item.note}"
    return f"{item.name}: {item.note} Defaults to {default}."


def wrap_entry(text: str, hanging: str = "    ") -> list[str]:
    """Wraps an entry of a docstring section. `hanging` is the extra indent after the first line."""
    return textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent=f"    {hanging}")


def _add_article(words: str) -> str:
    return f"{prose.get_article(words)} {words}"
