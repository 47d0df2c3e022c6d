"""Adapts the HTML of pages, and returns their descriptions and search ranks."""

from __future__ import annotations

import re
from typing import Final

from docs.builder.text import MAX_SHOWN_VALUES

_CALLS: Final = re.compile(
    r"<p>:calls:\s*(?:<code>)?([A-Z]+ /[^\s,<]*)(?:</code>)?(.*?)</p>", re.DOTALL
)
_CODE: Final = r"<code>[^<]*</code>"
_VALUES: Final = re.compile(
    rf"(?:{_CODE},\s+){{{MAX_SHOWN_VALUES},}}{_CODE}(?:,?\s+(?:and|or)\s+{_CODE})?"
)
_PLAIN: Final = re.compile(r'<span (?:title="[^"]*"|class="[nop]")>([^<]*)</span>')
_GAPS: Final = re.compile(r"\n(?:[ \t]*\n){2,}")
_LINK_MARKS: Final = re.compile(r'<a class="autorefs autorefs-internal"(?: title="[^"]*")? href="')
_PREFORMATTED: Final = re.compile(
    r"(<(?:pre|script|textarea|style)\b.*?</(?:pre|script|textarea|style)>)", re.DOTALL
)
_INDENTS: Final = re.compile(r"\n\s+")
_TEXT: Final = re.compile(r'<(?:ul|p|table|pre)>|<div class="doc-signature')


def adapt_html(html: str, *, generated: bool = False) -> str:
    """Returns the HTML of a page as the site shows it.

    Args:
        html: The HTML that Markdown returned.
        generated: If True, the page is generated from code, and the search finds only its headings.
    """
    html = _CALLS.sub(r"<p><strong>Request:</strong> <code>\1</code>\2</p>", html)
    if not generated:
        return html
    return _TEXT.sub(_exclude_from_search, _VALUES.sub(_fold_values, html))


def shrink_html(html: str) -> str:
    """Returns the HTML of a reference page without markup that has no visible effect."""
    html = _LINK_MARKS.sub('<a href="', html)
    # Remove the markup twice, because it can be nested.
    html = _GAPS.sub("\n\n", _PLAIN.sub(r"\1", _PLAIN.sub(r"\1", html)))
    parts = _PREFORMATTED.split(html)
    parts[::2] = [_INDENTS.sub("\n", part) for part in parts[::2]]
    return "".join(parts)


def _fold_values(match: re.Match[str]) -> str:
    """Returns HTML that hides a list of values until the reader expands the list."""
    count = match[0].count("<code>")
    values = re.sub(r",?\s+(?:and|or)\s+(?=<code>)", ", ", match[0])
    return f'<details class="values"><summary>{count} values</summary>{values}</details>'


def _exclude_from_search(match: re.Match[str]) -> str:
    """Adds an attribute to the matched HTML tag, so that the search ignores the element."""
    tag, _, rest = match[0].removeprefix("<").removesuffix(">").partition(" ")
    return f'<{tag} data-search-exclude="true"{" " + rest if rest else ">"}'


def get_description(markdown: str) -> str:
    """Returns the first sentence of a page, without its Markdown markup."""
    for block in re.sub(r"<!--.*?-->", "", markdown, flags=re.DOTALL).split("\n\n"):
        text = " ".join(block.split())
        if (text and text[0].isalnum()) or text.startswith("`"):
            text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("`", "")
            return re.match(r".*?[.:!?](?=\s|$)|.*", text)[0].rstrip(":")  # type: ignore[index]  # the last part matches any text
    return ""


def get_search_rank(path: str) -> float:
    """Returns the rank of a page in the search, by its path below `docs/`. Pages with a higher rank come first."""
    if path.startswith("reference/") or path == "changelog.md":
        return 0.1
    if path in {"architecture.md", "contributing.md"} or path.startswith("adding-"):
        return 0.2
    return 1.0 if path.startswith("nouns/") else 2.0
