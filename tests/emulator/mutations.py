"""Invalid requests: valid ones with an unusual value in one place."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import requests

from pinterest.emulator import Emulator
from pinterest.operation import Operation
from pinterest.operations import get
from tests.contract.calls import contract, identifier
from tests.contract.samples import full
from tests.contract.test_tolerance import Path, set_at
from tests.emulator.api import Api

# Lone surrogates, NUL, numbers that no database can store, wrong types, and values that are almost valid.
ODD_VALUES: tuple[Any, ...] = (
    None,
    "",
    " ",
    "\ud800",
    "\x00",
    "9" * 19,
    "9" * 40,
    "0012",
    "١٢",
    "2026-02-30",
    "x",
    -1,
    0,
    1.5,
    10**30,
    -(2**63),
    2**63,
    1e308,
    True,
    False,
    [],
    {},
    [None],
    ["x"],
    [[]],
    {"a": 1},
)
ODD_FREE_TEXTS = ("\ud800", "\x00")
ODD_TEXTS = (
    "",
    "%ED%A0%80",
    "%00",
    "9" * 19,
    "9" * 40,
    "0",
    "-1",
    "0012",
    quote("١٢"),
    "1e400",
    "nan",
    "2026-02-30",
    "null",
    "[]",
    "true",
    "x" * 3000,
    ",".join(["1"] * 300),
    ",,",
)
# Operations that list entities, by the field or parameter for their IDs.
_LISTS = {
    "ad_group_id": "/ad_accounts/{}/ad_groups",
    "ad_id": "/ad_accounts/{}/ads",
    "audience_id": "/ad_accounts/{}/audiences",
    "board_id": "/boards",
    "campaign_id": "/ad_accounts/{}/campaigns",
    "catalog_id": "/catalogs",
    "conversion_tag_id": "/ad_accounts/{}/conversion_tags",
    "customer_list_id": "/ad_accounts/{}/customer_lists",
    "pin_id": "/pins",
    "product_group_id": "/catalogs/product_groups",
}
# Entities to create first, and the field or parameter for their IDs.
_CREATED = {
    "board_sections/create": "section_id",
    "feeds/create": "feed_id",
    "lead_forms/create": "lead_form_id",
    "customer_segment_create": "customer_segment_id",
    "targeting_template/create": "targeting_template_id",
}
_ALIASES = {
    "asset_id": "ad_account_id",
    "AUDIENCE_EXCLUDE": "audience_id",
    "AUDIENCE_INCLUDE": "audience_id",
    "board_section_id": "section_id",
    "business_hierarchy_id": "business_id",
    "catalog_product_group_id": "product_group_id",
    "collections_hero_pin_id": "pin_id",
    "entity_id": "campaign_id",
    "member_id": "business_id",
    "owner_user_id": "business_id",
    "parent_id": "campaign_id",
    "parent_pin_id": "pin_id",
    "seed_id": "audience_id",
}
_OTHER_VALUES = {
    "action_source": "web",
    "country_code": "US",
    "event_name": "checkout",
    "privacy_policy_link": "https://www.example.com/privacy",
    "webhook_url": "https://www.example.com/leads",
}


class Mutator:
    """Generates requests for an emulator with data.

    Args:
        emulator: The emulator to send them to. They contain its IDs.
    """

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        # Deletions use another account, because later requests need the entities of the first account.
        self._spare = emulator.add_ad_account("Spare")
        self._known = _collect_values(emulator)
        with Api(emulator.url, emulator.access_token) as api:
            for id, name in _CREATED.items():
                response = self.send(api, get(id)).json()
                made = response["items"][0]["data"] if "items" in response else response
                self._known[name] = made["id"]
        self._known |= {name: self._known[other] for name, other in _ALIASES.items()}

    def bodies(self, operation: Operation, count: int) -> Iterator[tuple[Path, Any, Any]]:
        """Yields bodies with an unusual value, with its path and the value itself. They are reproducible.

        The first bodies have an unusual string in every field for free text.
        """
        found = contract().body(contract().endpoints[operation.id])
        if found is None:
            return
        for text in ODD_FREE_TEXTS:
            sample = full(contract(), found[1], write=True)
            yield (), text, _replace_free_texts(self._fill_ids(operation, sample), text)
        chance = random.Random(f"bodies/{operation.id}")
        for number in range(count):
            sample = full(contract(), found[1], write=True, pick=number % 4)
            body = self._fill_ids(operation, sample)
            path, current = chance.choice(list(_walk(body)))
            # Prefer values of the right type. The others are refused early.
            same_type = [value for value in ODD_VALUES if _type_of(value) == _type_of(current)]
            value = chance.choice(same_type if chance.random() < 0.7 else ODD_VALUES)
            yield path, value, set_at(body, path, value)

    def queries(self, operation: Operation, count: int) -> Iterator[dict[str, str]]:
        """Yields path and query parameters as strings, one of them unusual."""
        for parameter in operation.parameters:
            if parameter.kind == "integer":
                yield {**self._required_parameters(operation), parameter.name: "9" * 19}
        names = [parameter.name for parameter in operation.parameters]
        chance = random.Random(f"queries/{operation.id}")
        for _ in range(count if names else 0):
            yield {
                **self._required_parameters(operation),
                chance.choice(names): chance.choice(ODD_TEXTS),
            }

    def send(
        self,
        api: Api,
        operation: Operation,
        texts: Mapping[str, str] | None = None,
        body: Any = ...,
    ) -> requests.Response:
        """Sends a request.

        Args:
            api: An authenticated session.
            operation: The operation.
            texts: Its parameters, already encoded. Defaults to the required ones.
            body: Its body. Defaults to a body made from the contract.
        """
        texts = self._required_parameters(operation) if texts is None else texts
        path, query = operation.path, []
        for parameter in operation.parameters:
            text = texts.get(parameter.name)
            if parameter.location == "path":
                path = path.replace(f"{{{parameter.name}}}", text or "%20")
            elif text is not None:
                query.append(f"{parameter.name}={text}")
        form = operation.body is not None and operation.body.media_type != "application/json"
        if body is ...:
            found = contract().body(contract().endpoints[operation.id])
            sample = full(contract(), found[1], write=True) if found else None
            body = self._fill_ids(operation, sample) if found else ...
        basic = "basic" in {scheme for scheme, _ in operation.security}
        return api.request(
            operation.verb,
            f"{path}?{'&'.join(query)}",
            data=None if body is ... else _encode_form(body) if form else json.dumps(body).encode(),
            headers={"Content-Type": operation.body.media_type} if operation.body else None,
            auth=(self._emulator.app_id, self._emulator.app_secret) if basic else None,
        )

    def _required_parameters(self, operation: Operation) -> dict[str, str]:
        endpoint = contract().endpoints[operation.id]
        samples = {
            node["name"]: full(contract(), node["schema"], write=True)
            for node in contract().parameters(endpoint)
            if node.get("required")
        }
        known = self._known
        if operation.verb == "DELETE":
            shared = {name: known[name] for name in ("business_id", "catalog_id")}
            known = {**shared, "ad_account_id": self._spare}
        return {
            name: quote(str(known.get(identifier(name), _to_text(value))), safe=",")
            for name, value in samples.items()
        }

    def _fill_ids(self, operation: Operation, value: Any, name: str = "") -> Any:
        """Returns a body with the IDs of existing entities."""
        if isinstance(value, dict):
            return {key: self._fill_ids(operation, inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._fill_ids(operation, inner, name.removesuffix("s")) for inner in value]
        if name == "id":
            name = f"{operation.tag.removesuffix('s')}_id"
        return self._known.get(name, value) if isinstance(value, str) else value


def _collect_values(emulator: Emulator) -> dict[str, str]:
    """Returns the IDs of the first entities, and other values that the emulator accepts."""
    account, today = emulator.ad_account_id, datetime.datetime.now(datetime.UTC).date()
    known = {**_OTHER_VALUES, "ad_account_id": account}
    with Api(emulator.url, emulator.access_token) as api:
        known["business_id"] = api.get(f"/ad_accounts/{account}").json()["owner"]["id"]
        for name, path in _LISTS.items():
            page = api.get(path.format(account), params={"page_size": 1}).json()
            known[name] = page["items"][0]["id"]
    for name, days in (("start_date", 9), ("end_date", 2)):
        known[name] = str(today - datetime.timedelta(days=days))
    known |= {name: known[other] for name, other in _ALIASES.items() if other in known}
    return known


def _walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yields the path and value of each part of a body, outermost first. Only yields the first item of lists."""
    yield path, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _walk(inner, (*path, name))
    elif isinstance(value, list) and value:
        yield from _walk(value[0], (*path, 0))


def _replace_free_texts(value: Any, text: str) -> Any:
    """Returns a body with its placeholder strings replaced."""
    if isinstance(value, dict):
        return {name: _replace_free_texts(inner, text) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replace_free_texts(inner, text) for inner in value]
    return text if value == "text" else value


def _type_of(value: Any) -> type:
    """Returns the type of a value. All numbers count as one type."""
    return float if type(value) is int else type(value)


def _to_text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _encode_form(body: Any) -> str:
    fields = body if isinstance(body, dict) else {"x": body}
    return urlencode({name: str(value) for name, value in fields.items()}, errors="surrogatepass")
