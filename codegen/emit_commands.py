"""Writes `pinterest/cli/nouns.py`: the command, class, heading and summary of each rich model, for `--help`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from codegen import naming
from codegen.nouns import Noun

_GROUPS: Final = {
    "ads": "Advertising",
    "organic": "Pins, boards and your account",
    "catalogs": "Catalogs",
    "business": "Business access",
}
_VERBS: Final = {
    "list": "list",
    "get": "show",
    "create": "create",
    "update": "update",
    "delete": "delete",
}
"""The subcommand that `--help` mentions for each standard method of a rich model, such as `show` for `get`."""
_ONE_PER_USER: Final = frozenset({"UserAccount"})
_PLURAL_ALREADY: Final = frozenset({"Media"})


def emit_noun_table(nouns: Iterable[Noun]) -> str:
    """Returns the source code of `pinterest/cli/nouns.py`, which maps names of commands to rich models."""
    lines = [
        '"""The groups of commands for rich models, such as `campaigns`."""',
        "",
        "from __future__ import annotations",
        "",
    ]
    lines += ["NOUNS: dict[str, tuple[str, str, str, str]] = {"]
    for noun in sorted(nouns, key=_get_command_name):
        group = _GROUPS[noun.module.partition(".")[0]]
        row = (noun.name, f"pinterest.{noun.module}", group, _summarize_commands(noun))
        lines.append(f"    {_get_command_name(noun)!r}: {row!r},")
    closing = '"""Maps the name of a command to the class, module, help heading and summary of its rich model."""'
    return "\n".join([*lines, "}", closing])


def _get_command_name(noun: Noun) -> str:
    """Returns the name of the command for a rich model, such as `ad-groups` for `AdGroup`."""
    words = " ".join(naming.split_words(noun.name)).lower()
    is_singular = noun.name not in _ONE_PER_USER | _PLURAL_ALREADY
    return (naming.to_plural(words) if is_singular else words).replace(" ", "-")


def _summarize_commands(noun: Noun) -> str:
    """Returns a one-line summary of what the command of a rich model can do."""
    verbs = [_VERBS[name] for name in _VERBS if name in noun.verbs]
    if noun.name in _ONE_PER_USER:
        return "Show your account, its boards, followers, websites and figures."
    if verbs:
        return f"{_join_words(verbs).capitalize()} {noun.plural}."
    more = _join_words([name.replace("_", " ") for name in noun.verbs]) if noun.verbs else ""
    return f"{noun.plural.capitalize()}{f': {more}' if more else ''}."


def _join_words(words: Sequence[str]) -> str:
    """Joins words with commas and `and`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
