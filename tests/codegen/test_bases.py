"""Bases of rich models, generated from small contracts and declarations."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

from codegen import prose
from codegen.contract import ContractError, corrected, read_contract, read_overrides
from codegen.emit_bases import base_files
from codegen.emit_exports import export_files, reference_pages
from codegen.nouns import Verb, nouns, read_models, used_by
from codegen.operations import describe_all
from codegen.schema_library import SchemaLibrary
from codegen.taken import REQUIRED, takes

PREFIX = "#/components/schemas/"
ID = {"type": "string", "pattern": r"^\d+$"}
STATUS = {"type": "string", "enum": ["ACTIVE", "PAUSED", "ARCHIVED"]}
THING = {
    "id": ID,
    "shop_id": ID,
    "name": {"type": "string"},
    "status": {"$ref": PREFIX + "Status"},
    "type": {"type": "string"},
    "created_time": {"type": "integer"},
    "price_in_micro_currency": {"type": "integer", "nullable": True},
    "made_at": {"type": "string", "format": "date-time"},
    "parts": {"type": "array", "items": {"$ref": PREFIX + "Part"}},
}
NEW = {
    "name": {"type": "string", "maxLength": 5},
    "status": {"$ref": PREFIX + "Status"},
    "note": {"type": "string", "nullable": True},
    "part": {"$ref": PREFIX + "Part"},
}
MODELS = """
[Thing]
module = "ads.things"
fields = "Thing"
get = "things/get"
list = { operation = "things/list", takes = "kinds, page_size, order='ASCENDING', bookmark" }
create = { operation = "things/create", takes = "name, status='ACTIVE'" }
update = "things/update"
delete = "things/delete"
"""


def of(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def request(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"200": {"content": {"application/json": {"schema": schema}}}}


def ref(name: str) -> dict[str, str]:
    return {"$ref": PREFIX + name}


def parameter(name: str, where: str = "path", **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema or ID}


def contract(**changes: Any) -> dict[str, Any]:
    """A contract with the usual operations on things."""
    shop, one = parameter("shop_id"), parameter("thing_id")
    page = of({"items": {"type": "array", "items": ref("Thing")}, "bookmark": {"type": "string"}})
    query = [
        parameter("kinds", "query", type="array", items={"type": "string"}),
        parameter("page_size", "query", type="integer", minimum=1, maximum=250),
        parameter("order", "query", type="string", enum=["ASCENDING", "DESCENDING"]),
        parameter("bookmark", "query", type="string"),
        parameter("deep", "query", type="boolean"),
    ]
    described = {
        "things/get": (
            "get",
            "/shops/{shop_id}/things/{thing_id}",
            [shop, one],
            None,
            ref("Thing"),
        ),
        "things/list": ("get", "/shops/{shop_id}/things", [shop, *query], None, page),
        "things/create": ("post", "/shops/{shop_id}/things", [shop], ref("New"), ref("Thing")),
        "things/update": (
            "patch",
            "/shops/{shop_id}/things/{thing_id}",
            [shop, one],
            of(NEW),
            ref("Thing"),
        ),
        "things/delete": ("delete", "/shops/{shop_id}/things/{thing_id}", [shop, one], None, None),
        **changes,
    }
    paths: dict[str, Any] = {}
    for name, (verb, path, parameters, body, answered) in described.items():
        operation: dict[str, Any] = {"operationId": name, "tags": ["things"]}
        operation["parameters"] = parameters
        operation["responses"] = answer(answered) if answered else {"204": {}}
        if body:
            operation["requestBody"] = request(body)
        paths.setdefault(path, {})[verb] = operation
    schemas = {"Thing": of(THING), "New": of(NEW, "name"), "Part": of({"a": {"type": "string"}})}
    return {"paths": paths, "components": {"schemas": {**schemas, "Status": STATUS}}}


def read(models: str = MODELS, data: dict[str, Any] | None = None) -> Any:
    library = SchemaLibrary(data or contract())
    described = {item.operation.id: item for item in describe_all(library)}
    return library, nouns(tomllib.loads(models), library, described)


def base(models: str = MODELS, data: dict[str, Any] | None = None, file: str = "things.py") -> str:
    library, found = read(models, data)
    text = base_files(library, found)[file]
    ast.parse(text)
    return text


def method(text: str, name: str) -> ast.FunctionDef:
    (cls,) = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    found = [node for node in cls.body if isinstance(node, ast.FunctionDef) and node.name == name]
    return found[0]


def signature(text: str, name: str) -> str:
    return ast.unparse(method(text, name).args)


def body(text: str, name: str) -> str:
    return ast.unparse(method(text, name).body[-1])


def test_fields_are_properties_of_their_types() -> None:
    text = base()
    found = {
        name: ast.unparse(method(text, name).returns or ast.Constant(None))
        for name in [*THING, "created_datetime", "price_amount", "made_datetime"]
    }
    assert found == {
        "id": "str",
        "shop_id": "str",
        "name": "str | None",
        "status": "Status | None",
        "type": "str | None",
        "created_time": "int | None",
        "price_in_micro_currency": "int | None",
        "made_at": "datetime.datetime | None",
        "parts": "list[Part] | None",
        "created_datetime": "datetime.datetime | None",
        "price_amount": "Decimal | None",
        "made_datetime": "datetime.datetime | None",
    }
    assert "class ThingBase(StatusVerbs, PinterestBaseModel):" in text


def test_declared_arguments_are_positional() -> None:
    text = base()
    literal = "Literal['ACTIVE', 'PAUSED', 'ARCHIVED']"
    assert signature(text, "create") == (
        f"cls: Type[M], shop_id: str | int, name: str, status: Status | {literal} | None='ACTIVE', "
        "client: PinterestSDKClient | None=None, *, note: str | None=None, "
        "part: Part | Mapping[str, object] | None=None, timeout: Timeout=None, "
        "extra_body: Mapping[str, object] | None=None, **unknown: Never"
    )
    assert signature(text, "update_fields") == (
        f"self, client: PinterestSDKClient | None=None, *, name: str=NOT_GIVEN, "
        f"status: Status | {literal}=NOT_GIVEN, note: str | None=NOT_GIVEN, "
        "part: Part | Mapping[str, object]=NOT_GIVEN, timeout: Timeout=None, "
        "extra_body: Mapping[str, object] | None=None, **unknown: Never"
    )
    assert signature(text, "get_all").startswith(
        "cls: Type[M], shop_id: str | int, kinds: Sequence[str] | None=None, page_size: int | None=None, order: "
    )
    assert (
        "limit: int | None=None, client: PinterestSDKClient | None=None, *, deep: bool | None=None, page_size"
        in (signature(text, "iter_all"))
    )
    assert signature(text, "__init__") == (
        "self, shop_id: str | int, thing_id: str | int, client: PinterestSDKClient | None=None, **unknown: Never"
    )


def test_each_method_is_one_call() -> None:
    text = base()
    assert body(text, "__init__") == "self._init_from_ids((shop_id, thing_id), client, unknown)"
    assert body(text, "create").startswith(
        "return cls._create(THINGS_CREATE, {'shop_id': shop_id}, {'name': name,"
    )
    assert body(text, "update_fields").startswith(
        "return self._update(THINGS_UPDATE, {'name': name,"
    )
    assert "response_has_object=False" not in body(text, "update_fields")
    assert body(text, "find").startswith(
        "return cls._find(THINGS_LIST, {'shop_id': shop_id}, name,"
    )
    assert "delete = ByIdOrObject(_delete_by_id, _delete_self)" in text


def test_docstrings_describe_request_arguments_and_errors() -> None:
    text = ast.get_docstring(method(base(), "create")) or ""
    for part in (
        "Creates a thing.",
        ":calls: `POST /shops/{shop_id}/things`",
        "shop_id: ID of the shop.",
        "At most 5 characters.",
        "status: Status. One of `ACTIVE`, `PAUSED` or `ARCHIVED`. Defaults to `ACTIVE`.",
        "Returns:",
        "ValidationError: If",
        "OutcomeUnknown: If",
    ):
        assert part in text


def test_batches_are_recognized_by_body_and_response() -> None:
    result = of({"data": ref("Thing"), "exceptions": {"type": "array", "items": ref("Part")}})
    results = of({"items": {"type": "array", "items": result}})
    item = of({**NEW, "shop_id": ID, "id": ID}, "id", "shop_id")
    changes = {
        "things/create": (
            "post",
            "/shops/{shop_id}/things",
            [parameter("shop_id")],
            of(
                {"group": {"type": "string"}, "things": {"type": "array", "items": ref("New")}},
                "group",
                "things",
            ),
            results,
        ),
        "things/update": (
            "patch",
            "/shops/{shop_id}/things",
            [parameter("shop_id")],
            {"type": "array", "items": item, "maxItems": 30},
            results,
        ),
    }
    models = MODELS.replace("name, status='ACTIVE'", "group, name, status='ACTIVE'")
    text = base(models, contract(**changes))
    assert "group: str, name: str" in signature(text, "create")
    assert body(text, "create").endswith("envelope=('group',))")
    assert "identity={'shop_id': self.shop_id, 'id': self.id}" in body(text, "update_fields")
    assert "items: Sequence[Mapping[str, object]]" in signature(text, "create_many")
    assert "shared={'shop_id': shop_id}" in body(text, "update_many")
    assert "PartialFailureError: If" in (ast.get_docstring(method(text, "create_many")) or "")


def test_an_update_whose_response_is_not_the_object_is_marked() -> None:
    changed: Any = (
        "patch",
        "/shops/{shop_id}/things/{thing_id}",
        [],
        of(NEW),
        of({"done": {"type": "boolean"}}),
    )
    assert "response_has_object=False" in body(
        base(data=contract(**{"things/update": changed})), "update_fields"
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
    text = base(models, data)
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
    text = base(models)
    assert "self._owned_rows(THINGS_LIST, {" in ast.unparse(method(text, "list_kinds"))
    assert "-> Iterator[Thing]:" in text


def test_an_object_sends_the_ids_and_fields_that_an_update_requires() -> None:
    change = of({**NEW, "id": ID, "thing_id": ID, "type": {"type": "string"}}, "id", "thing_id")
    path, changed = "/shops/{shop_id}/things", {"type": "array", "items": change}
    data = contract(**{"things/update": ("patch", path, [parameter("shop_id")], changed, None)})
    own = {name: kind for name, kind in THING.items() if name != "id"}
    data["components"]["schemas"]["Thing"] = of({**own, "thing_id": ID})
    models = MODELS.replace('fields = "Thing"', 'fields = "Thing"\nid = "thing_id"').replace(
        '"things/update"', '{ operation = "things/update", supplies = "type" }'
    )
    text = base(models, data)
    assert "identity={'id': self.id, 'thing_id': self.thing_id, 'type': self.type}" in body(
        text, "update_fields"
    )
    assert body(text, "id") == "return self.thing_id"
    for name in ("thing_id", "type"):
        assert f"{name}: " not in signature(text, "update_fields")


def test_a_create_whose_response_is_only_an_id_is_marked() -> None:
    models = MODELS.replace("status='ACTIVE'\" }", "status='ACTIVE'\", id_in = 'token' }")
    assert "id_in='token'" in body(base(models), "create")


def test_a_noun_without_get_declares_its_identity() -> None:
    models = MODELS.replace('get = "things/get"', 'identity = "shop_id, thing_id"')
    text = base(models)
    assert "_get_operation" not in text
    assert "_identity = ('shop_id', 'thing_id')" in text
    with pytest.raises(ContractError, match="has neither `get` nor `identity`"):
        base(MODELS.replace('get = "things/get"', ""))


def test_owned_objects_are_listed() -> None:
    models = f"{MODELS}\n[Thing.owns]\nparts = {{ model = 'Thing', filter = 'kinds', takes = 'page_size, bookmark' }}\n"
    text = base(models)
    assert signature(text, "list_parts").startswith("self, page_size: int | None=None, bookmark: ")
    assert "kinds" not in signature(text, "parts")
    assert "{'kinds': [self.id], 'page_size': page_size" in ast.unparse(method(text, "list_parts"))
    assert "-> Iterator[Thing]" in text


def test_an_argument_may_be_sent_under_another_name() -> None:
    models = MODELS.replace(
        "takes = \"name, status='ACTIVE'\"", "takes = \"name, title\", renamed = { title = 'note' }"
    )
    text = base(models)
    assert "title: str | None=None" in signature(text, "create")
    assert "'note': note if note is not None else title" in body(text, "create")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"things/get"', '"things/gone"', "get: the contract has no operation 'things/gone'"),
        ('fields = "Thing"', 'fields = "Gone"', "the contract has no object 'Gone'"),
        (
            'takes = "name,',
            'takes = "nam,',
            "Thing.create: takes 'nam', which the request does not have",
        ),
        ('takes = "kinds', 'takes = "kind', "Thing.list: takes 'kind', which is not a parameter"),
        ("name, status", "name?, status", "takes: 'name?' is not valid"),
        ('module = "ads.things"', 'modul = "ads.things"\nmodule = "a.b"', "unknown keys: modul"),
    ],
)
def test_invalid_declarations_are_refused(old: str, new: str, named: str) -> None:
    assert old in MODELS
    with pytest.raises(ContractError) as caught:
        base(MODELS.replace(old, new))
    assert named in str(caught.value)
    assert "models.toml" in str(caught.value)


def test_takes_is_parsed() -> None:
    found = [
        (item.name, item.default, item.sent_as)
        for item in takes(" a, b!, c=None,\n d='x' ", {"a": "z"})
    ]
    assert found == [("a", None, "z"), ("b", REQUIRED, "b"), ("c", "None", "c"), ("d", "'x'", "d")]


def test_exports_and_reference_pages_follow_from_the_declarations() -> None:
    _, found = read()
    files = export_files(found)
    assert "from pinterest.ads.things import Thing as Thing" in files["pinterest/__init__.py"]
    assert "'Thing': 'things'," in files["pinterest/ads/__init__.py"]
    assert "'Thing': 'pinterest.ads.things'," in files["pinterest/bases/models.py"]
    assert "::: pinterest.ads.things.Thing\n" in reference_pages(found)["docs/reference/things.md"]
    assert used_by(found)["things", "THINGS_UPDATE"] == ["Thing"]


def test_every_argument_of_a_rich_model_says_more_than_its_name(published: Path) -> None:
    settings = read_overrides()
    library = SchemaLibrary(
        corrected(read_contract(published), settings["override"]), settings["scope"]["schemas"]
    )
    described = {item.operation.id: item for item in describe_all(library)}
    bare = [
        f"{noun.name}.{verb.name}: {item.name}"
        for noun in nouns(read_models(), library, described)
        for verb in noun.verbs.values()
        for item in verb.properties
        if verb.item and not any(prose.note(name, item) for name in schemas_of(verb, item.name))
    ]
    assert bare == [], "add these to codegen/phrases/fields.toml"


def schemas_of(verb: Verb, field: str) -> list[str]:
    body = verb.operation.body
    return [verb.item.owner_of(field), body.schema] if verb.item and body else []
