"""Helpers for handlers: filtered lists, batch writes and lookups, tested with made-up operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from pinterest.emulator.handlers.assumptions import assumed, get_assumptions_about
from pinterest.emulator.handlers.batches import run_batch, run_each
from pinterest.emulator.handlers.call import Call, Response, Result
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.serving.application import Application
from pinterest.emulator.serving.failures import PlannedFailures
from pinterest.emulator.serving.request_log import RequestLog
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operation import Answer, Body, Operation, Parameter

SIGNED = (("pinterest_oauth2", ()),)
ORDERS = ("ASCENDING", "DESCENDING")


def query(name: str, **more: Any) -> Parameter:
    return Parameter(name=name, location="query", **more)


PAGING = (
    query("page_size", kind="integer", minimum=1, maximum=250),
    query("bookmark"),
    query("order", enum=ORDERS),
)
LIST = Operation(
    id="nouns/list",
    tag="nouns",
    verb="GET",
    path="/parents/{shelf_ids}/nouns",
    parameters=(
        Parameter(name="shelf_ids", location="path", required=True),
        query("noun_ids", many="repeat"),
        query("also_ids", many="repeat"),
        query("statuses", many="repeat", default=("NEW", "USED")),
        query("color"),
        *PAGING,
    ),
    answers=(Answer(status=200),),
    security=SIGNED,
)
WORDS = Operation(
    id="nouns/words",
    tag="nouns",
    verb="GET",
    path="/words",
    parameters=PAGING,
    answers=(Answer(status=200),),
    security=SIGNED,
)
WRITE = Operation(
    id="nouns/write",
    tag="nouns",
    verb="POST",
    path="/nouns/{form}",
    parameters=(Parameter(name="form", location="path", required=True),),
    body=Body(schema="AudienceRule", argument="rules", many=True),
    answers=(Answer(status=200),),
    security=SIGNED,
)
FIND = Operation(
    id="nouns/find",
    tag="nouns",
    verb="GET",
    path="/nouns/{noun_id}",
    parameters=(
        Parameter(name="noun_id", location="path", required=True),
        query("like"),
    ),
    answers=(Answer(status=200, schema="AudienceRule"), Answer(status=204)),
    security=SIGNED,
)
STRICT = Operation(
    id="nouns/strict",
    tag="nouns",
    verb="PUT",
    path="/nouns",
    body=Body(schema="AudienceRule", argument="rule"),
    answers=(Answer(status=200),),
    security=SIGNED,
)
OPEN = Operation(
    id="nouns/open", tag="nouns", verb="GET", path="/open", answers=(Answer(status=200),)
)


@handles(LIST)
def list_nouns(call: Call) -> Result:
    filters = {"noun_ids": "id", "also_ids": "id", "statuses": "status", "color": "look.color"}
    parents = call.arguments["shelf_ids"].split("-")
    return list_entities(call, "noun", parents, filters=filters, where={"gone": None})


@handles(WORDS)
def list_words(call: Call) -> Result:
    return paginate_items(call, ["b", "a", "c", "e", "d"])


@handles(WRITE)
def write(call: Call) -> Result:
    def one(rule: dict[str, Any]) -> dict[str, Any]:
        id = rule["customer_list_id"]
        call.state.store.put("rule", None, [Entity(id, rule)])
        if rule.get("prefill") is False:
            raise Problem(400, 2384, "It is empty.")
        return {"id": id}

    if call.arguments["form"] == "outcomes":
        return [bool(outcome.problem) for outcome in run_each(call, call.body, one)]
    if call.arguments["form"] == "object":
        return run_batch(call, one, form="object", get_sent_data=lambda rule: {"asked": rule})
    return run_batch(call, one)


@handles(FIND)
@assumed(
    choice="Nothing that is found is like itself.",
)
def find(call: Call) -> Result:
    noun = get_entity(call.state, "noun", "1", call.arguments["noun_id"], noun="Noun")
    like = call.arguments["like"]
    if like == noun.id:
        return None
    if like:
        return Response(202, get_referenced(call.state, "noun", "1", like, field="like").data)
    return noun.data


@handles(STRICT, refuse_unknown=True)
def put(call: Call) -> Result:
    return dict(call.body)


@handles(OPEN)
def look(call: Call) -> Result:
    return {"origin": call.origin}


assumed(
    STRICT,
    OPEN,
    contract="Whatever is strict is so for a reason.",
)


@pytest.fixture
def state() -> Iterator[State]:
    state = State()
    yield state
    state.store.close()


@pytest.fixture
def client(state: State) -> Client:
    operations = (LIST, WORDS, WRITE, FIND, STRICT, OPEN)
    return Client(Application(state, PlannedFailures(), RequestLog(), operations))


@pytest.fixture
def headers(state: State) -> dict[str, str]:
    return {"Authorization": f"Bearer {state.tokens.mint('access', []).text}"}


@pytest.fixture
def nouns(state: State) -> None:
    """Stores four nouns and a deleted one under the first parent, and a noun that becomes USED under the second."""

    def noun(id: str, status: str, color: str, **more: Any) -> Entity:
        return Entity(id, {"id": id, "status": status, "look": {"color": color}, **more})

    on_first = [
        noun("11", "NEW", "red"),
        noun("12", "USED", "blue"),
        noun("13", "WORN", "red"),
        noun("14", "NEW", "blue"),
        noun("16", "NEW", "blue", gone=True),
    ]
    tomorrow = state.clock.now() + 86_400
    worn = noun("15", "WORN", "red")
    on_second = Entity("15", worn.data, tomorrow, {**worn.data, "status": "USED"})
    state.store.put("noun", "1", on_first)
    state.store.put("noun", "2", [on_second])


@pytest.mark.usefixtures("nouns")
@pytest.mark.parametrize(
    ("parents", "query", "ids"),
    [
        ("1", "", ["11", "12", "14"]),
        ("1", "statuses=WORN", ["13"]),
        ("1", "statuses=WORN,NEW&color=red", ["11", "13"]),
        ("1", "noun_ids=12&noun_ids=14&noun_ids=15", ["12", "14"]),
        ("1", "noun_ids=12,14&also_ids=14,11", ["14"]),
        ("1", "noun_ids=12&also_ids=11", []),
        ("1", "noun_ids=99", []),
        ("1", "order=DESCENDING", ["14", "12", "11"]),
        ("2", "", []),
        ("2", "statuses=WORN", ["15"]),
        ("1-2", "statuses=WORN", ["13", "15"]),
        ("3", "", []),
    ],
)
def test_a_list_can_be_filtered(
    client: Client, headers: dict[str, str], parents: str, query: str, ids: list[str]
) -> None:
    answer = client.get(f"/v5/parents/{parents}/nouns?{query}", headers=headers)
    assert [item["id"] for item in answer.json["items"]] == ids  # type: ignore[index]  # it is JSON


@pytest.mark.usefixtures("nouns")
def test_filters_apply_to_the_current_data(
    client: Client, state: State, headers: dict[str, str]
) -> None:
    path = "/v5/parents/2/nouns?statuses=USED"
    assert client.get(path, headers=headers).json == {"items": [], "bookmark": None}
    state.clock.advance(86_401)
    [item] = client.get(path, headers=headers).json["items"]  # type: ignore[index]  # it is JSON
    assert item["status"] == "USED"


@pytest.mark.usefixtures("nouns")
def test_every_page_of_a_filtered_list_is_filtered(client: Client, headers: dict[str, str]) -> None:
    path = "/v5/parents/1/nouns?page_size=1&statuses=NEW&order=DESCENDING"
    first: Any = client.get(path, headers=headers).json
    again = f"bookmark={first['bookmark']}"
    second: Any = client.get(f"{path}&{again}", headers=headers).json
    assert [first["items"][0]["id"], second["items"][0]["id"]] == ["14", "11"]
    assert second["bookmark"] is None
    other = f"/v5/parents/1/nouns?page_size=1&statuses=USED&order=DESCENDING&{again}"
    assert client.get(other, headers=headers).status_code == 400


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
def test_a_list_in_memory_has_pages_in_order(
    client: Client, headers: dict[str, str], size: int
) -> None:
    found: list[str] = []
    bookmark = ""
    while True:
        page: Any = client.get(
            f"/v5/words?page_size={size}&bookmark={bookmark}", headers=headers
        ).json
        found += page["items"]
        assert len(page["items"]) <= size
        bookmark = page["bookmark"]
        if bookmark is None:
            break
    assert found == ["b", "a", "c", "e", "d"]


RULES = [
    {"customer_list_id": "1"},
    {"customer_list_id": "2", "prefill": False},
    {"customer_list_id": "3"},
]
PROBLEM = {"code": 2384, "message": "It is empty."}


@pytest.mark.parametrize(
    ("form", "failed"),
    [
        ("array", {"exceptions": [PROBLEM]}),
        ("object", {"data": {"asked": RULES[1]}, "exceptions": PROBLEM}),
    ],
)
def test_a_failed_item_of_a_batch_is_reported_and_rolled_back(
    client: Client, state: State, headers: dict[str, str], form: str, failed: dict[str, Any]
) -> None:
    answer = client.post(f"/v5/nouns/{form}", json=RULES, headers=headers)
    assert answer.status_code == 200
    assert answer.json == {"items": [{"data": {"id": "1"}}, failed, {"data": {"id": "3"}}]}
    assert [rule.id for rule in state.store.select("rule", None, 0)] == ["1", "3"]


def test_each_returns_the_outcomes_for_other_formats(
    client: Client, headers: dict[str, str]
) -> None:
    answer = client.post("/v5/nouns/outcomes", json=RULES, headers=headers)
    assert answer.json == [False, True, False]


@pytest.mark.usefixtures("nouns")
@pytest.mark.parametrize(
    ("path", "status", "id"),
    [
        ("11", 200, "11"),
        ("11?like=12", 202, "12"),
        ("11?like=11", 204, None),
        ("11?like=15", 400, None),
        ("15", 404, None),
        ("011", 404, None),
        ("x", 404, None),
    ],
)
def test_entities_are_looked_up_by_id_or_refused(
    client: Client, headers: dict[str, str], path: str, status: int, id: str | None
) -> None:
    answer = client.get(f"/v5/nouns/{path}", headers=headers)
    assert answer.status_code == status
    if id:
        assert answer.json["id"] == id  # type: ignore[index]  # it is JSON
    if status == 400:
        assert answer.json == {"code": 1, "message": "like: there is no noun 15"}
    if status == 204:
        assert answer.data == b"" and "Content-Type" not in answer.headers


def test_unknown_fields_are_refused_if_the_handler_says_so(
    client: Client, headers: dict[str, str]
) -> None:
    good = client.put("/v5/nouns", json={"prefill": True}, headers=headers)
    assert good.json == {"prefill": True}
    answer = client.put("/v5/nouns", json={"prefil": True}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (400, 1)  # type: ignore[index]  # it is JSON
    assert "prefil" in answer.text


def test_an_operation_without_security_needs_no_token(client: Client) -> None:
    assert client.get("/v5/open").json == {"origin": "http://localhost"}


def test_assumptions_are_found_by_operation() -> None:
    [found] = get_assumptions_about(FIND)
    assert (found.text, found.source) == ("Nothing that is found is like itself.", "choice")
    [strict] = get_assumptions_about(STRICT)
    assert (strict.text, strict.source) == ("Whatever is strict is so for a reason.", "contract")
    assert get_assumptions_about(OPEN) == get_assumptions_about(STRICT)
    assert get_assumptions_about(LIST) == []


@pytest.mark.usefixtures("nouns")
def test_entities_are_selected_counted_and_deleted_by_field(state: State) -> None:
    now, store = state.clock.now(), state.store
    located = store.find("noun", "15", now)
    assert located and located.parent == "2" and located.due
    assert store.find("noun", "99", now) is None
    red = {"look.color": "red"}
    assert [noun.id for noun in store.select("noun", None, now, red)] == ["11", "13", "15"]
    assert store.count("noun", ["1", "2"], now, red) == 3
    assert store.count("noun", "1", now, {"gone": [None, True]}) == 5
    store.delete_all("noun", "1", now, red)
    assert [noun.id for noun in store.select("noun", ["1", "2"], now)] == ["12", "14", "15", "16"]


def test_a_change_applies_to_data_and_later(state: State) -> None:
    tomorrow = state.clock.now() + 86_400
    made = Entity("7", {"name": "a", "ready": False}, tomorrow, {"name": "a", "ready": True})
    state.store.put("noun", "1", [made.replace_fields({"name": "b"})])
    found = state.store.get("noun", "1", "7", tomorrow - 1)
    assert found and found.data == {"name": "b", "ready": False}
    found = state.store.get("noun", "1", "7", tomorrow)
    assert found and found.data == {"name": "b", "ready": True}
    assert (found.due, found.later) == (None, None)


def test_notes_are_stored_but_not_in_responses(
    client: Client, state: State, headers: dict[str, str]
) -> None:
    state.store.put("noun", "1", [Entity("7", {"id": "7"}, notes={"secret": 1})])
    found = state.store.get("noun", "1", "7", 0)
    assert found and found.notes == {"secret": 1}
    assert client.get("/v5/nouns/7", headers=headers).json == {"id": "7"}
