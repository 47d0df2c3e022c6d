"""Nouns that only the token identifies, nouns in texts, and methods that return part of a response."""

from __future__ import annotations

import ast

from tests.codegen.things import (
    MODELS,
    body,
    contract,
    method,
    parameter,
    ref,
    render_base,
    signature,
)

FIGURES = ("get", "/shops/{shop_id}/figures")
DAYS = [parameter(name, "query", type="string") for name in ("start_date", "end_date")]


def test_a_noun_that_only_the_token_identifies_has_no_ids() -> None:
    data = contract(**{"things/get": ("get", "/thing", [], None, ref("Thing"))})
    text = render_base(
        '[Thing]\nmodule = "ads.things"\nfields = "Thing"\nget = "things/get"\n', data
    )
    assert "_identity = ()" in text
    assert signature(text, "__init__").startswith("self, client: PinterestSDKClient | None=None")
    assert body(text, "__init__") == "self._init_from_ids((), client, unknown)"
    assert 'read_field(self, "id", "str | None")' in text
    assert "from its IDs" not in (ast.get_docstring(method(text, "__init__")) or "")


def test_a_noun_may_have_another_name_in_prose() -> None:
    text = render_base(MODELS.replace("[Thing]\n", '[Thing]\ncalled = "small item"\n', 1))
    assert (ast.get_docstring(method(text, "create")) or "").startswith("Creates a small item.")


def test_analytics_split_the_ids_of_other_objects() -> None:
    ids = parameter("pin_ids", "query", type="array", items={"type": "string"})
    find = [parameter("shop_id"), ids, *DAYS]
    data = contract(**{"things/figures": (*FIGURES, find, None, ref("Part"))})
    verb = "kind = 'analytics', operation = 'things/figures', split = 'pin_ids'"
    models = (
        f"{MODELS}\n[Thing.also]\nfigures = {{ {verb}, takes = 'pin_ids, start_date, end_date' }}\n"
    )
    text = render_base(models, data)
    assert signature(text, "figures").startswith("self, pin_ids: Sequence[str | int]")
    assert "split='pin_ids'" in body(text, "figures")
    assert "IDs of any number of pins." in (ast.get_docstring(method(text, "figures")) or "")


def test_a_method_may_return_a_list_in_the_response() -> None:
    answer = {
        "type": "object",
        "properties": {"parts": {"type": "array", "items": ref("Part"), "nullable": True}},
    }
    find = [parameter("shop_id")]
    data = contract(**{"things/parts": ("get", "/shops/{shop_id}/parts", find, None, answer)})
    verb = "kind = 'call', operation = 'things/parts', returns = 'parts'"
    text = render_base(f"{MODELS}\n[Thing.also]\nparts = {{ {verb} }}\n", data)
    assert "-> list[Part]:" in text
    assert "return answer.parts or []" in text


def test_the_page_size_may_be_a_parameter_called_limit() -> None:
    find = [
        parameter("shop_id"),
        parameter("limit", "query", type="integer", maximum=50),
        parameter("bookmark", "query", type="string"),
    ]
    page = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": ref("Thing")},
            "bookmark": {"type": "string"},
        },
    }
    data = contract(**{"things/search": ("get", "/shops/{shop_id}/search", find, None, page)})
    verb = "kind = 'list', operation = 'things/search'"
    sizes = "takes = 'page_size, bookmark', renamed = { page_size = 'limit' }"
    text = render_base(f"{MODELS}\n[Thing.also]\nsearch = {{ {verb}, {sizes} }}\n", data)
    assert "{'shop_id': shop_id, 'limit': page_size}" in body(text, "search")
    assert "{'shop_id': shop_id, 'limit': page_size}" in body(text, "iter_search")
