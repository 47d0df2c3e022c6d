"""Base classes of rich models, generated from small contracts and declarations."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from codegen import prose
from codegen.contract import ContractError, apply_overrides, read_contract, read_overrides
from codegen.definitions import Definition, find_referenced_names
from codegen.emit_docs import find_calling_models
from codegen.emit_exports import emit_export_files, emit_reference_pages
from codegen.nouns import Noun, build_nouns, read_models
from codegen.operations import describe_operations
from codegen.positional_arguments import REQUIRED, parse_positional
from codegen.schema_library import SchemaLibrary
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
    read_nouns,
    ref,
    render_base,
    signature,
)


def test_fields_are_properties_of_their_types() -> None:
    text = render_base()
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
    text = render_base()
    literal = "Literal['ACTIVE', 'PAUSED', 'ARCHIVED']"
    assert signature(text, "create") == (
        f"cls: Type[M], shop_id: str | int, name: str, status: Status | {literal} | None='ACTIVE', "
        "client: PinterestSDKClient | None=None, *, note: str | None=None, "
        "part: Part | Mapping[str, object] | None=None, timeout: Timeout=None, deadline: Deadline=None, "
        "extra_body: Mapping[str, object] | None=None, **unknown: Never"
    )
    assert signature(text, "update_fields") == (
        f"self, client: PinterestSDKClient | None=None, *, name: str=NOT_GIVEN, "
        f"status: Status | {literal}=NOT_GIVEN, note: str | None=NOT_GIVEN, "
        "part: Part | Mapping[str, object]=NOT_GIVEN, timeout: Timeout=None, deadline: Deadline=None, "
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
    text = render_base()
    assert body(text, "__init__") == "self._init_from_ids((shop_id, thing_id), client, unknown)"
    assert body(text, "create").startswith(
        "return cls._create(THINGS_CREATE, {'shop_id': shop_id}, {'name': name,"
    )
    assert body(text, "update_fields").startswith(
        "return self._update(THINGS_UPDATE, {'name': name,"
    )
    assert "response_has_object=False" not in body(text, "update_fields")
    assert body(text, "find").startswith(
        "return cls._find(THINGS_LIST, {'shop_id': shop_id, 'kinds': kinds, 'order': order, 'deep': deep}, name,"
    )
    assert "@also_by_id(_delete_by_id)\n    def delete(" in text


def test_docstrings_describe_request_arguments_and_errors() -> None:
    text = ast.get_docstring(method(render_base(), "create")) or ""
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


def test_the_docstring_of_a_method_of_an_object_says_how_to_call_it_on_the_class() -> None:
    how = "To delete a thing by its ID, call the method on the class: `Thing.delete(shop_id, thing_id, ...)`."
    assert how in (ast.get_docstring(method(render_base(), "delete")) or "")
    assert how not in (ast.get_docstring(method(render_base(), "_delete_by_id")) or "")


def test_batches_are_recognized_by_body_and_response() -> None:
    result = object_schema(
        {"data": ref("Thing"), "exceptions": {"type": "array", "items": ref("Part")}}
    )
    results = object_schema({"items": {"type": "array", "items": result}})
    item = object_schema({**NEW, "shop_id": ID, "id": ID}, "id", "shop_id")
    changes = {
        "things/create": (
            "post",
            "/shops/{shop_id}/things",
            [parameter("shop_id")],
            object_schema(
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
    text = render_base(models, contract(**changes))
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
        object_schema(NEW),
        object_schema({"done": {"type": "boolean"}}),
    )
    assert "response_has_object=False" in body(
        render_base(data=contract(**{"things/update": changed})), "update_fields"
    )


def test_a_noun_without_get_declares_its_identity() -> None:
    models = MODELS.replace('get = "things/get"', 'identity = "shop_id, thing_id"')
    text = render_base(models)
    assert "_get_operation" not in text
    assert "_identity = ('shop_id', 'thing_id')" in text
    with pytest.raises(
        ContractError, match="has neither `get` nor `identity`; declare one of them"
    ):
        render_base(MODELS.replace('get = "things/get"', ""))


def test_owned_objects_are_listed() -> None:
    models = f"{MODELS}\n[Thing.owns]\nparts = {{ model = 'Thing', filter = 'kinds', takes = 'page_size, bookmark' }}\n"
    text = render_base(models)
    assert signature(text, "list_parts").startswith("self, page_size: int | None=None, bookmark: ")
    assert "kinds" not in signature(text, "parts")
    assert "{'kinds': [self.id], 'page_size': page_size" in ast.unparse(method(text, "list_parts"))
    assert "-> Iterator[Thing]" in text


def test_an_argument_may_be_sent_under_another_name() -> None:
    models = MODELS.replace(
        "takes = \"name, status='ACTIVE'\"", "takes = \"name, title\", renamed = { title = 'note' }"
    )
    text = render_base(models)
    assert "title: str | None=None" in signature(text, "create")
    assert "'note': note if note is not None else title" in body(text, "create")


@pytest.mark.parametrize(
    ("old", "new", "name_in_error"),
    [
        ('"things/get"', '"things/gone"', "get: the contract has no operation 'things/gone'"),
        ('fields = "Thing"', 'fields = "Gone"', "the contract has no object schema 'Gone'"),
        (
            'takes = "name,',
            'takes = "nam,',
            "Thing.create: `takes` has 'nam', which is not a field or parameter of the request",
        ),
        (
            'takes = "kinds',
            'takes = "kind',
            "Thing.list: `takes` has 'kind', which is not a parameter of the operation",
        ),
        ("name, status", "name?, status", "takes: 'name?' is not valid"),
        ('module = "ads.things"', 'modul = "ads.things"\nmodule = "a.b"', "unknown keys: modul"),
    ],
)
def test_invalid_declarations_are_refused(old: str, new: str, name_in_error: str) -> None:
    assert old in MODELS
    with pytest.raises(ContractError) as caught:
        render_base(MODELS.replace(old, new))
    assert name_in_error in str(caught.value)
    assert "models.toml" in str(caught.value)


def test_positional_arguments_are_parsed() -> None:
    found = [
        (item.name, item.default, item.sent_as)
        for item in parse_positional(" a, b!, c=None,\n d='x' ", {"a": "z"})
    ]
    assert found == [("a", None, "z"), ("b", REQUIRED, "b"), ("c", "None", "c"), ("d", "'x'", "d")]


def test_exports_and_reference_pages_follow_from_the_declarations() -> None:
    _, found = read_nouns()
    files = emit_export_files(found)
    assert "from pinterest.ads.things import Thing as Thing" in files["pinterest/__init__.py"]
    assert "'Thing': 'things'," in files["pinterest/ads/__init__.py"]
    assert "'Thing': 'pinterest.ads.things'," in files["pinterest/bases/models.py"]
    assert (
        "::: pinterest.ads.things.Thing\n"
        in emit_reference_pages(found)["docs/reference/things.md"]
    )
    assert find_calling_models(found)["things", "THINGS_UPDATE"] == ["Thing"]


def declared(contract: Path) -> tuple[list[Noun], dict[str, Definition]]:
    """Returns the rich models of the SDK, and the definitions of all schemas."""
    settings = read_overrides()
    library = SchemaLibrary(
        apply_overrides(read_contract(contract), settings["override"]), settings["scope"]["schemas"]
    )
    described = {item.operation.id: item for item in describe_operations(library)}
    return list(build_nouns(read_models(), library, described)), dict(library.definitions)


@pytest.mark.slow
def test_every_field_of_a_request_says_more_than_its_name(published: Path) -> None:
    found, definitions = declared(published)
    verbs = [verb for noun in found for verb in noun.all_verbs]
    todo = [verb.operation.body.schema for verb in verbs if verb.operation.body]
    seen: set[str] = set()
    bare = []
    while todo:
        name = todo.pop()
        if name in seen or name not in definitions:
            continue
        seen.add(name)
        definition = definitions[name]
        for item in definition.properties:
            if (
                not prose.describe_field(definition.get_owner(item.name), item)
                and item.name != "id"
            ):
                bare.append(f"{name}.{item.name}")
            todo += find_referenced_names(item.type)
        todo += find_referenced_names(definition.type) if definition.type else ()
    assert len(seen) > 100
    assert bare == [], "add these to codegen/phrases/fields.toml"


@pytest.mark.slow
def test_every_field_of_a_rich_model_says_more_than_its_name(published: Path) -> None:
    bare = [
        f"{noun.name}: {noun.fields.get_owner(item.name)}.{item.name}"
        for noun in declared(published)[0]
        for item in noun.fields.properties
        if not prose.describe_field(noun.fields.get_owner(item.name), item)
        and not item.name.endswith("id")
    ]
    assert bare == [], "add these to codegen/phrases/fields.toml"
