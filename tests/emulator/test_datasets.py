"""Dumping and loading data sets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.exceptions import ValidationError
from tests.emulator.api import Api

BODY = {"name": "Quilters", "audience_type": "VISITOR", "rule": {"retention_days": 30}}


def get_responses(emulator: Emulator) -> list[Any]:
    with Api(emulator.url, emulator.access_token) as api:
        account = f"/ad_accounts/{emulator.ad_account_id}"
        insights = {"audience_insight_type": "YOUR_TOTAL_AUDIENCE"}
        return [
            api.get("/ad_accounts").json(),
            api.get(f"{account}/audiences").json(),
            api.get(f"{account}/audience_insights", params=insights).json(),
        ]


@pytest.mark.parametrize("as_file", [True, False])
def test_a_dump_can_be_loaded(tmp_path: Path, as_file: bool) -> None:
    path = tmp_path / "shop.json"
    with Emulator(seed=7) as emulator:
        emulator.add_audiences(2)
        emulator.add_audiences(1, name="New", ready=False)
        emulator.advance(3_600)
        before = get_responses(emulator)
        saved = emulator.dump(path)
        secrets = (emulator.access_token, emulator.refresh_token, emulator.app_secret)
    assert json.loads(path.read_text()) == saved
    assert not [secret for secret in secrets if secret in path.read_text()]
    with Emulator(seed=8) as emulator, Api(emulator.url, emulator.access_token) as api:
        emulator.add_audiences(5)
        emulator.load(path if as_file else saved)
        assert get_responses(emulator) == before
        assert emulator.dump() == saved
        # New IDs follow the old ones, and scheduled changes take effect.
        path_of = f"/ad_accounts/{emulator.ad_account_id}/audiences"
        new = api.post(path_of, json=BODY).json()
        items = before[1]["items"]
        assert int(new["id"]) > max(int(item["id"]) for item in items)
        assert api.get(f"{path_of}/{items[2]['id']}").json()["status"] == "INITIALIZING"
        emulator.advance(86_400)
        assert api.get(f"{path_of}/{items[2]['id']}").json()["status"] == "READY"


def test_a_data_set_can_be_loaded_in_another_process(tmp_path: Path) -> None:
    with Emulator() as emulator:
        account = emulator.add_ad_account("Shop", id="77")
        saved = {**emulator.dump(), "ad_account_id": account}
    db = tmp_path / "emulator.sqlite"
    with Emulator(db=db) as emulator:
        emulator.load(saved)
        assert emulator.ad_account_id == "77"
    with Emulator(db=db) as emulator:
        assert emulator.ad_account_id == "77"


def test_a_data_set_may_be_written_by_hand(emulator: Emulator, api: Api) -> None:
    account = emulator.ad_account_id
    audience = {"id": "5", "name": "By hand", "status": "READY"}
    emulator.load({"entities": {"audience": [{"id": "5", "parent": account, "data": audience}]}})
    assert emulator.ad_account_id == account
    path = f"/ad_accounts/{account}/audiences"
    assert api.get(path).json()["items"] == [audience]
    assert int(api.post(path, json=BODY).json()["id"]) > 5


@pytest.mark.slow
def test_the_demo_data_is_the_same_after_dump_and_load() -> None:
    with Emulator(seed=3, demo_data=True) as emulator:
        saved = emulator.dump()
    with Emulator() as emulator:
        emulator.load(saved)
        assert emulator.dump() == saved


def test_no_id_and_no_url_is_used_twice() -> None:
    pin = {
        "title": "x",
        "media_source": {"source_type": "image_url", "url": "https://x.example/a.jpg"},
    }
    handed_out = []
    with Emulator() as emulator, Api(emulator.url, emulator.access_token) as api:
        gone = api.post("/pins", json=pin).json()["id"]
        assert api.delete(f"/pins/{gone}").status_code == 204
        medium = api.post("/media", json={"media_type": "video"}).json()
        handed_out += [gone, medium["media_id"], medium["upload_parameters"]["key"]]
        saved = emulator.dump()
    with Emulator() as emulator, Api(emulator.url, emulator.access_token) as api:
        emulator.load(saved)
        new = api.post("/media", json={"media_type": "video"}).json()
        handed_out.append(api.post("/pins", json=pin).json()["id"])
        handed_out += [new["media_id"], new["upload_parameters"]["key"]]
    assert len(set(handed_out)) == 6


def test_a_chosen_account_id_is_not_used_again(emulator: Emulator, api: Api) -> None:
    last = emulator.dump()["ids"]["ad_account"]
    chosen = {emulator.add_ad_account(id=str(last + place)) for place in range(1, 90)}
    assert emulator.add_ad_account() not in chosen
    assert len(api.items("/ad_accounts", page_size=250)) == 91


def test_entities_of_a_handwritten_data_set_show_and_keep_their_ids(
    emulator: Emulator, api: Api
) -> None:
    account = emulator.ad_account_id
    path = f"/ad_accounts/{account}/audiences"
    last = int(api.post(path, json=BODY).json()["id"])
    saved = emulator.dump()
    # One of these has the ID that the next entity would get.
    by_hand = [
        {"id": str(last + place), "parent": account, "data": {"name": "By hand"}}
        for place in range(1, 90)
    ]
    saved["entities"]["audience"] += by_hand
    emulator.load(saved)
    assert api.get(f"{path}/{last + 1}").json() == {"name": "By hand", "id": str(last + 1)}
    assert int(api.post(path, json=BODY).json()["id"]) > last + 89


GOOD = {"id": "5", "parent": "0", "data": {}}


@pytest.mark.parametrize(
    ("broken", "name_in_error"),
    [
        ({}, "not a data set"),
        ({"entities": []}, "not a data set"),
        ({"entities": {}, "entity": {}}, "entities"),
        ({"entities": {"audience": [{"id": "x", "data": {}}]}}, "broken"),
        ({"entities": {"audience": [{"id": "5"}]}}, "broken"),
        ({"entities": {"audience": [{**GOOD, "data": []}]}}, "not an object"),
        ({"entities": {"audience": [{**GOOD, "due": 5}]}}, "both `due` and `later`"),
        ({"entities": {"audience": [{**GOOD, "nmae": "x"}]}}, "nmae"),
        ({"entities": {"audience": [{**GOOD, "id": "9" * 30}]}}, "broken"),
        ({"entities": {"audience": [{**GOOD, "id": "-5"}]}}, "broken"),
        ({"entities": {"audience": [{**GOOD, "id": "05"}]}}, "broken"),
        (
            {"entities": {"audience": [{**GOOD, "data": {"id": "6"}}]}},
            "the ID in the data is '6', but must be '5'",
        ),
        ({"entities": {"audiences": [GOOD]}}, "'audience'"),
        ({"entities": {"board_access/5": [GOOD], "boards_access/5": []}}, "boards_access"),
        ({"entities": {}, "ids": {"pin": "x"}}, "ids: pin: 'x'"),
        ({"entities": {}, "ids": {"pin": -1}}, "ids: pin: -1"),
        ({"entities": {}, "ids": {"pin": 2**63}}, "ids: pin"),
        ({"entities": {}, "ids": {"pins": 5}}, "'pin'"),
        ({"entities": {}, "clock_offset": float("nan")}, "clock_offset: nan"),
        ({"entities": {}, "clock_offset": -1}, "clock_offset: -1"),
        ({"entities": {}, "clock_offset": 10**400}, "clock_offset"),
        ({"entities": {}, "files": [{}]}, "broken"),
        ({"entities": {}, "files": [{"content": None}]}, "broken"),
        ({"entities": {}, "seed": "x"}, "broken"),
        ({"entities": {"ad_account": [GOOD]}, "ad_account_id": "6"}, "ad_account_id"),
    ],
)
def test_a_broken_data_set_is_refused_and_changes_nothing(
    emulator: Emulator, broken: Any, name_in_error: str
) -> None:
    emulator.add_audiences(1)
    before = emulator.dump()
    with pytest.raises(ValidationError, match=re.escape(name_in_error)):
        emulator.load(broken)
    assert emulator.dump() == before


def test_a_data_set_that_is_nested_too_deeply_is_refused(
    emulator: Emulator, tmp_path: Path
) -> None:
    before = emulator.dump()
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 100_000)
    with pytest.raises(ValidationError, match=r"deep\.json: its JSON is nested too deeply"):
        emulator.load(deep)
    data: dict[str, Any] = {}
    for _ in range(5_000):
        data = {"data": data}
    with pytest.raises(ValidationError, match="broken"):
        emulator.load({"entities": {"audience": [{**GOOD, "data": data}]}})
    assert emulator.dump() == before


def test_a_file_that_cannot_be_read_is_refused(emulator: Emulator, tmp_path: Path) -> None:
    no_json = tmp_path / "a.json"
    no_json.write_text("{")
    for path in (no_json, tmp_path / "none.json", str(no_json)):
        with pytest.raises(ValidationError, match=Path(path).name):
            emulator.load(path)


@pytest.mark.parametrize("source", [5, None, [], b"x"])
def test_other_types_than_a_data_set_or_a_path_are_refused(emulator: Emulator, source: Any) -> None:
    with pytest.raises(ValidationError, match="not a data set"):
        emulator.load(source)


def test_a_file_that_cannot_be_written_is_named_in_the_error(
    emulator: Emulator, tmp_path: Path
) -> None:
    with pytest.raises(ValidationError, match="nowhere"):
        emulator.dump(tmp_path / "nowhere" / "shop.json")
