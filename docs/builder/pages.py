"""Writes the page of each API class, with its methods and schemas, and the pages of further schemas."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import Final, NamedTuple

from docs.builder.source import (
    ApiClass,
    Field,
    Method,
    SchemaClass,
    read_api,
    read_exports,
    read_schemas,
)
from docs.builder.text import Renderer, render_values

FOLDER: Final = "reference/"
_SHARED: Final = "common"
_COMMON_ARGUMENTS: Final = ("timeout", "deadline")
_EXCLUDED: Final = 'data-search-exclude="true"'
_FRONT: Final = """---
title: {title}
description: "{description}"
---

"""
_TIMES: Final = (
    "<p><code>timeout</code> and <code>deadline</code> limit how long the call may take: "
    '<a href="../../../timeouts/">Timeouts and deadlines</a>.</p>'
)
_TITLES: Final = {
    "ad_groups_bulk": "Ad groups in bulk requests",
    "ads_bulk": "Ads in bulk requests",
    "campaigns_bulk": "Campaigns in bulk requests",
    "catalog_feed_results": "Results of feeds",
    "catalog_item_batches": "Batches of items",
    "catalog_item_issues": "Issues of items",
    "catalog_product_groups_bulk": "Filters of product groups",
    "common": "Shared schemas",
    "keywords_bulk": "Keywords in bulk requests",
    "labels_bulk": "Labels in bulk requests",
    "legacy": "Legacy schemas",
    "product_group_promotions_bulk": "Product group promotions in bulk requests",
    "schedules_bulk": "Schedules in bulk requests",
}


class Target(NamedTuple):
    """The target of a link to a section: the path of the page without `.md`, and the anchor of the section."""

    page: str
    anchor: str


class Page(NamedTuple):
    """A page: its path below `docs/`, its title in the menu, and its text."""

    path: str
    title: str
    text: str


def build_pages() -> list[Page]:
    """Returns the pages of the API classes, then the pages of further schemas."""
    by_page: dict[str, list[SchemaClass]] = defaultdict(list)
    for name, schema in read_schemas().items():
        by_page[_find_schema_pages()[name]].append(schema)
    pages = [_render_api_page(api, by_page.pop(f"api/{api.module}", [])) for api in read_api()]
    return pages + [_render_schema_page(page, by_page[page]) for page in sorted(by_page)]


def list_identifiers(path: str) -> Iterator[tuple[str, str]]:
    """Yields a (name, anchor) pair for each name by which links can refer to a schema or API class on a page."""
    page = path.removeprefix(FOLDER).removesuffix(".md")
    for name, schema in read_schemas().items():
        if _find_schema_pages()[name] == page:
            anchor = f"pinterest.schemas.{name}"
            yield from ((f"pinterest.schemas.{schema.module}.{name}", anchor), (anchor, anchor))
    for api in read_api():
        if f"api/{api.module}" == page:
            yield f"pinterest.api.{api.name}", f"pinterest.api.{api.module}.{api.name}"


def get_title(module: str) -> str:
    """Returns the title of the page about a module of schemas or an API class."""
    words = module.replace("_", " ")
    return _TITLES.get(module, words[:1].upper() + words[1:])


@cache
def _find_schema_pages() -> dict[str, str]:
    """Returns the page of each schema.

    For a shared schema, the name decides: schemas named `Audience...` are on the page of the audiences class. If no
    class matches, the schema is on the page of the only class that uses it, or on the page of shared schemas.
    """
    tags = {api.module for api in read_api()}
    found = {}
    for name, schema in read_schemas().items():
        module = schema.module
        if module == _SHARED:
            users = [tag for tag, names in read_exports().items() if tag in tags and name in names]
            words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
            named = [tag for tag in users if words.startswith(tag.rstrip("s"))]
            module = max(named, key=len, default=users[0] if len(users) == 1 else _SHARED)
        found[name] = f"api/{module}" if module in tags else f"schemas/{module}"
    return found


@cache
def _collect_targets() -> dict[str, Target]:
    """Maps the names of schemas, fields, API classes and methods to the sections that describe them."""
    found = {}
    for name, page in _find_schema_pages().items():
        found[name] = Target(page, f"pinterest.schemas.{name}")
        for field in read_schemas()[name].fields:
            anchor = f"pinterest.schemas.{name}.{field.name}"
            found[f"{name}.{field.name}"] = Target(page, anchor)
    for api in read_api():
        page, prefix = f"api/{api.module}", f"pinterest.api.{api.module}.{api.name}"
        found[api.name] = Target(page, prefix)
        for method in api.methods:
            found[method.name] = Target(page, f"{prefix}.{method.name}")
    return found


def _create_renderer(page: str) -> Renderer:
    def find_url(name: str) -> str | None:
        target = _collect_targets().get(name)
        if target is None:
            return None
        folder, _, module = target.page.partition("/")
        near = page.startswith(f"{folder}/")
        there = "" if target.page == page else f"../{module}/" if near else f"../../{target.page}/"
        return f"{there}#{target.anchor}"

    return Renderer(find_url, {name: each.values for name, each in read_schemas().items()})


@cache
def _collect_known_values() -> dict[tuple[str, str], tuple[str, ...]]:
    """Maps the (name, description) pair of each request field that is an enum to the values that the field allows.

    A response field with the same name and description has the same values.
    """
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    schemas = read_schemas()
    for schema in schemas.values():
        for field in schema.fields:
            for node in ast.walk(field.kind):
                if isinstance(node, ast.Name) and node.id.endswith("OrText"):
                    enum = schemas.get(node.id.removesuffix("OrText"))
                    if enum and enum.values and field.text:
                        found[field.name, field.text].add(enum.values)
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


def _render_api_page(api: ApiClass, schemas: list[SchemaClass]) -> Page:
    page = f"api/{api.module}"
    renderer = _create_renderer(page)
    anchor = f"pinterest.api.{api.module}.{api.name}"
    title = get_title(api.module)
    lines = [
        _FRONT.format(
            title=api.name,
            description=f"Typed methods and schemas of Pinterest's API: {title.lower()}.",
        ),
        f"# {api.name} {{ #{anchor} data-toc-label='{api.name}' }}\n",
        f"{api.docstring.text}\n",
        f"```python\nfrom pinterest.api import {api.name}\n```\n",
        _render_overview(api, renderer),
    ]
    for method in api.methods:
        lines += _render_method(method, anchor, renderer)
    lines += _render_sections(schemas, renderer)
    return Page(f"{FOLDER}{page}.md", api.name, "\n".join(lines))


def _render_schema_page(page: str, schemas: list[SchemaClass]) -> Page:
    title = get_title(page.rpartition("/")[2])
    lines = [
        _FRONT.format(title=title, description=f"Fields, types and values of {title.lower()}."),
        f"# {title}\n",
        "These schemas are in `pinterest.schemas`. Other pages link to them.\n",
        *_render_sections(schemas, _create_renderer(page)),
    ]
    return Page(f"{FOLDER}{page}.md", title, "\n".join(lines))


def _render_overview(api: ApiClass, renderer: Renderer) -> str:
    rows = []
    for method in api.methods:
        summary = method.docstring.text.split("\n\n")[0].replace("\n", " ")
        rows.append(
            f"<li>{renderer.render_code(method.name)}<br>{renderer.render_text(summary)}</li>"
        )
    return f'<ul class="overview" {_EXCLUDED}>\n' + "\n".join(rows) + "\n</ul>\n"


def _render_method(method: Method, prefix: str, renderer: Renderer) -> Iterator[str]:
    summary, *more = method.docstring.text.split("\n\n")
    yield f"## {method.name} {{ #{prefix}.{method.name} .method }}\n"
    yield f"{renderer.render_text(summary)}\n"
    yield f'<div class="method" {_EXCLUDED}>'
    yield f"<p><strong>Request:</strong> <code>{method.docstring.request.strip('`')}</code></p>"
    yield _render_signature(method, renderer)
    yield from (
        f"<p>{renderer.render_text(' '.join(each.split()))}</p>" for each in more if each.strip()
    )
    own = [each for each in method.parameters if each.name not in _COMMON_ARGUMENTS]
    yield from _render_fields(own, f"{prefix}.{method.name}", renderer, in_text=True)
    yield _TIMES
    returns = method.docstring.sections.get("Returns")
    if returns:
        kind = renderer.render_type(method.returns)
        yield f"<p><strong>Returns</strong> {kind}. {renderer.render_text(' '.join(returns.split()))}</p>"
    raises = method.docstring.parse_entries("Raises")
    if raises:
        yield '<details class="raises"><summary>Errors</summary><ul>'
        for name, text in raises.items():
            error = (
                f'<autoref identifier="pinterest.exceptions.{name}"><code>{name}</code></autoref>'
            )
            yield f"<li>{error}: {renderer.render_text(text)}</li>"
        yield "</ul></details>"
    yield "</div>\n"


def _render_signature(method: Method, renderer: Renderer) -> str:
    """Returns the HTML of a method's signature: one parameter per line, without its type, and the return type."""
    lines = [f"{method.name}("]
    for position, each in enumerate(method.parameters):
        if position == method.keyword_only:
            lines.append("    *,")
        lines.append(f"    {each.name}{'' if each.required else '=None'},")
    text = "\n".join([*lines, ")"])
    text, returns = escape(text, quote=False), renderer.render_type(method.returns)
    return f'<pre class="signature"><code>{text} -&gt; {returns}</code></pre>'


