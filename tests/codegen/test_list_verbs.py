"""Verbs of rich models whose requests contain lists, and nouns with several kinds of objects."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from codegen.contract import ContractError
from tests.codegen.things import (
    ID,
    MODELS,
    NEW,
    PREFIX,
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

PATH = "/shops/{shop_id}/things"
SHOP = parameter("shop_id")
IDS = {"type": "array", "items": ID, "maxItems": 50}
ALSO = f"{MODELS}\n[Thing.also]\n"


def generate_delete(request: dict[str, Any] | None, *parameters: dict[str, Any]) -> dict[str, Any]:
    return contract(
        **{"things/delete": ("delete", f"{PATH}/many", [SHOP, *parameters], request, None)}
    )


def test_objects_are_deleted_by_a_list_of_ids() -> None:
    request = object_schema({"thing_ids": IDS, "reason": {"type": "string"}}, "thing_ids")
    text = render_base(data=generate_delete(request))
    assert "class ThingBase(StatusVerbs, DeletableInLists):" in text
    assert "_deleted = IdList('thing_ids', max_items=50)" in text.replace('"', "'")
    assert "reason: str | None=None" in signature(text, "delete")
    assert "THINGS_DELETE, {'reason': reason}" in body(text, "delete")
    assert signature(text, "delete_many").startswith(
        "cls, shop_id: str | int, ids: Sequence[str | int], client: PinterestSDKClient | None=None, *, "
    )
    call = "cls._delete_many(THINGS_DELETE, {'shop_id': shop_id}, ids, {'reason': reason}, "
    assert body(text, "delete_many").startswith(f"return {call}")


def test_objects_are_deleted_by_a_list_in_the_query() -> None:
    text = render_base(
        data=generate_delete(None, {**parameter("ids", "query", **IDS), "required": True})
    )
    assert "IdList('ids', max_items=50)" in text.replace('"', "'")
    assert "ids" not in signature(text, "delete")


def test_objects_are_deleted_with_other_fields() -> None:
    item = {"type": "object", "properties": {"thing_id": ID, "role": {"type": "string"}}}
    item["required"] = ["thing_id", "role"]
    data = generate_delete(
        object_schema({"things": {"type": "array", "items": ref("Gone")}}, "things")
    )
    data["components"]["schemas"]["Gone"] = item
    text = render_base(data=data)
    assert "IdList('things', id_field='thing_id')" in text.replace('"', "'")
    assert "role: str" in signature(text, "delete")
    assert "items: Sequence[Gone | Mapping[str, object]]" in signature(text, "delete_many")
    more = object_schema(
        {"things": {"type": "array", "items": ref("Gone")}, "why": {"type": "string"}}
    )
    data = generate_delete(more)
    data["components"]["schemas"]["Gone"] = item
    with pytest.raises(
        ContractError,
        match="a delete request with other fields besides a list of objects is not supported",
    ):
        render_base(data=data)


def test_several_operations_can_create_and_delete_many() -> None:
    many = {"type": "array", "items": ref("New")}
    data = contract(
        **{
            "things/create_many": ("post", f"{PATH}/many", [SHOP], many, IDS),
            "things/delete_many": (
                "delete",
                f"{PATH}/many",
                [SHOP],
                object_schema({"all": IDS}),
                None,
            ),
        }
    )
    text = render_base(
        f"{ALSO}create_many = {{ kind = 'create_many', operation = 'things/create_many' }}\n"
        "delete_many = { kind = 'delete_many', operation = 'things/delete_many' }\n",
        data,
    )
    assert "returns_ids=True" in body(text, "create_many")
    assert "self._delete(THINGS_DELETE" in ast.unparse(method(text, "delete"))
    assert "cls._delete_many(THINGS_DELETE_MANY" in body(text, "delete_many")


def test_a_fixed_parameter_of_a_list_is_not_an_argument() -> None:
    models = MODELS.replace('takes = "kinds, ', 'fixed = { deep = true }, takes = "kinds, ')
    text = render_base(f"{models}\n[Thing.owns]\npieces = {{ model = 'Thing' }}\n")
    for name in ("get_all", "iter_all", "find", "pieces", "list_pieces"):
        assert "deep" not in signature(text, name)
        assert "'deep': True" in ast.unparse(method(text, name))


def test_a_list_request_can_have_a_body() -> None:
    page = object_schema(
        {"items": {"type": "array", "items": ref("Part")}, "bookmark": {"type": "string"}}
    )
    query = [SHOP, parameter("bookmark", "query", type="string")]
    wanted = object_schema({"text": {"type": "string"}, "deep": {"type": "boolean"}}, "text")
    data = contract(**{"things/search": ("post", f"{PATH}/search", query, wanted, page)})
    text = render_base(f"{ALSO}found = {{ kind = 'call', operation = 'things/search' }}\n", data)
    assert "text: str" in signature(text, "found")
    assert "client, {'text': text, 'deep': deep})" in ast.unparse(method(text, "found"))
    assert "Page[Part]" in ast.unparse(method(text, "list_found"))


def test_special_updates_and_creates_are_marked() -> None:
    models = MODELS.replace("status='ACTIVE'\" }", "status='ACTIVE'\", whole = true }").replace(
        '"things/update"',
        '{ operation = "things/update", unloads = true, remembers = { status = ["PAUSED"] } }',
    )
    text = render_base(models)
    assert "whole=True" in body(text, "create")
    assert "remembers={'status': ('PAUSED',)}, response_has_object=False" in body(
        text, "update_fields"
    )


def test_an_update_sends_the_id_under_the_name_of_the_argument() -> None:
    item = object_schema({"thing_id": ID, "name": {"type": "string"}}, "thing_id")
    result = object_schema(
        {"data": ref("Thing"), "exceptions": {"type": "array", "items": ref("Part")}}
    )
    results = object_schema({"items": {"type": "array", "items": result}})
    change = ("patch", PATH, [SHOP], {"type": "array", "items": item}, results)
    text = render_base(data=contract(**{"things/update": change}))
    assert "thing_id" not in signature(text, "update_fields")
    assert "identity={'thing_id': self.id}" in body(text, "update_fields")
    assert "id_sent_as='thing_id'" in body(text, "update_many")
    assert "with its `thing_id`" in (ast.get_docstring(method(text, "update_many")) or "")


def test_a_noun_of_several_kinds_has_the_fields_of_all() -> None:
    data = contract()
    schemas = data["components"]["schemas"]
    schemas["Other"] = object_schema({**THING, "wheels": {"type": "integer"}}, "id")
    schemas["AnyThing"] = {"oneOf": [ref("Thing"), ref("Other")]}
    schemas["AnyNew"] = {"oneOf": [ref("New"), ref("NewOther")]}
    schemas["NewOther"] = object_schema({**NEW, "wheels": {"type": "integer"}}, "name", "wheels")
    for path, verb in ((PATH, "post"), (f"{PATH}/{{thing_id}}", "get")):
        content = data["paths"][path][verb]["responses"]["200"]["content"]["application/json"]
        content["schema"] = {"$ref": f"{PREFIX}AnyThing"}
    content = data["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]
    content["schema"] = {"$ref": f"{PREFIX}AnyNew"}
    for fields in ('"AnyThing"', '["Thing", "Other"]'):
        text = render_base(MODELS.replace('fields = "Thing"', f"fields = {fields}"), data)
        assert ast.unparse(method(text, "wheels").returns or ast.Pass()) == "int | None"
        assert "name: str, " in signature(text, "create")
        assert "wheels: int | None=None" in signature(text, "create")
