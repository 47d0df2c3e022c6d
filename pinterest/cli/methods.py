"""Creates the commands of a rich model: one command per method."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pinterest.cli.annotations import ValueKind, get_value_kind
from pinterest.cli.command import AD_ACCOUNT_OPTION, Command, Option
from pinterest.cli.docstrings import Docstring, parse_docstring
from pinterest.cli.errors import UsageError
from pinterest.cli.shared_options import AD_ACCOUNT, SharedOptions

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["Method", "build_options", "get_command_builders"]

_OBJECTS, _LISTS, _READS, _CHANGES = "Objects", "Lists", "Figures and lookups", "Changes"
_SKIPPED_ARGUMENTS: Final = frozenset(
    "self cls client timeout deadline prefetch progress bookmark limit page_size".split()
)
_SKIPPED_METHODS: Final = frozenset("get_all iter_all iter_changed find_items_batch".split())
_STANDARD: Final = ("list", "show", "find", "create", "update", "delete")
_RENAMED: Final = {"update_fields": "update"}
_BODY: Final = Option(
    "body",
    ValueKind("json"),
    "A JSON object with the fields, @FILE, or - for standard input. Options override it.",
)
_CLEAR: Final = Option("clear", ValueKind(many=True), "A field to set to null. Can be repeated.")


def build_options(
    function: Callable[..., Any],
    docstring: Docstring,
    positional: frozenset[str] = frozenset(),
    *,
    skipped: frozenset[str] = _SKIPPED_ARGUMENTS,
) -> list[Option]:
    """Returns the options for the arguments of a method.

    Args:
        function: The method.
        docstring: The parsed docstring of the method.
        positional: Names of the arguments that become positional arguments.
        skipped: Names of the arguments without an option.
    """
    module = str(getattr(function, "__module__", ""))
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD or parameter.name in skipped:
            continue
        required = parameter.default is parameter.empty
        is_account = parameter.name == "ad_account_id"
        option = Option(
            parameter.name,
            get_value_kind(parameter.annotation, module),
            docstring.arguments.get(parameter.name, ""),
            required=required,
            positional=parameter.name in positional,
            flag=AD_ACCOUNT if is_account else "",
        )
        found.append(AD_ACCOUNT_OPTION if is_account and required else option)
    return found


@dataclass(frozen=True)
class Method:
    """A method of a rich model that becomes a command.

    Attributes:
        cls: The rich model.
        attribute: The name of the method.
        name: The name of the command.
    """

    cls: Any
    attribute: str
    name: str

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The method as a callable, read from the class."""
        found: Callable[..., Any] = getattr(self.cls, self.attribute)
        return found

    @cached_property
    def docstring(self) -> Docstring:
        """The parsed docstring of the method."""
        own = parse_docstring(self.function.__doc__)
        if not self.attribute.startswith("create_") or not hasattr(self.cls, "create"):
            return own
        # `create_many` and similar methods also get the argument descriptions of `create`.
        fields = parse_docstring(self.cls.create.__doc__).arguments
        return replace(own, arguments={**fields, **own.arguments})

    @property
    def is_class_method(self) -> bool:
        """Whether the method is called on the class."""
        return inspect.ismethod(self.function) or "self" not in self._parameters

    @property
    def _parameters(self) -> dict[str, inspect.Parameter]:
        return dict(inspect.signature(self.function).parameters)

    @property
    def is_list(self) -> bool:
        """Whether the method returns a list or an iterator."""
        returned = str(inspect.signature(self.function).return_annotation)
        return any(word in returned for word in ("Iterator", "Page", "list[", "AnalyticsRows"))

    @property
    def verb(self) -> str:
        """The HTTP verb of the method's first request."""
        return self.docstring.calls[0][0] if self.docstring.calls else "PATCH"

    @property
    def deletes(self) -> bool:
        """Whether the method deletes something."""
        return self.verb == "DELETE" or self.name.startswith("delete")

    @property
    def is_standard(self) -> bool:
        """Whether the command is a standard command: list, show, find, create, update or delete."""
        return self.name.removesuffix("-many") in _STANDARD

    def create_command(self) -> Command:
        """Returns the command that runs the method."""
        identity = tuple(getattr(self.cls, "_identity", None) or ())
        if self.is_class_method:
            options = build_options(
                self.function, self.docstring, self._find_positional_arguments(identity)
            )
            run = self._run_on_class
        else:
            options = [
                *create_identity_options(self.cls),
                *build_options(self.function, self.docstring),
            ]
            run = self._run_on_object
        writes_fields = self.name in ("create", "update")
        options += [_BODY] if writes_fields and not any(o.name == "body" for o in options) else []
        options += [_CLEAR] if self.name == "update" else []
        return Command(
            self.name,
            run,
            summary=self._build_summary(),
            details=(*self.docstring.details, *_format_request_line(self.docstring)),
            options=_remove_repeated_options(options),
            panel=self.panel,
            message=self._build_success_message(identity),
            is_list=self.is_list,
            deletes=self.deletes,
            reads=self.verb == "GET",
            examples=tuple(self._build_examples(identity)),
        )

    def _build_summary(self) -> str:
        """Returns the first sentence of the help: what the method does, without terms such as `iterator`."""
        sentence = (
            self.docstring.summary.partition(". ")[0].rstrip(".").replace(" with one request", "")
        )
        for beginning in ("Returns an iterator over all ", "Returns an iterator over "):
            if sentence.startswith(beginning):
                return f"Lists {sentence.removeprefix(beginning)}."
        return f"{sentence}."

    def _find_positional_arguments(self, identity: tuple[str, ...]) -> frozenset[str]:
        """Returns the arguments that the command takes by position: the IDs of objects and of their parents."""
        parents = {name for name in identity if name != "ad_account_id"}
        required = {name for name, item in self._parameters.items() if item.default is item.empty}
        own = {f"{identity[-1]}s"} if identity else set()
        if self.name in ("create", "create-many", "update-many"):
            own, parents = set(), parents & set(identity[:-1])
        if self.cls.__name__ == "AdvertiserDefinedEvent" and self.name == "create":
            parents = set()
        return frozenset((parents | own) & required)

    @property
    def panel(self) -> str:
        """The heading under which the help lists the command."""
        if self.is_standard:
            return _OBJECTS
        if self.verb != "GET":
            return _CHANGES
        returned = str(inspect.signature(self.function).return_annotation)
        return _LISTS if "Iterator" in returned or "Page" in returned else _READS

    def _build_success_message(self, identity: tuple[str, ...]) -> str:
        """Returns the message for a command that succeeded, such as `Deleted {campaign_id}.`."""
        done = {
            "delete": "Deleted",
            "update": "Updated",
            "pause": "Paused",
            "activate": "Activated",
        }
        done |= {"archive": "Archived"}
        word = done.get(self.name, "")
        return f"{word} {{{identity[-1]}}}." if word and identity else "Done."

    def _build_examples(self, identity: tuple[str, ...]) -> Iterator[str]:
        """Yields example commands. `identity` contains the names of the object's IDs, such as `campaign_id`."""
        noun = get_command_name(self.cls)
        own = identity[-1].upper() if identity else ""
        match self.name:
            case "list":
                yield f"pinterest {noun} list --limit 10"
                yield f"pinterest {noun} list --csv > {noun}.csv"
            case "create":
                yield f"pinterest {noun} create --body @{noun}.json --dry-run"
            case "update":
                yield f"pinterest {noun} update {own} --body @changes.json --dry-run"
            case "delete":
                yield f"pinterest {noun} delete {own} --yes"
            case _:
                return

    def _run_on_class(
        self, client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
    ) -> Any:
        fields = _merge_body(arguments)
        missing = [
            name
            for name, item in self._parameters.items()
            if item.default is item.empty
            and item.kind is not item.VAR_KEYWORD
            and name not in fields
        ]
        if missing:
            flags = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
            raise UsageError(f"{flags}: missing. Pass it as an option, or as a field of --body.")
        return self.function(**fields, **self._build_limit_argument(shared), client=client)

    def _run_on_object(
        self, client: PinterestSDKClient, arguments: dict[str, Any], shared: SharedOptions
    ) -> Any:
        item = create_object(self.cls, arguments, client)
        fields = _merge_body(arguments) | dict.fromkeys(arguments.pop("clear", ()))
        fields.pop("clear", None)
        return getattr(item, self.attribute)(**fields, **self._build_limit_argument(shared))

    def _build_limit_argument(self, shared: SharedOptions) -> dict[str, Any]:
        """Returns a dict with `limit`, the number of items to fetch.

        The dict is empty if the method has no `limit` or the command prints all items.
        """
        if "limit" not in self._parameters or shared.all:
            return {}
        # A table prints 100 rows. One extra item shows whether there are more.
        default = 101 if shared.format == "table" else None
        limit = shared.limit if shared.limit is not None else default
        return {} if limit is None else {"limit": limit}


