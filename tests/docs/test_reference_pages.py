"""The pages of the typed methods and schemas describe each method, schema and field once."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

import pinterest.api
from docs.builder.html import adapt_html, get_description, get_search_rank, shrink_html
from docs.builder.pages import build_pages, list_identifiers
from docs.builder.source import parse_docstring, read_api, read_schemas
from docs.builder.text import Renderer
from pinterest import schemas

SHOWN = build_pages()
IDS = Counter(
    found for page in SHOWN for found in re.findall(r'(?:\{ #|<dt id=")([^ "]+)', page.text)
)
SCHEMAS = [name for name in dir(schemas) if name[0].isupper()]


def create_renderer(links=(), values=None):
    return Renderer(lambda name: f"#{name}" if name in links else None, values or {})


def render_type(text, **options):
    return create_renderer(**options).render_type(ast.parse(text, mode="eval").body)


def render_limits(text, **options):
    return create_renderer(**options).render_limits(ast.parse(text, mode="eval").body)


def test_every_api_class_has_a_page_with_each_of_its_methods():
    pages = {page.title: page.text for page in SHOWN if "/api/" in page.path}
    assert set(pages) == {name for name in dir(pinterest.api) if name.endswith("Api")}
    for name, text in pages.items():
        api = getattr(pinterest.api, name)
        methods = {each for each in vars(api) if not each.startswith("_")}
        assert methods == set(re.findall(r"^## (\w+) \{", text, re.MULTILINE))


def test_every_schema_is_described_once():
    names = set(read_schemas())
    assert set(SCHEMAS) - names - {f"{name}OrText" for name in names} == set()
    assert [name for name in names if IDS[f"pinterest.schemas.{name}"] != 1] == []


def test_every_field_of_every_schema_is_described_once():
    missing = [
        f"{name}.{field}"
        for name in SCHEMAS
        if hasattr(getattr(schemas, name), "model_fields")
        for field, info in getattr(schemas, name).model_fields.items()
        if IDS[f"pinterest.schemas.{name}.{info.alias or field}"] != 1
    ]
    assert missing == []


def test_every_link_between_the_pages_leads_to_a_section():
    sections = {
        page.path.removesuffix(".md").removeprefix("reference/"): page.text for page in SHOWN
    }
    broken = []
    for name, text in sections.items():
        for there, anchor in re.findall(r'href="((?:\.\./)*[\w/]*)#(pinterest[^"]+)"', text):
            folder = name.partition("/")[0]
            page = re.sub(r"^\.\./", f"{folder}/", re.sub(r"^\.\./\.\./", "", there)).rstrip("/")
            if (
                f"#{anchor} " not in sections[page or name]
                and f'"{anchor}"' not in sections[page or name]
            ):
                broken.append((name, there, anchor))
    assert broken == []


def test_other_pages_find_the_sections_by_the_names_of_the_classes():
    found = dict(list_identifiers("reference/api/audiences.md"))
    assert found["pinterest.schemas.common.Audience"] == "pinterest.schemas.Audience"
    assert found["pinterest.api.AudiencesApi"] == "pinterest.api.audiences.AudiencesApi"


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("IdOrInt | None", "ID"),
        ("ListLike[IdOrInt]", "list of ID"),
        ("Annotated[str, Length(most=256)] | None", "str"),
        ("dict[str, Id] | None", "dict of str to ID"),
        ('Literal["A", "B"]', "<q><code>A</code>, <code>B</code></q>"),
        ('Literal["A", "B", "C", "D", "E", "F", "G", "H", "I"]', "str"),
        ("Page[Pin]", 'Page[<a href="#Pin">Pin</a>]'),
        ("OrMapping[Pin] | Board", '<a href="#Pin">Pin</a> or Board'),
        ("None", "None"),
    ],
)
def test_types_are_shown_in_plain_words(annotation, expected):
    assert render_type(annotation, links=("Pin",)) == expected


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("Annotated[str, Length(most=256)]", "Length: at most 256."),
        ("Annotated[ListLike[str], Length(1, 500)]", "Length: 1 to 500."),
        ("Annotated[int, Between(0, 23)]", "Range: 0 to 23."),
        ("Annotated[int, Between(1)]", "Range: 1 or more."),
        ("Annotated[float, Between(0, 1, above=True)]", "Range: more than 0 to 1."),
        ("Annotated[str, Matches('^a<b$')]", "Matches <code>^a&lt;b$</code>."),
        ("Annotated[str, ReadOnly()]", "Read-only."),
        ("StatusOrText | None", "One of <code>ON</code>, <code>OFF</code>."),
        ("Column", '<a href="#Column">9 values</a>.'),
    ],
)
def test_limits_of_a_type_are_shown(annotation, expected):
    values = {"Status": ("ON", "OFF"), "Column": tuple("ABCDEFGHI")}
    assert render_limits(annotation, links=("Column",), values=values) == expected


def test_texts_link_to_names_and_fold_long_lists():
    text = create_renderer(links=("Pin",)).render_text(
        "A `Pin`, **not** `<b>`. Any of " + ", ".join("`x`" for _ in range(9))
    )
    assert '<a href="#Pin"><code>Pin</code></a>' in text
    assert "<strong>not</strong> <code>&lt;b&gt;</code>" in text
    assert '<details class="values"><summary>9 values</summary>' in text


def test_docstring_is_split_into_its_parts():
    parsed = parse_docstring(
        "Gets it.\n\n:calls: `GET /x`\n\nArgs:\n    a: One\n        two.\n    b: Three."
    )
    assert (parsed.text, parsed.request) == ("Gets it.", "`GET /x`")
    assert parsed.parse_entries("Args") == {"a": "One two.", "b": "Three."}


def test_methods_have_a_summary_a_request_and_a_text_for_each_parameter():
    for api in read_api():
        for method in api.methods:
            assert method.docstring.text, method.name
            assert method.docstring.request.startswith("`"), method.name
            assert all(each.text for each in method.parameters), method.name


def test_html_of_generated_pages_is_short_and_its_text_is_not_searched():
    values = ", ".join("<code>x</code>" for _ in range(9)) + " or <code>y</code>"
    html = adapt_html(f"<p>Any of {values}.</p>", generated=True)
    assert html.startswith('<p data-search-exclude="true">Any of <details')
    assert "<summary>10 values</summary>" in html
    assert (
        adapt_html("<p>:calls: <code>GET /x</code></p>")
        == "<p><strong>Request:</strong> <code>GET /x</code></p>"
    )
    assert shrink_html('<span class="n"><span title="a.B">B</span></span>\n \n \n') == "B\n"
    link = '<a class="autorefs autorefs-internal" title="a.B" href="#b">'
    assert shrink_html(f"<ul>\n    {link}B</a>\n") == '<ul>\n<a href="#b">B</a>\n'
    code = "<pre>def a():\n    b\n\n    c</pre>"
    assert shrink_html(f"  {code}\n  {code}") == f"  {code}\n{code}"


def test_pages_are_described_and_ranked():
    assert get_description("# A\n\nGets `x` from [here](y.md). More.\n") == "Gets x from here."
    assert get_description("# A\n") == ""
    assert (
        get_search_rank("paging.md")
        > get_search_rank("nouns/x/pins.md")
        > get_search_rank("architecture.md")
        > get_search_rank("reference/pins.md")
    )
