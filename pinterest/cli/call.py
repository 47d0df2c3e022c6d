"""`pinterest call` calls any API operation. Its options are the parameters of the operation's typed method."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, get_args

from pinterest.cli.annotations import ValueKind
from pinterest.cli.command import Command, Option
from pinterest.cli.docstrings import parse_docstring
from pinterest.cli.errors import UsageError
from pinterest.cli.groups import DeferredCommand, LazyGroup, create_click_commands, create_group
from pinterest.cli.methods import build_options
from pinterest.cli.output import print_message
from pinterest.cli.shared_options import SharedOptions
from pinterest.cli.values import parse_assignment, parse_value
from pinterest.utils.bookmark import Page
from pinterest.utils.suggest import unknown_name

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.operation import Operation

__all__ = ["create_call_group"]

_SKIPPED: Final = frozenset({"self", "timeout", "deadline"})
_HELP: Final = """Calls any operation of the API by its ID, such as audiences/list.

Each operation has its own options and help: pinterest call audiences/list --help."""
_BODY_HELP: Final = "The body: JSON, @FILE, or - for standard input. "
_SET: Final = Option(
    "set_",
    ValueKind(many=True),
    "A field of the body: name=text, name:=JSON or outer.inner=text. Can be repeated.",
    flag="--set",
)
_PARAM: Final = Option(
    "param",
    ValueKind(many=True),
    "A path or query parameter as NAME=VALUE. Can be repeated.",
    flag="--param",
)


class CallGroup(LazyGroup):
    """The command group `call`, whose help lists all operations."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Prints the operations by tag, with their verbs and paths."""
        # The default help would create the commands of all operations.
        lines = [f"Usage: {ctx.command_path} OPERATION [OPTIONS]", "", *_HELP.split("\n"), ""]
        lines += list(_format_operations())
        print("\n".join(lines))


def create_call_group() -> Any:
    """Returns the group `call`, with one command per operation."""
    summary = "Calls any operation of the API, by its ID."
    group: Any = create_group(
        "call", summary, "Everything else", _load_operation_commands, CallGroup
    )
    group.find_alias = _find_operation_id
    return group


def _load_operation_commands() -> Mapping[str, Any]:
    """Maps operation IDs to commands that are created on first use."""
    from pinterest.operations import TAGS

    return {name: DeferredCommand(_make_command_creator(name)) for name in TAGS}


def _make_command_creator(operation_id: str) -> Callable[[], Any]:
    """Returns a function that creates the Click command for an operation."""
    return lambda: create_click_commands([create_operation_command(operation_id)])[operation_id]


def _find_operation_id(name: str) -> str:
    """Converts a method name, such as `audiences_list`, to an operation ID. Returns any other name unchanged."""
    from pinterest.operation import identifier
    from pinterest.operations import TAGS

    return next((found for found in TAGS if identifier(found) == name.replace("-", "_")), name)


def _format_operations() -> Iterator[str]:
    """Yields the lines of the help that list the operations by tag."""
    from pinterest.operations import TAGS, get

    width = max(map(len, TAGS))
    by_tag: dict[str, list[str]] = {}
    for operation_id, tag in TAGS.items():
        by_tag.setdefault(tag, []).append(f"  {operation_id:{width}}  {get(operation_id)}")
    for tag, lines in sorted(by_tag.items()):
        yield tag.replace("_", " ")
        yield from lines
        yield ""


def create_operation_command(operation_id: str) -> Command:
    """Returns the command for an operation."""
    from pinterest import api
    from pinterest.operation import identifier
    from pinterest.operations import TAGS, get

    operation = get(operation_id)
    tag = "".join(word.capitalize() for word in TAGS[operation_id].split("_"))
    api_class = getattr(api, f"{tag}Api")
    method = identifier(operation_id)
    function = getattr(api_class, method)
    docstring = parse_docstring(function.__doc__)
    typed = build_options(function, docstring, skipped=_SKIPPED)
    options = [*_replace_body_option(typed, operation), _PARAM]
    body = operation.body

    def run_operation(
        client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
    ) -> Any:
        values = {**arguments, **_parse_param_options(arguments.pop("param", ()), typed, operation)}
        values.pop("param", None)
        assigned = values.pop("set_", ())
        if body is not None:
            values[body.argument] = _build_body(values.get(body.argument), assigned, operation)
        for option in typed:
            if option.required and values.get(option.name) is None:
                raise UsageError(f"{option.flags} is missing: {option.help}")
        result = getattr(api_class(client), method)(**values)
        if isinstance(result, Page) and result.bookmark and shared.limit is None and not shared.all:
            token = result.bookmark.bookmark_token
            print_message(f"There are more pages. Pass --all, or --bookmark {token}")
        return result

    return Command(
        operation_id,
        run_operation,
        summary=docstring.summary,
        details=(*docstring.details, f"Request: {operation}"),
        options=[replace(option, required=option.defaults_to_ad_account) for option in options],
        panel=TAGS[operation_id],
        is_list=operation.is_paged,
        deletes=operation.verb == "DELETE",
        reads=operation.verb == "GET",
        examples=[_build_example(operation, typed)],
    )