def create_object(cls: Any, arguments: dict[str, Any], client: PinterestSDKClient) -> Any:
    """Creates an object from the IDs in the arguments, and removes these IDs from the arguments."""
    names = [*cls._identity, *_list_optional_ids(cls)]
    ids = {name: arguments.pop(name) for name in names if name in arguments}
    return cls(**ids, client=client)


def _list_optional_ids(cls: Any) -> list[str]:
    """Returns the names of the optional IDs that a class's constructor accepts, such as `ad_account_id`."""
    parameters = inspect.signature(cls.__init__).parameters
    return [name for name in ("ad_account_id",) if name in parameters and name not in cls._identity]


def create_identity_options(cls: Any) -> list[Option]:
    """Returns the options for the IDs of an object."""
    arguments = parse_docstring(cls.__init__.__doc__).arguments
    found = []
    for name in cls._identity:
        is_account, is_own = name == "ad_account_id", name == cls._identity[-1]
        if is_account and is_own:
            found.append(replace(AD_ACCOUNT_OPTION, flag="", positional=True, required=False))
        elif is_account:
            found.append(AD_ACCOUNT_OPTION)
        else:
            text = arguments.get(name, "")
            found.append(Option(name, ValueKind("id"), text, required=True, positional=True))
    found += [
        Option(name, ValueKind("id"), arguments.get(name, ""), flag=AD_ACCOUNT)
        for name in _list_optional_ids(cls)
    ]
    return found


