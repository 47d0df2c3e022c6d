"""Generated methods other than the standard verbs: requests of a class, lists of schemas, and supplied fields."""

from __future__ import annotations

import ast

from tests.codegen.things import (
    ID,
    MODELS,
    NEW,
    THING,
    body,
    contract,
    method,
    object_schema,
    parameter,
    ref,
    render_base,
    signature,
)


def test_a_request_that_is_not_about_one_object_is_a_class_method() -> None:
    count = ("post", "/shops/{shop_id}/count", [parameter("shop_id")], ref("New"), ref("Part"))
    data = contract(
        **{
            "things/count": count,
            "things/sort": (
                "post",
                "/shops/{shop_id}/sort",
                [parameter("shop_id")],
                {"type": "array", "items": ref("New")},
                {"type": "array", "items": ref("Part")},
            ),
        }
    )
    models = (
        f"{MODELS}\n[Thing.also]\ncount = {{ kind = 'call', operation = 'things/count', takes = 'name' }}\n"
        "sort = { kind = 'call', operation = 'things/sort' }\n"
        "list_kinds = { kind = 'call', operation = 'things/list' }\n"
    )
    text = render_base(models, data)
    assert signature(text, "count").startswith(
        "cls, shop_id: str | int, name: str, client: PinterestSDKClient | None=None, *, status: "
    )
    assert "-> Part:" in text
    assert "cls._call(THINGS_COUNT, {'shop_id': shop_id}, body={" in ast.unparse(
        method(text, "count")
    )
    assert "new: Sequence[New | Mapping[str, object]], client" in signature(text, "sort")
    assert "-> list[Part]:" in text
    assert "whole_body=new" in ast.unparse(method(text, "sort"))
    assert "-> Page[Thing]:" in text
    assert signature(text, "list_kinds").startswith("cls, shop_id: str | int, client")
    assert "cls._rows(THINGS_LIST, {'shop_id': shop_id" in ast.unparse(method(text, "kinds"))


def test_owned_items_without_a_model_are_schemas() -> None:
    models = (
        f"{MODELS}\n[Thing.owns]\nkinds = {{ operation = 'things/list', takes = 'page_size' }}\n"
    )
    text = render_base(models)
    assert "self._list_own_rows(THINGS_LIST, {" in ast.unparse(method(text, "list_kinds"))
    assert "-> Iterator[Thing]:" in text


def test_an_object_sends_the_ids_and_fields_that_an_update_requires() -> None:
    change = object_schema(
        {**NEW, "id": ID, "thing_id": ID, "type": {"type": "string"}}, "id", "thing_id"
    )
    path, changed = "/shops/{shop_id}/things", {"type": "array", "items": change}
    data = contract(**{"things/update": ("patch", path, [parameter("shop_id")], changed, None)})
    own = {name: kind for name, kind in THING.items() if name != "id"}
    data["components"]["schemas"]["Thing"] = object_schema({**own, "thing_id": ID})
    models = MODELS.replace('fields = "Thing"', 'fields = "Thing"\nid = "thing_id"').replace(
        '"things/update"', '{ operation = "things/update", supplies = "type" }'
    )
    text = render_base(models, data)
    assert "identity={'id': self.id, 'thing_id': self.thing_id, 'type': self.type}" in body(
        text, "update_fields"
    )
    assert body(text, "id") == "return self.thing_id"
    for name in ("thing_id", "type"):
        assert f"{name}: " not in signature(text, "update_fields")


def test_a_create_whose_response_is_only_an_id_is_marked() -> None:
    models = MODELS.replace("status='ACTIVE'\" }", "status='ACTIVE'\", id_in = 'token' }")
    assert "id_in='token'" in body(render_base(models), "create")
