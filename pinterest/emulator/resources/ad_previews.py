"""Ad previews: create, get and delete previews of ad groups, and preview ads before they are created."""

from __future__ import annotations

import html
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pinterest.emulator.advertising.entities import AD_GROUP, strip_id_prefix
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry, run_each
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_referenced, get_referenced_in_any_parent
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.ad_accounts import get_user_id
from pinterest.emulator.resources.pin_entities import find_pin
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP
from pinterest.emulator.storage.files import build_download_url, make_file_name, store_file
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.ads import (
    AD_PREVIEWS_CREATE,
    CAMPAIGN_AD_PREVIEW_CREATE,
    CAMPAIGN_AD_PREVIEW_DELETE,
    CAMPAIGN_AD_PREVIEW_READ,
)

# The ID of a preview is the ID of its ad group.
_KIND = "campaign_ad_preview"
# The fields of the request body that contain pin IDs.
_PIN_FIELDS = ("pin_id", "hero_pin_id")
_PRODUCT_GROUP_FIELD = "catalog_product_group_id"
_LIFETIME = 7 * DAY


@handles(AD_PREVIEWS_CREATE)
def create_preview(call: Call) -> dict[str, Any]:
    """Creates a page that previews an ad, and returns the URL of the page."""
    state, body = call.state, call.body
    for field in _PIN_FIELDS:
        if body.get(field) and find_pin(state, body[field]) is None:
            raise bad_request(f"{field}: there is no pin {body[field]}")
    if body.get(_PRODUCT_GROUP_FIELD):
        get_referenced_in_any_parent(
            state, PRODUCT_GROUP, body[_PRODUCT_GROUP_FIELD], field=_PRODUCT_GROUP_FIELD
        )
    return {"url": _create_preview_page(call, call.body)}


@handles(CAMPAIGN_AD_PREVIEW_CREATE)
@assumed(
    choice="An ad group has one preview, which expires after one week. Requesting it again renews it.",
)
def create_ad_group_previews(call: Call) -> list[dict[str, Any]]:
    """Creates previews of ad groups. If an item fails, the other items are still processed."""
    state, account = call.state, call.arguments["ad_account_id"]

    def create_ad_group_preview(item: Mapping[str, Any]) -> dict[str, Any]:
        group = get_referenced(
            state, AD_GROUP, account, strip_id_prefix(item["ad_group_id"]), field="ad_group_id"
        )
        generator = state.random.generator(_KIND, group.id)
        expires = state.now() + _LIFETIME
        data = {
            "ad_account_id": account,
            "ad_group_id": group.id,
            "client_id": int(state.app.id),
            "expires_at": expires * 1_000,
            "is_active": True,
            "pin_id": None,
            "pin_promotion_id": None,
            "promoted_product_group_id": None,
            "url": _create_preview_page(call, {"ad group": group.data["name"]}),
            "user_id": int(get_user_id(state)),
            "uuid": str(uuid.UUID(int=generator.getrandbits(128), version=4)),
        }
        ended = {**data, "is_active": False}
        state.store.put(_KIND, account, [Entity(group.id, data, expires, ended)])
        return data

    return [
        {"data": outcome.result}
        if outcome.problem is None
        else {"data": {"exceptions": build_exception_entry(outcome.problem)}}
        for outcome in run_each(call, call.body, create_ad_group_preview)
    ]


@handles(CAMPAIGN_AD_PREVIEW_READ)
def get_ad_group_previews(call: Call) -> list[Mapping[str, Any]]:
    """Returns the existing previews of the requested ad groups."""
    # The URL of the emulator may have changed after the previews were stored.
    return [
        {**entity.data, "url": call.origin + urlsplit(entity.data["url"]).path}
        for entity in _find_previews(call)
    ]


@handles(CAMPAIGN_AD_PREVIEW_DELETE)
@assumed(
    choice="Deleting the previews of ad groups that have none is not an error.",
)
def delete_ad_group_previews(call: Call) -> None:
    """Deletes the previews of ad groups."""
    for entity in _find_previews(call):
        call.state.store.delete(_KIND, call.arguments["ad_account_id"], entity.id)


def _find_previews(call: Call) -> list[Entity]:
    ids = [strip_id_prefix(id) for id in call.arguments["ad_group_ids"]]
    now = call.state.clock.now()
    return call.state.store.select(
        _KIND, call.arguments["ad_account_id"], now, {"ad_group_id": ids}
    )


def _create_preview_page(call: Call, fields: Mapping[str, Any]) -> str:
    """Stores a page with the fields of an ad, and returns a URL that is valid for a week."""
    rows = "".join(
        f"<dt>{html.escape(str(name))}</dt><dd>{html.escape(str(value))}</dd>"
        for name, value in fields.items()
    )
    page = f"<!doctype html><title>Ad preview</title><dl>{rows}</dl>"
    name = make_file_name(call.state)
    content = page.encode("utf-8", "replace")
    store_file(call.state, name, content, "text/html; charset=utf-8", seconds=_LIFETIME)
    return build_download_url(call, name)
