"""Renders docstrings and types as HTML, with links to schemas and methods. Folds long lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Final

MAX_SHOWN_VALUES: Final = 8
"""A list with more values than this is folded."""

_CODE: Final = re.compile(r"``(.+?)``|`([^`]+)`")
_BOLD: Final = re.compile(r"\*\*([^*]+)\*\*")
_LIST: Final = re.compile(
    rf"(?:`[^`]+`,\s+){{{MAX_SHOWN_VALUES},}}`[^`]+`(?:,?\s+(?:and|or)\s+`[^`]+`)?"
)
_NAMES: Final = {
    "IdOrInt": "ID",
    "Id": "ID",
    "PrefixedIdOrInt": "ID",
    "PrefixedId": "ID",
    "IntOrText": "int",
    "DateOrText": "date",
    "Date": "date",
    "DateTimeOrText": "datetime",
    "DateTime": "datetime",
}
_HIDDEN: Final = ("OpenEnum", "None")

Link = Callable[[str], "str | None"]
"""A function that returns the URL of the section about a name, or None if there is no such section."""


class Renderer:
    """Renders texts and types for one page."""

    def __init__(self, link: Link, values: Mapping[str, tuple[str, ...]]) -> None:
        """Creates a renderer.

        Args:
            link: A function that returns the URL of the section about a schema, a field or a method.
            values: The values of each enum, by the name of the enum.
        """
        self._link = link
        self._values = values

    def render_text(self, text: str) -> str:
        """Returns the HTML of a text from a docstring. Lists of more than eight values are folded."""
        html, end = "", 0
        for match in _LIST.finditer(text):
            found = [first or second for first, second in _CODE.findall(match[0])]
            html += self._render_inline(text[end : match.start()]) + render_values(found)
            end = match.end()
        return html + self._render_inline(text[end:])

    def _render_inline(self, text: str) -> str:
        """Returns the HTML of a text that may contain code and bold words."""
        html, end = "", 0
        for match in _CODE.finditer(text):
            html += _BOLD.sub(
                r"<strong>\1</strong>", escape(text[end : match.start()], quote=False)
            )
            html += self.render_code(match[1] or match[2])
            end = match.end()
        return html + _BOLD.sub(r"<strong>\1</strong>", escape(text[end:], quote=False))

    def render_code(self, name: str) -> str:
        """Returns a name as code, with a link if a section describes it."""
        shown = f"<code>{escape(name, quote=False)}</code>"
        url = self._link(name)
        return f'<a href="{url}">{shown}</a>' if url else shown

    def render_type(self, node: ast.expr) -> str:
        """Returns the HTML of a type in plain words, such as `list of AudienceRule`."""
        parts = [part for part in _list_alternatives(node) if ast.unparse(part) not in _HIDDEN]
        shown = list(dict.fromkeys(self._render_alternative(part) for part in parts))
        if any("<a " in part for part in shown) and len(shown) > 1:
            # An enum has a section that lists its values, so a Literal with the same values is left out.
            shown = [part for part in shown if not part.startswith("<q>")]
        return " or ".join(shown) or "None"

    def _render_alternative(self, node: ast.expr) -> str:
        """Returns the HTML of one type of a union."""
        if isinstance(node, ast.Subscript):
            return self._render_subscript(ast.unparse(node.value), node.slice)
        if isinstance(node, ast.Tuple):
            return ", ".join(self.render_type(each) for each in node.elts)
        return self._render_type_name(ast.unparse(node).strip("'\""))

    def _render_subscript(self, outer: str, inner: ast.expr) -> str:
        """Returns the HTML of a type such as `list[str]`, where `list` is the outer type."""
        first, *others = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        match outer:
            case "Literal":
                values = [str(one) for one in _list_literals(inner)]
                # The description of the field lists the values too.
                shown = (
                    "str" if len(values) > MAX_SHOWN_VALUES else f"<q>{render_values(values)}</q>"
                )
            case "Annotated" | "OrMapping":
                shown = self.render_type(first)
            case "list" | "ListLike" | "Sequence" | "Iterable":
                shown = f"list of {self.render_type(inner)}"
            case "dict" | "DictLike" | "Mapping" if others:
                shown = f"dict of {self.render_type(first)} to {self.render_type(others[0])}"
            case _:
                shown = f"{self._render_type_name(outer)}[{self.render_type(inner)}]"
        return shown

    def _render_type_name(self, name: str) -> str:
        name = _NAMES.get(name, name.removesuffix("OrText"))
        url = self._link(name)
        return f'<a href="{url}">{name}</a>' if url else escape(name, quote=False)

    def render_limits(self, node: ast.expr) -> str:
        """Returns the allowed values of a type: an enum's values, a range, a length or a pattern."""
        notes = []
        for each in ast.walk(node):
            if isinstance(each, ast.Call):
                notes.append(_describe_limit(each))
            elif isinstance(each, ast.Name):
                values = self._values.get(each.id.removesuffix("OrText"), ())
                notes.append(self._describe_allowed_values(each.id.removesuffix("OrText"), values))
        return " ".join(dict.fromkeys(note for note in notes if note))

    def _describe_allowed_values(self, enum: str, values: tuple[str, ...]) -> str:
        if len(values) > MAX_SHOWN_VALUES:
            return f'<a href="{self._link(enum)}">{len(values)} values</a>.'
        return f"One of {render_values(list(values))}." if values else ""


def render_values(values: list[str]) -> str:
    """Returns the HTML of a list of values. A list of more than eight values is folded."""
    shown = ", ".join(f"<code>{escape(value, quote=False)}</code>" for value in values)
    if len(values) <= MAX_SHOWN_VALUES:
        return shown
    return f'<details class="values"><summary>{len(values)} values</summary>{shown}</details>'


def _list_alternatives(node: ast.expr) -> Iterator[ast.expr]:
    """Yields the types in a union such as `int | str`. If the type is not a union, yields only this type."""
    if isinstance(node, ast.BinOp):
        yield from _list_alternatives(node.left)
        yield from _list_alternatives(node.right)
    else:
        yield node


def _list_literals(node: ast.expr) -> Iterator[object]:
    """Yields the values of a `Literal`."""
    for each in node.elts if isinstance(node, ast.Tuple) else [node]:
        yield each.value if isinstance(each, ast.Constant) else ast.unparse(each)


def _describe_limit(node: ast.Call) -> str:
    """Describes a limit such as `Between(1, 250)`. Returns an empty string for other calls."""
    name = ast.unparse(node.func)
    numbers = [ast.unparse(each) for each in node.args]
    named = {each.arg: ast.unparse(each.value) for each in node.keywords}
    if name == "Matches":
        return f"Matches <code>{escape(str(ast.literal_eval(node.args[0])), quote=False)}</code>."
    if name == "ReadOnly":
        return "Read-only."
    if name not in {"Between", "Length"}:
        return ""
    least = named.get("least", numbers[0] if numbers else "None")
    most = named.get("most", numbers[1] if len(numbers) > 1 else "None")
    unit = "Length" if name == "Length" else "Range"
    least = f"more than {least}" if "above" in named else least
    if most == "None":
        return f"{unit}: {least}{'' if 'above' in named else ' or more'}."
    if least == "None":
        return f"{unit}: at most {most}."
    return f"{unit}: {least} to {most}."
