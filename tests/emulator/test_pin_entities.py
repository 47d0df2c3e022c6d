"""Product pins: read, saved, used as tags and promoted, but not updated or deleted."""

from __future__ import annotations

from pinterest.operations.pins import PINS_GET, PINS_SAVE
from tests.emulator.advertising import Advertiser
from tests.emulator.shop import Shop, build_item
from tests.emulator.valid import assert_valid


def test_product_pins_can_be_used_like_other_pins(shop: Shop, advertiser: Advertiser) -> None:
    shop.catalog()
    shop.stock(a={})
    [shown] = shop.read("a").json()["items"][0]["pins"]
    path = f"/pins/{shown['id']}"
    response = shop.api.get(path)
    assert_valid(PINS_GET, response)
    pin = response.json()
    assert {name: pin[name] for name in shown} == shown
    assert (pin["creative_type"], pin["is_product"]) == ("SHOPPING", True)
    shop.emulator.advance(1000)
    assert shop.api.get(path).json() == pin
    assert shop.api.get("/pins").json()["items"] == []
    saved = shop.api.post(f"{path}/save", json={})
    assert_valid(PINS_SAVE, saved)
    assert saved.json()["parent_pin_id"] == pin["id"]
    ad = advertiser.ad(advertiser.ad_group()["id"], pin["id"])
    assert ad["pin_id"] == pin["id"]
    assert shop.api.get(path).json() == {**pin, "has_been_promoted": True}
    tags = {"product_tags": [{"pin_id": pin["id"]}]}
    assert shop.api.post(f"/pins/{saved.json()['id']}/product_tags", json=tags).ok
    for refused in (shop.api.patch(path, json={"title": "x"}), shop.api.delete(path)):
        assert refused.status_code == 403
    shop.send(build_item("DELETE", "a"))
    shop.emulator.advance(60)
    assert shop.api.get(path).status_code == 404