def _render_sections(schemas: Iterable[SchemaClass], renderer: Renderer) -> Iterator[str]:
    shown = sorted(schemas, key=lambda each: bool(each.values))
    if shown:
        yield "## Schemas\n"
    for schema in shown:
        yield f"### {schema.name} {{ #pinterest.schemas.{schema.name} .schema }}\n"
        yield f'<div class="schema" {_EXCLUDED}>'
        yield f"<p>{renderer.render_text(schema.text)}</p>"
        if schema.values:
            codes = ", ".join(f"<code>{escape(each, quote=False)}</code>" for each in schema.values)
            yield f"<p>{codes}</p>"
        if schema.kind is not None:
            yield f"<p>{renderer.render_type(schema.kind)}. {renderer.render_limits(schema.kind)}</p>"
        yield from _render_fields(schema.fields, f"pinterest.schemas.{schema.name}", renderer)
        yield "</div>\n"


def _render_fields(
    fields: Iterable[Field], prefix: str, renderer: Renderer, *, in_text: bool = False
) -> Iterator[str]:
    """Yields the HTML of fields: names, types, descriptions and allowed values.

    If `in_text` is True, the descriptions already list the allowed values, so these are left out.
    """
    found = list(fields)
    if not found:
        return
    yield '<dl class="fields">'
    for field in found:
        marks = '<span class="required">required</span>' if field.required else ""
        marks += '<span class="nullable">may be None</span>' if field.nullable else ""
        kind = '<span class="kind">' + renderer.render_type(field.kind) + "</span>"
        yield f'<dt id="{prefix}.{field.name}"><code>{field.name}</code> {kind} {marks}</dt>'
        limits = "" if in_text else renderer.render_limits(field.kind)
        known = _collect_known_values().get((field.name, field.text))
        if known and not (limits or in_text or "<a " in kind):
            limits = f"Known values: {render_values(list(known))}."
        yield f"<dd>{renderer.render_text(field.text)} {limits}</dd>"
    yield "</dl>"
