"""IDs, counts and times have the same JSON type in every response and in typed values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pinterest.api import ConversionTagsApi, CustomerListsApi, OrderLinesApi
from pinterest.emulator import Emulator
from tests.emulator.api import Api


def list_numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from list_numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from list_numbers(inner)
    elif isinstance(value, (int, float)):
        yield value


def test_counts_and_times_of_a_customer_list_are_whole_on_every_path(
    emulator: Emulator, api: Api
) -> None:
    path = f"/ad_accounts/{emulator.ad_account_id}/customer_lists"
    made = api.post(path, json={"name": "x", "records": "a@b.example"}).json()
    change = {"operation_type": "ADD", "records": "c@d.example"}
    changed = api.patch(f"{path}/{made['id']}", json=change).json()
    emulator.advance(2 * 3_600)
    shown = api.get(f"{path}/{made['id']}").json()
    [listed] = api.get(path).json()["items"]
    typed = CustomerListsApi(emulator.client()).customer_lists_get(
        emulator.ad_account_id, made["id"]
    )
    assert type(typed.created_time) is int
    for version in (made, changed, shown, listed, typed.to_dict()):
        assert version["created_time"] == made["created_time"]
        assert {type(number) for number in list_numbers(version)} == {int, bool}


def test_whole_numbers_are_returned_as_whole_numbers(emulator: Emulator, api: Api) -> None:
    account = emulator.ad_account_id
    tag = ConversionTagsApi(emulator.client()).conversion_tags_create(
        account, {"name": "Shop", "md_frequency": 1}
    )
    path = f"/ad_accounts/{account}/conversion_tags/{tag.id}"
    assert type(api.get(path).json()["configs"]["md_frequency"]) is int
    half = api.post(
        path.removesuffix(f"/{tag.id}"), json={"name": "Half", "md_frequency": 0.5}
    ).json()
    assert half["configs"]["md_frequency"] == 0.5
    lines = OrderLinesApi(emulator.client()).order_lines_list(account).items
    assert {type(line.budget) for line in lines} == {int}