def _replace_body_option(options: Sequence[Option], operation: Operation) -> Iterator[Option]:
    """Yields the options of an operation, with `--body` and `--set` as the options for the body."""
    for option in options:
        if operation.body is not None and option.name == operation.body.argument:
            kind = ValueKind("json")
            yield replace(option, kind=kind, flag="--body", help=_BODY_HELP + option.help)
            yield _SET
        else:
            required = "Required. " if option.required and not option.defaults_to_ad_account else ""
            yield replace(option, help=required + option.help)


def _build_example(operation: Operation, options: Sequence[Option]) -> str:
    """Returns an example of the command for the help, with all required options."""
    needed = [
        f"{option.flags} {option.kind.metavar}"
        for option in options
        if option.required
        and not option.defaults_to_ad_account
        and not (operation.body and option.name == operation.body.argument)
    ]
    body = ["--body @body.json"] if operation.body else []
    return " ".join(["pinterest call", operation.id, *needed, *body])


def _parse_param_options(
    texts: Sequence[str], options: Sequence[Option], operation: Operation
) -> dict[str, Any]:
    """Returns the values of the parameters that `--param` sets, by name."""
    known = {option.name: option for option in options}
    found: dict[str, list[str]] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or name not in known:
            hint = unknown_name(name, known) if sign else "write NAME=VALUE"
            raise UsageError(f"--param: {operation.id} has no parameter {name!r}; {hint}")
        found.setdefault(name, []).append(value)
    try:
        return {
            name: parse_value(values if known[name].kind.many else values[-1], known[name].kind)
            for name, values in found.items()
        }
    except ValueError as error:
        raise UsageError(f"--param: {error}") from None


def _build_body(body: Any, assignments: Sequence[str], operation: Operation) -> Any:
    """Returns the request body with the fields from `--set`, in a list if the operation expects a list."""
    assert operation.body is not None
    if assignments:
        body = {} if body is None else body
        if not isinstance(body, dict):
            raise UsageError(
                "--set needs a body that is a JSON object. Put the fields into --body."
            )
        for text in assignments:
            _set_field(body, text, operation)
    return [body] if operation.body.many and isinstance(body, dict) else body


def _set_field(body: dict[str, Any], text: str, operation: Operation) -> None:
    """Sets one field of the body from the text of a `--set` option.

    For example, `outer.inner=text` sets the field `inner` of `outer` to `text`.
    """
    try:
        path, plain, value = parse_assignment(text)
    except ValueError as error:
        raise UsageError(f"--set: {error}") from None
    inner = body
    for name in path[:-1]:
        inner = inner.setdefault(name, {})
        if not isinstance(inner, dict):
            raise UsageError(
                f"--set {text}: the value of {name} is not an object. Pass an object for {name}."
            )
    if plain is not None:
        assert operation.body is not None
        value = _convert_to_field_type(plain, path, operation.body.schema)
    inner[path[-1]] = value


def _convert_to_field_type(text: str, path: Sequence[str], schema: str) -> Any:
    """Converts text to the type of a schema's field. `path` contains the field names that lead to the field."""
    from pinterest import schemas

    found: Any = getattr(schemas, schema, None)
    for name in path:
        fields: Mapping[str, Any] = next(
            (item.model_fields for item in _list_classes(found) if hasattr(item, "model_fields")),
            {},
        )
        by_name = {field.alias or key: field for key, field in fields.items()}
        if name not in by_name:
            return text
        found = by_name[name].annotation
    kinds = set(_list_classes(found))
    if any(issubclass(kind, str) for kind in kinds) or not kinds & {int, float, bool}:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text  # the SDK refuses this text, and its error says what is allowed


def _list_classes(annotation: Any) -> Iterator[type]:
    """Yields the classes in an annotation, such as `int` and `str` for `list[int | str]`."""
    if isinstance(annotation, type):
        yield annotation
    for item in get_args(annotation):
        yield from _list_classes(item)
