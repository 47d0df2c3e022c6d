"""Verbs of rich models with fixed fields, without arguments, or for nouns without objects."""

from __future__ import annotations

import ast

import pytest

from codegen.contract import ContractError
from codegen.emit_bases import emit_base_files
from codegen.emit_exports import emit_export_files
from tests.codegen.things import (
    ID,
    MODELS,
    NEW,
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

CHANGED = ("patch", "/shops/{shop_id}/things", [parameter("shop_id")])
WITH_TYPE = object_schema(
    {"id": ID, "kind": {"type": "string"}, "note": {"type": "string"}}, "id", "kind"
)


def test_fixed_fields_are_sent_and_are_not_arguments() -> None:
    models = MODELS.replace(
        '"things/update"', '{ operation = "things/update", fixed = { kind = "UPDATE" } }'
    ).replace('"things/delete"', '{ operation = "things/update", fixed = { kind = "REMOVE" } }')
    text = render_base(models, contract(**{"things/update": (*CHANGED, WITH_TYPE, None)}))
    assert "kind" not in signature(text, "update_fields")
    assert "fixed={'kind': 'UPDATE'}" in body(text, "update_fields")
    assert "THINGS_UPDATE" in ast.unparse(method(text, "delete"))
    for name in ("delete", "_delete_by_id"):
        assert "fixed={'kind': 'REMOVE'}" in ast.unparse(method(text, name))


def test_filters_become_typed_arguments_in_a_short_form() -> None:
    texts = {"type": "array", "items": {"type": "string"}}
    paths = {"type": "array", "items": texts}
    negated = {"type": "boolean"}
    data = contract()
    data["components"]["schemas"] |= {
        "Texts": object_schema({"values": texts, "negated": negated}, "values"),
        "Paths": object_schema({"values": paths, "negated": negated}, "values"),
        "Unit": object_schema(
            {"values": ref("Status"), "negated": {**negated, "enum": [False]}}, "values"
        ),
        "More": object_schema(
            {"operator": {"type": "string"}, "value": {"type": "integer"}, "negated": negated}
        ),
        **{
            f"By{name}": object_schema({name.upper(): ref(kind)}, name.upper())
            for name, kind in (
                ("Maker", "Texts"),
                ("Way", "Paths"),
                ("Unit_1", "Unit"),
                ("Size", "More"),
            )
        },
        "Filters": {"anyOf": [ref("ByMaker"), ref("ByWay"), ref("BySize")]},
        "OtherFilters": {"anyOf": [ref("ByMaker"), ref("ByUnit_1")]},
        "Filtered": object_schema({"filters": ref("Filters"), "others": ref("OtherFilters")}),
    }
    path = "/shops/{shop_id}/filtered"
    data["paths"] |= contract(
        **{"things/filter": ("post", path, [parameter("shop_id")], ref("Filtered"), None)}
    )["paths"]
    models = f"{MODELS}\n[Thing.filters]\nred = 'Filters'\nblue = 'OtherFilters'\n"
    text = render_base(models, data)
    for name in ("all_of", "any_of"):
        assert signature(text, name) == (
            "*, maker: str | Collection[str] | Excluded | None=None, "
            "way: str | Sequence[str | Sequence[str]] | Excluded | None=None, "
            "size: tuple[Operator, int] | Excluded | None=None, "
            "unit_1: Status | Literal['ACTIVE', 'PAUSED', 'ARCHIVED'] | None=None, **unknown: Never"
        )
        sent = "{'MAKER': maker, 'WAY': way, 'SIZE': size, 'UNIT_1': unit_1}"
        assert sent in body(text, name)
    assert "unit_1: Pass one value. Only for blue catalogs." in text
    assert "maker: Pass a value or a list of values.\n" in text
    with pytest.raises(ContractError, match="Thing: `filters` names 'Part', which is not a union"):
        render_base(models.replace("OtherFilters", "Part"), data)


def test_a_change_without_arguments_returns_true() -> None:
    models = f"{MODELS}\n[Thing.also]\nstop = {{ kind = 'change', operation = 'things/delete' }}\n"
    text = render_base(models)
    assert signature(text, "stop").startswith("self, client: PinterestSDKClient | None=None, *, ")
    assert body(text, "stop").startswith("return self._change(THINGS_DELETE, client=client")


def test_a_create_whose_response_contains_the_object_is_marked() -> None:
    models = MODELS.replace("status='ACTIVE'\" }", "status='ACTIVE'\", object_in = 'thing' }")
    assert "object_in='thing'" in body(render_base(models), "create")


def test_a_response_with_the_id_alone_is_not_the_object() -> None:
    answer = object_schema({"id": ID, "done": {"type": "boolean"}})
    new = object_schema({**NEW, "id": ID}, "name", "id")
    path = "/shops/{shop_id}/things"
    changes = {
        "things/create": ("post", path, [parameter("shop_id")], new, answer),
        "things/update": ("patch", f"{path}/{{thing_id}}", [], object_schema(NEW), answer),
    }
    text = render_base(data=contract(**changes))
    assert "response_has_object=False" in body(text, "create")
    assert "response_has_object=False" in body(text, "update_fields")


def test_an_act_sends_the_ids_that_its_body_requires() -> None:
    share = object_schema({"thing_id": ID, "with": {"type": "string"}}, "thing_id", "with")
    data = contract(
        **{"things/share": ("post", "/shops/{shop_id}/share", [parameter("shop_id")], share, None)}
    )
    models = f"{MODELS}\n[Thing.also]\nshare = {{ kind = 'act', operation = 'things/share' }}\n"
    text = render_base(models, data)
    assert "thing_id" not in signature(text, "share")
    assert "body={'thing_id': self._ids[1], 'with': with_}" in body(text, "share")


def test_lists_without_pages_have_an_iterator_too() -> None:
    everything = object_schema({"items": {"type": "array", "items": ref("Thing")}})
    path = "/shops/{shop_id}/things"
    data = contract(
        **{"things/list": ("get", path, [parameter("shop_id")], None, everything)},
    )
    models = MODELS.replace(
        '{ operation = "things/list", takes = "kinds, page_size, order=\'ASCENDING\', bookmark" }',
        '"things/list"',
    )
    text = render_base(f"{models}\n[Thing.owns]\npieces = {{ model = 'Thing' }}\n", data)
    assert "-> list[M]:" in text
    assert signature(text, "iter_all").startswith("cls: Type[M], shop_id: str | int, limit: ")
    assert signature(text, "pieces").startswith("self, limit: ")
    assert "fetched with one request" in (ast.get_docstring(method(text, "iter_all")) or "")


def test_a_required_parameter_may_be_declared_after_the_others() -> None:
    find = [parameter("kind", type="string"), parameter("shop_id")]
    data = contract(**{"things/count": ("get", "/{kind}/{shop_id}", find, None, ref("Part"))})
    models = f"{MODELS}\n[Thing.also]\ncount = {{ kind = 'call', operation = 'things/count', takes = 'kind' }}\n"
    assert signature(render_base(models, data), "count").startswith(
        "cls, shop_id: str | int, kind: str, client"
    )


def test_nouns_without_objects() -> None:
    declared = '[Things]\nmodule = "ads.things"\n'
    called = f"{declared}\n[Things.also]\ncount = {{ kind = 'call', operation = 'things/get' }}\n"
    text = render_base(called)
    assert "class ThingsBase(ModelCalls):" in text
    assert "__init__" not in text
    library, found = read_nouns(declared)
    assert "things.py" not in emit_base_files(library, found)
    assert "'Things': 'ads.things'" in emit_export_files(found)["pinterest/__init__.py"]
    with pytest.raises(ContractError, match="Things: has list but not `fields`; add `fields`"):
        render_base(f'{declared}list = "things/list"\n')


def test_a_value_is_created_without_a_request() -> None:
    models = (
        f"{MODELS}\n[Thing.also]\n"
        "draft = { kind = 'value', operation = 'things/create', takes = 'name, note!' }\n"
    )
    text = render_base(models)
    assert signature(text, "draft").startswith("cls, name: str, note: str | None, *, status: ")
    assert "client" not in signature(text, "draft")
    assert "cls._create_schema('New', {'name': name, 'note': note, " in ast.unparse(
        method(text, "draft")
    )
    assert ":calls:" not in (ast.get_docstring(method(text, "draft")) or "")


def test_methods_that_set_certain_fields() -> None:
    models = (
        f"{MODELS}\n[Thing.sets]\n"
        "hide = { to = { status = 'PAUSED' }, says = 'Hides the thing.' }\n"
        "mark = { to = { status = 'ACTIVE' }, takes = { text = 'note' }, says = 'Marks the thing.' }\n"
    )
    text = render_base(models)
    rest = "client: PinterestSDKClient | None=None, *, timeout: Timeout=None, deadline: Deadline=None, **unknown: Never"
    assert signature(text, "hide") == f"self, {rest}"
    assert body(text, "hide") == (
        "return self.update_fields(client, status='PAUSED', timeout=with_deadline(timeout, deadline), **unknown)"
    )
    assert signature(text, "mark") == f"self, text: str | None, {rest}"
    assert "client, status='ACTIVE', note=text, timeout=with_deadline(" in body(text, "mark")
    assert (ast.get_docstring(method(text, "hide")) or "").startswith("Hides the thing.")
    with pytest.raises(
        ContractError, match=r"Thing\.mark: the update request has no fields \['not'\]"
    ):
        render_base(models.replace("'note'", "'not'"))


def test_a_job_is_started_with_every_argument() -> None:
    models = (
        f"{MODELS}\n[Thing.also]\n"
        "draft = { kind = 'job', operation = 'things/create', takes = 'name', returns = 'jobs.drafts.Draft' }\n"
    )
    text = render_base(models)
    assert signature(text, "draft").startswith("self, name: str, client: ")
    assert "-> Draft:" in text
    assert "    from pinterest.jobs.drafts import Draft\n" in text
    call = ast.unparse(method(text, "draft"))
    assert "self._start_job('jobs.drafts.Draft', THINGS_CREATE, {'name': name, " in call
    assert "extra_body=extra_body" in call
    assert "A `Draft` job." in (ast.get_docstring(method(text, "draft")) or "")