def _merge_body(arguments: dict[str, Any]) -> dict[str, Any]:
    """Returns the arguments, with `body` replaced by its fields. Other arguments override these fields."""
    fields = dict(arguments)
    body = fields.pop("body", None)
    if body is None:
        return fields
    if not isinstance(body, dict):
        raise UsageError("--body is not a JSON object. Pass an object with the fields.")
    return {**body, **fields}


def _format_request_line(docstring: Docstring) -> list[str]:
    """Returns a list with the help line `Request: GET /boards`, or an empty list if the method sends no request."""
    if not docstring.calls:
        return []
    verb, path = docstring.calls[0]
    return [f"Request: {verb} {path}"]


def _remove_repeated_options(options: list[Option]) -> list[Option]:
    """Returns the first option with each name."""
    return list({option.name: option for option in reversed(options)}.values())[::-1]


def get_command_name(cls: Any) -> str:
    """Returns the name of the command group for a rich model, such as `campaigns`."""
    from pinterest.cli.nouns import NOUNS

    return next(command for command, row in NOUNS.items() if row[0] == cls.__name__)


def get_command_builders(cls: Any) -> dict[str, Callable[[], Command]]:
    """Maps each command name of a rich model to a function that creates the command, in the order of the help."""
    from pinterest.cli.changes import create_changed_command
    from pinterest.cli.showing import create_show_command

    found = {
        method.name: (method.panel, method.create_command) for method in _list_command_methods(cls)
    }
    shown = create_show_command(cls)
    if shown is not None:
        found["show"] = (_OBJECTS, lambda: shown)
    if hasattr(cls, "iter_changed"):
        found["changed"] = (_LISTS, lambda: create_changed_command(cls))
    order = {name: place for place, name in enumerate(_STANDARD)}
    panels = [_OBJECTS, _LISTS, _READS, _CHANGES]
    names = sorted(
        found, key=lambda name: (panels.index(found[name][0]), order.get(name, len(order)), name)
    )
    return {name: found[name][1] for name in names}


def _list_command_methods(cls: Any) -> Iterator[Method]:
    from pinterest.utils.base_model import PinterestBaseModel

    names = [
        name
        for name in dir(cls)
        if not name.startswith("_") and not hasattr(PinterestBaseModel, name)
    ]
    offered = {name for name in names if _is_command(cls, name)}
    listing = "iter_all" if "iter_all" in names else "get_all" if "get_all" in names else ""
    if listing:
        yield Method(cls, listing, "list")
    for name in sorted(offered):
        twin = name.removeprefix("list_")
        if name.startswith("list_") and {twin, f"iter_{twin}"} & offered:
            continue
        if f"iter_{name.removeprefix('get_')}" in offered:
            continue  # the `iter_` method returns the items of every page
        command_name = _RENAMED.get(name, name.removeprefix("iter_").removeprefix("get_") or name)
        if name == "get" or (name.startswith("get_") and command_name in offered):
            command_name = name
        if name == "update" and "update_fields" in offered:
            continue
        yield Method(cls, name, command_name.replace("_", "-"))


def _is_command(cls: Any, name: str) -> bool:
    """Returns whether a method gets a command."""
    if name in _SKIPPED_METHODS:
        return False
    from pinterest.utils import model_verbs

    defined = inspect.getattr_static(cls, name)
    if isinstance(defined, property) or not callable(getattr(cls, name)):
        return False
    text = getattr(cls, name).__doc__ or ""
    if ", if the" in text.partition(":calls:")[2].partition("\n")[0]:
        return False  # the method returns a field and usually sends no request
    return hasattr(model_verbs.StatusVerbs, name) or ":calls:" in text
