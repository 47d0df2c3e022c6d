"""Signatures of rich models' methods, and the arguments that many methods have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NONE: Final = "None"


@dataclass(frozen=True)
class Argument:
    """An argument of a method.

    Attributes:
        name: The name in Python.
        kind: The source code of the type.
        note: The description.
        default: The source code of the default. Empty if the argument is required.
        sent_as: The name of the field or parameter in the request. Empty if the argument is not sent.
    """

    name: str
    kind: str
    note: str
    default: str = ""
    sent_as: str = ""

    @property
    def source(self) -> str:
        """The source code of the argument, with type and default."""
        return f"{self.name}: {self.kind}" + (f" = {self.default}" if self.default else "")


TIMEOUT: Final = Argument(
    "timeout",
    "Timeout",
    "Timeout in seconds for each request, as one number or as a pair `(connect, read)`. "
    "Defaults to the client's timeout.",
    NONE,
)
DEADLINE: Final = Argument(
    "deadline",
    "Deadline",
    "Maximum time in seconds for each request, including its retries and the waits between them. "
    "Defaults to the client's deadline.",
    NONE,
)


@dataclass(frozen=True)
class Signature:
    """The arguments of a method.

    Attributes:
        positional: Arguments that can be passed by position.
        keywords: Keyword-only arguments.
    """

    positional: tuple[Argument, ...]
    keywords: tuple[Argument, ...]

    def __post_init__(self) -> None:
        """Adds a `deadline` argument after each `timeout` argument."""
        rest = [item for item in self.keywords if item.name != DEADLINE.name]
        pairs = ((item, DEADLINE) if item.name == TIMEOUT.name else (item,) for item in rest)
        object.__setattr__(self, "keywords", sum(pairs, ()))

    @property
    def all(self) -> tuple[Argument, ...]:
        """Every argument, in order."""
        return self.positional + self.keywords

    def render(self, first: str) -> str:
        """Returns the arguments as source code, beginning with `first`: `self` or `cls`, with its type."""
        parts = [
            first,
            *(item.source for item in self.positional),
            *(["*"] if self.keywords else []),
        ]
        parts += [
            item.source for item in sorted(self.keywords, key=lambda item: bool(item.default))
        ]
        return ", ".join([*parts, "**unknown: Never"])


EXTRA_BODY: Final = Argument(
    "extra_body",
    "Mapping[str, object] | None",
    "Additional fields to send in the body without validation, such as fields that are newer than this version "
    "of the SDK.",
    NONE,
)
LIMIT: Final = Argument(
    "limit",
    "int | None",
    "Maximum number of items to return. By default, all items are returned.",
    NONE,
)
PREFETCH: Final = Argument(
    "prefetch",
    "int",
    "Maximum number of pages to fetch in advance, in a background thread (default 0).",
    "0",
)
PROGRESS: Final = Argument(
    "progress",
    "bool | Callable[[int], object] | None",
    "True shows a progress bar, which requires the extra `progress`. If you pass a function, it is called "
    "with the number of items returned so far.",
    NONE,
)


def build_client_argument(
    note: str = "The client to use. Defaults to the default client.",
) -> Argument:
    """Returns the `client` argument of a method."""
    return Argument("client", "PinterestSDKClient | None", note, NONE)
